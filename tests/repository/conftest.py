"""The sample at its last station, loaded once for the tests that read all pages."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from tests.sample import PEOPLE, crawl


@pytest.fixture(scope="module", params=["drafting", "followup"])
def sample(request, django_db_setup, django_db_blocker):
    from rapporteur.cli.sample import load_sample
    from rapporteur.foundation.conferences.actions import grant_role
    from rapporteur.foundation.conferences.queries import system_reader
    from rapporteur.foundation.people.actions import person_with
    from rapporteur.foundation.people.models import Government

    with django_db_blocker.unblock(), transaction.atomic():
        conference = load_sample(request.param)
        mayor = person_with(email=PEOPLE["mayor"])
        government = Government.objects.get(name="Harrowmere")
        grant_role(
            conference=conference, person=mayor, role="mayor", government=government, by=system_reader(conference)
        )
        person_with(email=PEOPLE["visitor"])
        yield conference
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def people(sample):
    """A signed-in client for each role; None is the public."""
    from rapporteur.foundation.people.models import Person

    clients = {None: Client()}
    for role, email in PEOPLE.items():
        clients[role] = Client()
        clients[role].force_login(Person.objects.get(email=email))
    return clients


@pytest.fixture(scope="module")
def crawls(sample, people):
    return {role: crawl(client, f"/en/{sample.slug}/") for role, client in people.items()}


@pytest.fixture
def own_files():
    """The sample's files stay where they were loaded."""
