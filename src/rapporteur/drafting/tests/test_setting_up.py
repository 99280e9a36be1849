"""The form of the text, its symbols and its length, as the desk sets them."""

from __future__ import annotations

import pytest

from rapporteur.drafting.actions import begin_revision, freeze_revision, open_draft, set_up_draft
from rapporteur.drafting.models import Draft
from rapporteur.drafting.queries import budget_of, opening_sentence, wordings_of
from rapporteur.foundation.journal.models import Entry, Opening
from rapporteur.foundation.people.reader import Refused

from .test_pages import page_of

pytestmark = pytest.mark.django_db
USUAL = {"template": "declaration", "symbol_pattern": "{root}/{suffix}.{number}", "word_budget": None}


def test_a_draft_is_opened_in_a_form_and_may_begin_with_its_opening_sentence(conference, system):
    words = opening_sentence(conference, "resolution", "en")
    draft = open_draft(
        conference=conference, title={"en": "Text"}, symbol="CCM/L.1", template="resolution", opening=words, by=system
    )
    (wording,) = wordings_of(draft.revisions.get())
    assert (draft.template, wording.paragraph.kind, wording.text) == (
        "resolution",
        "chapeau",
        "The Conference on Cities,",
    )


def test_without_an_opening_sentence_no_revision_is_begun(conference, system):
    draft = open_draft(conference=conference, title={"en": "Text"}, symbol="CCM/L.1", by=system)
    assert (draft.template, draft.revisions.count()) == ("declaration", 0)


def test_the_opening_sentence_is_in_the_language_of_the_text(conference):
    assert opening_sentence(conference, "declaration", "fr").endswith("Conférence sur les villes,")
    assert opening_sentence(conference, "declaration", "pt") == ""


def test_a_form_that_is_not_there_is_refused(conference, system):
    facts = {"conference": conference, "title": {"en": "Text"}, "symbol": "CCM/L.1", "by": system}
    with pytest.raises(Refused, match="Choose one of the forms"):
        open_draft(template="sonnet", **facts)
    draft = open_draft(**facts)
    with pytest.raises(Refused, match="Choose one of the forms"):
        set_up_draft(draft=draft, by=system, **{**USUAL, "template": "sonnet"})


def test_form_symbols_and_length_are_set_and_kept_in_the_journal(writing, system):
    facts = {"template": "resolution", "symbol_pattern": "{root}-{suffix}{number}", "word_budget": 500}
    draft = set_up_draft(draft=writing.draft, by=system, **facts)
    freeze_revision(revision=writing.revision, by=system)
    assert begin_revision(draft=draft, by=system).symbol == "CCM/2017/L.1-Rev1"
    entry = Entry.objects.get(act="set up draft")
    assert (entry.object, Opening.objects.get(entry=entry).content) == (f"draft:{draft.pk}", facts)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"symbol_pattern": "{root}/{number}"}, "holds {root}, {suffix}, {number}, each once"),
        ({"symbol_pattern": "{root}/{suffix}.{number}.{number}"}, "each once"),
        ({"symbol_pattern": "{root}/{suffix}.{number}/{year}"}, "no other names in braces"),
        ({"symbol_pattern": "{root}/{suffix}.{number}" + "x" * 40}, "too long"),
        ({"word_budget": 0}, "between 1 and 1,000,000 words"),
        ({"word_budget": 1_000_001}, "between 1 and 1,000,000 words"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_kept(writing, system, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        set_up_draft(draft=writing.draft, by=system, **{**USUAL, "template": "resolution", **facts})
    kept = Draft.objects.get()
    assert (kept.template, kept.symbol_pattern, kept.word_budget) == ("declaration", USUAL["symbol_pattern"], None)


def test_once_adopted_nothing_is_set_and_the_wrong_role_never_does(writing, system, reader_as):
    with pytest.raises(Refused, match="Only the secretariat, the rapporteur"):
        set_up_draft(draft=writing.draft, by=reader_as("delegate"), **USUAL)
    Draft.objects.update(phase="adopted")
    with pytest.raises(Refused, match="is adopted"):
        set_up_draft(draft=writing.draft, by=system, **USUAL)


def test_all_that_is_printed_counts_but_numbers_and_other_wordings(writing, system):
    budget = budget_of(writing.revision, wordings_of(writing.revision))
    # Declaration on cities 3, We commit to 3, Recalling the New Urban Agenda 5, figures 12, services 18.
    assert (budget.count, budget.most, budget.over) == (41, None, 0)
    writing.draft.word_budget = 40
    writing.revision.draft = writing.draft
    budget = budget_of(writing.revision, wordings_of(writing.revision))
    assert (budget.left, budget.over) == (0, 1)
    row = writing.revision.wordings.get(paragraph__key="p1")
    row.alternative_of = row.paragraph
    row.save()
    budget = budget_of(writing.revision, wordings_of(writing.revision))
    assert (budget.count, budget.left, budget.over) == (29, 11, 0)


def test_the_desk_sets_them_and_warns_of_a_text_that_is_too_long(writing, client_as, form_key):
    drafter, desk = client_as("drafter"), page_of("desk")
    sent = {"act": "set_up", "template": "resolution", "symbol_pattern": "{root}/{suffix}.{number}"}
    wrong = drafter.post(desk, {**sent, "symbol_pattern": "{root}", "form_key": form_key()})
    assert "holds {root}, {suffix}, {number}, each once" in wrong.content.decode()
    assert drafter.post(desk, {**sent, "word_budget": "40", "form_key": form_key()}).status_code == 302
    text = drafter.get(desk).content.decode()
    assert "The text has more words than it may have" in text
    assert "41 of 40: 1 too many" in text
    assert "resolution" in text
    assert "It usually ends with a semicolon." in text  # p1, now in a resolution
    Draft.objects.update(word_budget=50)
    text = drafter.get(desk).content.decode()
    assert ("41 of 50: 9 left" in text, "more words than it may have" in text) == (True, False)


def test_the_page_of_a_revision_tells_its_words(opened, client):
    Draft.objects.update(word_budget=50)
    assert "41 of 50: 9 left" in client.get(page_of("draft")).content.decode()


def test_opening_on_the_desk_offers_both_forms_and_begins_the_zero_draft(conference, client_as, form_key):
    drafter, desk = client_as("rapporteur"), page_of("desk")
    text = drafter.get(desk).content.decode()
    assert ("Declaration: “We, mayors …”" in text, "Resolution: a preamble" in text) == (True, True)
    sent = {"act": "open", "title_en": "Text", "symbol": "CCM/L.1", "language": "en", "template": "resolution"}
    assert drafter.post(desk, {**sent, "has_opening": "on", "form_key": form_key()}).status_code == 302
    (wording,) = wordings_of(Draft.objects.get().revisions.get())
    assert wording.text == "The Conference on Cities,"
