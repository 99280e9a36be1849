"""What is kept is never older than the last act."""

from __future__ import annotations

import pytest
from django.db import transaction

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.journal.kept import Kept
from rapporteur.foundation.journal.models import Head
from rapporteur.foundation.people.models import Person
from rapporteur.foundation.people.reader import system

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def is_on(settings):
    settings.ANONYMOUS_PAGES_KEPT = 10


class Named:
    """A read of one row, with the number of times that it was made."""

    def __init__(self):
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return Person.objects.get().name


def rename(name: str) -> None:
    with transaction.atomic():
        Person.objects.update_or_create(email="a@city.example", defaults={"name": name})
        record(system(), "renamed", "person:1")


def test_a_value_is_read_once_until_the_next_act():
    rename("Ada")
    kept, read = Kept(most=9), Named()
    assert [kept.get("name", read), kept.get("name", read), read.count] == ["Ada", "Ada", 1]
    rename("Adela")
    assert [kept.get("name", read), kept.get("name", read), read.count] == ["Adela", "Adela", 2]


def test_values_of_different_keys_are_kept_apart():
    rename("Ada")
    kept = Kept(most=9)
    assert [kept.get(("n", role), lambda role=role: role) for role in ("mayor", "drafter")] == ["mayor", "drafter"]
    assert kept.get(("n", "mayor"), lambda: "another") == "mayor"


def test_what_was_read_while_somebody_acts_is_not_given_to_those_who_ask_later():
    rename("Ada")
    kept, read = Kept(most=9), Named()

    def overtaken() -> str:
        name = read()
        rename("Adela")
        return name

    assert kept.get("name", overtaken) == "Ada"
    assert kept.get("name", read) == "Adela"


def test_what_is_read_inside_a_transaction_is_not_kept_for_it_may_be_undone():
    rename("Ada")
    kept, read = Kept(most=9), Named()
    with transaction.atomic():
        rename("Undone")
        assert kept.get("name", read) == "Undone"
        transaction.set_rollback(True)
    assert kept.get("name", read) == "Ada"


def test_inside_a_transaction_nothing_that_was_kept_before_is_given():
    rename("Ada")
    kept, read = Kept(most=9), Named()
    kept.get("name", read)
    with transaction.atomic():
        Person.objects.update(name="Not recorded yet")
        assert kept.get("name", read) == "Not recorded yet"


def test_a_journal_that_went_another_way_after_a_restore_is_told_from_the_first():
    rename("Ada")
    kept, read = Kept(most=9), Named()
    kept.get("name", read)
    Person.objects.update(name="Restored")
    Head.objects.update(hash="f" * 64)
    assert kept.get("name", read) == "Restored"


def test_before_the_first_act_nothing_is_kept():
    Person.objects.create(email="a@city.example", name="Ada")
    kept, read = Kept(most=9), Named()
    assert [kept.get("name", read), kept.get("name", read), read.count] == ["Ada", "Ada", 2]


def test_it_can_be_switched_off(settings):
    settings.ANONYMOUS_PAGES_KEPT = 0
    rename("Ada")
    kept, read = Kept(most=9), Named()
    assert [kept.get("name", read), kept.get("name", read), read.count] == ["Ada", "Ada", 2]


def test_that_there_is_nothing_is_kept_too():
    rename("Ada")
    kept = Kept(most=9)
    assert kept.get("none", lambda: None) is None
    assert kept.get("none", lambda: "something") is None


def test_what_is_asked_for_least_goes_when_there_is_too_much():
    rename("Ada")
    kept = Kept(most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)
    assert [kept.get(key, lambda: "read again") for key in ("a", "c")] == ["a", "c"]
    assert len(kept.values) == 2
    assert kept.get("b", lambda: "read again") == "read again"
