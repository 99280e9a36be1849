"""Amendments in another language than the text: made to a version, rendered, carried over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    InTheWay,
    Stale,
    accept_amendment,
    apply_accepted,
    begin_revision,
    checked_words_in,
    declare_admissible,
    freeze_revision,
    open_amendments,
    set_wording,
    settle_carried,
    table_amendment,
)
from rapporteur.drafting.queries import (
    merging,
    words_in,
)
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.people.reader import Refused

from .conftest import CHIFFRES, FIGURES, SERVICES, rendered

pytestmark = pytest.mark.django_db


def test_an_amendment_is_made_to_a_version_that_renders_the_original(french, write, system):
    wording = french.revision.wordings.select_related("revision__draft").get(paragraph__key="p1")
    assert (words_in(wording, "en"), words_in(wording, "fr"), words_in(wording, "es")) == (FIGURES, None, None)
    with pytest.raises(Refused, match="no words in French"):
        checked_words_in(wording, "fr")
    write("p1")
    wording.revision.draft.refresh_from_db()
    assert checked_words_in(wording, "fr") == words_in(wording, "fr") == CHIFFRES
    revision = begin_revision(draft=french.draft, by=system)
    now = set_wording(revision=revision, key="p1", kind="operative", text="Publish figures.", by=system)
    assert words_in(now, "fr") is None


def test_an_amendment_is_rendered_on_the_words_of_that_language(french, write, amend, system):
    amendment = amend("p1", "every year", "every month")
    with pytest.raises(Refused, match="has no words in French"):
        rendered(amendment, "Chaque mois.", system)
    write("p1")
    made = rendered(amendment, CHIFFRES.replace("année", "mois"), system, state="reviewed", seen="")
    assert (made.base_text, made.original, made.state) == (CHIFFRES, amendment.proposed_text, "reviewed")
    with pytest.raises(Stale) as told:
        rendered(amendment, "Autre chose.", system, seen="")
    assert told.value.current == made.proposed_text


def test_a_rendering_does_what_the_amendment_does(french, write, amend, system):
    write("p1")
    write("p2", "Donner accès aux services. Les tenir à part de la police.")
    change, deletion = amend("p1", "every year", "every month"), amend("p1", kind="delete", text="")
    split = amend("p2", text=SERVICES.replace(". Keep", ".\n\nKeep"), kind="split")
    for amendment, text, sentence in [
        (change, CHIFFRES, "change nothing"),
        (change, "Un.\n\nDeux.", "makes 1 paragraph: write it without an empty line"),
        (deletion, "Rien.", "proposes no words"),
        (split, "Un seul.", "makes 2 paragraphs: put an empty line"),
    ]:
        with pytest.raises(Refused, match=sentence):
            rendered(amendment, text, system)
    with pytest.raises(Refused, match="was filed in this language"):
        rendered(change, "Words.", system, language="en")
    with pytest.raises(Refused, match="No version in Spanish is open"):
        rendered(change, "Palabras.", system, language="es")
    assert rendered(split, "Donner accès aux services.\n\nLes tenir à part de la police.", system).state == "draft"


@pytest.fixture
def filed_in_french(french, write, amend):
    """An amendment to the French words of paragraph 1."""
    write("p1")
    amendment = amend("p1", "every year", "every month")
    amendment.words_language, amendment.base_text = "fr", CHIFFRES
    amendment.proposed_text = CHIFFRES.replace("année", "mois")
    amendment.save()
    return amendment


def test_words_of_another_language_never_reach_the_original(french, filed_in_french, system):
    accept_amendment(amendment=filed_in_french, by=system)
    revision = begin_revision(draft=french.draft, by=system)
    assert apply_accepted(revision=revision, by=system) == ([], [filed_in_french])
    assert revision.wordings.get(paragraph__key="p1").text == FIGURES
    assert [each.reason for each in merging(revision)[1]] == ["language"]
    rendered(filed_in_french, FIGURES.replace("year", "month"), system, language="en")
    assert apply_accepted(revision=revision, by=system) == ([filed_in_french], [])
    assert revision.wordings.get(paragraph__key="p1").text == FIGURES.replace("year", "month")


def test_an_amendment_in_another_language_meets_the_others_by_its_rendering(french, filed_in_french, amend, system):
    other = accept_amendment(amendment=amend("p1", "every year", "every week"), by=system)
    rendered(filed_in_french, FIGURES.replace("year", "month"), system, language="en")
    with pytest.raises(InTheWay, match=str(other)):
        accept_amendment(amendment=filed_in_french, by=system)


def test_a_rendering_of_words_that_changed_since_is_not_taken_in(french, filed_in_french, system):
    rendered(filed_in_french, FIGURES.replace("year", "month"), system, language="en")
    filed_in_french.proposed_text = CHIFFRES.replace("année", "semaine")
    filed_in_french.save()
    accept_amendment(amendment=filed_in_french, by=system)
    revision = begin_revision(draft=french.draft, by=system)
    assert apply_accepted(revision=revision, by=system) == ([], [filed_in_french])


def test_words_of_another_language_are_not_laid_on_a_new_text(french, filed_in_french, system, at_work):
    revision = begin_revision(draft=french.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES.replace("free", "at no"), by=system)
    with at(at_work + timedelta(days=8)):
        freeze_revision(revision=revision, by=system)
    carried = filed_in_french.carried.get()
    now = FIGURES.replace("free", "at no")
    assert (carried.state, carried.base_text, carried.proposed_text) == ("unclear", now, now)


def test_a_new_paragraph_in_another_language_waits_for_its_rendering(french, amend, system, at_work):
    added = amend("p1", kind="add", text="Un nouveau paragraphe.", words_language="fr")
    revision = begin_revision(draft=french.draft, by=system)
    with at(at_work + timedelta(days=8)):
        freeze_revision(revision=revision, by=system)
    assert on_rev_1(added)[0] == "unclear"
    rendered(added, "A new paragraph.", system, language="en")
    assert on_rev_1(added) == ("clear", "A new paragraph.")


def test_a_rendered_amendment_is_laid_on_a_new_text(french, filed_in_french, system, at_work):
    rendered(filed_in_french, FIGURES.replace("year", "month"), system, language="en")
    revision = begin_revision(draft=french.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES.replace("free", "at no"), by=system)
    with at(at_work + timedelta(days=8)):
        freeze_revision(revision=revision, by=system)
    carried = filed_in_french.carried.get()
    now = FIGURES.replace("free", "at no")
    assert (carried.state, carried.proposed_text) == ("clear", now.replace("year", "month"))


@pytest.fixture
def carried_over(french, filed_in_french, system, at_work):
    """`filed_in_french`, put into English before a freeze, on Rev.1; paragraph 1 stands there as it was."""
    declare_admissible(amendment=filed_in_french, by=system)
    rendered(filed_in_french, FIGURES.replace("year", "moon"), system, language="en")
    revision = begin_revision(draft=french.draft, by=system)
    with at(at_work + timedelta(days=8)):
        freeze_revision(revision=revision, by=system)
    filed_in_french.refresh_from_db()
    return filed_in_french


def on_rev_1(amendment):
    row = amendment.carried.get()
    return row.state, row.proposed_text


def test_a_rendering_corrected_after_a_freeze_is_what_the_text_takes_in(french, carried_over, system):
    assert on_rev_1(carried_over) == ("clear", FIGURES.replace("year", "moon"))
    rendered(carried_over, FIGURES.replace("year", "month"), system, language="en")
    assert on_rev_1(carried_over) == ("clear", FIGURES.replace("year", "month"))
    accept_amendment(amendment=carried_over, by=system)
    revision = begin_revision(draft=french.draft, by=system)
    assert apply_accepted(revision=revision, by=system) == ([carried_over], [])
    assert revision.wordings.get(paragraph__key="p1").text == FIGURES.replace("year", "month")


def test_a_rendering_that_is_only_reviewed_leaves_what_was_settled(french, filed_in_french, system, at_work):
    now, words = FIGURES.replace("year", "week"), FIGURES.replace("year", "month")
    rendered(filed_in_french, words, system, language="en")
    revision = begin_revision(draft=french.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=now, by=system)
    with at(at_work + timedelta(days=8)):
        freeze_revision(revision=revision, by=system)
    settle_carried(carried=filed_in_french.carried.get(), text=words, by=system)
    rendered(filed_in_french, words, system, language="en", state="reviewed")
    assert on_rev_1(filed_in_french) == ("settled", words)
    rendered(filed_in_french, FIGURES.replace("year", "moon"), system, language="en")
    assert on_rev_1(filed_in_french)[0] == "unclear"


def test_a_rendering_written_after_a_freeze_lays_the_amendment_on_the_text(french, filed_in_french, system, at_work):
    revision = begin_revision(draft=french.draft, by=system)
    with at(at_work + timedelta(days=8)):
        freeze_revision(revision=revision, by=system)
    assert on_rev_1(filed_in_french)[0] == "unclear"
    with pytest.raises(Refused, match="must be said before it is accepted"):
        accept_amendment(amendment=filed_in_french, by=system)
    rendered(filed_in_french, FIGURES.replace("year", "month"), system, language="en")
    assert on_rev_1(filed_in_french) == ("clear", FIGURES.replace("year", "month"))


def test_the_old_rendering_does_not_go_in_once_the_words_were_amended(french, carried_over, system, accredit, at_work):
    open_amendments(draft=french.draft, closes_at=at_work + timedelta(days=9), by=system)
    below = table_amendment(
        paragraph=None, parent=carried_over, revision=french.draft.revisions.get(number=1), kind="change", by=system,
        proposed_text=CHIFFRES.replace("année", "semaine"), rationale="Plus souvent.", government=accredit(),
    )  # fmt: skip
    assert (below.base_text, below.words_language) == (CHIFFRES.replace("année", "mois"), "fr")
    accept_amendment(amendment=declare_admissible(amendment=below, by=system), by=system)
    carried_over.refresh_from_db()
    assert carried_over.proposed_text == CHIFFRES.replace("année", "semaine")
    assert on_rev_1(carried_over)[0] == "unclear"
    with pytest.raises(Refused, match="must be said before it is accepted"):
        accept_amendment(amendment=carried_over, by=system)
    rendered(carried_over, FIGURES.replace("year", "week"), system, language="en")
    assert on_rev_1(carried_over) == ("clear", FIGURES.replace("year", "week"))
