from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from rapporteur_core.redline import (
    NEW_BASE,
    PROPOSAL,
    Alternative,
    Change,
    Conflict,
    Rebased,
    Unclear,
    accepted,
    compare,
    merge,
    rebase,
    rejected,
)

from .test_merging import BASE, FAMILIES, HOMES, SHELTER, TEXTS


def test_a_proposal_is_laid_on_what_the_text_became() -> None:
    assert rebase(BASE, FAMILIES, SHELTER) == Rebased(
        "The cities shall provide shelter to migrants and their families.",
        (
            Change("keep", "The cities shall provide "),
            Change("delete", "housing"),
            Change("insert", "shelter"),
            Change("keep", " to migrants and their families."),
        ),
    )


def test_what_the_new_base_says_already_is_contained() -> None:
    both = "The cities shall provide shelter to migrants and their families."
    laid = rebase(BASE, both, SHELTER)
    assert laid == Rebased(both, (Change("keep", both),))
    assert isinstance(laid, Rebased) and laid.is_contained


def test_where_the_words_have_changed_a_person_sees_all_three_texts() -> None:
    both = HOMES.replace("The", "All")
    assert rebase(BASE, both, SHELTER.replace("refugees", "others")) == Unclear(
        "All cities shall offer homes to migrants and others.",
        (
            Change("keep", "All cities shall offer homes to migrants and "),
            Change("delete", "refugees"),
            Change("insert", "others"),
            Change("keep", "."),
        ),
        (
            Conflict(
                17,
                32,
                3,
                5,
                "provide housing",
                (Alternative("offer homes", (NEW_BASE,)), Alternative("provide shelter", (PROPOSAL,))),
            ),
        ),
        tuple(compare(BASE, both)),
        tuple(compare(BASE, SHELTER.replace("refugees", "others"))),
    )


def test_a_proposal_for_words_that_are_gone_is_unclear() -> None:
    laid = rebase(BASE, "", SHELTER)
    assert isinstance(laid, Unclear)
    assert laid.text == ""


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_rebasing_either_on_the_other_is_merging_both(base: str, one: str, other: str) -> None:
    merged, laid, turned = merge(base, [one, other]), rebase(base, one, other), rebase(base, other, one)
    assert isinstance(laid, Rebased) == isinstance(turned, Rebased) == merged.clean
    if merged.clean:
        assert laid.text == turned.text == merged.text


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_the_redline_leads_from_the_new_base_to_the_proposal_laid_on_it(base: str, new: str, proposal: str) -> None:
    laid = rebase(base, new, proposal)
    assert (accepted(laid.changes), rejected(laid.changes)) == (laid.text, new)
    if isinstance(laid, Unclear):
        assert laid.conflicts == merge(base, {NEW_BASE: new, PROPOSAL: proposal}).conflicts
    else:
        assert laid.is_contained == (laid.text == new)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_nothing_stands_in_the_way_where_one_side_changed_nothing(base: str, text: str) -> None:
    assert rebase(base, base, text) == Rebased(text, tuple(compare(base, text)))
    assert rebase(base, text, base) == rebase(base, text, text) == Rebased(text, tuple(compare(text, text)))


@st.composite
def proposals_for_words(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text whose words differ from one another, and proposals that bring in words of their own."""
    size = draw(st.integers(1, 9))
    between = [draw(st.sampled_from([" ", " ", ", ", ". ", " and ", "\n", "\n\n"])) for _ in range(size)]
    base = [f"w{n}" for n in range(size)]
    proposals = []
    for name in "ABCD"[: draw(st.integers(2, 4))]:
        said = list(base)
        for at in draw(st.lists(st.integers(0, size - 1), max_size=3, unique=True)):
            new = f"{name}{at}"
            said[at] = draw(st.sampled_from([new, f"{new} {new}x", f"{said[at]} {new}", f"{new} {said[at]}", ""]))
        proposals.append(said)
    texts = [
        "".join(word + gap for word, gap in zip(said, between, strict=True) if word) for said in [base, *proposals]
    ]
    return texts[0], texts[1:]


@settings(max_examples=400, deadline=None)
@given(proposals_for_words())
def test_what_merges_at_once_merges_one_after_another_in_any_order(texts: tuple[str, list[str]]) -> None:
    base, proposals = texts
    merged = merge(base, proposals)
    clear = [text for name, text in enumerate(proposals) if name not in merged.conflicting]
    expected = merge(base, clear).text
    for order in permutations(clear):
        current, waiting, frozen = base, list(order), base
        while waiting:
            taken, *rest = [rebase(frozen, current, each) for each in waiting]
            assert isinstance(taken, Rebased)
            frozen, current, waiting = current, taken.text, [each.text for each in rest]
        assert current == expected
