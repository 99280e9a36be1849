"""What tests of all rooms share: a small conference and its people."""

from __future__ import annotations

import itertools
import secrets
from datetime import UTC, date, datetime

import hypothesis
import pytest
from django.utils import translation

from rapporteur.foundation.people.reader import DELEGATE, MAYOR, ROLES

hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")
NOW = datetime(2017, 10, 2, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Each test keeps its files in its own folder."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.CHECKPOINT_KEY = tmp_path / "checkpoint.key"


@pytest.fixture(autouse=True)
def english():
    """The language of one test's request does not reach the next test."""
    with translation.override("en"):
        yield


@pytest.fixture
def at_work():
    """The clock of all conferences stands at NOW: the call is open."""
    from rapporteur.foundation.conferences.clock import at

    with at(NOW):
        yield NOW


@pytest.fixture
def conference(db, at_work):
    """A published conference with a call of three questions, open from July to 13 October 2017."""
    from rapporteur.calls.models import Call, Question
    from rapporteur.foundation.conferences.models import Conference

    conference = Conference.objects.create(
        slug="cities",
        title={"en": "Conference on Cities", "fr": "Conférence sur les villes"},
        subtitle={"en": "Cities"},
        lede={"en": "Local governments speak."},
        starts_on=date(2017, 11, 16),
        ends_on=date(2017, 11, 17),
        zone="Europe/Brussels",
        contact="secretariat@conference.example",
        symbol_root="CCM/2017",
        languages=["en", "fr", "es", "ar"],
        is_published=True,
    )
    call = Call.objects.create(
        conference=conference,
        title={"en": "Call for participation"},
        opens_at=datetime(2017, 7, 3, 7, 0, tzinfo=UTC),
        closes_at=datetime(2017, 10, 13, 16, 0, tzinfo=UTC),
        registration_closes_at=datetime(2017, 10, 10, 16, 0, tzinfo=UTC),
        withdrawal_until=datetime(2017, 11, 10, 17, 0, tzinfo=UTC),
    )
    for position, (key, required) in enumerate([("message", True), ("practice", False), ("proposal", False)]):
        Question.objects.create(
            call=call, key=key, label={"en": key.capitalize()}, is_required=required, word_limit=300, position=position
        )
    return conference


@pytest.fixture
def make_government(db):
    """`make_government("Port Amina", country="KE", region="africa")`."""
    from rapporteur.foundation.people.models import Government

    def make(name: str | None = None, **facts):
        name = name or f"Town {next(_numbers)}"
        facts = {"country": "BE", "region": "europe", "folded": name.lower(), **facts}
        return Government.objects.create(name=name, **facts)

    return make


@pytest.fixture
def make_person(db, conference, make_government):
    """`make_person("delegate", government)`: a person with a role; delegates and mayors get a government."""
    from rapporteur.foundation.conferences.models import RoleGrant
    from rapporteur.foundation.people.models import Person

    def make(role: str | None = None, government=None, *, language: str = "en"):
        number = next(_numbers)
        person = Person.objects.create(
            email=f"person{number}@office.example", name=f"Person {number}", language=language
        )
        if role:
            if role in {DELEGATE, MAYOR} and government is None:
                government = make_government()
            RoleGrant.objects.create(conference=conference, person=person, role=role, government=government)
        return person

    return make


@pytest.fixture
def reader_as(conference, make_person):
    """`reader_as("rapporteur")`, `reader_as("delegate", government)`, `reader_as(None)` for the public."""
    from rapporteur.foundation.conferences.queries import reader_of

    def make(role: str | None, government=None):
        return reader_of(make_person(role, government) if role else None, conference)

    return make


@pytest.fixture
def client_as(conference, make_person):
    """`client_as("secretariat")`: a signed-in test client with `.person`; `client_as(None)` for the public."""
    from django.test import Client

    def make(role: str | None, government=None, *, person=None):
        client = Client()
        client.person = person or (make_person(role, government) if role else None)
        if client.person:
            client.force_login(client.person)
        return client

    return make


@pytest.fixture
def form_key():
    """`form_key()`: a fresh key for a form sent by a test."""
    return lambda: secrets.token_urlsafe(18)


@pytest.fixture
def all_roles():
    return [None, *ROLES]
