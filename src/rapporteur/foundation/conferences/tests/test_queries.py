"""Who meets a conference, and that it is met as it is."""

from __future__ import annotations

import pytest
from django.db import transaction

from rapporteur.foundation.conferences.actions import (
    describe_conference,
    grant_role,
    remove_party,
    set_party,
    withdraw_role,
)
from rapporteur.foundation.conferences.models import Conference, RoleGrant
from rapporteur.foundation.conferences.queries import bodies_of, conference_for, reader_of, system_reader
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import ROLES, Reader, system


@pytest.fixture
def kept(transactional_db, settings):
    """What is read is kept, as it is on a server: outside of a transaction, after a first act."""
    settings.ANONYMOUS_PAGES_KEPT = 10
    with transaction.atomic():
        record(system(), "began", "test:1")


@pytest.mark.parametrize("is_published", [True, False])
@pytest.mark.parametrize("role", ["public", "signed in", *ROLES])
def test_a_conference_is_met_by_those_to_whom_its_row_is_visible(kept, conference, make_person, role, is_published):
    describe_conference(conference=conference, by=system_reader(conference), is_published=is_published)
    person = None if role == "public" else make_person(None if role == "signed in" else role)
    visible = Conference.objects.visible_to(Reader(person=person)).filter(slug="cities").exists()
    assert visible == (is_published or role in ROLES)
    for _time in range(2):
        assert (conference_for(person, "cities") is not None) == visible
        assert (conference_for(person, "cities", is_to_act=True) is not None) == visible


def test_a_role_in_another_conference_opens_none(kept, conference, make_person):
    person = make_person("secretariat")
    other = Conference.objects.create(
        slug="other", starts_on="2020-01-01", ends_on="2020-01-02", contact="a@b.example", symbol_root="O"
    )
    assert conference_for(person, "other") is None
    assert not other.is_open_to(reader_of(person, conference))


def test_two_readers_with_different_rights_never_share_them(kept, conference, make_person):
    describe_conference(conference=conference, by=system_reader(conference), is_published=False)
    officer, passer_by = make_person("secretariat"), make_person()
    _conference, reader = conference_for(officer, "cities")
    assert reader.roles == {"secretariat"}
    assert conference_for(passer_by, "cities") is None
    assert conference_for(None, "cities") is None
    assert conference_for(officer, "cities")[1] == reader


def test_a_role_given_or_taken_shows_at_once_and_so_does_one_that_no_act_gave(kept, conference, make_person):
    person, by = make_person(), system_reader(conference)
    assert conference_for(person, "cities")[1].roles == set()
    grant = grant_role(conference=conference, person=person, role="drafter", by=by)
    assert conference_for(person, "cities")[1].roles == {"drafter"}
    withdraw_role(grant=grant, by=by)
    assert conference_for(person, "cities")[1].roles == set()
    RoleGrant.objects.create(conference=conference, person=person, role="observer")
    assert conference_for(person, "cities")[1].roles == {"observer"}


def test_a_changed_conference_shows_at_once(kept, conference):
    assert conference_for(None, "cities")[0].contact == "secretariat@conference.example"
    describe_conference(conference=conference, by=system_reader(conference), contact="new@conference.example")
    assert conference_for(None, "cities")[0].contact == "new@conference.example"


def test_what_one_reader_does_with_the_conference_reaches_no_other(kept, conference):
    mine = conference_for(None, "cities")[0]
    mine.contact = "mine@conference.example"
    mine.title["en"] = "Mine"
    other = conference_for(None, "cities")[0]
    assert (other.contact, other.title) == (conference.contact, conference.title)


def test_who_acts_gets_the_row_itself_even_where_no_act_changed_it(kept, conference):
    conference_for(None, "cities")
    Conference.objects.update(venue="Changed by hand")
    assert conference_for(None, "cities")[0].venue == ""
    assert conference_for(None, "cities", is_to_act=True)[0].venue == "Changed by hand"


def test_a_conference_that_is_not_there_is_met_by_nobody_until_it_is_founded(kept):
    assert conference_for(None, "cities") is None
    from rapporteur.foundation.conferences.actions import found_conference

    found_conference(
        slug="cities",
        starts_on="2020-01-01",
        ends_on="2020-01-02",
        contact="a@b.example",
        symbol_root="C",
        is_published=True,
    )
    assert conference_for(None, "cities")[0].slug == "cities"


def test_a_host_that_is_named_or_removed_shows_at_once(kept, conference):
    by = system_reader(conference)
    assert bodies_of(conference) == {"host": [], "supporter": [], "organiser": []}
    party = set_party(conference=conference, part="host", name={"en": "Mechelen"}, position=0, by=by)
    assert bodies_of(conference) == {"host": [party], "supporter": [], "organiser": []}
    remove_party(party=party, by=by)
    assert bodies_of(conference) == {"host": [], "supporter": [], "organiser": []}


def test_reading_a_conference_again_costs_the_head_and_the_roles(
    kept, conference, make_person, django_assert_num_queries
):
    person = make_person("delegate")
    conference_for(person, "cities")
    with django_assert_num_queries(2):
        conference_for(person, "cities")
    with django_assert_num_queries(1):
        conference_for(None, "cities")


@pytest.mark.django_db
def test_a_reader_speaks_for_the_governments_of_delegates_and_mayors_only(conference, make_person, make_government):
    mine, other = make_government(), make_government()
    person = make_person("delegate", mine)
    RoleGrant.objects.create(conference=conference, person=person, role="observer", government=other)
    reader = reader_of(person, conference)
    assert (reader.roles, reader.government_ids) == ({"delegate", "observer"}, {mine.pk})
