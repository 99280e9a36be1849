from __future__ import annotations

import re

import pytest
from django.urls import resolve
from django.utils import timezone

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.journal.checkpoints import read_checkpoint
from rapporteur.foundation.journal.notes import is_signed_by, read_note
from rapporteur.foundation.journal.queries import head_number, journal_key
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.permissions import read_public
from rapporteur.foundation.people.reader import ROLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["endorsements/verify/abc:1def:ghi/", "contributions/receipt/abc-1def_ghi/"])
def test_the_outbox_shows_no_address_by_which_only_the_one_written_to_acts(conference, client_as, path):
    Mail.objects.create(
        conference="cities",
        kind="verify_endorsement",
        address="registry@city.example",
        language="en",
        subject="Confirm",
        body=f"Open this page:\nhttps://conference.example/en/cities/{path}\n",
        written_at=timezone.now(),
    )
    shown = client_as("secretariat").get("/en/cities/desk/mail/").content.decode()
    assert "registry@city.example" in shown and "https://conference.example/en/cities/" in shown
    assert "1def" not in shown


@pytest.mark.parametrize("address", ["contributions/?q=%00", "journal/?before=%00", "draft/amend/%00/"])
def test_a_zero_byte_in_an_address_is_no_fault(conference, client, address):
    assert client.get(f"/en/cities/{address}").status_code in {400, 404}


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_that_no_database_holds_is_not_found(conference, client, number):
    assert client.get(f"/en/cities/draft/compare/{number}/{number + 1}/").status_code == 404


@pytest.mark.parametrize("role", ["secretariat", "rapporteur", "drafter"])
def test_the_desk_leads_only_into_rooms_that_open(conference, client_as, role):
    client = client_as(role)
    shown = client.get("/en/cities/desk/").content.decode()
    rooms = re.findall(r'href="(/en/cities/[^"#?]+)', shown)
    assert [client.get(room).status_code for room in rooms] == [200] * len(rooms)
    assert ("/en/cities/registration/desk/" in rooms) == (role == "secretariat")
    assert "/en/cities/consolidation/desk/" in rooms and "/en/cities/draft/desk/" in rooms


@pytest.mark.parametrize("role", [None, *ROLES])
def test_everyone_reads_the_checkpoint_of_the_journal_as_it_stands(conference, client, client_as, reader_as, role):
    reader = client_as(role) if role else client
    for act in ("one", "two"):
        record(reader_as("secretariat"), act, conference)
        answer = reader.get("/journal/checkpoint")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
        note = read_note(answer.content)
        assert is_signed_by(note, journal_key().public())
        assert read_checkpoint(note).size == head_number()
    assert reader.post("/journal/checkpoint").status_code == 405


def test_the_checkpoint_is_under_the_permission_of_what_is_public_and_linked_from_the_journal(conference, client):
    assert resolve("/journal/checkpoint").func.permission is read_public
    assert 'href="/journal/checkpoint"' in client.get("/en/cities/journal/").content.decode()


def test_the_checkpoint_costs_one_query_however_long_the_journal_is(
    conference, client, reader_as, django_assert_num_queries
):
    for count in (1, 30):
        for _number in range(count):
            record(reader_as("secretariat"), "said", conference)
        with django_assert_num_queries(1):
            client.get("/journal/checkpoint")
