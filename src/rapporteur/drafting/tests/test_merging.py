from __future__ import annotations

from itertools import permutations

import pytest
from django.db import transaction

from rapporteur.drafting.actions import (
    accept_amendment,
    apply_accepted,
    begin_revision,
    freeze_revision,
    merge_by_hand,
    put_back,
    reject_amendment,
    remove_wording,
    set_wording,
    split_wording,
)
from rapporteur.drafting.queries import queue
from rapporteur.foundation.people.reader import Refused

from .conftest import SERVICES

pytestmark = pytest.mark.django_db


def text_of(revision, key):
    return revision.wordings.get(paragraph__key=key).text


def test_amendments_that_do_not_conflict_merge_in_any_order_of_acceptance(amend, opened, system):
    amendments = [
        amend("p2", "basic services", "health care"),
        amend("p2", "his or her", "that person's"),
        amend("p2", "apart from police", "apart from the police"),
    ]
    found = set()
    for order in permutations(amendments):
        with transaction.atomic():
            for amendment in order:
                accept_amendment(amendment=amendment, by=system)
            revision = begin_revision(draft=opened.draft, by=system)
            apply_accepted(revision=revision, by=system)
            found.add(text_of(revision, "p2"))
            transaction.set_rollback(True)
    assert found == {
        "Give every person access to health care, whatever that person's status. "
        "Keep these services apart from the police."
    }


def test_each_changed_sentence_keeps_its_sources_and_gets_its_amendment(
    amend, opened, system, next_revision, sentences_of
):
    first = accept_amendment(amendment=amend("p2", "basic services", "health care"), by=system)
    second = accept_amendment(amendment=amend("p2", "apart from police", "apart from the police"), by=system)
    revision = next_revision()
    apply_accepted(revision=revision, by=system)
    behind = [
        [source.passage or source.amendment for source in sentence.sources.order_by("pk")]
        for sentence in sentences_of(revision, "p2")
    ]
    assert behind == [[opened.passages[0], first], [opened.passages[1], second]]
    first.refresh_from_db()
    assert first.applied_in == revision


def test_conflicting_ones_are_left_for_the_hand_and_the_others_merge(amend, opened, system, next_revision):
    one, other, apart = (
        accept_amendment(amendment=amend("p2", *words), by=system, beside=True)
        for words in [("basic", "essential"), ("basic", "public"), ("his or her", "that person's")]
    )
    revision = next_revision()
    taken, left = apply_accepted(revision=revision, by=system)
    assert (taken, left) == ([apart], [one, other])
    assert text_of(revision, "p2") == SERVICES.replace("his or her", "that person's")
    assert [(each.amendment, each.reason) for each in queue(revision)] == [(one, "conflict"), (other, "conflict")]


def test_a_conflict_is_merged_by_hand(amend, opened, system, next_revision, sentences_of):
    one, other = (
        accept_amendment(amendment=amend("p2", "basic", word), by=system, beside=True)
        for word in ("essential", "public")
    )
    revision = next_revision()
    merge_by_hand(amendment=one, revision=revision, text=SERVICES.replace("basic", "essential public"), by=system)
    merge_by_hand(amendment=other, revision=revision, text=SERVICES.replace("basic", "essential public"), by=system)
    assert queue(revision) == []
    sources = list(sentences_of(revision, "p2")[0].sources.order_by("pk"))
    assert [source.passage or source.amendment for source in sources] == [opened.passages[0], one]
    with pytest.raises(Refused, match="A-01 does not wait"):
        merge_by_hand(amendment=one, revision=revision, text="Again.", by=system)


def test_an_amendment_that_conflicts_with_words_written_since_is_left(amend, system, next_revision):
    amendment = accept_amendment(amendment=amend("p2", "basic", "essential"), by=system)
    revision = next_revision()
    words = SERVICES.replace("basic", "all public")
    set_wording(revision=revision, key="p2", kind="operative", text=words, by=system)
    assert apply_accepted(revision=revision, by=system) == ([], [amendment])
    assert text_of(revision, "p2") == words


def test_applying_twice_changes_nothing_more(amend, system, next_revision):
    amendment = accept_amendment(amendment=amend("p2", "basic", "essential"), by=system)
    revision = next_revision()
    assert apply_accepted(revision=revision, by=system) == ([amendment], [])
    assert apply_accepted(revision=revision, by=system) == ([], [])
    assert text_of(revision, "p2") == SERVICES.replace("basic", "essential")


def test_new_paragraphs_come_behind_theirs_in_the_order_of_their_numbers(amend, system, next_revision):
    added = [amend("p1", kind="add", text=text) for text in ("First new one.", "Second new one.")]
    for amendment in reversed(added):
        accept_amendment(amendment=amendment, by=system)
    revision = next_revision()
    apply_accepted(revision=revision, by=system)
    rows = [(row.paragraph.key, row.number, row.text) for row in revision.wordings.select_related("paragraph")][2:5]
    assert [(key, text) for key, _number, text in rows] == [
        ("p1", text_of(revision, "p1")),
        ("a1", "First new one."),
        ("a2", "Second new one."),
    ]
    assert {number for _key, number, _text in rows} == {"1", "1 bis", "1 ter"}


def test_an_accepted_deletion_takes_the_paragraph_out(amend, system, next_revision):
    accept_amendment(amendment=amend("p1", kind="delete"), by=system)
    revision = next_revision()
    apply_accepted(revision=revision, by=system)
    assert list(revision.wordings.values_list("paragraph__key", flat=True)) == ["h1", "pp1", "p2"]


def test_a_deletion_beside_a_change_is_for_the_hand(amend, system, next_revision):
    deletion = accept_amendment(amendment=amend("p1", kind="delete"), by=system)
    change = accept_amendment(amendment=amend("p1", "every year", "each month"), by=system, beside=True)
    revision = next_revision()
    assert apply_accepted(revision=revision, by=system) == ([], [deletion, change])
    merge_by_hand(amendment=deletion, revision=revision, text="", by=system)
    assert [(each.amendment, each.reason) for each in queue(revision)] == [(change, "gone")]
    merge_by_hand(amendment=change, revision=revision, text="", by=system)
    assert queue(revision) == []


def test_a_change_accepted_late_is_laid_on_the_words_of_the_later_revision(amend, opened, system, next_revision):
    early, late = amend("p2", "his or her", "that person's"), amend("p2", "basic", "essential")
    accept_amendment(amendment=early, by=system)
    revision = next_revision()
    apply_accepted(revision=revision, by=system)
    freeze_revision(revision=revision, by=system)
    accept_amendment(amendment=late, by=system)
    second = begin_revision(draft=opened.draft, by=system)
    assert apply_accepted(revision=second, by=system) == ([late], [])
    assert text_of(second, "p2") == SERVICES.replace("his or her", "that person's").replace("basic", "essential")


def test_what_was_not_accepted_stays_out(amend, system, next_revision):
    amend("p2", "basic", "essential")
    reject_amendment(amendment=amend("p2", "his or her", "any"), reason="No.", by=system)
    revision = next_revision()
    assert apply_accepted(revision=revision, by=system) == ([], [])
    assert text_of(revision, "p2") == SERVICES


def test_an_amendment_to_a_paragraph_taken_out_waits_in_the_queue(amend, system, next_revision):
    amendment = accept_amendment(amendment=amend("p1", "every year", "each month"), by=system)
    revision = next_revision()
    remove_wording(revision=revision, key="p1", by=system)
    assert apply_accepted(revision=revision, by=system) == ([], [amendment])


def test_what_comes_in_behind_one_paragraph_stands_in_the_order_of_its_numbers(amend, system, next_revision):
    """A split, two new paragraphs, and one more that is accepted later: bis, ter, quater, quinquies."""
    split = SERVICES.replace(". Keep", ".\n\nKeep")
    for amendment in (
        amend("p2", kind="add", text="First new one."),
        amend("p2", kind="split", text=split),
        amend("p2", kind="add", text="Second new one."),
    ):
        accept_amendment(amendment=amendment, by=system)
    late = amend("p2", kind="add", text="Third new one.")
    revision = next_revision()
    apply_accepted(revision=revision, by=system)
    accept_amendment(amendment=late, by=system)
    apply_accepted(revision=revision, by=system)
    rows = list(revision.wordings.order_by("position").values_list("number", "text"))
    at = rows.index(("2", SERVICES.split(" Keep")[0]))
    assert rows[at + 1 : at + 5] == [
        ("2 bis", "Keep these services apart from police."),
        ("2 ter", "First new one."),
        ("2 quater", "Second new one."),
        ("2 quinquies", "Third new one."),
    ]


def test_a_drafter_splits_a_paragraph_and_sentences_keep_their_sources_and_words_their_brackets(
    writing, system, sentences_of
):
    before = [each.sources.count() for each in sentences_of(writing.revision, "p2")]
    text = SERVICES.replace(". Keep", ".\n\nKeep")
    at = text.index("police")
    split_wording(
        revision=writing.revision,
        key="p2",
        kind="operative",
        text=text,
        brackets=[(at, at + 6, "To be agreed.")],
        by=system,
    )
    one = writing.revision.wordings.get(paragraph__key="p2")
    two = writing.revision.wordings.get(position=one.position + 1)
    assert (one.text, two.text, two.number) == (
        *SERVICES.split(" Keep", 1)[:1],
        f"Keep{SERVICES.split('Keep')[1]}",
        "2 bis",
    )
    assert [each.words for each in two.brackets.all()] == ["police"]
    assert [row.sources.count() for each in (one, two) for row in each.sentences.all()] == before


def test_a_bracket_over_the_place_of_a_split_becomes_two(writing, system):
    text = SERVICES.replace(". Keep", ".\n\nKeep")
    mark = (text.index("status"), text.index("these"), "No.")
    split_wording(revision=writing.revision, key="p2", kind="operative", text=text, brackets=[mark], by=system)
    rows = writing.revision.wordings.filter(number__in=["2", "2 bis"]).order_by("position")
    assert [[each.words for each in row.brackets.all()] for row in rows] == [["status."], ["Keep "]]


def test_a_paragraph_that_was_taken_out_comes_back_as_it_stood(opened, system, next_revision, sentences_of):
    revision = next_revision()
    before = revision.wordings.get(paragraph__key="p1")
    sources = [each.sources.count() for each in sentences_of(revision, "p1")]
    remove_wording(revision=revision, key="p1", by=system)
    back = put_back(revision=revision, key="p1", by=system)
    assert (back.text, back.number, back.position) == (before.text, before.number, before.position)
    assert [each.sources.count() for each in sentences_of(revision, "p1")] == sources
    assert not revision.lost_sentences.exists()
    with pytest.raises(Refused, match="was taken out"):
        put_back(revision=revision, key="p1", by=system)
