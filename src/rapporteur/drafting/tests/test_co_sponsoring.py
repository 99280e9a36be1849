from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    co_sponsor,
    declare_admissible,
    decline_to_co_sponsor,
    leave_co_sponsors,
    reject_amendment,
    take_over,
    withdraw_amendment,
)
from rapporteur.drafting.models import Amendment
from rapporteur.drafting.queries import asked_to_co_sponsor, compilation
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def friend(accredit):
    return accredit("Weststadt")


@pytest.fixture
def asking(amend, accredit, friend):
    """An amendment of Port Amina, not yet admitted, which Weststadt is asked to co-sponsor."""
    town = accredit("Port Amina")
    return amend("p2", "basic services", "health care", government=town, co_sponsors=[friend, town, friend])


def sponsors(amendment):
    return [row.government for row in amendment.co_sponsors.all()]


def address_of(amendment):
    return f"/en/cities/draft/amendments/{amendment.number}/"


def test_a_co_sponsor_is_accredited(amend, make_government):
    with pytest.raises(Refused, match="Nowhere is not accredited"):
        amend("p2", "basic", "essential", co_sponsors=[make_government("Nowhere")])


def test_another_delegation_joins_a_standing_amendment_once(amend, accredit, reader_as, system):
    town, amendment = accredit(), amend("p2", "basic", "essential")
    delegate = reader_as("delegate", town)
    with pytest.raises(Refused, match="Only an amendment that stands"):
        co_sponsor(amendment=amendment, by=delegate)
    declare_admissible(amendment=amendment, by=system)
    assert co_sponsor(amendment=amendment, by=delegate).government == town
    with pytest.raises(Refused, match="sponsors A-01 already"):
        co_sponsor(amendment=amendment, by=delegate)
    with pytest.raises(Refused, match="sponsors A-01 already"):
        co_sponsor(amendment=amendment, by=reader_as("delegate", amendment.sponsor))


def test_who_is_named_as_co_sponsor_is_asked_and_named_only_when_it_agrees(asking, friend, reader_as):
    assert sponsors(asking) == []
    assert [row.government for row in asking.invitations.all()] == [friend]
    delegate = reader_as("delegate", friend)
    assert list(Amendment.objects.visible_to(delegate)) == [asking]
    co_sponsor(amendment=asking, by=delegate)
    assert sponsors(asking) == [friend]
    assert asked_to_co_sponsor(asking, delegate) == []
    assert list(Amendment.objects.visible_to(delegate)) == [asking]


def test_those_asked_are_told_by_mail_in_their_language(amend, accredit, friend, make_person):
    people = [make_person("delegate", friend, language=language) for language in ("fr", "en")]
    make_person("mayor", friend)
    amend("p2", "basic services", "health care", government=accredit("Port Amina"), co_sponsors=[friend])
    mails = Mail.objects.filter(kind="co_sponsor_asked").order_by("pk")
    assert [(mail.address, mail.language) for mail in mails] == [(each.email, each.language) for each in people]
    assert "Port Amina" in mails[1].subject and "/draft/amendments/1/" in mails[1].body


def test_one_that_declines_is_never_named_and_the_journal_keeps_it(asking, friend, reader_as, system):
    delegate = reader_as("delegate", friend)
    decline_to_co_sponsor(amendment=asking, by=delegate)
    assert (sponsors(asking), asked_to_co_sponsor(asking, system)) == ([], [])
    assert not Amendment.objects.visible_to(delegate).exists()
    with pytest.raises(Refused, match="is not asked to co-sponsor"):
        decline_to_co_sponsor(amendment=asking, by=delegate)
    with pytest.raises(Refused, match="Only an amendment that stands"):
        co_sponsor(amendment=asking, by=delegate)
    acts = [entry.act for entry in Entry.objects.order_by("pk") if "co-sponsor" in entry.act]
    assert acts == ["asked to co-sponsor amendment", "declined to co-sponsor amendment"]


def test_who_declined_may_still_join_what_stands(asking, friend, reader_as, system):
    delegate = reader_as("delegate", friend)
    decline_to_co_sponsor(amendment=asking, by=delegate)
    declare_admissible(amendment=asking, by=system)
    assert co_sponsor(amendment=asking, by=delegate).government == friend


def test_nobody_joins_or_declines_for_another_government(asking, friend, accredit, reader_as):
    stranger = reader_as("delegate", accredit("Lome"))
    for act in (co_sponsor, decline_to_co_sponsor):
        with pytest.raises(Refused, match="Only the delegate of an accredited government"):
            act(amendment=asking, by=stranger, government=friend)
        with pytest.raises(Refused):
            act(amendment=asking, by=stranger)
        with pytest.raises(Refused):
            act(amendment=asking, by=reader_as("observer"), government=friend)
    assert sponsors(asking) == [] and asking.invitations.get().answered_at is None


def test_what_is_not_admitted_stays_hidden_from_those_not_asked(asking, accredit, reader_as):
    for reader in (reader_as("delegate", accredit("Lome")), reader_as("observer"), reader_as(None)):
        assert not Amendment.objects.visible_to(reader).exists()


@pytest.mark.parametrize("end", [withdraw_amendment, lambda **facts: reject_amendment(reason="No.", **facts)])
def test_an_amendment_at_its_end_takes_no_answer(asking, friend, reader_as, system, end):
    end(amendment=asking, by=system)
    for act in (co_sponsor, decline_to_co_sponsor):
        with pytest.raises(Refused):
            act(amendment=asking, by=reader_as("delegate", friend))


def test_who_is_asked_is_known_to_the_desk_the_sponsor_and_the_one_asked(asking, friend, accredit, reader_as):
    offices = [("delegate", asking.sponsor), ("delegate", friend), ("mayor", friend), ("drafter", None)]
    assert [asked_to_co_sponsor(asking, reader_as(*office)) for office in offices] == [[friend]] * 4
    for office in (("delegate", accredit("Lome")), ("observer", None), (None, None)):
        assert asked_to_co_sponsor(asking, reader_as(*office)) == []


def test_the_one_asked_reads_it_on_the_page_and_answers_there(asking, friend, client_as, form_key):
    client = client_as("delegate", friend)
    page = client.get(address_of(asking)).content.decode()
    assert "Port Amina asks you to co-sponsor this amendment" in page
    assert "Co-sponsor for Weststadt" in page and "Decline for Weststadt" in page
    sent = {"act": "decline", "government": friend.pk, "form_key": form_key()}
    page = client.post(address_of(asking), sent, follow=True)
    assert page.status_code == 200 and "Done, and kept in the journal." in page.content.decode()
    assert asking.invitations.get().answered_at is not None
    assert client.get(address_of(asking)).status_code == 404


def test_the_public_page_does_not_say_who_was_asked(asking, system, client_as, friend):
    declare_admissible(amendment=asking, by=system)
    assert "Weststadt" not in client_as(None).get(address_of(asking)).content.decode()
    assert (
        "<dt>Asked</dt><dd>Weststadt</dd>"
        in client_as("delegate", asking.sponsor).get(address_of(asking)).content.decode()
    )


def test_a_co_sponsor_leaves_and_the_compilation_of_before_still_names_it(
    asking, friend, reader_as, system, opened, at_work
):
    delegate = reader_as("delegate", friend)
    co_sponsor(amendment=asking, by=delegate)
    joined = at_work + timedelta(hours=1)
    with at(joined + timedelta(hours=1)):
        leave_co_sponsors(amendment=asking, by=delegate)
        with pytest.raises(Refused, match="Weststadt does not co-sponsor"):
            leave_co_sponsors(amendment=asking, by=delegate)
        before, now = (compilation(opened.revision, system, at=moment) for moment in (joined, None))
    named = [[each.co_sponsors for row in found.rows for each in row.proposals] for found in (before, now)]
    assert named == [[[friend]], [[]]]


def test_nobody_leaves_for_another_government_or_after_the_decision(asking, friend, accredit, reader_as, system):
    co_sponsor(amendment=asking, by=reader_as("delegate", friend))
    with pytest.raises(Refused):
        leave_co_sponsors(amendment=asking, by=reader_as("delegate", accredit("Lome")), government=friend)
    reject_amendment(amendment=asking, reason="No.", by=system)
    with pytest.raises(Refused, match="decided already"):
        leave_co_sponsors(amendment=asking, by=reader_as("delegate", friend))
    assert sponsors(asking) == [friend]


def test_a_co_sponsor_is_offered_to_leave_and_no_position(asking, friend, reader_as, client_as, form_key, system):
    co_sponsor(amendment=asking, by=reader_as("delegate", friend))
    declare_admissible(amendment=asking, by=system)
    client = client_as("delegate", friend)
    page = client.get(address_of(asking)).content.decode()
    assert "Weststadt no longer co-sponsors it" in page and "Put the position of Weststadt" not in page
    client.post(address_of(asking), {"act": "leave", "government": friend.pk, "form_key": form_key()})
    assert asking.co_sponsors.get().left_at is not None


def test_a_form_for_a_government_that_is_not_mine_does_not_act_for_mine(
    asking, accredit, friend, client_as, form_key, system
):
    declare_admissible(amendment=asking, by=system)
    stranger = accredit("Lome")
    client = client_as("delegate", friend)
    client.post(address_of(asking), {"act": "co_sponsor", "government": stranger.pk, "form_key": form_key()})
    assert sponsors(asking) == []


def test_who_takes_it_over_is_no_longer_asked(asking, friend, system):
    declare_admissible(amendment=asking, by=system)
    withdraw_amendment(amendment=asking, by=system)
    assert asked_to_co_sponsor(asking.draft.amendments.get(), system) == []
    take_over(amendment=asking, government=friend, by=system)
    assert asked_to_co_sponsor(asking.draft.amendments.get(), system) == []
