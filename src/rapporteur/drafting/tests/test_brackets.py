from __future__ import annotations

import pytest

from rapporteur.drafting.actions import Stale, agree, begin_revision, set_wording
from rapporteur.drafting.queries import bracketed_words, canonical_text
from rapporteur.foundation.people.reader import Refused


@pytest.fixture
def marked(writing, system):
    """The first operative paragraph with two nested brackets."""
    text = "Give all migrants shelter and schooling."
    return set_wording(
        revision=writing.revision, key="p1", kind="operative", text=text, by=system,
        brackets=[(5, 25, "Scope is open"), (9, 17, "Who is meant")],
    )  # fmt: skip


def test_brackets_are_printed_and_are_no_characters_of_the_text(marked):
    assert marked.text == "Give all migrants shelter and schooling."
    assert bracketed_words(marked) == "Give [all [migrants] shelter] and schooling."
    assert "[all [migrants] shelter]" in canonical_text(marked.revision)


def test_brackets_follow_their_words_when_others_change(marked, system):
    set_wording(
        revision=marked.revision, key="p1", kind="operative", by=system,
        text="We will give all migrants shelter and free schooling.",
    )  # fmt: skip
    marked.refresh_from_db()
    assert bracketed_words(marked) == "We will give [all [migrants] shelter] and free schooling."


def test_a_bracket_goes_when_its_words_are_agreed_and_the_words_stay(marked, system):
    agree(bracket=marked.brackets.get(start=9), by=system)
    assert bracketed_words(marked) == "Give [all migrants shelter] and schooling."


def test_nothing_is_agreed_in_a_frozen_revision(opened, system):
    from rapporteur.drafting.models import Bracket

    wording = opened.revision.wordings.get(paragraph__key="p1")
    bracket = Bracket.objects.create(wording=wording, start=0, end=3, reason="Open")
    with pytest.raises(Refused, match="is frozen"):
        agree(bracket=bracket, by=system)


def test_a_new_revision_takes_the_brackets_over(marked, system, opened):
    revision = begin_revision(draft=opened.draft, by=system)
    assert bracketed_words(revision.wordings.get(paragraph__key="p1")) == "Give [all [migrants] shelter] and schooling."


@pytest.mark.parametrize(
    ("brackets", "sentence"),
    [
        ([(0, 99, "Open")], "must hold words"),
        ([(3, 3, "Open")], "must hold words"),
        ([(0, 8, "Open"), (5, 12, "Open")], "Two brackets cross"),
        ([(0, 4, " ")], "needs its reason"),
    ],
)
def test_a_bad_bracket_gets_its_sentence_and_nothing_is_kept(writing, system, brackets, sentence):
    before = canonical_text(writing.revision)
    with pytest.raises(Refused, match=sentence):
        set_wording(
            revision=writing.revision,
            key="p1",
            kind="operative",
            text="Give all shelter.",
            brackets=brackets,
            by=system,
        )
    assert canonical_text(writing.revision) == before


def test_the_second_of_two_writers_sees_what_the_first_wrote(writing, system):
    seen = bracketed_words(writing.revision.wordings.get(paragraph__key="p1"))
    facts = {"revision": writing.revision, "key": "p1", "kind": "operative", "by": system, "seen": seen}
    set_wording(text="Give all shelter.", **facts)
    with pytest.raises(Stale) as stale:
        set_wording(text="Give all a home.", **facts)
    assert stale.value.current == "Give all shelter."
    assert writing.revision.wordings.get(paragraph__key="p1").text == "Give all shelter."
