"""Reads of conferences, and who somebody is in one."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from rapporteur.foundation.journal.kept import Kept
from rapporteur.foundation.people.models import Person
from rapporteur.foundation.people.reader import DELEGATE, MAYOR, Reader

from .clock import clock_of
from .models import Conference, Party, Room, Session

_kept = Kept(most=64)


def reader_of(person: Person | None, conference: Conference) -> Reader:
    """`person` as a reader of `conference`, with the roles granted there: one query, none for the public."""
    roles: set[str] = set()
    governments: set[int] = set()
    if person is not None:
        for role, government in _grants(person.pk, conference.pk):
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


def _grants(person_id: int, conference_id: int) -> list[tuple[str, int | None]]:
    """Roles with their governments: one query, written out because every page of a signed-in reader makes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, government_id FROM conferences_rolegrant WHERE person_id = %s AND conference_id = %s",
            [person_id, conference_id],
        )
        return [(str(role), government) for role, government in cursor.fetchall()]


def conference_for(person: Person | None, slug: str, *, is_to_act: bool = False) -> tuple[Conference, Reader] | None:
    """The conference of this address with `person` as its reader; None where it is not there for them.

    Who is to act gets the row as it is, who reads gets it as kept since the last act. The roles are read each time. Two
    queries as a rule, three after an act.
    """
    conference = Conference.objects.filter(slug=slug).first() if is_to_act else _kept_conference(slug)
    if conference is None:
        return None
    reader = reader_of(person, conference)
    return (conference, reader) if conference.is_open_to(reader) else None


def _kept_conference(slug: str) -> Conference | None:
    """A copy of its own for each caller, whatever it does with it."""
    return deepcopy(_kept.get(("conference", slug), lambda: Conference.objects.filter(slug=slug).first()))


def bodies_of(conference: Conference) -> dict[str, list[Party]]:
    """Host, supporters and organisers, each in its role: two queries after an act, then one."""

    def read() -> dict[str, list[Party]]:
        found: dict[str, list[Party]] = {part: [] for part in Party.Part.values}
        for party in conference.parties.all():
            found[party.part].append(party)
        return found

    return _kept.get(("bodies", conference.pk), read)


def system_reader(conference: Conference) -> Reader:
    """The product itself at work in `conference`: loading a sample, running the worker."""
    return Reader(
        is_system=True, conference_slug=conference.slug, conference_id=conference.pk, clock=clock_of(conference)
    )


def persons_with(conference: Conference, *roles: str) -> QuerySet[Person]:
    """Those who hold one of `roles`: one query."""
    return Person.objects.filter(role_grants__conference=conference, role_grants__role__in=roles).distinct()


def meeting_at(conference: Conference, instant: datetime) -> Session | None:
    """The session that meets at an instant; None where none does, or several side by side: one query."""
    meeting = Session.objects.filter(conference=conference, starts_at__lte=instant, ends_at__gte=instant)[:2]
    found = list(meeting)
    return found[0] if len(found) == 1 else None


def session_in_the_way(
    room: Room, starts_at: datetime, ends_at: datetime, *, besides: int | None = None
) -> Session | None:
    """The first session in `room` that shares time with the one from `starts_at` to `ends_at`: one query."""
    shared = Session.objects.filter(room=room, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return (shared.exclude(pk=besides) if besides else shared).first()
