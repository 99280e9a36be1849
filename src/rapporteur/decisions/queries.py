"""Reads of procedures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rapporteur.drafting.models import Revision
from rapporteur.drafting.permissions import versions_ready
from rapporteur.drafting.queries import lagging
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import SECRETARIAT, Answer, Reader
from rapporteur.foundation.ui.said import short_day
from rapporteur.registration.models import Delegation
from rapporteur_core.tally import Objection, Outcome, consensus, silence

from .models import Procedure, Statement


def kind_name(kind: str) -> str:
    return {"consensus": _("consensus"), "silence": _("silence procedure")}.get(kind, kind)


def state_name(state: str) -> str:
    names = {
        "running": _("running"),
        "broken": _("silence broken"),
        "agreed": _("agreed by silence"),
        "adopted": _("adopted"),
        "not_adopted": _("not adopted"),
    }
    return names.get(state, state)


def statement_name(kind: str) -> str:
    names = {
        "objection": _("objection"),
        "reservation": _("reservation"),
        "explanation": _("explanation of position"),
    }
    return names.get(kind, kind)


def procedures(conference: Conference) -> QuerySet[Procedure]:
    """All procedures with the number of those entitled and of objections: one query."""
    return (
        Procedure.objects.filter(conference=conference)
        .select_related("revision__draft")
        .annotate(
            entitled_count=Count("entitled", distinct=True),
            objection_count=Count("statements", filter=Q(statements__kind="objection"), distinct=True),
        )
        .order_by("-number")
    )


def procedure_page(conference: Conference, number: int) -> Procedure | None:
    """A procedure with its statements and those entitled: three queries."""
    statements = Statement.objects.select_related("government").order_by("made_at", "pk")
    return (
        Procedure.objects.filter(conference=conference, number=number)
        .select_related("revision__draft")
        .prefetch_related(Prefetch("statements", queryset=statements), "entitled__government")
        .first()
    )


def last_frozen(conference: Conference) -> Revision | None:
    """The revision on which a procedure can be opened: the last, if it is frozen and not yet adopted."""
    revisions = Revision.objects.filter(draft__conference=conference).select_related("draft")
    last = revisions.order_by("-number").first()
    return last if last and last.frozen_at and not last.is_adopted else None


def in_languages(revision: Revision) -> Answer:
    """Whether the text is complete in its other languages, so that it can be adopted: three queries at most."""
    return versions_ready(lagging(revision))


def governments_of_delegations(conference: Conference) -> QuerySet[Government]:
    """The accredited governments: those entitled, one query."""
    return Government.objects.filter(
        delegations__conference=conference, delegations__state=Delegation.State.ACCREDITED
    ).order_by("name")


def speaking_for(reader: Reader) -> QuerySet[Government]:
    return Government.objects.filter(pk__in=reader.government_ids).order_by("name")


def outcome_of(procedure: Procedure, *, now: datetime, present: int | None = None) -> Outcome:
    """The outcome as the rules give it from the record alone: two queries."""
    statements = list(procedure.statements.filter(kind=Statement.Kind.OBJECTION).select_related("government"))
    objections = [
        Objection(by=str(row.government_id), at=row.made_at, ground=row.text, is_withdrawn=row.is_withdrawn)
        for row in statements
    ]
    if procedure.kind == Procedure.Kind.CONSENSUS:
        reserved = procedure.statements.filter(kind=Statement.Kind.RESERVATION, is_withdrawn=False)
        names = [str(pk) for pk in reserved.values_list("government_id", flat=True)]
        return consensus(objections, reservations=names, present=present)
    entitled = list(procedure.entitled.values_list("government_id", "notified_at"))
    if procedure.deadline is None:
        raise ValueError("A silence procedure has a deadline.")
    return silence(
        entitled=[str(pk) for pk, _at in entitled],
        deliveries={str(pk): at for pk, at in entitled if at},
        objections=objections,
        opened_at=procedure.opened_at,
        deadline=procedure.deadline,
        now=now,
    )


def open_record(procedure: Procedure) -> dict[str, Any]:
    """What a stranger needs to recompute the outcome: the rule, those entitled, what was said, the text's fingerprint."""
    names = {str(row.government_id): row.government.name for row in procedure.entitled.all()}
    return {
        "procedure": procedure.number,
        "kind": procedure.kind,
        "symbol": procedure.revision.symbol,
        "fingerprint": procedure.fingerprint,
        "state": procedure.state,
        "governments": names,
        "record": procedure.record,
    }


def station(conference: Conference, reader: Reader) -> Station:
    """Adoption on the line: one query."""
    last = Procedure.objects.filter(conference=conference).order_by("-number").first()
    url = reverse("decisions:list", kwargs={"slug": conference.slug})
    if last is None:
        return Station(_("Adoption"), url, "", (short_day(conference.ends_on),))
    if last.state == Procedure.State.ADOPTED and last.closed_at:
        return Station(_("Adoption"), url, "done", (_("adopted"), short_day(last.closed_at, conference.zone)))
    lines = [f"{kind_name(last.kind)}: {state_name(last.state)}"]
    if last.deadline and last.state == Procedure.State.RUNNING:
        lines.append(_("until %(day)s") % {"day": short_day(last.deadline, conference.zone)})
    return Station(_("Adoption"), url, "now", tuple(lines))


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """Silence procedures whose deadline has passed and that wait to be concluded: one query."""
    if not reader.has(SECRETARIAT):
        return []
    due = Procedure.objects.filter(
        conference=conference, state=Procedure.State.RUNNING, deadline__lte=reader.now
    ).count()
    url = reverse("decisions:desk", kwargs={"slug": conference.slug})
    return [Waiting(due, _("silence procedure to conclude"), url)] if due else []


def instants() -> list[tuple[int, datetime]]:
    rows = Procedure.objects.filter(state=Procedure.State.RUNNING).values_list("conference_id", "opened_at", "deadline")
    return [(conference, at) for conference, opened, deadline in rows for at in (opened, deadline) if at]
