from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rapporteur.foundation.conferences.actions import describe_conference, grant_role, set_party
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.queries import system_reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.ANONYMOUS_PAGES_KEPT = 10


def test_a_second_read_is_answered_without_the_page(conference, client, django_assert_max_num_queries):
    client.get("/en/cities/contact/")
    with django_assert_max_num_queries(2):
        assert client.get("/en/cities/contact/").status_code == 200


def test_a_reader_who_has_the_page_gets_304(conference, client):
    etag = client.get("/en/cities/contact/").headers["ETag"]
    response = client.get("/en/cities/contact/", headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")


def test_a_changed_row_shows_at_once(conference, client):
    client.get("/en/cities/contact/")
    describe_conference(conference=conference, by=system_reader(conference), contact="new@conference.example")
    assert "new@conference.example" in client.get("/en/cities/contact/").content.decode()


def test_a_page_of_someone_signed_in_is_never_kept(conference, client_as):
    someone = client_as("secretariat")
    assert someone.person.name in someone.get("/en/cities/contact/").content.decode()
    assert someone.person.name not in Client().get("/en/cities/contact/").content.decode()


def test_a_form_is_never_kept(conference, client):
    first, second = client.get("/en/sign-in/"), Client().get("/en/sign-in/")
    assert "ETag" not in first.headers
    assert first.content != second.content


def test_languages_are_kept_apart(conference, client):
    english, french = client.get("/en/cities/contact/"), client.get("/fr/cities/contact/")
    assert 'lang="en"' in english.content.decode()
    assert 'lang="fr"' in french.content.decode()


def test_the_closing_of_the_call_ends_a_kept_page(conference, client, settings):
    from rapporteur.web.cache import Deadlines

    moment = conference.call.closes_at
    with at(moment - timedelta(minutes=1)):
        assert any(instant == moment for instant in Deadlines.read())


def test_many_addresses_of_one_page_do_not_fill_the_memory(conference, settings, monkeypatch):
    from django.http import HttpResponse
    from django.test import RequestFactory

    from rapporteur.web import cache

    monkeypatch.setattr(cache, "MOST_BYTES", 10_000)
    settings.ANONYMOUS_PAGES_KEPT = 1000
    pages = cache.AnonymousPages(lambda request: HttpResponse(b"x" * 3000))
    for number in range(20):
        pages(RequestFactory().get(f"/en/cities/contact/?x={number}"))
    assert len(pages.kept) == 3
    assert pages.size == sum(len(found[0]) for found in pages.kept.values())


def test_a_page_of_someone_signed_in_is_kept_by_no_cache_on_the_way(conference, client_as):
    response = client_as("secretariat").get("/en/cities/desk/")
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_what_a_page_says_of_its_keeping_stands(conference):
    from django.http import HttpResponse
    from django.test import RequestFactory

    from rapporteur.web.cache import AnonymousPages

    pages = AnonymousPages(lambda request: HttpResponse(headers={"Cache-Control": "private, no-store"}))
    assert pages(RequestFactory().get("/en/x/")).headers["Cache-Control"] == "private, no-store"


def test_the_facts_of_the_first_page_are_as_of_the_last_act(conference, client_as):
    from rapporteur.foundation.conferences.queries import reader_of
    from rapporteur.reviews.actions import open_round

    someone = client_as("observer")
    assert "Review" in someone.get("/en/cities/").content.decode()
    reader = reader_of(client_as("secretariat").person, conference)
    open_round(
        conference=conference,
        title={"en": "A round that was just opened"},
        intro={},
        provisions=[("nua.para.28", {})],
        opens_at=reader.now - timedelta(days=1),
        closes_at=reader.now + timedelta(days=9),
        by=reader,
    )
    from rapporteur.web.home import facts_now, home_facts

    assert home_facts(conference, reader)["stations"] == facts_now(conference, reader)["stations"]


PAGES = ["", "call/", "programme/", "contributions/", "consolidation/", "recommendations/", "outputs/", "contact/"]


@pytest.fixture
def on_a_server(transactional_db, conference):
    """Pages are asked for outside of a transaction, after a first act: all that is ever kept is kept."""
    describe_conference(conference=conference, by=system_reader(conference), subtitle={"en": "Cities"})


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [None, "observer", "secretariat"])
def test_a_changed_conference_shows_at_once_on_every_page_to_every_reader(
    transactional_db, on_a_server, conference, client_as, role, path
):
    someone, by = client_as(role), system_reader(conference)
    assert "Renamed" not in someone.get(f"/en/cities/{path}").content.decode()
    describe_conference(conference=conference, by=by, subtitle={"en": "Renamed cities"})
    set_party(conference=conference, part="host", name={"en": "The host of the day"}, position=0, by=by)
    shown = someone.get(f"/en/cities/{path}").content.decode()
    assert "Renamed cities" in shown
    assert "The host of the day" in shown


@pytest.mark.parametrize("path", PAGES)
def test_two_who_are_signed_in_read_the_same_page_but_for_their_names(
    transactional_db, on_a_server, conference, client_as, path
):
    first, second = client_as("observer"), client_as("observer")
    shown = [
        someone.get(f"/en/cities/{path}").content.decode().replace(someone.person.name, "NAME")
        for someone in (first, second, first)
    ]
    assert first.person.name not in second.get(f"/en/cities/{path}").content.decode()
    assert shown[0] == shown[1] == shown[2]


def test_a_role_that_was_just_given_opens_the_desk_at_once(transactional_db, on_a_server, conference, client_as):
    someone = client_as("observer")
    assert someone.get("/en/cities/desk/").status_code == 403
    grant_role(conference=conference, person=someone.person, role="drafter", by=system_reader(conference))
    assert someone.get("/en/cities/desk/").status_code == 200
    assert client_as("observer").get("/en/cities/desk/").status_code == 403


def test_a_conference_that_is_no_longer_published_is_gone_at_once_but_for_its_own(
    transactional_db, on_a_server, conference, client_as
):
    officer, passer_by = client_as("secretariat"), client_as(None)
    assert [someone.get("/en/cities/contact/").status_code for someone in (officer, passer_by)] == [200, 200]
    describe_conference(conference=conference, by=system_reader(conference), is_published=False)
    assert [someone.get("/en/cities/contact/").status_code for someone in (officer, passer_by)] == [200, 404]
