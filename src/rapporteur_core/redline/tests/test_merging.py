from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.redline import Conflict, Merge, conflicts, merge, rebase

BASE = "The cities shall provide housing to migrants and refugees."
SHELTER = "The cities shall provide shelter to migrants and refugees."
HOMES = "The cities shall offer homes to migrants and refugees."
FAMILIES = "The cities shall provide housing to migrants and their families."
ALL = "All cities shall provide housing to migrants and refugees."


def test_two_amendments_of_the_same_words_conflict_and_the_words_are_named() -> None:
    assert conflicts(BASE, SHELTER, HOMES) == [Conflict(17, 32, "provide housing", "shelter", "offer homes")]


def test_amendments_of_other_words_and_equal_ones_do_not_conflict() -> None:
    assert conflicts(BASE, SHELTER, FAMILIES) == conflicts(BASE, SHELTER, SHELTER) == conflicts(BASE, BASE, HOMES) == []


def test_two_insertions_in_one_place_conflict_unless_equal() -> None:
    one, other = (BASE.replace("housing", f"{word} housing") for word in ("decent", "cheap"))
    assert conflicts(BASE, one, other) == [Conflict(25, 25, "", "decent ", "cheap ")]
    assert merge(BASE, [one, one]) == Merge(one)


def test_an_insertion_beside_replaced_words_conflicts() -> None:
    assert len(conflicts(BASE, SHELTER, BASE.replace("housing", "decent housing"))) == 1


def test_clean_amendments_give_one_text_in_any_order() -> None:
    expected = Merge("All cities shall provide shelter to migrants and their families.")
    assert [merge(BASE, order) for order in permutations([SHELTER, FAMILIES, ALL])] == [expected] * 6


def test_an_amendment_is_laid_on_what_the_text_became() -> None:
    assert rebase(BASE, SHELTER, FAMILIES) == Merge("The cities shall provide shelter to migrants and their families.")


def test_where_the_words_are_gone_the_current_ones_stay_and_the_conflict_is_told() -> None:
    merged = rebase(BASE, SHELTER, HOMES)
    assert (merged.text, merged.clean) == (HOMES, False)
    assert merged.conflicts == (Conflict(17, 32, "provide housing", "offer homes", "shelter"),)


SENTENCES = st.lists(st.sampled_from(["one", "two", "three.", "four,", "five\n"]), min_size=1, max_size=12)
ANY = st.text(st.sampled_from("ab .\nم"), max_size=25)


@given(ANY, st.lists(ANY, max_size=3))
def test_merging_without_conflict_never_depends_on_the_order(base: str, amended: list[str]) -> None:
    merged = merge(base, amended)
    if merged.clean:
        assert all(merge(base, order) == merged for order in permutations(amended))


@given(ANY, ANY)
def test_one_amendment_alone_is_the_amended_text(base: str, amended: str) -> None:
    assert merge(base, [amended]) == rebase(base, amended, base) == rebase(base, base, amended) == Merge(amended)


@given(SENTENCES, st.lists(st.tuples(st.integers(0, 11), st.sampled_from(["x", "y z", ""])), max_size=4))
def test_sequential_and_joint_merging_agree_on_words_apart(base: list[str], replaced: list[tuple[int, str]]) -> None:
    text = " ".join(f"{word}{n}" for n, word in enumerate(base))
    amended = [
        " ".join(new if n == at else f"{word}{n}" for n, word in enumerate(base)) for at, new in dict(replaced).items()
    ]
    joint = merge(text, amended)
    current = text
    for each in amended:
        step = rebase(text, each, current)
        current = step.text
        if not step.clean:
            return
    assert not joint.clean or current == joint.text


@pytest.mark.parametrize("base", ["", "one"])
def test_nothing_to_merge_gives_the_base(base: str) -> None:
    assert merge(base, []) == Merge(base)
