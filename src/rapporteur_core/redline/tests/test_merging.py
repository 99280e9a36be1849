from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapporteur_core.redline import Alternative, Change, Conflict, Merge, accepted, compare, merge, rejected

BASE = "The cities shall provide housing to migrants and refugees."
SHELTER = "The cities shall provide shelter to migrants and refugees."
HOMES = "The cities shall offer homes to migrants and refugees."
FAMILIES = "The cities shall provide housing to migrants and their families."
ALL = "All cities shall provide housing to migrants and refugees."


def test_two_proposals_for_the_same_words_are_alternatives_and_the_words_are_named() -> None:
    assert merge(BASE, [SHELTER, HOMES]).conflicts == (
        Conflict(
            17, 32, 3, 5, "provide housing", (Alternative("offer homes", (1,)), Alternative("provide shelter", (0,)))
        ),
    )


def test_a_set_holds_all_that_hang_together_and_an_alternative_all_who_want_it() -> None:
    proposals = {
        "Ghana": "a b X d e f",
        "Peru": "a b X d e f",
        "Fiji": "a b Y Z e f",
        "Mali": "a b c W e f",
        "Cuba": "a b c d e V",
    }
    merged = merge("a b c d e f", proposals)
    assert (merged.text, set(merged.conflicting)) == ("a b c d e V", {"Ghana", "Peru", "Fiji", "Mali"})
    assert [(each.words, each.alternatives) for each in merged.conflicts] == [
        (
            "c d",
            (
                Alternative("X d", ("Ghana", "Peru")),
                Alternative("Y Z", ("Fiji",)),
                Alternative("c W", ("Mali",)),
            ),
        )
    ]


def test_each_change_names_the_proposals_that_made_it() -> None:
    assert merge(BASE, {"A": SHELTER, "B": FAMILIES, "C": SHELTER}).changes == (
        Change("keep", "The cities shall provide "),
        Change("delete", "housing", ("A", "C")),
        Change("insert", "shelter", ("A", "C")),
        Change("keep", " to migrants and "),
        Change("delete", "refugees", ("B",)),
        Change("insert", "their families", ("B",)),
        Change("keep", "."),
    )


@pytest.mark.parametrize("base", ["hold a seat where it is decided", "hold a seat, where it is decided"])
def test_rival_insertions_conflict_whichever_side_of_a_blank_or_comma_they_came_in(base: str) -> None:
    found = merge(
        base, ["hold a seat with a vote where it is decided", "hold a seat, with a voice, where it is decided"]
    )
    assert [each.proposals for each in found.conflicts] in ([(0, 1)], [(1, 0)])
    assert found.text == base


def test_insertions_on_both_sides_of_a_sentence_do_not_conflict() -> None:
    assert merge("We act. We go.", ["We act now. We go.", "We act. Today we go."]).clean


def test_words_in_conflict_keep_those_of_the_base() -> None:
    merged = merge(BASE, [SHELTER, HOMES, ALL])
    assert merged.text == accepted(merged.changes) == ALL
    assert not merged.clean


def test_two_insertions_in_one_place_conflict_unless_equal() -> None:
    one, other = (BASE.replace("housing", f"{word} housing") for word in ("decent", "cheap"))
    assert merge(BASE, [one, other]).conflicts == (
        Conflict(25, 25, 4, 4, "", (Alternative("cheap ", (1,)), Alternative("decent ", (0,)))),
    )
    assert (merge(BASE, [one, one]).text, merge(BASE, [one, one]).clean) == (one, True)


def test_an_insertion_beside_replaced_words_conflicts() -> None:
    merged = merge(BASE, [SHELTER, BASE.replace("housing", "decent housing")])
    assert [each.words for each in merged.conflicts] == ["housing"]


def test_deleting_two_neighbouring_words_is_no_conflict() -> None:
    assert merge("the big old house", ["the old house", "the big house"]) == Merge(
        "the house",
        (
            Change("keep", "the "),
            Change("delete", "big ", (0,)),
            Change("delete", "old ", (1,)),
            Change("keep", "house"),
        ),
    )


def test_what_would_run_two_words_into_one_conflicts() -> None:
    merged = merge("mot ; fin", ["mot; fin", "mot fin"])
    assert merged.text == "mot ; fin"
    assert [each.alternatives for each in merged.conflicts] == [(Alternative(" ", (1,)), Alternative("; ", (0,)))]


def test_proposals_that_say_the_same_by_other_steps_agree() -> None:
    assert all(merge("a a", [text, text]).text == text for text in ("a", "a a a", "", "b a a"))


@pytest.mark.parametrize("base", ["", "one"])
def test_nothing_to_merge_gives_the_base(base: str) -> None:
    kept = (Change("keep", base),) if base else ()
    assert merge(base, []) == merge(base, [base]) == Merge(base, kept)


ANY = st.text(st.sampled_from("ab .\nم\u0301🇦🇧क्"), max_size=25)
SENTENCES = st.lists(st.sampled_from(["one", "two", "three.", "four,", "and", "\n"]), max_size=10).map(" ".join)
TEXTS = ANY | SENTENCES


def unnamed(merged: Merge, names: Mapping[Hashable, Hashable]) -> object:
    def same(who: Iterable[Hashable]) -> frozenset[Hashable]:
        return frozenset(names[name] for name in who)

    return (
        merged.text,
        [(each.kind, each.text, same(each.proposals)) for each in merged.changes],
        [
            (each.start, each.end, each.word_start, each.word_end, each.words)
            + tuple((way.text, same(way.proposals)) for way in each.alternatives)
            for each in merged.conflicts
        ],
    )


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_the_order_of_proposals_changes_nothing_but_names(base: str, proposals: list[str]) -> None:
    names: dict[Hashable, Hashable] = {name: name for name in range(len(proposals))}
    expected = unnamed(merge(base, proposals), names)
    for order in permutations(names):
        assert unnamed(merge(base, {name: proposals[int(str(name))] for name in order}), names) == expected
        assert unnamed(merge(base, [proposals[int(str(name))] for name in order]), dict(enumerate(order))) == expected


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_one_proposal_alone_is_its_own_redline(base: str, proposal: str) -> None:
    merged = merge(base, {"P": proposal})
    assert (merged.text, merged.conflicts) == (proposal, ())
    assert [Change(each.kind, each.text) for each in merged.changes] == compare(base, proposal)
    assert all(each.proposals == (() if each.kind == "keep" else ("P",)) for each in merged.changes)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=5))
def test_the_redline_leads_from_the_base_to_the_text_and_conflicts_are_ranges_of_the_base(
    base: str, proposals: list[str]
) -> None:
    merged = merge(base, proposals)
    assert (accepted(merged.changes), rejected(merged.changes)) == (merged.text, base)
    position = 0
    for each in merged.conflicts:
        assert position <= each.start <= each.end
        assert base[each.start : each.end] == each.words
        assert len(each.alternatives) > 1
        assert len(set(each.proposals)) == len(each.proposals)
        position = each.end


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a_proposal_given_again_changes_nothing(base: str, proposals: list[str]) -> None:
    once, twice = merge(base, proposals), merge(base, proposals * 2)
    assert (once.text, len(once.conflicts)) == (twice.text, len(twice.conflicts))


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_those_without_conflict_merge_to_the_same_without_the_others(base: str, proposals: list[str]) -> None:
    merged = merge(base, proposals)
    clear = [text for name, text in enumerate(proposals) if name not in merged.conflicting]
    assert merge(base, clear).clean
