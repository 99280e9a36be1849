from __future__ import annotations

import json
import re

import pytest

from rapporteur.drafting.models import Draft, Revision
from rapporteur.endorsements.actions import (
    endorse_declaration,
    endorsement_of,
    token_of,
    verify_endorsement,
    withdraw_endorsement,
)
from rapporteur.endorsements.models import Endorsement
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused

pytestmark = pytest.mark.django_db
FACTS = {"name": "Imelda Thackray", "office": "Mayor", "mandate": "Council decision 12"}


@pytest.fixture
def revision(conference):
    draft = Draft.objects.create(
        conference=conference, title={"en": "Declaration"}, symbol="CCM/2017/L.1", phase="adopted"
    )
    return Revision.objects.create(
        draft=draft,
        number=3,
        symbol="CCM/2017/L.1/Rev.3",
        frozen_at=conference.call.opens_at,
        fingerprint="ab" * 32,
        is_adopted=True,
    )


@pytest.fixture
def town(make_government):
    return make_government("Port Amina", country="KE", region="africa")


@pytest.fixture
def give(conference, revision, town, reader_as):
    def give(by=None, government=None, **facts):
        facts = {**FACTS, "second_address": "registry@port-amina.example", **facts}
        return endorse_declaration(
            conference=conference, government=government or town, by=by or reader_as("mayor", town), **facts
        )

    return give


def test_an_endorsement_is_bound_to_the_adopted_text_and_waits_for_the_second_mail(give, revision):
    endorsement = give()
    assert (endorsement.fingerprint, endorsement.state) == (revision.fingerprint, "unverified")
    assert Mail.objects.get().address == "registry@port-amina.example"


def test_the_register_counts_it_after_the_second_mail(give, client, form_key):
    give()
    address = re.search(r"http\S+/verify/\S+", Mail.objects.get().body)[0].replace("http://127.0.0.1:8000", "")
    assert "Nobody has endorsed it yet" in client.get("/en/cities/endorsements/").content.decode()
    client.post(address, {"form_key": form_key()})
    assert "Imelda Thackray" in client.get("/en/cities/endorsements/").content.decode()


def test_a_broken_address_is_told(give, conference):
    token = token_of(give())
    with pytest.raises(Refused, match="not complete"):
        endorsement_of(conference, token[:-2])


def test_a_text_not_adopted_cannot_be_endorsed(give):
    Revision.objects.update(is_adopted=False)
    with pytest.raises(Refused, match="not adopted yet"):
        give()


@pytest.mark.parametrize("role", ["secretariat", "rapporteur", "delegate", "observer", None])
def test_only_the_mayors_office_endorses(role, give, reader_as, town):
    by = reader_as(role, town) if role == "delegate" else reader_as(role)
    with pytest.raises(Refused):
        give(by=by)


def test_a_mayors_office_endorses_for_its_own_government_only(give, make_government, reader_as, town):
    with pytest.raises(Refused):
        give(by=reader_as("mayor", town), government=make_government("Elsewhere"))


def test_a_second_endorsement_is_refused(give, reader_as, town):
    give()
    with pytest.raises(Refused, match="already"):
        give(by=reader_as("mayor", town))


def test_the_second_address_is_another_one(give, reader_as, town):
    by = reader_as("mayor", town)
    with pytest.raises(Refused, match="another than yours"):
        give(by=by, second_address=by.person.email.upper())


def test_a_withdrawal_is_public_with_its_reason(give, reader_as, town, client):
    by = reader_as("mayor", town)
    endorsement = verify_endorsement(endorsement=give(by=by), by=reader_as(None))
    withdraw_endorsement(endorsement=endorsement, reason="The council voted <b>again</b>.", by=by)
    page = client.get("/en/cities/endorsements/").content.decode()
    assert "The council voted &lt;b&gt;again&lt;/b&gt;." in page
    rows = json.loads(client.get("/en/cities/endorsements/register.json").content)
    assert rows[0]["state"] == "withdrawn"


def test_a_withdrawal_needs_a_reason_and_the_right_office(give, reader_as, make_government, town):
    by = reader_as("mayor", town)
    endorsement = give(by=by)
    with pytest.raises(Refused, match="reason"):
        withdraw_endorsement(endorsement=endorsement, reason=" ", by=by)
    with pytest.raises(Refused):
        withdraw_endorsement(endorsement=endorsement, reason="x", by=reader_as("mayor", make_government()))


def test_after_a_withdrawal_one_may_endorse_anew(give, reader_as, town):
    by = reader_as("mayor", town)
    withdraw_endorsement(endorsement=give(by=by), reason="An error in the name.", by=by)
    give(by=by)
    assert Endorsement.objects.filter(government=town).count() == 2


def test_an_unverified_one_is_in_no_export(give, client):
    give()
    assert json.loads(client.get("/en/cities/endorsements/register.json").content) == []
    assert "Imelda" not in client.get("/en/cities/endorsements/register.csv").content.decode()


def test_the_form_endorses_once(revision, town, client_as, form_key):
    client, key = client_as("mayor", town), form_key()
    data = {**FACTS, "government": town.pk, "second_address": "registry@port-amina.example", "form_key": key}
    for _time in range(2):
        assert client.post("/en/cities/endorsements/endorse/", data).status_code == 302
    assert Endorsement.objects.count() == 1
