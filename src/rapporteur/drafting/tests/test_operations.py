"""What an amendment can do to the text besides changing words, and what merging makes of it."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.db import transaction

from rapporteur.drafting.actions import (
    accept_amendment,
    apply_accepted,
    begin_revision,
    close_amendments,
    freeze_revision,
    table_amendment,
)
from rapporteur.drafting.models import LostSentence
from rapporteur.drafting.queries import fingerprint_of
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES, FIRST, SECOND, SERVICES


@pytest.fixture
def table(opened, system, accredit):
    """`table("move", "p1", target="p2")`: an amendment of a government of its own."""

    def make(kind, key, *, text="", target=None, revision=None, government=None, parent=None):
        paragraph = opened.draft.paragraphs.get(key=key) if key else None
        return table_amendment(
            paragraph=paragraph,
            target=opened.draft.paragraphs.get(key=target) if target else None,
            parent=parent,
            revision=revision or opened.revision,
            kind=kind,
            proposed_text=text,
            rationale="It reads better.",
            government=government or accredit(),
            by=system,
        )

    return make


@pytest.fixture
def merged(opened, system):
    """`merged(*amendments)`: the revision that takes them in."""

    def take(*amendments):
        for each in amendments:
            accept_amendment(amendment=each, by=system)
        close_amendments(draft=opened.draft, by=system)
        revision = begin_revision(draft=opened.draft, by=system)
        apply_accepted(revision=revision, by=system)
        return revision

    return take


def texts_of(revision):
    return list(revision.wordings.order_by("position").values_list("number", "text"))


def test_a_paragraph_is_moved_behind_another_and_keeps_its_number(table, merged):
    assert texts_of(merged(table("move", "p1", target="p2")))[-2:] == [("2", SERVICES), ("1", FIGURES)]


def test_a_paragraph_is_moved_to_the_beginning(table, merged):
    assert texts_of(merged(table("move", "p2")))[0] == ("2", SERVICES)


def test_a_paragraph_is_split_and_each_part_keeps_the_sources_of_its_sentences(opened, table, merged, sentences_of):
    revision = merged(table("split", "p2", text=f"{FIRST}\n\n{SECOND}"))
    assert texts_of(revision)[-2:] == [("2", FIRST), ("2 bis", SECOND)]
    passages = [
        [source.passage for each in sentences_of(revision, key) for source in each.sources.all() if source.passage]
        for key in ("p2", "s1-1")
    ]
    assert passages == [[opened.passages[0]], [opened.passages[1]]]
    assert not LostSentence.objects.filter(revision=revision).exists()


def test_two_paragraphs_are_joined_and_keep_the_sources_of_both(opened, table, merged, sentences_of):
    revision = merged(table("join", "p1", target="p2"))
    assert texts_of(revision)[2:] == [("1", f"{FIGURES} {SERVICES}")]
    found = {source.passage for each in sentences_of(revision, "p1") for source in each.sources.all()}
    assert {*opened.passages} <= found
    assert not LostSentence.objects.filter(revision=revision).exists()


def test_a_split_merges_with_a_change_of_other_words_in_any_order(opened, table, amend, system):
    amendments = [table("split", "p2", text=f"{FIRST}\n\n{SECOND}"), amend("p2", "basic services", "health care")]
    found = set()
    for order in permutations(amendments):
        with transaction.atomic():
            for each in order:
                accept_amendment(amendment=each, by=system)
            revision = begin_revision(draft=opened.draft, by=system)
            apply_accepted(revision=revision, by=system)
            found.add(tuple(texts_of(revision)[-2:]))
            transaction.set_rollback(True)
    assert found == {(("2", FIRST.replace("basic services", "health care")), ("2 bis", SECOND))}


def test_a_join_merges_with_a_change_in_the_second_paragraph(table, amend, merged):
    revision = merged(table("join", "p1", target="p2"), amend("p2", "basic services", "health care"))
    assert texts_of(revision)[2:] == [("1", f"{FIGURES} {SERVICES.replace('basic services', 'health care')}")]


def test_the_title_is_changed_in_the_next_revision_and_the_frozen_one_keeps_its_own(opened, table, merged, system):
    before = fingerprint_of(opened.revision)
    revision = merged(table("title", None, text="Declaration on cities and migration"))
    assert revision.title == opened.revision.title  # the object at hand is the one from before the merge
    revision.refresh_from_db()
    assert revision.title["en"] == "Declaration on cities and migration"
    assert fingerprint_of(opened.revision) == before == opened.revision.fingerprint
    freeze_revision(revision=revision, by=system)
    opened.draft.refresh_from_db()
    assert opened.draft.title == {"en": "Declaration on cities and migration", "fr": "Déclaration"}


def test_two_moves_of_one_paragraph_to_different_places_are_in_each_others_way(table, system):
    accept_amendment(amendment=table("move", "p1", target="p2"), by=system)
    with pytest.raises(Refused, match="A-01 was accepted and changes the same words as A-02"):
        accept_amendment(amendment=table("move", "p1"), by=system)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "move", "key": "p2", "target": "p1"}, "stands there already"),
        ({"kind": "move", "key": "p2", "target": "p2"}, "behind itself"),
        ({"kind": "split", "key": "p2", "text": "One paragraph alone."}, "put an empty line"),
        ({"kind": "change", "key": "p2", "text": "One.\n\nTwo."}, "These are several paragraphs"),
        ({"kind": "join", "key": "p2"}, "not in CCM/2017/L.1"),
        ({"kind": "join", "key": "p2", "target": "p2"}, "joined with another one"),
        ({"kind": "join", "key": "p1", "target": "p2", "text": "One.\n\nTwo."}, "take the empty line out"),
        ({"kind": "title", "key": None, "text": "Declaration on cities"}, "changes nothing"),
    ],
)
def test_an_operation_that_does_not_fit_gets_its_sentence(table, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        table(facts.pop("kind"), facts.pop("key"), **facts)
