from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from rapporteur.drafting.actions import (
    add_sources,
    apply_accepted,
    begin_revision,
    close_amendments,
    freeze_revision,
    mark_adopted,
    merge_by_hand,
    open_draft,
    remove_source,
    remove_wording,
    set_wording,
)
from rapporteur.drafting.models import LostSentence, Revision, SentenceSource
from rapporteur.drafting.queries import canonical_text, fingerprint_of
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES, SERVICES

pytestmark = pytest.mark.django_db


def texts(revision):
    return [(row.paragraph.key, row.number, row.text) for row in revision.wordings.select_related("paragraph")]


def test_a_draft_is_in_a_language_of_the_conference(conference, system):
    facts = {"title": {"en": "Declaration"}, "symbol": "CCM/L.1"}
    with pytest.raises(Refused, match="one of the languages of the conference"):
        open_draft(conference=conference, language="zh", by=system, **facts)
    conference.languages = []
    draft = open_draft(conference=conference, language="fr", by=system, **facts)
    assert begin_revision(draft=draft, by=system).language == "fr"


def test_a_conference_has_one_draft(conference, writing, system):
    with pytest.raises(Refused, match="has its draft already"):
        open_draft(conference=conference, title={"en": "Another"}, symbol="X", by=system)


def test_a_draft_needs_title_and_symbol(conference, system):
    with pytest.raises(Refused, match="needs a title"):
        open_draft(conference=conference, title={"en": "  "}, symbol="CCM/L.1", by=system)


def test_paragraphs_are_cut_into_sentences_and_headings_are_not(writing, sentences_of):
    assert [sentence.text for sentence in sentences_of(writing.revision, "p2")] == [
        "Give every person access to basic services, whatever his or her status.",
        "Keep these services apart from police.",
    ]
    assert sentences_of(writing.revision, "h1") == []


def test_a_frozen_revision_has_symbol_and_fingerprint_that_a_stranger_can_rebuild(writing, system, at_work):
    revision = freeze_revision(revision=writing.revision, by=system)
    printed = (
        "CCM/2017/L.1\n\nDeclaration on cities\n\nWe commit to\n\nRecalling the New Urban Agenda,\n\n"
        f"1 {FIGURES}\n\n2 {SERVICES}"
    )
    assert (revision.symbol, revision.frozen_at) == ("CCM/2017/L.1", at_work)
    assert canonical_text(revision) == printed + "\n"
    assert revision.fingerprint == fingerprint_of(revision) == hashlib.sha256(printed.encode()).hexdigest()


def test_brackets_are_in_the_fingerprint_and_their_reason_is_not(writing, system):
    def write(reason):
        set_wording(
            revision=writing.revision,
            key="p1",
            kind="operative",
            text=FIGURES,
            brackets=[(0, len(FIGURES), reason)] if reason else [],
            by=system,
        )
        return fingerprint_of(writing.revision)

    free, first, second = write(""), write("Not agreed"), write("Still not agreed")
    assert free != first == second


def test_every_action_refuses_a_frozen_revision(opened, amend, system, sentences_of):
    from rapporteur.drafting.actions import accept_amendment

    frozen, sentence = opened.revision, sentences_of(opened.revision, "p2")[0]
    amendment = accept_amendment(amendment=amend("p2", "basic", "essential"), by=system)
    acts = [
        lambda: set_wording(revision=frozen, key="p1", kind="operative", text="Other words.", by=system),
        lambda: set_wording(revision=frozen, key="p9", kind="operative", text="A new one.", by=system),
        lambda: remove_wording(revision=frozen, key="p1", by=system),
        lambda: add_sources(sentence=sentence, provisions=["gcm.obj.15"], by=system),
        lambda: remove_source(source=sentence.sources.get(), by=system),
        lambda: apply_accepted(revision=frozen, by=system),
        lambda: merge_by_hand(amendment=amendment, revision=frozen, text="Other words.", by=system),
        lambda: freeze_revision(revision=frozen, by=system),
    ]
    before = (texts(frozen), list(SentenceSource.objects.values_list("pk")), Entry.objects.count())
    for act in acts:
        with pytest.raises(Refused, match="is frozen and no longer changes"):
            act()
    assert (texts(frozen), list(SentenceSource.objects.values_list("pk")), Entry.objects.count()) == before
    assert fingerprint_of(Revision.objects.get(pk=frozen.pk)) == frozen.fingerprint


def test_a_revision_copies_words_sentences_and_sources(opened, system, sentences_of):
    revision = begin_revision(draft=opened.draft, by=system)
    assert revision.symbol == "CCM/2017/L.1/Rev.1"
    assert texts(revision) == texts(opened.revision)
    old, new = sentences_of(opened.revision, "p2"), sentences_of(revision, "p2")
    assert [each.came_from for each in new] == old
    assert [each.sources.get().passage for each in new] == opened.passages


def test_one_revision_is_written_at_a_time(writing, system):
    with pytest.raises(Refused, match="is being written"):
        begin_revision(draft=writing.draft, by=system)


def test_a_reworded_sentence_keeps_its_sources_and_one_that_is_gone_is_listed(opened, system, sentences_of):
    revision = begin_revision(draft=opened.draft, by=system)
    text = "Give every person access to health care, whatever that person's status."
    set_wording(revision=revision, key="p2", kind="operative", text=text, by=system)
    (sentence,) = sentences_of(revision, "p2")
    gone = sentences_of(opened.revision, "p2")[1]
    assert sentence.sources.get().passage == opened.passages[0]
    assert [row.sentence for row in LostSentence.objects.filter(revision=revision)] == [gone]


def test_words_that_come_back_bring_their_sources_back(opened, system, sentences_of):
    revision = begin_revision(draft=opened.draft, by=system)
    for text in ("Something else entirely is said in this place.", SERVICES):
        set_wording(revision=revision, key="p2", kind="operative", text=text, by=system)
    assert [each.sources.get().passage for each in sentences_of(revision, "p2")] == opened.passages
    assert not LostSentence.objects.exists()


def test_a_paragraph_taken_out_lists_its_sentences_until_it_comes_back(opened, system, sentences_of):
    revision = begin_revision(draft=opened.draft, by=system)
    remove_wording(revision=revision, key="p2", by=system)
    assert [row.sentence for row in LostSentence.objects.order_by("sentence_id")] == sentences_of(opened.revision, "p2")
    set_wording(revision=revision, key="p2", kind="operative", text=SERVICES, by=system)
    assert not LostSentence.objects.exists()


def test_a_paragraph_can_be_put_between_two_others_and_moved(writing, system):
    revision = writing.revision
    text = "A third paragraph."
    set_wording(revision=revision, key="p3", kind="operative", number="1 bis", position=4, text=text, by=system)
    assert [key for key, *_rest in texts(revision)] == ["h1", "pp1", "p1", "p3", "p2"]
    set_wording(revision=revision, key="p2", kind="operative", position=2, text=SERVICES, by=system)
    assert [key for key, *_rest in texts(revision)] == ["h1", "p2", "pp1", "p1", "p3"]


def test_a_working_number_stays_and_belongs_to_one_paragraph(opened, system):
    revision = begin_revision(draft=opened.draft, by=system)
    with pytest.raises(Refused, match="Paragraph 1 keeps its number"):
        set_wording(revision=revision, key="p1", kind="operative", number="7", text=FIGURES, by=system)
    with pytest.raises(Refused, match="Another paragraph has the number 2"):
        set_wording(revision=revision, key="p9", kind="operative", number="2", text=FIGURES, by=system)
    remove_wording(revision=revision, key="p2", by=system)
    with pytest.raises(Refused, match="belonged to another paragraph"):
        set_wording(revision=revision, key="p9", kind="operative", number="2", text=FIGURES, by=system)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"text": " \n "}, "needs words"),
        ({"text": "a" * 5001}, "5001 characters; a paragraph may have 5000"),
        ({"key": "p 1"}, "The key of a paragraph"),
        ({"key": "p" * 21}, "The key of a paragraph"),
        ({"kind": "footnote"}, "a subparagraph or an annex"),
        ({"number": "1" * 41}, "40 characters at most"),
        ({"position": 10_000}, "Give a position"),
    ],
)
def test_bad_input_gets_its_sentence_and_nothing_is_kept(writing, system, facts, sentence):
    given = {"key": "p9", "kind": "operative", "text": "Words.", **facts}
    before = texts(writing.revision)
    with pytest.raises(Refused, match=sentence):
        set_wording(revision=writing.revision, by=system, **given)
    assert texts(writing.revision) == before


def test_a_frozen_paragraph_keeps_its_kind(opened, system):
    revision = begin_revision(draft=opened.draft, by=system)
    with pytest.raises(Refused, match="keeps its kind"):
        set_wording(revision=revision, key="p1", kind="preambular", text=FIGURES, by=system)


def test_an_empty_revision_cannot_be_frozen(conference, system):
    draft = open_draft(conference=conference, title={"en": "Declaration"}, symbol="CCM/L.1", by=system)
    with pytest.raises(Refused, match="has no paragraph yet"):
        freeze_revision(revision=begin_revision(draft=draft, by=system), by=system)


def test_the_next_revision_is_frozen_after_amendments_close(opened, system, at_work):
    revision = begin_revision(draft=opened.draft, by=system)
    with pytest.raises(Refused, match="Amendments to the last revision are open"):
        freeze_revision(revision=revision, by=system)
    with at(at_work + timedelta(days=8)):
        freeze_revision(revision=revision, by=system)
    opened.draft.refresh_from_db()
    assert opened.draft.phase == "closed"


def test_an_adopted_text_ends_all_writing(opened, system):
    close_amendments(draft=opened.draft, by=system)
    mark_adopted(revision=opened.revision, by=system)
    opened.draft.refresh_from_db()
    assert opened.draft.phase == "adopted"
    with pytest.raises(Refused, match="adopted and no longer changes"):
        begin_revision(draft=opened.draft, by=system)
    with pytest.raises(Refused, match="adopted already"):
        mark_adopted(revision=opened.revision, by=system)


def test_what_is_not_frozen_cannot_be_adopted(writing, system):
    with pytest.raises(Refused, match="Freeze the revision first"):
        mark_adopted(revision=writing.revision, by=system)


def test_sources_are_added_once_and_only_of_this_conference(
    writing, system, sentences_of, make_passage, make_recommendation
):
    sentence, passage = sentences_of(writing.revision, "p1")[0], make_passage()
    given = {"passages": [passage], "recommendations": [make_recommendation(passage)], "provisions": ["gcm.obj.01"]}
    assert add_sources(sentence=sentence, by=system, **given) == 3
    assert add_sources(sentence=sentence, by=system, **given) == 0
    with pytest.raises(Refused, match="No agreement holds a provision gcm.obj.99"):
        add_sources(sentence=sentence, provisions=["gcm.obj.99"], by=system)
    remove_source(source=sentence.sources.get(passage=passage), by=system)
    assert sentence.sources.count() == 2


def test_the_documented_example_has_the_fingerprint_that_the_page_says(conference, system):
    page = Path(__file__).parents[4] / "docs" / "reference" / "fingerprint.md"
    draft = open_draft(conference=conference, title={"en": "Declaration on cities"}, symbol="CCM/2017/L.1", by=system)
    revision = begin_revision(draft=draft, by=system)
    for key, kind, number, text, reason in [
        ("h1", "heading", "", "We commit to", ""),
        ("p1", "operative", "1", "Publish figures for each city every year.", ""),
        ("p2", "operative", "2", "Give every person access to basic services.", "Not agreed"),
    ]:
        marks = [(0, len(text), reason)] if reason else []
        facts = {"key": key, "kind": kind, "number": number, "text": text, "brackets": marks}
        set_wording(revision=revision, by=system, **facts)
    assert f"has the fingerprint `{fingerprint_of(revision)}`" in page.read_text(encoding="utf-8")
