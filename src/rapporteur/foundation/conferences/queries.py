"""Reads of conferences, and who somebody is in one."""

from __future__ import annotations

from django.db.models import QuerySet

from rapporteur.foundation.people.models import Person
from rapporteur.foundation.people.reader import DELEGATE, MAYOR, Reader

from .clock import clock_of
from .models import Conference, RoleGrant


def reader_of(person: Person | None, conference: Conference) -> Reader:
    """`person` as a reader of `conference`, with the roles granted there: one query, none for the public."""
    roles: set[str] = set()
    governments: set[int] = set()
    if person is not None:
        grants = RoleGrant.objects.filter(conference=conference, person=person)
        for role, government in grants.values_list("role", "government_id"):
            roles.add(role)
            if government and role in {DELEGATE, MAYOR}:
                governments.add(government)
    return Reader(
        person=person,
        roles=frozenset(roles),
        government_ids=frozenset(governments),
        conference_slug=conference.slug,
        conference_id=conference.pk,
        clock=clock_of(conference),
    )


def system_reader(conference: Conference) -> Reader:
    """The product itself at work in `conference`: loading a sample, running the worker."""
    return Reader(
        is_system=True, conference_slug=conference.slug, conference_id=conference.pk, clock=clock_of(conference)
    )


def persons_with(conference: Conference, *roles: str) -> QuerySet[Person]:
    """Those who hold one of `roles`: one query."""
    return Person.objects.filter(role_grants__conference=conference, role_grants__role__in=roles).distinct()
