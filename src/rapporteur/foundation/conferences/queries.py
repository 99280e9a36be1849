"""Reads of conferences, and who somebody is in one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from rapporteur.foundation.people.models import Person
from rapporteur.foundation.people.reader import DELEGATE, MAYOR, Reader

from .clock import clock_of
from .models import Conference, RoleGrant, Room, Session


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


def session_in_the_way(
    room: Room, starts_at: datetime, ends_at: datetime, *, besides: int | None = None
) -> Session | None:
    """The first session in `room` that shares time with the one from `starts_at` to `ends_at`: one query."""
    shared = Session.objects.filter(room=room, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return (shared.exclude(pk=besides) if besides else shared).first()
