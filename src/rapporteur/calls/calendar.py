"""The programme as iCalendar (RFC 5545): hours in the conference's zone, which the file itself defines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from rapporteur.foundation.conferences.models import Conference, Session
from rapporteur.foundation.ui.said import plain

from .queries import Day


def calendar_of(conference: Conference, days: Iterable[Day], *, stamp: datetime) -> bytes:
    """The sessions of `days` as a calendar; an event keeps its identifier when it moves. `stamp`: the last change."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rapporteur//Programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(conference.title))
    for day in days:
        for session in day.sessions:
            calendar.add_component(_event(conference, session, stamp))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(conference: Conference, session: Session, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"session-{session.pk}.{conference.slug}@rapporteur")
    event.add("dtstamp", stamp)
    event.add("summary", plain(session.title))
    event.add("dtstart", session.starts_at.astimezone(conference.timezone))
    event.add("dtend", session.ends_at.astimezone(conference.timezone))
    place = [part for part in (session.room.name if session.room else "", conference.venue) if part]
    if place:
        event.add("location", ", ".join(place))
    speakers = "\n".join(", ".join(filter(None, (row.name, row.office))) for row in session.speakers.all())
    text = "\n\n".join(part for part in (plain(session.description), speakers) if part)
    if text:
        event.add("description", text)
    return event
