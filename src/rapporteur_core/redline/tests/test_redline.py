from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapporteur_core.redline import Change, accepted, compare, matching, rejected, similarity

TEXTS = st.text(max_size=60) | st.text(st.sampled_from("ab .\n\x00\u0301\u200dم🏳️‍🌈é移\u0600'"), max_size=60)


def marked(old: str, new: str) -> str:
    forms = {"keep": "{}", "delete": "[{}]", "insert": "{{{}}}"}
    return "".join(forms[change.kind].format(change.text) for change in compare(old, new))


@settings(max_examples=400)
@given(TEXTS, TEXTS)
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old_one(old: str, new: str) -> None:
    changes = compare(old, new)
    assert (accepted(changes), rejected(changes)) == (new, old)
    assert all(change.text for change in changes)


@settings(max_examples=150)
@given(TEXTS, TEXTS)
def test_a_text_too_large_for_words_at_once_is_still_told_in_full(old: str, new: str) -> None:
    largest = matching.LARGEST
    matching.LARGEST = 6
    try:
        changes = compare(old, new)
    finally:
        matching.LARGEST = largest
    assert (accepted(changes), rejected(changes)) == (new, old)


@given(TEXTS)
def test_equal_texts_have_no_change(text: str) -> None:
    assert compare(text, text) == ([Change("keep", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "redline"),
    [
        ("the big house", "the large home", "the [big house]{large home}"),
        ("We call upon all cities", "We urge all cities", "We [call upon]{urge} all cities"),
        ("the access to housing now", "the right of shelter now", "the [access to housing]{right of shelter} now"),
        ("A one. C three.", "A one. B two. C three.", "A one. {B two. }C three."),
        ("cities and towns", "cities and villages and towns", "cities and {villages and }towns"),
        ("One.\nTwo.\n", "One.\nNew.\nTwo.\n", "One.\n{New.\n}Two.\n"),
        ("Cities act", "Cities, by law, act", "Cities{, by law,} act"),
        ("We ask. They give.", "We beg. They take.", "We [ask]{beg}. They [give]{take}."),
        ("unhappy", "happy", "[unhappy]{happy}"),
        ("نطلب السكن للجميع", "نطلب الصحة للجميع", "نطلب [السكن]{الصحة} للجميع"),
        ("e\u0301te", "ete", "[e\u0301te]{ete}"),
        ("", "new", "{new}"),
        ("old", "", "[old]"),
    ],
)
def test_changes_are_whole_words_and_phrases(old: str, new: str, redline: str) -> None:
    assert marked(old, new) == redline


def test_similarity_counts_words_and_neither_case_nor_accents() -> None:
    assert similarity("", "") == similarity("École pour tous", "ecole POUR tous!") == 1.0
    assert similarity("one two three", "one two four") == pytest.approx(4 / 6)
    assert similarity("one", "") == 0.0


def test_sixty_thousand_words_are_compared_in_seconds() -> None:
    chance = random.Random(1)
    old, new = (" ".join(str(chance.randrange(5000)) + "." * (n % 20 == 0) for n in range(60_000)) for _ in range(2))
    began = time.perf_counter()
    changes = compare(old, new)
    assert time.perf_counter() - began < 8
    assert accepted(changes) == new
