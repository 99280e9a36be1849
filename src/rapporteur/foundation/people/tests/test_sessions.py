"""Who is signed in is asked of the database at each page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from rapporteur.foundation.people.models import Person
from rapporteur.foundation.people.sessions import SessionStore

pytestmark = pytest.mark.django_db
ACCOUNT = "/en/account/"


@pytest.fixture
def person():
    return Person.objects.create(email="a@city.example", name="Ada")


@pytest.fixture
def signed_in(person):
    client = Client()
    client.force_login(person)
    assert "Ada" in client.get(ACCOUNT).content.decode()
    return client


def test_what_was_put_into_a_session_is_read_back():
    kept = SessionStore()
    kept["seen"] = {"city": "Mechelen", "count": 3}
    kept.save()
    assert dict(SessionStore(kept.session_key).items()) == {"seen": {"city": "Mechelen", "count": 3}}


def test_a_session_that_was_ended_elsewhere_is_over_at_once(signed_in):
    Session.objects.all().delete()
    assert signed_in.get(ACCOUNT).status_code == 302


def test_a_session_is_over_after_its_time(signed_in):
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=60))
    assert signed_in.get(ACCOUNT).status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert signed_in.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize("key", ["x" * 32, "' OR 1=1 --", "", None])
def test_a_made_up_key_opens_no_session(signed_in, key):
    store = SessionStore(key)
    assert dict(store.items()) == {}
    assert store.session_key is None


def test_somebody_who_is_no_longer_active_is_signed_in_no_more(signed_in, person):
    Person.objects.update(is_active=False)
    assert signed_in.get(ACCOUNT).status_code == 302


def test_a_changed_name_shows_at_once(signed_in):
    Person.objects.update(name="Adela")
    assert "Adela" in signed_in.get(ACCOUNT).content.decode()


def test_the_person_of_a_session_has_all_its_facts(signed_in, person, django_assert_num_queries):
    from rapporteur.foundation.people.backend import CodeBackend

    with django_assert_num_queries(1):
        found = CodeBackend().get_user(person.pk)
        facts = {field.attname: getattr(found, field.attname) for field in Person._meta.concrete_fields}
    assert facts == {field.attname: getattr(person, field.attname) for field in Person._meta.concrete_fields}
    assert CodeBackend().get_user(person.pk + 1) is None
