from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.documents.word.identity import LONGEST_BOOKMARK, bookmark_of, key_of


@pytest.mark.parametrize(
    ("key", "bookmark"),
    [
        ("p7", "_rap_p7"),
        ("op-12", "_rap_op_2d12"),
        ("a_b", "_rap_a_5fb"),
        ("P", "_rap__50"),
        ("é", "_rap__c3_a9"),
    ],
)
def test_a_key_is_written_as_the_name_of_a_bookmark(key: str, bookmark: str) -> None:
    assert (bookmark_of(key), key_of(bookmark)) == (bookmark, key)


@given(st.text(min_size=1, max_size=8))
def test_every_key_that_fits_comes_back(key: str) -> None:
    try:
        name = bookmark_of(key)
    except ValueError:
        # Four bytes of one sign take twelve of the forty characters.
        return
    assert (key_of(name), len(name) <= LONGEST_BOOKMARK) == (key, True)


@given(st.text("_rap0123456789abcdef", max_size=12))
def test_two_bookmarks_never_carry_one_key(rest: str) -> None:
    key = key_of(f"_rap_{rest}")
    assert key is None or bookmark_of(key) == f"_rap_{rest}"


@pytest.mark.parametrize(
    "name", ["_GoBack", "_Toc123", "_rap_", "_rap_P", "_rap__zz", "_rap__ff", "_rap__61", "x_rap_a", "_rap_a "]
)
def test_other_bookmarks_carry_nothing(name: str) -> None:
    assert key_of(name) is None


@pytest.mark.parametrize("key", ["", "x" * 36, "-" * 12])
def test_a_key_without_room_in_a_bookmark_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="bookmark"):
        bookmark_of(key)
