"""Amendments that arrive as instructions in a mail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import freeze_revision, open_amendments, set_wording
from rapporteur.drafting.models import Amendment, Revision
from rapporteur.drafting.queries import mailed, wordings_of
from rapporteur.drafting.sentences import OF_INSTRUCTIONS
from rapporteur_core.redline.instructing.refusals import SENTENCES

from .conftest import CHIFFRES, FIGURES, SERVICES, seen
from .test_pages import page_of


@pytest.fixture
def send(client_as, town, form_key, shown):
    client = client_as("secretariat")

    def post(text, *, act="read", language="en", **facts):
        sent = {"government": town.pk, "language": language, "text": text, "act": act}
        sent |= {"form_key": form_key(), "shown": shown(text, language), **facts}
        return client.post(page_of("mail"), sent)

    return post


@pytest.fixture
def shown(opened):
    """What the page that shows the instructions of a mail sends back with them."""
    return lambda text, language="en": mailed(as_kept(opened.revision), text, language).digest


def as_kept(revision):
    return Revision.objects.get(pk=revision.pk)


def told(mail):
    return [(row.kind, row.key, row.proposed) for row in mail.rows]


def test_an_instruction_is_laid_on_the_words_of_its_paragraph(opened):
    found = mailed(opened.revision, "In paragraph 2, replace “basic” by “essential”.", "en")
    assert told(found) == [("change", "p2", SERVICES.replace("basic", "essential"))]


def test_instructions_to_one_paragraph_are_amendments_of_their_own(opened):
    text = "In paragraph 2, replace “basic” by “essential”.\nIn paragraph 2, replace “police” by “the police”."
    assert told(mailed(opened.revision, text, "en")) == [
        ("change", "p2", SERVICES.replace("basic", "essential")),
        ("change", "p2", SERVICES.replace("police", "the police")),
    ]


def test_a_deletion_and_a_new_paragraph(opened):
    text = "Delete paragraph 1.\nAfter paragraph 2, insert a new paragraph: “Train those who work at the counters.”"
    assert told(mailed(opened.revision, text, "en")) == [
        ("delete", "p1", ""),
        ("add", "p2", "Train those who work at the counters."),
    ]


def test_moves_joins_and_splits_are_amendments_of_their_kind(opened, send):
    text = (
        "Move paragraph 2 before paragraph 1.\nMerge paragraphs 1 and 2.\nSplit paragraph 2 after the first sentence."
    )
    one, other = (opened.revision.wordings.get(paragraph__key=key) for key in ("p1", "p2"))
    alone = [mailed(opened.revision, each, "en").rows[0] for each in text.split("\n")]
    assert [(row.kind, row.key, row.target, row.proposed) for row in alone] == [
        ("move", "p2", wordings_of(opened.revision)[one.position - 2].paragraph.key, other.text),
        ("join", "p1", "p2", f"{one.text} {other.text}"),
        ("split", "p2", "", SERVICES.replace(". Keep", ".\n\nKeep")),
    ]
    mail = text.split("\n")[0]
    assert send(mail, act="file", rationale="Services first.", **{"file-0": "1"}).status_code == 302
    amendment = Amendment.objects.get()
    assert (amendment.kind, amendment.paragraph.key, amendment.target.key) == ("move", "p2", alone[0].target)


def test_another_number_is_read_and_nothing_is_filed(opened, send):
    page = send("Renumber paragraph 2 as paragraph 3.").content.decode()
    assert "Working numbers stay while the text is negotiated" in page
    assert "File the chosen amendments" not in page


def test_every_reason_of_a_refusal_has_its_sentence():
    assert OF_INSTRUCTIONS.keys() == SENTENCES.keys()


def test_what_cannot_be_placed_changes_nothing_and_says_why(opened, send):
    text = send("In paragraph 2, replace “free” by “paid”.").content.decode()
    assert "The words “free” do not stand there." in text
    assert "File the chosen amendments" not in text


def test_the_officer_sees_redlines_corrects_and_files_for_the_delegation(opened, send, town):
    mail = "In paragraph 2, replace “basic” by “essential”."
    assert "<del>basic</del><ins>essential</ins>" in seen(send(mail).content.decode())
    words = SERVICES.replace("basic", "vital")
    assert send(mail, act="file", rationale="Clearer.", **{"file-0": "1", "words-0": words}).status_code == 302
    amendment = Amendment.objects.get()
    assert (amendment.sponsor, amendment.proposed_text, amendment.channel) == (town, words, "mail")


def test_all_of_a_mail_is_filed_or_nothing(opened, send):
    mail = "In paragraph 2, replace “basic” by “essential”.\nDelete paragraph 1."
    page = send(mail, act="file", rationale="Clearer.", **{"file-0": "1", "words-0": SERVICES, "file-1": "1"})
    assert "Amendment 1: The amendment changes nothing" in page.content.decode()
    assert "Choose at least one amendment" in send(mail, act="file", rationale="Clearer.").content.decode()
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("role", ["rapporteur", "drafter", "delegate", "mayor", "observer"])
def test_only_the_secretariat_files_mails(opened, client_as, form_key, role):
    client = client_as(role)
    assert client.get(page_of("mail")).status_code == 403
    assert client.post(page_of("mail"), {"text": FIGURES, "form_key": form_key()}).status_code == 403


def test_a_mail_that_was_changed_since_it_was_shown_is_shown_anew_and_nothing_is_filed(opened, send, shown):
    """The words that the officer corrected stand beside the instructions that were shown, and belong to no others."""
    before = "In paragraph 2, replace “basic” by “essential”."
    facts = {"rationale": "Clearer.", "shown": shown(before), "file-0": "1", "words-0": "Words of paragraph 2."}
    text = send(f"Delete paragraph 1.\n{before}", act="file", **facts).content.decode()
    assert "The mail, or the text that it amends, was changed since it was shown." in text
    assert "Words of paragraph 2." not in text
    assert not Amendment.objects.exists()


def test_two_instructions_for_the_same_words_are_told_and_the_second_is_not_chosen(opened):
    """Whatever way the second is read, it never brings the words of the first into its own amendment."""
    text = "In paragraph 2, replace “basic” by “essential”.\nIn paragraph 2, replace “essential services” by “a home”."
    mail = mailed(opened.revision, text, "en")
    assert told(mail)[0] == ("change", "p2", SERVICES.replace("basic", "essential"))
    assert all(row.is_clear is False or "essential" not in row.proposed for row in mail.rows[1:])
    assert mail.instructions[1].refusals or not mail.rows[1].is_clear


def test_words_in_which_no_instruction_was_seen_are_shown(opened, send):
    text = send("Dear secretariat,\nIn paragraph 2, replace “basic” by “essential”.\nKind regards").content.decode()
    assert "Read as no instruction" in text and "Dear secretariat" in text


def test_one_rationale_is_for_all_that_have_none_of_their_own(opened, send):
    mail = "In paragraph 2, replace “basic” by “essential”.\nDelete paragraph 1."
    facts = {"file-0": "1", "file-1": "1", "rationale": "The delegation gave none.", "rationale-1": "Costs too much."}
    assert send(mail, act="file", **facts).status_code == 302
    assert [each.rationale for each in Amendment.objects.order_by("number")] == [
        "The delegation gave none.",
        "Costs too much.",
    ]


def test_a_bare_instruction_is_asked_for_its_rationale_beside_the_field_and_keeps_what_was_typed(opened, send):
    mail = "In paragraph 2, replace “basic” by “essential”.\nDelete paragraph 1."
    page = send(mail).content.decode()
    assert "(optional)" not in page and "Where the delegation gave none, write that it gave none." in page
    words = SERVICES.replace("basic", "vital")
    facts = {"file-0": "1", "words-0": words, "rationale-1": "Costs too much.", "file-1": "1"}
    page = send(mail, act="file", **facts).content.decode()
    assert '<p class="error" id="rationale-error">1 chosen amendment has no rationale of its own' in page
    assert f">{words}</textarea>" in page and ">Costs too much.</textarea>" in page and page.count(" checked") == 2
    assert not Amendment.objects.exists()


def test_what_was_typed_stays_when_filing_is_refused(opened, send):
    mail = "In paragraph 2, replace “basic” by “essential”."
    facts = {"file-0": "1", "rationale": "Clearer.", "rationale-0": "Mine."}
    for wrong in ({"words-0": SERVICES}, {"government": "", "words-0": "Other words."}):
        page = send(mail, act="file", **{**facts, **wrong}).content.decode()
        assert ">Clearer.</textarea>" in page and ">Mine.</textarea>" in page
        assert f">{wrong['words-0']}</textarea>" in page and page.count(" checked") == 1
    assert not Amendment.objects.exists()


def test_a_text_frozen_since_the_mail_was_shown_is_shown_anew_and_nothing_is_filed(
    opened, send, shown, next_revision, system, at_work
):
    mail = "In paragraph 2, replace “basic” by “essential”."
    before = shown(mail)
    revision = next_revision()
    set_wording(revision=revision, key="p2", kind="operative", text=SERVICES.replace("police", "guards"), by=system)
    freeze_revision(revision=revision, by=system)
    open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
    facts = {"rationale": "Clearer.", "shown": before, "file-0": "1", "words-0": SERVICES.replace("basic", "vital")}
    text = seen(send(mail, act="file", **facts).content.decode())
    assert "The mail, or the text that it amends, was changed since it was shown." in text
    assert "guards" in text and "vital" not in text
    assert not Amendment.objects.exists()


FRENCH_MAIL = "Au paragraphe 1, remplacer « sans frais » par « gratuitement »."


def test_a_mail_in_the_language_of_a_version_is_laid_on_its_words_and_filed_in_it(french, write, send):
    write("p1")
    page = seen(send(FRENCH_MAIL, language="fr").content.decode())
    assert "They are laid on the words of the text in French." in page and "on the words in French" in page
    assert "<del>sans frais</del><ins>gratuitement</ins>" in page
    facts = {"rationale": "Plus clair.", "file-0": "1"}
    assert send(FRENCH_MAIL, language="fr", act="file", **facts).status_code == 302
    amendment = Amendment.objects.get()
    assert (amendment.words_language, amendment.language, amendment.base_text) == ("fr", "fr", CHIFFRES)
    assert amendment.proposed_text == CHIFFRES.replace("sans frais", "gratuitement")


def test_paragraphs_without_current_words_in_the_version_are_read_in_the_original_and_named(french, write, send):
    write("p1")
    mail = f"{FRENCH_MAIL}\nAu paragraphe 2, remplacer « basic » par « essential »."
    page = seen(send(mail, language="fr").content.decode())
    assert "3 paragraphs have no words in French that render the original as it stands" in page
    assert "<li><bdi>Paragraph 2</bdi></li>" in page
    assert "on the words of the original, in English" in page
    send(mail, language="fr", act="file", rationale="Plus clair.", **{"file-0": "1", "file-1": "1"})
    assert [(each.words_language, each.base_text) for each in Amendment.objects.order_by("number")] == [
        ("fr", CHIFFRES),
        ("en", SERVICES),
    ]


def test_words_that_are_behind_are_not_amended(french, write, next_revision, system):
    write("p1")
    revision = next_revision()
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES.replace("year", "month"), by=system)
    mail = mailed(freeze_revision(revision=revision, by=system), FRENCH_MAIL, "fr")
    assert (mail.rows, [each.code for each in mail.instructions[0].refusals]) == ([], ["not_found"])


def test_a_mail_that_quotes_the_original_is_laid_on_that_although_there_is_a_version(french, write):
    write("p1")
    mail = mailed(as_kept(french.revision), "Au paragraphe 1, remplacer « free of charge » par « freely ».", "fr")
    assert told(mail) == [("change", "p1", FIGURES.replace("free of charge", "freely"))]
    assert (mail.rows[0].language, mail.instructions[0].refusals) == ("en", ())


def test_new_paragraphs_and_deletions_in_the_language_of_a_version(french, write, send):
    write("p1")
    mail = "Supprimer le paragraphe 1.\nAprès le paragraphe 2, insérer un nouveau paragraphe : « Former le personnel. »"
    found = mailed(as_kept(french.revision), mail, "fr")
    assert [(row.kind, row.language, row.base, row.proposed) for row in found.rows] == [
        ("delete", "en", FIGURES, ""),
        ("add", "fr", "", "Former le personnel."),
    ]
    send(mail, language="fr", act="file", rationale="Plus clair.", **{"file-0": "1", "file-1": "1"})
    assert [each.words_language for each in Amendment.objects.order_by("number")] == ["en", "fr"]


def test_paragraphs_are_joined_in_the_original_whatever_the_language_of_the_mail(french, write):
    write("p1")
    (row,) = mailed(as_kept(french.revision), "Fusionner les paragraphes 1 et 2.", "fr").rows
    assert (row.kind, row.language, row.proposed) == ("join", "en", f"{FIGURES} {SERVICES}")
