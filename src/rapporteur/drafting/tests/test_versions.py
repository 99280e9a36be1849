"""The text in other languages: aligned, never touched by another language, complete before the text is adopted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    Stale,
    accept_amendment,
    apply_accepted,
    begin_revision,
    close_amendments,
    close_version,
    freeze_revision,
    mark_adopted,
    open_version,
    remove_wording,
    review_version,
    set_wording,
    table_amendment,
    waive_language,
    write_title,
    write_version,
)
from rapporteur.drafting.models import Version, Waiver
from rapporteur.drafting.queries import (
    fingerprint_of,
    lagging,
    language_counts,
    title_in,
    version_page,
)
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused

from .conftest import CHIFFRES, FIGURES, rendered

pytestmark = pytest.mark.django_db


def states(revision, language="fr"):
    return {unit.key: unit.state for unit in version_page(revision, language).units}


def counts(revision, language="fr"):
    found = next(each for each in language_counts(revision) if each.language == language)
    return (found.missing, found.behind, found.draft, found.reviewed)


def complete(revision, system, language="fr"):
    for wording in revision.wordings.all():
        facts = {"wording": wording, "language": language, "state": "reviewed"}
        write_version(text=f"{language}: {wording.text}", by=system, **facts)


def test_a_version_is_opened_once_in_a_language_of_the_conference(opened, system):
    with pytest.raises(Refused, match="English is the language of the original"):
        open_version(draft=opened.draft, language="en", by=system)
    with pytest.raises(Refused, match="in the languages of the conference"):
        open_version(draft=opened.draft, language="zh", by=system)
    assert open_version(draft=opened.draft, language="fr", by=system).version_languages == ["fr"]
    with pytest.raises(Refused, match="in French is open already"):
        open_version(draft=opened.draft, language="fr", by=system)
    assert open_version(draft=opened.draft, language="ar", by=system).version_languages == ["fr", "ar"]


def test_a_closed_version_is_not_waited_for_and_its_words_are_there_when_it_opens_again(french, write, system):
    write("p1")
    draft = close_version(draft=french.draft, language="fr", by=system)
    assert (draft.version_languages, language_counts(french.revision)) == ([], [])
    with pytest.raises(Refused, match="No version in French is open"):
        close_version(draft=draft, language="fr", by=system)
    with pytest.raises(Refused, match="No version in French is open"):
        write("p2")
    open_version(draft=draft, language="fr", by=system)
    assert states(french.revision)["p1"] == "draft"


def test_each_paragraph_says_whether_it_is_missing_a_draft_or_reviewed(french, write):
    write("p1", state="reviewed")
    write("p2", "Donner à chacun accès aux services.")
    assert states(french.revision) == {
        "": "reviewed",
        "h1": "missing",
        "pp1": "missing",
        "p1": "reviewed",
        "p2": "draft",
    }
    french.revision.draft.refresh_from_db()
    assert counts(french.revision) == (2, 0, 1, 2)


def test_a_frozen_original_takes_versions_and_keeps_its_fingerprint(french, write, system):
    before = fingerprint_of(french.revision)
    write("p1", state="reviewed")
    write_title(revision=french.revision, language="fr", text="Déclaration des villes", by=system)
    french.revision.refresh_from_db()
    assert fingerprint_of(french.revision) == before == french.revision.fingerprint


def test_words_of_a_revision_that_another_follows_no_longer_change(french, write, system):
    version = write("p1")
    begin_revision(draft=french.draft, by=system)
    wording = french.revision.wordings.get(paragraph__key="p1")
    with pytest.raises(Refused, match="A later revision follows CCM/2017/L.1"):
        write_version(wording=wording, language="fr", text="Autre chose.", by=system)
    with pytest.raises(Refused, match="A later revision follows"):
        review_version(version=version, by=system)


def test_an_edit_of_the_original_leaves_the_version_as_it_is_and_behind(french, write, system):
    version = write("p1", state="reviewed")
    revision = begin_revision(draft=french.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES.replace("every", "each"), by=system)
    unit = version_page(revision, "fr").unit("p1")
    assert (unit.state, unit.text, unit.rendered) == ("behind", CHIFFRES, FIGURES)
    assert [(each.kind, each.text) for each in unit.since if each.kind != "keep"] == [
        ("delete", "every"),
        ("insert", "each"),
    ]
    version.refresh_from_db()
    assert (states(french.revision)["p1"], version.state) == ("reviewed", "reviewed")


def test_words_that_still_fit_are_brought_up_to_date_by_writing_them_again(french, write, system):
    write("p1", state="reviewed")
    revision = begin_revision(draft=french.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES.replace("Publish", "Give out"), by=system)
    write("p1", state="reviewed")
    assert states(revision)["p1"] == "reviewed"


def test_an_original_that_gets_its_old_words_back_has_its_version_back(french, write, system):
    write("p1", state="reviewed")
    revision = begin_revision(draft=french.draft, by=system)
    for text, state in (("Other words.", "behind"), (FIGURES, "reviewed")):
        set_wording(revision=revision, key="p1", kind="operative", text=text, by=system)
        assert states(revision)["p1"] == state


def test_a_paragraph_that_is_taken_out_and_put_back_has_its_version(french, write, system):
    revision = begin_revision(draft=french.draft, by=system)
    version = write("p1")
    remove_wording(revision=revision, key="p1", by=system)
    page = version_page(revision, "fr")
    assert (page.unit("p1"), page.gone, counts(revision)) == (None, [version], (3, 0, 0, 1))
    set_wording(revision=revision, key="p1", kind="operative", number="1", text=FIGURES, by=system)
    assert states(revision)["p1"] == "draft"


def test_of_two_translators_the_second_sees_the_words_of_the_first(french, write):
    write("p1", "Publier les chiffres.", seen="")
    with pytest.raises(Stale) as told:
        write("p1", "Faire connaître les chiffres.", seen="")
    assert told.value.current == "Publier les chiffres."
    assert Version.objects.get().text == "Publier les chiffres."
    write("p1", "Faire connaître les chiffres.", seen="Publier les chiffres.")
    assert Version.objects.get().text == "Faire connaître les chiffres."


def test_of_a_translator_and_an_editor_at_the_same_time_both_are_kept(french, write, system):
    revision = begin_revision(draft=french.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text="Publish figures.", by=system)
    write("p1", state="reviewed", seen="", rendered=FIGURES)
    unit = version_page(revision, "fr").unit("p1")
    assert (unit.original, unit.text, unit.state) == ("Publish figures.", CHIFFRES, "behind")


def test_a_draft_is_reviewed_as_it_was_read(french, write, system):
    version = write("p1")
    with pytest.raises(Stale):
        review_version(version=version, seen="Autre chose.", by=system)
    assert review_version(version=version, seen=CHIFFRES, by=system).state == "reviewed"
    with pytest.raises(Refused, match="reviewed already"):
        review_version(version=version, by=system)


def test_what_is_behind_is_not_reviewed(french, write, system):
    write("p1")
    revision = begin_revision(draft=french.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text="Publish figures.", by=system)
    with pytest.raises(Refused, match="The original reads otherwise by now"):
        review_version(version=Version.objects.get(revision=revision), by=system)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"text": " \n "}, "A version needs words"),
        ({"text": "a" * 10_001}, "10001 characters; 10000 are allowed"),
        ({"state": "machine"}, "a draft, or reviewed"),
        ({"language": "es"}, "No version in Spanish is open"),
        ({"language": "en"}, "No version in English is open"),
    ],
)
def test_bad_words_get_their_sentence_and_nothing_is_kept(write, facts, sentence):
    entries = Entry.objects.count()
    with pytest.raises(Refused, match=sentence):
        write("p1", **facts)
    assert (Version.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.parametrize("role", [None, "delegate", "mayor", "observer"])
def test_only_those_who_write_the_draft_write_versions(french, write, reader_as, role):
    by = reader_as(role)
    acts = [
        lambda: write("p1", by=by),
        lambda: open_version(draft=french.draft, language="ar", by=by),
        lambda: close_version(draft=french.draft, language="fr", by=by),
        lambda: write_title(revision=french.revision, language="fr", text="Déclaration", by=by),
        lambda: waive_language(revision=french.revision, language="fr", reason="In time.", by=by),
    ]
    for act in acts:
        with pytest.raises(Refused, match="drafting committee write the draft"):
            act()


def test_the_title_is_a_unit_of_its_own(french, system):
    revision = begin_revision(draft=french.draft, by=system)
    assert title_in(revision, "fr") == "Déclaration"
    facts = {"language": "fr", "text": "Déclaration sur les villes", "seen": "Déclaration"}
    revision = write_title(revision=revision, by=system, **facts)
    assert (states(revision)[""], french.draft.title["fr"]) == ("draft", "Déclaration")
    with pytest.raises(Stale):
        write_title(revision=revision, language="fr", text="Déclaration des maires", seen="Déclaration", by=system)
    with pytest.raises(Refused, match="No version in English is open"):
        write_title(revision=revision, language="en", text="Declaration", by=system)


def test_a_title_is_behind_when_an_amendment_changed_the_original(french, amend, system, at_work):
    government = amend("p1", "free", "without").sponsor
    facts = {"paragraph": None, "revision": french.revision, "kind": "title", "rationale": "Shorter."}
    made = table_amendment(proposed_text="Declaration on towns", government=government, by=system, **facts)
    accept_amendment(amendment=made, by=system)
    revision = begin_revision(draft=french.draft, by=system)
    assert states(revision)[""] == "reviewed"
    apply_accepted(revision=revision, by=system)
    revision.refresh_from_db()
    unit = version_page(revision, "fr").unit("")
    assert (unit.original, unit.text, unit.state) == ("Declaration on towns", "Déclaration", "behind")
    write_title(revision=revision, language="fr", text="Déclaration sur les villes", state="reviewed", by=system)
    with at(at_work + timedelta(days=8)):
        frozen = freeze_revision(revision=revision, by=system)
    frozen.draft.refresh_from_db()
    assert (frozen.draft.title["fr"], states(frozen)[""]) == ("Déclaration sur les villes", "reviewed")
    write_title(revision=frozen, language="fr", text="Déclaration des villes", by=system)
    frozen.draft.refresh_from_db()
    assert frozen.draft.title == {"en": "Declaration on towns", "fr": "Déclaration des villes"}


def test_a_text_is_not_adopted_while_a_language_lags(french, write, system):
    close_amendments(draft=french.draft, by=system)
    write("p1", state="reviewed")
    with pytest.raises(Refused, match=r"French \(behind: 0, missing: 3\)"):
        mark_adopted(revision=french.revision, by=system)
    for key in ("h1", "pp1", "p2"):
        write(key, "Mots.")
    assert mark_adopted(revision=french.revision, by=system).is_adopted


def test_a_language_that_was_closed_is_not_waited_for(french, system):
    close_amendments(draft=french.draft, by=system)
    close_version(draft=french.draft, language="fr", by=system)
    assert mark_adopted(revision=french.revision, by=system).is_adopted


def test_a_waiver_with_its_reason_lets_the_text_be_adopted(french, system, reader_as):
    close_amendments(draft=french.draft, by=system)
    with pytest.raises(Refused, match="Say why"):
        waive_language(revision=french.revision, language="fr", reason=" ", by=system)
    by = reader_as("secretariat")
    waive_language(revision=french.revision, language="fr", reason="It follows by December.", by=by)
    with pytest.raises(Refused, match="in French was waived already"):
        waive_language(revision=french.revision, language="fr", reason="Again.", by=system)
    waiver = Waiver.objects.get()
    assert (waiver.reason, waiver.by) == ("It follows by December.", by.person)
    french.revision.draft.refresh_from_db()
    assert lagging(french.revision) == {}
    assert mark_adopted(revision=french.revision, by=system).is_adopted


def test_only_a_frozen_text_with_gaps_is_waived(french, system):
    revision = begin_revision(draft=french.draft, by=system)
    with pytest.raises(Refused, match="Freeze the revision first"):
        waive_language(revision=revision, language="fr", reason="In time.", by=system)
    with pytest.raises(Refused, match="A later revision follows"):
        waive_language(revision=french.revision, language="fr", reason="In time.", by=system)
    revision.delete()
    complete(french.revision, system)
    with pytest.raises(Refused, match="nothing to waive"):
        waive_language(revision=french.revision, language="fr", reason="In time.", by=system)


def test_after_adoption_no_version_changes(french, write, system):
    close_amendments(draft=french.draft, by=system)
    complete(french.revision, system)
    mark_adopted(revision=french.revision, by=system)
    with pytest.raises(Refused, match="adopted and no longer changes"):
        write("p1", "Autre chose.")
    with pytest.raises(Refused, match="adopted and no longer changes"):
        open_version(draft=french.draft, language="ar", by=system)


def test_each_act_is_in_the_journal(french, write, amend, system):
    write("p1", state="reviewed")
    write_title(revision=french.revision, language="fr", text="Déclaration des villes", by=system)
    review_version(version=write("p2", "Donner accès."), by=system)
    rendered(amend("p1", "every", "each"), "Autre chose.", system)
    waive_language(revision=french.revision, language="fr", reason="In time.", by=system)
    close_version(draft=french.draft, language="fr", by=system)
    acts = list(Entry.objects.order_by("number").values_list("act", flat=True))
    assert [act for act in acts if "version" in act or "title" in act or "rendered" in act] == [
        "opened version",
        "wrote version",
        "wrote title",
        "wrote version",
        "reviewed version",
        "rendered amendment",
        "waived version",
        "closed version",
    ]


def test_a_revision_begins_with_the_words_of_all_languages(french, write, system):
    open_version(draft=french.draft, language="ar", by=system)
    write("p1", state="reviewed")
    write("p2", "إتاحة الخدمات للجميع.", language="ar")
    revision = begin_revision(draft=french.draft, by=system)
    for language in ("fr", "ar"):
        old, new = (version_page(each, language) for each in (french.revision, revision))
        assert [(unit.key, unit.text, unit.state) for unit in new.units] == [
            (unit.key, unit.text, unit.state) for unit in old.units
        ]
