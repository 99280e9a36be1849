"""Final numbers, given once; the concordance that leads from the working numbers to them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.drafting.actions import (
    accept_amendment,
    add_alternative,
    begin_revision,
    close_amendments,
    finalise_revision,
    freeze_revision,
    mark_adopted,
    open_amendments,
    reject_amendment,
    remove_wording,
    reopen_amendment,
    set_wording,
    withdraw_amendment,
)
from rapporteur.drafting.models import Draft, Revision
from rapporteur.drafting.permissions import may_finalise
from rapporteur.drafting.queries import concordance, fingerprint_of, wordings_of
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry, Opening
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES
from .test_pages import page_of

pytestmark = pytest.mark.django_db


def final(revision):
    return [(each.paragraph.key, each.number, each.final_number) for each in wordings_of(revision)]


@pytest.fixture
def agreed(resolution, system):
    """A resolution whose second revision is frozen: a paragraph came in, another went."""
    freeze_revision(revision=resolution.revision, by=system)
    revision = begin_revision(draft=resolution.draft, by=system)
    remove_wording(revision=revision, key="i", by=system)
    set_wording(
        revision=revision, key="new", kind="operative", number="OP1 bis", position=9, text="Urges all;", by=system
    )
    return freeze_revision(revision=revision, by=system)


def test_the_text_is_numbered_through_once_and_keeps_its_working_numbers_and_fingerprint(agreed, system, at_work):
    revision = finalise_revision(revision=agreed, by=system)
    assert final(revision) == [
        ("c", "", ""),
        ("pp1", "PP1", ""),
        ("h1", "", ""),
        ("op1", "OP1", "1"),
        ("a", "OP1 (a)", "1 (a)"),
        ("x", "OP1 (a) (i) a.", "1 (a) a."),
        ("b", "OP1 (b)", "1 (b)"),
        ("new", "OP1 bis", "2"),
        ("op2", "OP2", "3"),
        ("an", "Annex I", "Annex"),
        ("an1", "Annex I, 1", ""),
    ]
    assert (revision.finalised_at, fingerprint_of(revision)) == (at_work, agreed.fingerprint)
    entry = Entry.objects.get(act="gave final numbers")
    assert Opening.objects.get(entry=entry).content["numbers"]["op2"] == "3"


def test_final_numbers_are_given_once(agreed, system):
    finalise_revision(revision=agreed, by=system)
    with pytest.raises(Refused, match="they are given once"):
        finalise_revision(revision=agreed, by=system)


def test_an_adopted_text_gets_its_final_numbers_too(agreed, system):
    mark_adopted(revision=agreed, by=system)
    assert finalise_revision(revision=agreed, by=system).finalised_at


def test_words_in_brackets_and_other_wordings_stand_in_the_way(writing, system):
    revision = writing.revision
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES, brackets=[(0, 7, "Open")], by=system)
    add_alternative(revision=revision, key="p2", text="Publish all.", by=system)
    freeze_revision(revision=revision, by=system)
    with pytest.raises(Refused, match="stand in brackets"):
        finalise_revision(revision=revision, by=system)
    revision = begin_revision(draft=writing.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES, brackets=[], by=system)
    freeze_revision(revision=revision, by=system)
    with pytest.raises(Refused, match="has other wordings"):
        finalise_revision(revision=revision, by=system)
    assert not Revision.objects.exclude(finalised_at=None).exists()


def test_only_the_last_frozen_revision_is_numbered_and_not_while_it_is_amended(opened, system):
    with pytest.raises(Refused, match="open for amendment"):
        finalise_revision(revision=opened.revision, by=system)
    with at(opened.draft.amendments_close_at + timedelta(days=1)):
        later = begin_revision(draft=opened.draft, by=system)
        with pytest.raises(Refused, match="A later revision follows"):
            finalise_revision(revision=opened.revision, by=system)
        with pytest.raises(Refused, match="Freeze the revision first"):
            finalise_revision(revision=later, by=system)


@pytest.mark.parametrize("role", [None, "secretariat", "rapporteur", "drafter", "delegate", "mayor", "observer"])
def test_the_secretariat_and_the_rapporteur_give_final_numbers(agreed, reader_as, role):
    answer = may_finalise(reader_as(role), agreed)
    assert bool(answer) == (role in {"secretariat", "rapporteur"})
    assert answer or str(answer.reason).endswith(".")


def test_a_revision_after_one_with_final_numbers_has_none(agreed, system):
    finalise_revision(revision=agreed, by=system)
    copy = begin_revision(draft=agreed.draft, by=system)
    assert (copy.finalised_at, {number for _key, _working, number in final(copy)}) == (None, {""})


def test_the_concordance_leads_from_each_number_to_the_final_one(agreed, system, reader_as):
    rows = {row.key: (row.numbers, row.final) for row in concordance(agreed.draft.conference, 1, reader_as(None)).rows}
    assert rows["op1"] == (["OP1", "OP1"], "1")
    assert rows["new"] == (["", "OP1 bis"], "2")
    assert rows["i"] == (["OP1 (a) (i)", ""], "")
    assert rows["h1"] == (["–", "–"], "")
    assert list(rows)[-1] == "i"


def test_another_wording_would_get_no_final_number(writing, system, reader_as):
    add_alternative(revision=writing.revision, key="p1", text="Publish all.", by=system)
    rows = concordance(writing.draft.conference, 0, reader_as("drafter")).rows
    assert [(row.key, row.final) for row in rows][2:] == [("p1", "1"), ("p1-1", ""), ("p2", "2")]


def test_the_concordance_of_a_text_that_is_written_is_not_for_all(agreed, system, reader_as):
    begin_revision(draft=agreed.draft, by=system)
    conference = agreed.draft.conference
    assert concordance(conference, 2, reader_as(None)) is None
    assert concordance(conference, 2, reader_as("drafter")) is not None
    assert concordance(conference, 7, reader_as("drafter")) is None


def test_the_page_costs_the_same_for_any_number_of_paragraphs(agreed, client):
    def cost(turn):
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of("concordance", number=1), {"turn": turn})
        return len(queries)

    many = cost(1)
    agreed.wordings.exclude(paragraph__key__in=["op1", "op2"]).delete()
    assert cost(2) == many


def test_final_numbers_are_given_on_the_page_and_shown_from_then_on(agreed, client, client_as, form_key):
    address, rapporteur = page_of("concordance", number=1), client_as("rapporteur")
    assert ("Would be" in client.get(address).content.decode(), client.post(address, {}).status_code) == (True, 403)
    assert "Give the final numbers" in rapporteur.get(address).content.decode()
    assert rapporteur.post(address, {"form_key": form_key()}).status_code == 302
    assert rapporteur.post(address, {"form_key": form_key()}).status_code == 409
    text = client.get(address).content.decode()
    assert ("Final numbers given:" in text, "Would be" in text) == (True, False)
    shown = client.get(page_of("revision", number=1)).content.decode()
    assert 'id="new" aria-label="Paragraph 2" dir="ltr"><span class="number">2.</span>' in shown
    assert 'id="pp1" aria-label="Paragraph PP1" dir="ltr"><span class="number"></span>' in shown
    assert 'id="b" aria-label="Paragraph 1 (b)" dir="ltr"><span class="number">(b)</span>' in shown
    assert 'id="op1" aria-label="Paragraph OP1" dir="ltr"><span class="number">OP1.</span>' in (
        client.get(page_of("revision", number=0)).content.decode()
    )
    assert client.get(page_of("concordance", number=99999)).status_code == 404


def test_the_table_is_a_file_too(agreed, client):
    response = client.get(page_of("concordance_file", number=1))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["Key", "Kind", "CCM/L.1", "CCM/L.1/Rev.1", "Final number", "Words"]
    assert ["new", "operative paragraph", "", "OP1 bis", "2", "Urges all;"] in rows
    assert len(rows) == 13
    assert "CCM-L.1-Rev.1-numbers.csv" in response.headers["Content-Disposition"]
    assert client.get(page_of("concordance_file", number=2)).status_code == 404


def test_who_froze_it_is_named_by_role_and_by_name_for_those_who_work_here(
    resolution,
    reader_as,
    client,
    client_as,
):
    by = reader_as("drafter")
    freeze_revision(revision=resolution.revision, by=by)
    shown, known = (each.get(page_of("draft")).content.decode() for each in (client, client_as("secretariat")))
    assert ("drafting committee" in shown, by.person.name in shown) == (True, False)
    assert f"drafting committee ({by.person.name})" in known


def test_a_text_open_for_amendment_says_why_it_has_no_final_numbers_yet(agreed, system, client_as, at_work):
    open_amendments(draft=Draft.objects.get(), closes_at=at_work + timedelta(days=2), by=system)
    assert "open for amendment" in client_as("secretariat").get(page_of("concordance", number=1)).content.decode()


def test_final_numbers_wait_for_the_amendments_that_are_not_decided_or_not_taken_in(amend, opened, system):
    first, second = (amend("p2", "basic", word) for word in ("vital", "essential"))
    close_amendments(draft=opened.draft, by=system)
    opened.revision.refresh_from_db()
    with pytest.raises(Refused, match="Decide these first, and take in what is accepted: A-01, A-02."):
        finalise_revision(revision=opened.revision, by=system)
    reject_amendment(amendment=first, reason="No.", by=system)
    accept_amendment(amendment=second, by=system)
    with pytest.raises(Refused, match="take in what is accepted: A-02."):
        finalise_revision(revision=opened.revision, by=system)
    reopen_amendment(amendment=second, reason="By a slip.", by=system)
    withdraw_amendment(amendment=second, by=system)
    assert finalise_revision(revision=opened.revision, by=system).finalised_at is not None
