"""What is issued of a frozen text and beside it: symbols, numbers, languages, fingerprints, refusals."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from rapporteur.drafting.actions import (
    begin_revision,
    finalise_revision,
    freeze_revision,
    issue_addendum,
    issue_amendment_by_decision,
    issue_corrigendum,
    issue_version,
    mark_adopted,
    open_version,
    reissue,
    set_up_draft,
    set_wording,
    write_title,
    write_version,
)
from rapporteur.drafting.models import Draft, Issue, Revision
from rapporteur.drafting.permissions import may_issue
from rapporteur.drafting.queries import canonical_text, issued_text, standing_words, wordings_of
from rapporteur.foundation.journal.models import Entry, Opening
from rapporteur.foundation.people.reader import Refused
from rapporteur_core.text import fingerprint

from .conftest import FIGURES, SERVICES, seen
from .test_pages import page_of

pytestmark = pytest.mark.django_db
RIGHT = FIGURES.replace("city", "city and county")


@pytest.fixture
def frozen(writing, system):
    return freeze_revision(revision=writing.revision, by=system)


@pytest.fixture
def corrected(frozen, system):
    return issue_corrigendum(
        revision=frozen, language="en", corrections={"p1": RIGHT}, reason="Counties were left out.", by=system
    )


def facts(issue):
    return (str(issue), issue.kind, issue.number, issue.language)


def test_freezing_issues_the_text_in_its_language(writing, reader_as, at_work):
    set_wording(
        revision=writing.revision, key="p1", kind="operative", text=FIGURES, brackets=[(0, 7, "Open")],
        by=reader_as("drafter"),
    )  # fmt: skip
    by = reader_as("drafter")
    frozen = freeze_revision(revision=writing.revision, by=by)
    issue = Issue.objects.get()
    assert (facts(issue), issue.issued_at, issue.issued_by) == (
        ("CCM/2017/L.1", "text", 0, "en"),
        at_work,
        by.person,
    )
    assert issued_text(issue.symbol, issue.body) == canonical_text(frozen)
    assert issue.fingerprint == frozen.fingerprint
    assert issue.body[3] == {"key": "p1", "number": "1", "text": f"[{FIGURES[:7]}]{FIGURES[7:]}"}


def test_a_corrigendum_has_its_symbol_words_and_fingerprint_and_changes_no_frozen_word(frozen, corrected):
    assert facts(corrected) == ("CCM/2017/L.1/Corr.1", "Corr", 1, "en")
    assert corrected.body == [{"key": "p1", "number": "1", "was": FIGURES, "text": RIGHT}]
    text = issued_text(corrected.symbol, corrected.body)
    assert text == f"CCM/2017/L.1/Corr.1\n\n1 {FIGURES}\n\n1 {RIGHT}\n"
    assert corrected.fingerprint == fingerprint(text)
    assert frozen.wordings.get(paragraph__key="p1").text == FIGURES
    entry = Entry.objects.filter(act="issued").latest("number")
    assert Opening.objects.get(entry=entry).content["symbol"] == "CCM/2017/L.1/Corr.1"


def test_a_later_corrigendum_goes_on_from_the_words_of_the_first(frozen, corrected, system):
    assert standing_words(frozen, "en")["p1"]["text"] == RIGHT
    second = issue_corrigendum(
        revision=frozen, language="en", corrections={"p1": FIGURES, "p2": SERVICES + " All."}, reason="Back.", by=system
    )
    assert (str(second), [item["was"] for item in second.body]) == ("CCM/2017/L.1/Corr.2", [RIGHT, SERVICES])


def test_symbols_follow_the_pattern_of_the_conference_and_the_revision(writing, system):
    set_up_draft(
        draft=writing.draft,
        template="declaration",
        symbol_pattern="{root}-{suffix}{number}",
        word_budget=None,
        by=system,
    )
    freeze_revision(revision=writing.revision, by=system)
    revision = freeze_revision(revision=begin_revision(draft=Draft.objects.get(), by=system), by=system)
    made = issue_addendum(revision=revision, language="en", text="More.", reason="It came late.", by=system)
    assert str(made) == "CCM/2017/L.1-Rev1-Add1"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"corrections": {}}, "Choose a paragraph"),
        ({"corrections": {"p9": "Words."}}, "No paragraph p9 stands in CCM/2017/L.1"),
        ({"corrections": {"p1": FIGURES}}, "Paragraph p1 reads so already"),
        ({"corrections": {"p1": " "}}, "Paragraph p1 needs words"),
        ({"corrections": {"p1": "a" * 5001}}, "5001 characters; a paragraph may have 5000"),
        ({"language": "fr"}, "was not issued in French"),
        ({"reason": " "}, "Say why it is issued"),
    ],
)
def test_a_wrong_corrigendum_is_refused_and_nothing_is_kept(frozen, system, given, sentence):
    usual = {"language": "en", "corrections": {"p1": RIGHT}, "reason": "Counties were left out."}
    with pytest.raises(Refused, match=sentence):
        issue_corrigendum(revision=frozen, by=system, **{**usual, **given})
    assert Issue.objects.count() == 1


def test_a_text_that_is_written_has_no_corrigendum(writing, system):
    with pytest.raises(Refused, match="is being written: mend its words"):
        issue_corrigendum(
            revision=writing.revision, language="en", corrections={"p1": RIGHT}, reason="Counties.", by=system
        )


def test_an_addendum_has_paragraphs_and_numbers_of_its_own(frozen, corrected, system):
    made = [
        issue_addendum(revision=frozen, language=language, text="One.\n\nTwo.", reason="It came late.", by=system)
        for language in ("en", "fr")
    ]
    assert [facts(each) for each in made] == [
        ("CCM/2017/L.1/Add.1", "Add", 1, "en"),
        ("CCM/2017/L.1/Add.2", "Add", 2, "fr"),
    ]
    assert [item["text"] for item in made[0].body] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": " \n "}, "An addendum needs words"),
        ({"text": "a" * 50_001}, "50001 characters; an addendum may have 50000"),
        ({"language": "zh"}, "one of the languages of the conference"),
        ({"reason": ""}, "Say why it is issued"),
    ],
)
def test_a_wrong_addendum_is_refused(frozen, system, given, sentence):
    usual = {"language": "en", "text": "More.", "reason": "It came late."}
    with pytest.raises(Refused, match=sentence):
        issue_addendum(revision=frozen, by=system, **{**usual, **given})
    assert Issue.objects.count() == 1


def test_one_document_in_two_languages_has_one_symbol(frozen, system):
    first = issue_addendum(revision=frozen, language="en", text="More.", reason="It came late.", by=system)
    french = issue_addendum(
        revision=frozen, language="fr", text="Encore.", reason="Arrivé tard.", beside=first, by=system
    )
    assert (str(french), french.number, first.fingerprint == french.fingerprint) == ("CCM/2017/L.1/Add.1", 1, False)
    with pytest.raises(Refused, match="was issued in French already"):
        issue_addendum(revision=frozen, language="fr", text="Plus.", reason="Tard.", beside=first, by=system)
    with pytest.raises(Refused, match="is no document of this kind beside this text"):
        issue_corrigendum(
            revision=frozen, language="en", corrections={"p1": RIGHT}, reason="Why.", beside=first, by=system
        )


def test_what_the_body_decides_amends_an_adopted_text_alone(frozen, system):
    usual = {"language": "en", "changes": {"p1": RIGHT}, "reason": "Decision 3 of the assembly."}
    with pytest.raises(Refused, match="Only an adopted text"):
        issue_amendment_by_decision(revision=frozen, by=system, **usual)
    adopted = mark_adopted(revision=frozen, by=system)
    made = issue_amendment_by_decision(revision=adopted, by=system, **usual)
    assert (str(made), standing_words(adopted, "en")["p1"]["text"]) == ("CCM/2017/L.1/Amend.1", RIGHT)


def test_a_document_issued_anew_bears_an_asterisk_and_says_the_same(frozen, corrected, system):
    anew = reissue(issue=corrected, reason="The header was wrong.", by=system)
    again = reissue(issue=anew, reason="The header was still wrong.", by=system)
    assert [str(anew), str(again)] == ["CCM/2017/L.1/Corr.1*", "CCM/2017/L.1/Corr.1**"]
    assert (again.symbol, again.fingerprint, again.body) == (corrected.symbol, corrected.fingerprint, corrected.body)
    with pytest.raises(Refused, match="was issued anew already"):
        reissue(issue=corrected, reason="Once more.", by=system)
    with pytest.raises(Refused, match="Say why"):
        reissue(issue=again, reason=" ", by=system)
    second = issue_corrigendum(
        revision=frozen, language="en", corrections={"p2": SERVICES + " All."}, reason="All.", by=system
    )
    assert str(second) == "CCM/2017/L.1/Corr.2"


@pytest.fixture
def french(writing, system):
    """The text frozen, with a whole version in French."""
    open_version(draft=writing.draft, language="fr", by=system)
    revision = Revision.objects.get(pk=writing.revision.pk)
    words = {"h1": "Nous nous engageons", "pp1": "Rappelant le Programme,", "p1": "Publier.", "p2": "Servir."}
    for wording in wordings_of(revision):
        text = words[wording.paragraph.key]
        write_version(wording=wording, language="fr", text=text, state="reviewed", by=system)
    write_title(revision=revision, language="fr", text="Déclaration sur les villes", state="reviewed", by=system)
    return freeze_revision(revision=revision, by=system)


def test_a_whole_version_is_issued_and_corrected_in_its_own_language(french, system):
    issue = issue_version(revision=french, language="fr", by=system)
    assert facts(issue) == ("CCM/2017/L.1", "text", 0, "fr")
    assert [item["text"] for item in issue.body][:2] == ["Déclaration sur les villes", "Nous nous engageons"]
    made = issue_corrigendum(
        revision=french, language="fr", corrections={"p1": "Publier les chiffres."}, reason="Oubli.", by=system
    )
    assert facts(made) == ("CCM/2017/L.1/Corr.1", "Corr", 1, "fr")
    assert standing_words(french, "en")["p1"]["text"] == FIGURES
    with pytest.raises(Refused, match="was issued in French already"):
        issue_version(revision=french, language="fr", by=system)
    with pytest.raises(Refused, match="is not open in Spanish"):
        issue_version(revision=french, language="es", by=system)


def test_a_version_that_lags_is_not_issued(french, system):
    french.versions.filter(paragraph__key="p1").update(original="Other words.")
    with pytest.raises(Refused, match="is not complete in French"):
        issue_version(revision=french, language="fr", by=system)
    french.versions.filter(paragraph__key="p1").delete()
    with pytest.raises(Refused, match="is not complete in French"):
        issue_version(revision=french, language="fr", by=system)


@pytest.mark.parametrize("role", [None, "secretariat", "rapporteur", "drafter", "delegate", "mayor", "observer"])
def test_the_secretariat_issues(frozen, corrected, reader_as, role):
    reader = reader_as(role)
    assert bool(may_issue(reader, frozen)) == (role == "secretariat")
    acts = [
        lambda: issue_corrigendum(revision=frozen, language="en", corrections={"p2": "W."}, reason="R.", by=reader),
        lambda: issue_addendum(revision=frozen, language="en", text="W.", reason="R.", by=reader),
        lambda: issue_version(revision=frozen, language="fr", by=reader),
        lambda: issue_amendment_by_decision(
            revision=frozen, language="en", changes={"p2": "W."}, reason="R.", by=reader
        ),
        lambda: reissue(issue=corrected, reason="R.", by=reader),
    ]
    for act in acts if role != "secretariat" else ():
        with pytest.raises(Refused, match="Only the secretariat issues"):
            act()
    assert Issue.objects.count() == 2


def test_the_database_takes_no_issue_twice(corrected):
    corrected.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        corrected.save()


def test_texts_frozen_before_get_their_issue_once(frozen):
    kept = list(Issue.objects.values())
    migration = import_module("rapporteur.drafting.migrations.0008_frozen_texts_are_issued")
    for _time in range(2):
        migration.forward(apps, None)
    assert list(Issue.objects.values()) == kept
    Issue.objects.all().delete()
    migration.forward(apps, None)
    made = Issue.objects.get()
    assert {**made.__dict__, "id": kept[0]["id"], "_state": None} == {**kept[0], "_state": None}
    assert fingerprint(issued_text(made.symbol, made.body)) == frozen.fingerprint


# ---- pages


def test_everyone_reads_what_was_issued_with_its_facts(frozen, corrected, client, client_as):
    text = client.get(page_of("draft")).content.decode()
    assert ("CCM/2017/L.1/Corr.1" in text, "corrigendum, English" in text) == (True, True)
    assert "Reads otherwise by: corrigendum, English" in text
    assert "Issue a corrigendum" not in text
    address = page_of("issue", pk=corrected.pk)
    text = seen(client.get(address).content.decode())
    for part in (
        "Counties were left out.",
        "<ins>and county </ins>",
        corrected.fingerprint,
        "The paragraphs should read",
    ):
        assert part in text
    assert "Issue it anew" not in text
    assert client.post(address, {"reason": "R."}).status_code == 403
    plain = client.get(page_of("issue_text", pk=corrected.pk))
    assert fingerprint(plain.content.decode()) == corrected.fingerprint
    assert [client.get(page_of("issue", pk=pk)).status_code for pk in (corrected.pk + 99, 2**63)] == [404, 404]
    assert "Issue it anew" in client_as("secretariat").get(address).content.decode()


def test_who_issued_it_is_named_for_those_who_work_here(frozen, reader_as, client, client_as):
    by = reader_as("secretariat")
    made = issue_addendum(revision=frozen, language="en", text="More.", reason="It came late.", by=by)
    texts = [each.get(page_of("issue", pk=made.pk)).content.decode() for each in (client, client_as("drafter"))]
    assert [by.person.name in text for text in texts] == [False, True]


def test_the_secretariat_issues_on_its_page(frozen, system, client_as, form_key):
    officer, address = client_as("secretariat"), page_of("new_issue", number=0)
    assert "Mend paragraphs" in officer.get(address).content.decode()
    chosen = f"{address}?kind=Corr&language=en&keys=p1&keys=p2"
    assert FIGURES in officer.get(chosen).content.decode()
    sent = {"act": "mend", "words-p1": FIGURES, "words-p2": SERVICES, "reason": "Counties were left out."}
    same = officer.post(chosen, {**sent, "form_key": form_key()})
    assert (same.status_code, "Choose a paragraph" in same.content.decode()) == (200, True)
    done = officer.post(chosen, {**sent, "words-p1": RIGHT, "form_key": form_key()})
    issue = Issue.objects.get(kind="Corr")
    assert (done.status_code, done.headers["Location"]) == (302, page_of("issue", pk=issue.pk))
    assert [item["key"] for item in issue.body] == ["p1"]
    more = {"act": "addendum", "language": "fr", "added": "Encore.", "reason": "Tard."}
    assert officer.post(address, {**more, "added": "", "form_key": form_key()}).status_code == 200
    assert officer.post(address, {**more, "form_key": form_key()}).status_code == 302
    assert officer.post(address, {"act": "dance", "form_key": form_key()}).status_code == 409
    anew = officer.post(page_of("issue", pk=issue.pk), {"reason": "The header.", "form_key": form_key()})
    assert anew.status_code == 302
    assert sorted(map(str, Issue.objects.all())) == [
        "CCM/2017/L.1",
        "CCM/2017/L.1/Add.1",
        "CCM/2017/L.1/Corr.1",
        "CCM/2017/L.1/Corr.1*",
    ]


def test_a_version_and_a_decision_are_issued_on_the_page(french, system, client_as, form_key):
    officer, address = client_as("secretariat"), page_of("new_issue", number=0)
    assert "amendment by decision" not in officer.get(address).content.decode()
    assert officer.post(address, {"act": "version", "language": "fr", "form_key": form_key()}).status_code == 302
    mark_adopted(revision=french, by=system)
    chosen = f"{address}?kind=Amend&language=fr&keys=p1"
    sent = {"act": "mend", "words-p1": "Publier tout.", "reason": "Décision 3.", "form_key": form_key()}
    assert officer.post(chosen, sent).status_code == 302
    assert str(Issue.objects.get(kind="Amend")) == "CCM/2017/L.1/Amend.1"


@pytest.mark.parametrize("role", ["rapporteur", "drafter", "delegate", "observer"])
def test_the_page_is_for_the_secretariat(frozen, client_as, role):
    assert client_as(role).get(page_of("new_issue", number=0)).status_code == 403


def test_there_is_no_page_for_a_text_that_is_not_frozen_or_not_there(writing, client_as):
    officer = client_as("secretariat")
    assert officer.get(page_of("new_issue", number=0)).status_code == 409
    assert [officer.get(page_of("new_issue", number=n)).status_code for n in (7, 2**15)] == [404, 404]


def test_final_numbers_do_not_change_what_was_issued(frozen, system):
    body = Issue.objects.get().body
    finalise_revision(revision=frozen, by=system)
    assert Issue.objects.get().body == body


def test_the_check_of_everything_kept_finds_a_changed_document(corrected):
    from rapporteur.cli.fsck import issue_faults

    assert issue_faults() == []
    corrected.body[0]["text"] = "Other words."
    corrected.save()
    assert issue_faults() == ["The document CCM/2017/L.1/Corr.1 (en) was changed after it was issued."]
