from __future__ import annotations

import re

import pytest
from django.utils import timezone

from rapporteur.foundation.notices.models import Mail

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
