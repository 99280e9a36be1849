"""Amendments that arrive as instructions in a mail."""

from __future__ import annotations

import pytest

from rapporteur.drafting.models import Amendment
from rapporteur.drafting.queries import mailed, wordings_of
from rapporteur.drafting.sentences import OF_INSTRUCTIONS
from rapporteur_core.redline.instructing.refusals import SENTENCES
from rapporteur_core.text import fingerprint

from .conftest import FIGURES, SERVICES, seen
from .test_pages import page_of


@pytest.fixture
def town(accredit):
    return accredit("Port Amina")


@pytest.fixture
def send(client_as, town, form_key):
    client = client_as("secretariat")

    def post(text, *, act="read", **facts):
        sent = {"government": town.pk, "language": "en", "text": text, "act": act, "shown": shown(text), **facts}
        return client.post(page_of("mail"), {"form_key": form_key(), **sent})

    return post


def shown(text):
    """What the page that shows the instructions of a mail sends back with them."""
    return fingerprint(f"en\n{text}")


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
    assert "Amendment 1: An amendment needs its rationale" in send(mail, act="file", **{"file-0": "1"}).content.decode()
    assert "Choose at least one amendment" in send(mail, act="file", rationale="Clearer.").content.decode()
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("role", ["rapporteur", "drafter", "delegate", "mayor", "observer"])
def test_only_the_secretariat_files_mails(opened, client_as, form_key, role):
    client = client_as(role)
    assert client.get(page_of("mail")).status_code == 403
    assert client.post(page_of("mail"), {"text": FIGURES, "form_key": form_key()}).status_code == 403


def test_a_mail_that_was_changed_since_it_was_shown_is_shown_anew_and_nothing_is_filed(opened, send):
    """The words that the officer corrected stand beside the instructions that were shown, and belong to no others."""
    before = "In paragraph 2, replace “basic” by “essential”."
    facts = {"rationale": "Clearer.", "shown": shown(before), "file-0": "1", "words-0": "Words of paragraph 2."}
    text = send(f"Delete paragraph 1.\n{before}", act="file", **facts).content.decode()
    assert "The mail was changed since it was shown" in text
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
