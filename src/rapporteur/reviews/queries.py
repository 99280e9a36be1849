"""Reads of reporting rounds: who was asked, who answered, how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.contributions.queries import region_name
from rapporteur.foundation.conferences.clock import now
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.journal.actions import name_of
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.models import Government, Region
from rapporteur.foundation.people.queries import country_name
from rapporteur.foundation.people.reader import SECRETARIAT, Reader
from rapporteur.foundation.ui import said
from rapporteur.foundation.ui.world import project
from rapporteur.registration.models import Delegation, Member

from .models import Report, Round, RoundItem, Stage

STAGES: tuple[str, ...] = tuple(Stage.values)
AHEAD = (str(Stage.UNDER_WAY), str(Stage.DONE))
OLD = timedelta(days=365)
ANSWER = ("stage", "figure", "unit", "year", "source", "narrative", "language", "obstacle", "partner_wanted")
ASKED = ("government", "country", "region", "latitude", "longitude", "number", "provision", "question")
HEADER = (*ASKED, *ANSWER, "reported_at")


def stage_name(stage: str) -> str:
    """A stage in the reader's language; an empty one is a missing answer."""
    return str(Stage(stage).label) if stage else _("no answer")


def region_choices() -> list[tuple[str, str]]:
    """The regions with their names, for filters."""
    return [(region, region_name(region)) for region in Region.values]


def overall(counts: Mapping[str, int]) -> str:
    """How far a government is over all that it answered: not begun, planned or done where all is at most or wholly so,
    under way otherwise; empty without an answer."""
    given = [stage for stage in STAGES if counts.get(stage)]
    if not given:
        return ""
    if given[-1] in (Stage.NOT_BEGUN, Stage.PLANNED):
        return given[-1]
    return given[-1] if given == [Stage.DONE] else str(Stage.UNDER_WAY)


@dataclass(frozen=True)
class Standing:
    """A government in a round: how many answers it gave at each stage, where it lies, when it last reported."""

    pk: int
    name: str
    country: str
    region: str
    latitude: float | None
    longitude: float | None
    counts: dict[str, int]
    last_at: datetime | None

    @property
    def answered(self) -> int:
        return sum(self.counts.values())

    @property
    def stage(self) -> str:
        return overall(self.counts)

    @property
    def stage_label(self) -> str:
        return stage_name(self.stage)


@dataclass(frozen=True)
class Dot:
    """A government on the map, in units of its view box."""

    x: str
    y: str
    stage: str
    title: str


@dataclass(frozen=True)
class ItemTally:
    """A commitment and how the answers to it fall; `whole` is the number of governments asked."""

    item: RoundItem
    counts: dict[str, int]
    lagging: tuple[str, ...]
    whole: int

    @property
    def answered(self) -> int:
        return sum(self.counts.values())

    @property
    def ahead(self) -> int:
        """Answers under way or done."""
        return sum(self.counts[stage] for stage in AHEAD)

    @property
    def not_begun(self) -> int:
        return self.counts[Stage.NOT_BEGUN]

    @property
    def missing(self) -> int:
        return max(self.whole - self.answered, 0)

    @property
    def by_stage(self) -> list[tuple[str, int]]:
        return [(stage, self.counts[stage]) for stage in reversed(STAGES)]


def rounds(conference: Conference) -> QuerySet[Round]:
    """The rounds of a conference, the last one first: one query."""
    return Round.objects.filter(conference=conference).order_by("-opens_at", "-pk")


def current_round(conference: Conference, at: datetime) -> Round | None:
    """The round that opened last; before any has opened, the first to come: at most two queries."""
    found = rounds(conference)
    return found.filter(opens_at__lte=at).first() or found.last()


def asked(round: Round) -> QuerySet[Government]:
    """The local and regional governments with an accredited delegation, and whoever reported; by name."""
    accredited = Delegation.objects.filter(
        conference_id=round.conference_id, state=Delegation.State.ACCREDITED, government__category="lrg"
    )
    reported = Report.objects.filter(item__round=round)
    return Government.objects.filter(
        Q(pk__in=accredited.values("government")) | Q(pk__in=reported.values("government"))
    ).order_by("folded", "pk")


def standings(round: Round, *, region: str = "", without_report: bool = False) -> list[Standing]:
    """Every government asked, in `region` where one is given, with its counts: one query."""
    mine = Q(reports__item__round=round)
    counted = {f"n_{stage}": Count("reports", filter=mine & Q(reports__stage=stage)) for stage in STAGES}
    rows = asked(round).annotate(**counted, last_at=Max("reports__reported_at", filter=mine))
    if region:
        rows = rows.filter(region=region)
    if without_report:
        rows = rows.filter(last_at=None)
    fields = ("pk", "name", "country", "region", "latitude", "longitude", "last_at")
    return [
        Standing(**{field: row[field] for field in fields}, counts={stage: row[f"n_{stage}"] for stage in STAGES})
        for row in rows.values(*fields, *counted)
    ]


def dots(found: Iterable[Standing], item_count: int) -> list[Dot]:
    """Those with a place on the map, the furthest ahead last so that they lie on top."""
    order = ("", *STAGES)
    placed = [row for row in found if row.latitude is not None and row.longitude is not None]
    return [_dot(row, item_count) for row in sorted(placed, key=lambda row: order.index(row.stage))]


def _dot(row: Standing, item_count: int) -> Dot:
    x, y = project(row.longitude or 0.0, row.latitude or 0.0)
    title = _("%(government)s, %(country)s: %(stage)s (%(count)s of %(total)s answered)") % {
        "government": row.name,
        "country": country_name(row.country) if row.country else region_name(row.region),
        "stage": row.stage_label,
        "count": said.number(row.answered),
        "total": said.number(item_count),
    }
    return Dot(f"{x:.0f}", f"{y:.0f}", row.stage, title)


def tallies(round: Round, whole: int, *, region: str = "") -> list[ItemTally]:
    """Each commitment of the round with its answers: two queries, of which one counts by region and stage.

    `lagging` names the regions that answered and where nothing is under way or done.
    """
    rows = Report.objects.filter(item__round=round).values_list("item_id", "government__region", "stage")
    if region:
        rows = rows.filter(government__region=region)
    counts: dict[int, Counter[tuple[str, str]]] = {}
    for item_id, where, stage, count in rows.annotate(count=Count("pk")).order_by():
        counts.setdefault(item_id, Counter())[where, stage] = count
    return [_tally(item, counts.get(item.pk, Counter()), whole) for item in round.items.all()]


def _tally(item: RoundItem, counts: Counter[tuple[str, str]], whole: int) -> ItemTally:
    by_stage = {stage: sum(n for (_where, at), n in counts.items() if at == stage) for stage in STAGES}
    present = {where for where, _stage in counts}
    moving = {where for where, stage in counts if stage in AHEAD}
    return ItemTally(item, by_stage, tuple(sorted(present - moving)), whole)


def furthest(found: Iterable[ItemTally]) -> tuple[ItemTally | None, ItemTally | None]:
    """The commitment with the largest share under way or done, and the one with the largest share not begun."""
    answered = [tally for tally in found if tally.answered]
    first = max(answered, key=lambda tally: tally.ahead / tally.answered, default=None)
    last = max(answered, key=lambda tally: tally.not_begun / tally.answered, default=None)
    return (first if first and first.ahead else None), (last if last and last.not_begun else None)


def cells(round: Round, government_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """The stage at (government, item) for the governments named: one query."""
    rows = Report.objects.filter(item__round=round, government_id__in=list(government_ids))
    return {
        (government, item): stage for government, item, stage in rows.values_list("government_id", "item_id", "stage")
    }


def reports_on(item: RoundItem, *, region: str = "", stage: str = "") -> QuerySet[Report]:
    """The reports on one commitment with their governments: one query."""
    rows = Report.objects.filter(item=item).select_related("government")
    if region:
        rows = rows.filter(government__region=region)
    return rows.filter(stage=stage) if stage else rows


def silent_on(item: RoundItem, *, most: int = 200) -> list[str]:
    """The names of those asked who did not report on this commitment, at most `most`: one query."""
    answered = Report.objects.filter(item=item).values("government")
    return list(asked(item.round).exclude(pk__in=answered).values_list("name", flat=True)[:most])


def comparability(item: RoundItem) -> str:
    """Why the figures of a commitment cannot be added or ranked, as sentences; empty without figures: one query."""
    rows = Report.objects.filter(item=item, figure__isnull=False)
    facts = rows.aggregate(units=Count("unit", distinct=True), first=Min("year"), last=Max("year"), count=Count("pk"))
    if not facts["count"]:
        return ""
    units = ngettext("The figures come in one unit.", "The figures come in %(count)s units.", facts["units"]) % {
        "count": said.number(facts["units"])
    }
    if facts["first"] == facts["last"]:
        years = _("All are from the year %(year)s.") % {"year": facts["first"]}
    else:
        years = _("They are from the years %(first)s to %(last)s.") % {"first": facts["first"], "last": facts["last"]}
    return f"{units} {years}"


def wanting_partners(round: Round) -> QuerySet[Report]:
    """The reports that ask for a partner: one query."""
    return Report.objects.filter(item__round=round).exclude(partner_wanted="").select_related("government", "item")


def reports_of(round: Round, government: Government) -> dict[int, Report]:
    """What a government reported in a round, by item: one query."""
    return {report.item_id: report for report in Report.objects.filter(item__round=round, government=government)}


def last_reports(round: Round, government: Government) -> dict[str, Report]:
    """What it reported last, by provision, in the rounds that opened before this one: one query."""
    rows = Report.objects.filter(
        government=government, item__round__conference_id=round.conference_id, item__round__opens_at__lt=round.opens_at
    )
    ordered = rows.select_related("item").order_by("item__round__opens_at", "reported_at")
    return {report.item.provision: report for report in ordered}


def mandates(reader: Reader) -> list[Government]:
    """The governments for which the reader speaks: one query."""
    return list(Government.objects.filter(pk__in=reader.government_ids).order_by("folded", "pk"))


def is_old(reported_at: datetime, at: datetime) -> bool:
    """Whether a report is a year old or more."""
    return at - reported_at >= OLD


def contacts(conference: Conference, government_ids: Iterable[int]) -> dict[int, list[Any]]:
    """Whom to write to for each government: its focal point, else those who may speak for it. Two queries."""
    ids = list(government_ids)
    found: dict[int, list[Any]] = {}
    members = Member.objects.filter(
        conference=conference,
        part=Member.Part.FOCAL,
        delegation__government_id__in=ids,
        delegation__state=Delegation.State.ACCREDITED,
    ).select_related("person", "delegation")
    for member in members:
        found.setdefault(member.delegation.government_id, []).append(member.person)
    others = [pk for pk in ids if pk not in found]
    grants = conference.role_grants.filter(government_id__in=others).select_related("person").order_by("pk")
    for grant in grants:
        people = found.setdefault(grant.government_id or 0, [])
        if grant.person not in people:
            people.append(grant.person)
    return found


def last_reminder(round: Round) -> datetime | None:
    """When those missing were reminded last: one query."""
    entries = Entry.objects.filter(object=name_of(round), act="reminded those missing").order_by("-number")
    return entries.values_list("at", flat=True).first()


def exported(round: Round, *, region: str = "") -> Iterator[dict[str, Any]]:
    """One map a government and commitment with the keys of HEADER, missing answers as `no_answer`: three queries."""
    items = list(round.items.all())
    reports = {(r.government_id, r.item_id): r for r in Report.objects.filter(item__round=round)}
    rows = asked(round).filter(region=region) if region else asked(round)
    for government in rows:
        for item in items:
            yield _exported(government, item, reports.get((government.pk, item.pk)))


def _exported(government: Government, item: RoundItem, report: Report | None) -> dict[str, Any]:
    answer: dict[str, Any] = dict.fromkeys([*ANSWER, "reported_at"], "") | {"figure": None, "year": None}
    if report is not None:
        answer = {name: getattr(report, name) for name in ANSWER}
        answer |= {"figure": plain_figure(report.figure), "reported_at": report.reported_at.isoformat()}
    return {
        "government": government.name,
        "country": government.country,
        "region": government.region,
        "latitude": government.latitude,
        "longitude": government.longitude,
        "number": item.position,
        "provision": item.provision,
        "question": said.pick(item.question)[0],
        **answer,
        "stage": report.stage if report else "no_answer",
    }


def plain_figure(figure: Decimal | None) -> int | float | None:
    """A figure as a plain number, whole where it is."""
    if figure is None:
        return None
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def station(conference: Conference, reader: Reader) -> Station | None:
    """The stop of the reviews on the line: at most four queries."""
    address = reverse("reviews:results", kwargs={"slug": conference.slug})
    at = now(conference)
    round = current_round(conference, at)
    if round is None:
        return Station(_("Review"), address)
    dates = "{} – {}".format(*(said.short_day(day, conference.zone) for day in (round.opens_at, round.closes_at)))
    if at < round.opens_at:
        return Station(_("Review"), address, "", (dates,))
    count = Report.objects.filter(item__round=round).aggregate(count=Count("government", distinct=True))["count"]
    progress = _("%(count)s of %(total)s have reported") % {
        "count": said.number(count),
        "total": said.number(asked(round).count()),
    }
    return Station(_("Review"), address, "now" if at < round.closes_at else "done", (dates, progress))


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """For the secretariat, while a round is open: the governments without a report. At most three queries."""
    at = now(conference)
    round = current_round(conference, at) if reader.has(SECRETARIAT) else None
    if round is None or not round.opens_at <= at < round.closes_at:
        return []
    missing = asked(round).exclude(pk__in=Report.objects.filter(item__round=round).values("government")).count()
    label = ngettext("government without a progress report", "governments without a progress report", missing)
    return [Waiting(missing, label, reverse("reviews:desk", kwargs={"slug": conference.slug}))] if missing else []


def instants() -> list[tuple[int, datetime]]:
    """The opening and the closing of each round, by its conference: one query."""
    rows = Round.objects.values_list("conference_id", "opens_at", "closes_at")
    return [(conference, at) for conference, *both in rows for at in both]
