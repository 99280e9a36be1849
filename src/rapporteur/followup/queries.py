"""Reads of the follow-up: what was promised, by whom, how far it is, what is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.drafting.models import Revision, Sentence, Wording
from rapporteur.foundation.conferences.clock import now
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.journal.actions import name_of
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import SECRETARIAT, Reader
from rapporteur.foundation.ui import said
from rapporteur.registration.models import Delegation
from rapporteur.reviews.models import Stage
from rapporteur_core.text import fold

from .models import Commitment, ProgressReport

NO_REPORT = "none"
SOON = timedelta(days=60)


def adopted_revision(conference: Conference) -> Revision | None:
    """The adopted text, when there is one: one query."""
    rows = Revision.objects.filter(draft__conference=conference, is_adopted=True).select_related("draft")
    return rows.order_by("-number").first()


def today(conference: Conference) -> date:
    """The day that it is in the conference's zone, by its clock."""
    return now(conference).astimezone(conference.timezone).date()


def paragraphs_of(revision: Revision) -> list[Wording]:
    """The paragraphs of `revision` with their sentences, each with its number of commitments: two queries."""
    sentences = Sentence.objects.select_related("wording").annotate(commitment_count=Count("commitments"))
    prefetched = Prefetch("sentences", queryset=sentences.order_by("position"))
    return list(revision.wordings.select_related("paragraph").prefetch_related(prefetched).order_by("position"))


def with_last_stage(rows: QuerySet[Commitment]) -> QuerySet[Any]:
    """`rows` with `last_stage` (empty before the first report) and `last_at` of the last report."""
    last = ProgressReport.objects.filter(commitment=OuterRef("pk")).order_by("-reported_at", "-pk")
    return rows.annotate(
        last_stage=Coalesce(Subquery(last.values("stage")[:1]), Value("")),
        last_at=Subquery(last.values("reported_at")[:1]),
    )


def commitments(
    reader: Reader, day: date, *, owner: str = "", region: str = "", stage: str = "", only_overdue: bool = False
) -> QuerySet[Any]:
    """The commitments with owner, sentence and last stage, narrowed as asked: one query. `day` is today."""
    rows = with_last_stage(Commitment.objects.visible_to(reader)).select_related(
        "owner", "sentence__wording__revision", "sentence__wording__paragraph"
    )
    if key := fold(owner).strip():
        rows = rows.filter(owner__folded__contains=key)
    if region:
        rows = rows.filter(owner__region=region)
    if stage:
        rows = rows.filter(last_stage="" if stage == NO_REPORT else stage)
    return overdue(rows, day) if only_overdue else rows


def overdue(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Those of `rows` (with their last stage) whose day has passed and that are not done."""
    return rows.filter(due_on__lt=day).exclude(last_stage=Stage.DONE)


def counts(conference: Conference) -> dict[str, int]:
    """How many there are: `total`, `done`, `overdue`, `free` (without an owner). One query."""
    rows = with_last_stage(Commitment.objects.filter(conference=conference))
    late = Q(due_on__lt=today(conference)) & ~Q(last_stage=Stage.DONE)
    found: dict[str, int] = rows.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(last_stage=Stage.DONE)),
        overdue=Count("pk", filter=late),
        free=Count("pk", filter=Q(owner=None)),
    )
    return found


def reports_on(commitment: Commitment) -> list[ProgressReport]:
    """All progress reports, the first one first: one query."""
    return list(commitment.reports.order_by("reported_at", "pk"))


def to_remind(conference: Conference) -> list[Any]:
    """Commitments with an owner that are not done and are overdue or due within 60 days, by owner: one query."""
    rows = with_last_stage(Commitment.objects.filter(conference=conference, owner__isnull=False))
    due = rows.filter(due_on__lte=today(conference) + SOON).exclude(last_stage=Stage.DONE)
    return list(due.select_related("owner").order_by("owner_id", "due_on", "number"))


def last_reminder(conference: Conference) -> datetime | None:
    """When owners were reminded last: one query."""
    entries = Entry.objects.filter(object=name_of(conference), act="reminded owners").order_by("-number")
    return entries.values_list("at", flat=True).first()


def possible_owners(conference: Conference) -> QuerySet[Government]:
    """The governments with an accredited delegation, by name: one query."""
    accredited = Delegation.objects.filter(conference=conference, state=Delegation.State.ACCREDITED)
    return Government.objects.filter(pk__in=accredited.values("government")).order_by("folded", "pk")


def mandates(reader: Reader) -> list[Government]:
    """The governments for which the reader speaks: one query."""
    return list(Government.objects.filter(pk__in=reader.government_ids).order_by("folded", "pk"))


def stage_name(stage: str) -> str:
    """A stage in the reader's language; an empty one is a missing report."""
    return str(Stage(stage).label) if stage else _("no report yet")


def station(conference: Conference, reader: Reader) -> Station | None:
    """The last stop of the line: at most two queries."""
    address = reverse("followup:list", kwargs={"slug": conference.slug})
    if adopted_revision(conference) is None:
        return Station(_("Follow-up"), address, "", (_("begins with the adoption"),))
    found = counts(conference)
    lines = [
        ngettext("%(count)s commitment", "%(count)s commitments", found["total"])
        % {"count": said.number(found["total"])}
    ]
    if found["overdue"]:
        lines.append(_("%(count)s overdue") % {"count": said.number(found["overdue"])})
    return Station(_("Follow-up"), address, "now", tuple(lines))


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """For the secretariat: commitments that are overdue, and those that nobody has taken on. One query."""
    if not reader.has(SECRETARIAT):
        return []
    found = counts(conference)
    address = reverse("followup:list", kwargs={"slug": conference.slug})
    late, free = found["overdue"], found["free"]
    items: Iterable[Waiting] = (
        Waiting(late, ngettext("overdue commitment", "overdue commitments", late), f"{address}?overdue=1"),
        Waiting(free, ngettext("commitment without an owner", "commitments without an owner", free), address),
    )
    return [item for item in items if item.count]


def instants() -> list[tuple[int, datetime]]:
    """The end of each due day in the conference's zone, when a commitment becomes overdue: one query."""
    rows = Commitment.objects.select_related("conference").order_by().only("due_on", "conference__zone")
    found = {(row.conference_id, row.due_on, row.conference.timezone) for row in rows}
    midnight = [(pk, datetime.combine(day + timedelta(days=1), time(), zone)) for pk, day, zone in found]
    return sorted(midnight)
