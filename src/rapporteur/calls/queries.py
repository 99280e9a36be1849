"""Reads of the call, its questions, the programme and the documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.foundation.conferences.models import Conference, Document, Outcome, RoleGrant, Session
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import SECRETARIAT, Reader
from rapporteur.foundation.ui.paging import Slice, slice_of
from rapporteur.foundation.ui.said import short_day

from .models import Call, Question

# From the closing of the call to the delivery of an output: two weeks of consolidation, one of drafting, two of written
# comments, one of last changes. The practice of two-day conferences in this field.
WEEKS_OF_WORK = 6
Phase = Literal["planned", "open", "closed"]


def call_of(conference: Conference) -> Call | None:
    """The call of `conference`: one query."""
    return Call.objects.filter(conference=conference).first()


def questions_of(call: Call) -> QuerySet[Question]:
    """The questions of `call` in their order: one query."""
    return Question.objects.filter(call=call).order_by("position", "pk")


def phase_of(call: Call, now: datetime) -> Phase:
    """Where `call` stands at `now`; the instant of closing itself is closed."""
    if now < call.opens_at:
        return "planned"
    return "open" if now < call.closes_at else "closed"


def is_open(call: Call, now: datetime) -> bool:
    """Whether an answer may be begun at `now`."""
    return phase_of(call, now) == "open"


def may_still_send(call: Call, begun_at: datetime, now: datetime) -> Literal["open", "late", "closed"]:
    """Whether an answer begun at `begun_at` may be sent at `now`: 'open', 'late' (kept and said so) or 'closed'."""
    phase = phase_of(call, now)
    if phase == "open":
        return "open"
    was_begun_in_time = call.opens_at <= begun_at < call.closes_at
    if phase == "closed" and was_begun_in_time and call.late_rule == Call.LateRule.KEEP:
        return "late"
    return "closed"


def answered_ids(call: Call) -> set[int]:
    """The questions of `call` that somebody answered, in a draft or a contribution: one query.

    Asked of whatever table refers to questions, as the answers belong to a later stage.
    """
    found: set[int] = set()
    for relation in Question._meta.related_objects:
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__call": call})
        found |= set(rows.values_list(f"{name}_id", flat=True).distinct())
    return found


@dataclass(frozen=True)
class Day:
    """A day of the programme in the conference's zone."""

    day: date
    sessions: list[Session]


def programme(conference: Conference) -> list[Day]:
    """The sessions by day, each with its room and speakers: two queries."""
    rows = conference.sessions.select_related("room").prefetch_related("speakers").order_by("starts_at", "pk")
    days: dict[date, list[Session]] = {}
    for session in rows:
        days.setdefault(session.starts_at.astimezone(conference.timezone).date(), []).append(session)
    return [Day(day, sessions) for day, sessions in days.items()]


def documents_of(conference: Conference) -> QuerySet[Document]:
    """The documents to download in their order: one query."""
    return (
        Document.objects.filter(conference=conference).select_related("file").order_by("position", "kind", "language")
    )


def outcomes_endangered(conference: Conference, closes_at: datetime) -> list[Outcome]:
    """The outputs due earlier than six weeks after `closes_at`, the soonest first: one query."""
    ready = closes_at + timedelta(weeks=WEEKS_OF_WORK)
    return list(Outcome.objects.filter(conference=conference, due_at__lt=ready).order_by("due_at", "pk"))


def kind_name(kind: str) -> str:
    """A kind of document in the reader's language."""
    return dict(document_kinds()).get(kind, kind)


def document_kinds() -> list[tuple[str, str]]:
    """The kinds of documents with their names in the reader's language."""
    return [
        ("concept_note", _("Concept note")),
        ("call", _("Call for participation")),
        ("programme", _("Programme")),
        ("rules", _("Rules of procedure")),
        ("practical", _("Practical information")),
        ("background", _("Background paper")),
        ("other", _("Other document")),
    ]


def session_kinds() -> list[tuple[str, str]]:
    """The kinds of sessions with their names in the reader's language."""
    return [
        ("opening", _("Opening")),
        ("plenary", _("Plenary")),
        ("workshop", _("Workshop")),
        ("drafting", _("Drafting")),
        ("side", _("Side event")),
        ("reception", _("Reception")),
        ("break", _("Break")),
        ("closing", _("Closing")),
    ]


def session_kind_name(kind: str) -> str:
    """A kind of session in the reader's language."""
    return dict(session_kinds()).get(kind, kind)


def speaker_parts() -> list[tuple[str, str]]:
    """What somebody does in a session, in the reader's language."""
    return [
        ("speaker", _("speaker")),
        ("moderator", _("moderator")),
        ("chair", _("chair")),
        ("rapporteur", _("rapporteur")),
        ("host", _("host")),
    ]


def speaker_part_name(part: str) -> str:
    """What somebody does in a session, in the reader's language."""
    return dict(speaker_parts()).get(part, part)


def question_kinds() -> list[tuple[str, str]]:
    """The kinds of questions with their names in the reader's language."""
    return [
        (Question.Kind.TEXT, _("text")),
        (Question.Kind.CHOICE, _("choice")),
        (Question.Kind.FIGURE, _("figure with unit")),
        (Question.Kind.FILE, _("file")),
    ]


def late_rules() -> list[tuple[str, str]]:
    """What happens to an answer that was begun in time and comes after the closing, in the reader's language."""
    return [
        (Call.LateRule.KEEP, _("It is kept and marked as late.")),
        (Call.LateRule.REFUSE, _("It is refused.")),
    ]


def station(conference: Conference, reader: Reader) -> Station | None:
    """The call on the line: two queries."""
    call = call_of(conference)
    if call is None:
        return None
    phase = phase_of(call, reader.now)
    lines = {
        "planned": _("opens %(day)s") % {"day": short_day(call.opens_at, conference.zone)},
        "open": _("open to %(day)s") % {"day": short_day(call.closes_at, conference.zone)},
        "closed": _("closed %(day)s") % {"day": short_day(call.closes_at, conference.zone)},
    }
    count = questions_of(call).count()
    asked = ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
    state = {"planned": "", "open": "now", "closed": "done"}[phase]
    return Station(_("Call"), _page("call", conference), state, (lines[phase], asked))


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """What of the call waits for the secretariat: at most two queries."""
    if not reader.has(SECRETARIAT):
        return []
    call = call_of(conference)
    if call is None:
        return [Waiting(1, _("call to open"), _page("edit_call", conference))]
    if not questions_of(call).exists():
        return [Waiting(1, _("call without a question"), _page("questions", conference))]
    return []


def instants() -> Iterable[tuple[int, datetime]]:
    """Every instant at which pages of a call change by themselves: one query."""
    rows = Call.objects.values_list("conference_id", "opens_at", "closes_at", "withdrawal_until")
    return [(conference, instant) for conference, *instants in rows for instant in instants]


def _page(name: str, conference: Conference) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": conference.slug})


def grants(conference: Conference, params: Any) -> Slice:
    """A page of the roles given in `conference`, the newest first: one query."""
    rows = RoleGrant.objects.filter(conference=conference).select_related("person", "government")
    return slice_of(rows, params)


def stamp(conference: Conference) -> datetime:
    """The moment of the last act in `conference`, its first day when there is none: one query."""
    last = Entry.objects.filter(conference=conference.slug).order_by("-number").values_list("at", flat=True).first()
    return last or datetime.combine(conference.starts_on, time(), conference.timezone)
