from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.redline import Unbalanced, bracketed, cross, ranges_carried, unbracketed

plain = st.text(alphabet="ab cdé\u0639\u064e.", max_size=40)


@st.composite
def nested(draw):
    """A text with ranges that nest: each lies within one of those before it, or apart from all."""
    text = draw(plain.filter(bool))
    ranges: set[tuple[int, int]] = set()
    for _count in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        place = (start, draw(st.integers(start + 1, len(text))))
        if not cross([*ranges, place]):
            ranges.add(place)
    return text, sorted(ranges, key=lambda each: (each[0], -each[1]))


@given(nested())
def test_what_is_printed_with_brackets_reads_back_as_the_same_marks(marked):
    text, ranges = marked
    assert unbracketed(bracketed(text, ranges)) == (text, ranges)


def test_brackets_nest_and_touch():
    assert bracketed("all migrants and refugees", [(0, 12), (4, 12), (13, 25)]) == "[all [migrants]] [and refugees]"
    assert bracketed("ab", [(0, 1), (1, 2)]) == "[a][b]"


@pytest.mark.parametrize(("typed", "place"), [("a ] b", 2), ("[a", 0), ("[a [b]", 0), ("a [b]]", 5)])
def test_a_bracket_without_its_other_half_is_told_with_its_place(typed, place):
    with pytest.raises(Unbalanced) as told:
        unbracketed(typed)
    assert told.value.place == place


def test_an_empty_pair_marks_nothing():
    assert unbracketed("a [] b") == ("a  b", [])


@pytest.mark.parametrize(
    ("new", "place"),
    [
        ("Give all migrants shelter and schooling.", "migrants"),
        ("Give all newcomers shelter.", "newcomers"),
        ("Give all young migrants shelter.", "migrants"),
        ("Give all shelter.", None),
        ("Migrants first: give all migrants shelter.", "migrants"),
    ],
)
def test_a_bracket_follows_its_words(new, place):
    old = "Give all migrants shelter."
    (carried,) = ranges_carried(old, new, [(9, 17)])
    assert (new[slice(*carried)] if carried else None) == place


@given(nested(), plain)
def test_carried_brackets_lie_in_the_new_text_and_never_cross(marked, new):
    text, ranges = marked
    carried = [each for each in ranges_carried(text, new, ranges) if each is not None]
    assert all(0 <= start < end <= len(new) for start, end in carried)
    assert not cross(carried)


@given(nested())
def test_nothing_moves_when_the_text_stays(marked):
    text, ranges = marked
    assert ranges_carried(text, text, ranges) == ranges
