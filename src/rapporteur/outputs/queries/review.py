"""The review as an output: a matrix, then each commitment in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.contributions.queries import region_name
from rapporteur.foundation.conferences.models import Conference, Outcome
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.queries import country_name
from rapporteur.foundation.ui import said
from rapporteur.reviews.models import Report, Round, RoundItem
from rapporteur.reviews.queries import STAGES, asked, current_round, plain_figure, stage_name
from rapporteur_core.documents.model import Block, Heading, List, Paragraph, Run, Table

from .output import Output, finished, head, provision_data, provision_line, unproven

Answers = Mapping[tuple[int, int], Report]


def review_output(conference: Conference, outcome: Outcome, at: Any) -> Output | None:
    """The reporting round that is open or was last at the moment `at`; None before its first report: five queries."""
    round = current_round(conference, at)
    if round is None:
        return None
    reports = list(
        Report.objects.filter(item__round=round).select_related("government").order_by("government__folded", "pk")
    )
    if not reports:
        return None
    items, governments = list(round.items.all()), list(asked(round))
    answers = {(row.government_id, row.item_id): row for row in reports}
    reporting = [row for row in governments if any((row.pk, item.pk) in answers for item in items)]
    dated = max(row.reported_at for row in reports)
    data = head(conference, outcome, f"{conference.symbol_root}/REVIEW", dated)
    data |= {
        "round": {
            "title": round.title,
            "opens_at": round.opens_at.isoformat(),
            "closes_at": round.closes_at.isoformat(),
        },
        "asked": len(governments),
        "reported": len(reporting),
        "commitments": [_item_data(item, governments, answers) for item in items],
        "governments": [
            {"name": row.name, "country": row.country or None, "region": row.region or None} for row in governments
        ],
        "provisions": provision_data(item.provision for item in items),
    }
    return finished(
        outcome,
        data,
        [
            *_introduction(round, len(reporting), len(governments)),
            *_matrix(items, reporting, answers),
            *_narrative(items, governments, answers),
            *_annex(items),
        ],
        unverified=[
            found
            for item in items
            for found in unproven([item.provision], _("commitment %(number)s") % {"number": item.position})
        ],
    )


def _item_data(item: RoundItem, governments: Sequence[Government], answers: Answers) -> dict[str, Any]:
    reports = [(row, answers[row.pk, item.pk]) for row in governments if (row.pk, item.pk) in answers]
    return {
        "number": item.position,
        "provision": item.provision,
        "question": item.question,
        "counts": {stage: sum(report.stage == stage for _row, report in reports) for stage in STAGES},
        "reports": [
            {
                "government": row.name,
                "stage": report.stage,
                "figure": plain_figure(report.figure),
                "unit": report.unit,
                "year": report.year,
                "source": report.source,
                "narrative": report.narrative,
                "obstacle": report.obstacle,
                "partner_wanted": report.partner_wanted,
                "language": report.language,
            }
            for row, report in reports
        ],
    }


def _introduction(round: Round, reported: int, whole: int) -> Iterator[Block]:
    title, language = said.pick(round.title)
    yield Heading(1, title or _("The round"))
    intro, language = said.pick(round.intro)
    if intro:
        yield Paragraph(intro, language=language)
    counted = ngettext(
        "%(count)s of the %(total)s governments asked has reported.",
        "%(count)s of the %(total)s governments asked have reported.",
        reported,
    )
    yield Paragraph(counted % {"count": said.number(reported), "total": said.number(whole)})
    yield Paragraph(
        _(
            "Each government says of itself how far it is; nobody has audited it. Stages show where work stands, and "
            "are no ranking. A government that did not answer may still be at work."
        ),
        style="note",
    )


def _matrix(items: Sequence[RoundItem], governments: Sequence[Government], answers: Answers) -> Iterator[Block]:
    yield Heading(1, _("Governments and commitments"))
    legend = [f"{number}: {stage_name(stage)}" for number, stage in enumerate(STAGES)]
    yield Paragraph("; ".join([*legend, f"–: {stage_name('')}"]), style="note")
    rows = []
    for row in governments:
        found = [answers.get((row.pk, item.pk)) for item in items]
        rows.append((_named(row), *(str(STAGES.index(report.stage)) if report else "–" for report in found)))
    header = (_("Government"), *(str(item.position) for item in items))
    yield Table(header, tuple(rows), caption=_("How far each commitment is carried out, by government"))


def _named(row: Government) -> str:
    return f"{row.name}, {country_name(row.country)}" if row.country else row.name


def _narrative(items: Sequence[RoundItem], governments: Sequence[Government], answers: Answers) -> Iterator[Block]:
    yield Heading(1, _("Commitment by commitment"))
    for item in items:
        question, language = said.pick(item.question)
        yield Heading(2, f"{item.position}. {question}")
        yield Paragraph(provision_line(item.provision), style="note")
        found = [(row, answers[row.pk, item.pk]) for row in governments if (row.pk, item.pk) in answers]
        counts = [(stage, sum(report.stage == stage for _row, report in found)) for stage in reversed(STAGES)]
        yield Paragraph("; ".join(f"{stage_name(stage)}: {said.number(count)}" for stage, count in counts))
        yield from _by_region(found)
        for row, report in found:
            yield from _report(row, report)


def _by_region(found: Sequence[tuple[Government, Report]]) -> Iterator[Block]:
    regions: dict[str, list[str]] = defaultdict(list)
    for row, report in found:
        regions[row.region].append(report.stage)
    if not regions:
        return
    rows = tuple(
        (region_name(region), *(said.number(stages.count(stage)) for stage in STAGES))
        for region, stages in sorted(regions.items())
    )
    yield Table((_("Region"), *(stage_name(stage) for stage in STAGES)), rows)


def _report(row: Government, report: Report) -> Iterator[Block]:
    yield Paragraph((Run(_named(row), bold=True), Run(f": {stage_name(report.stage)}")))
    if report.narrative:
        yield Paragraph(report.narrative, language=report.language, style="quotation")
    facts = []
    if report.figure is not None:
        figure = f"{said.number(float(report.figure))} {report.unit}".strip()
        year = f", {report.year}" if report.year else ""
        facts.append(_("Figure: %(figure)s") % {"figure": f"{figure}{year}"})
    if report.source:
        facts.append(_("Source: %(source)s") % {"source": report.source})
    if report.obstacle:
        facts.append(_("What stands in the way: %(obstacle)s") % {"obstacle": report.obstacle})
    if report.partner_wanted:
        facts.append(_("Partner wanted: %(partner)s") % {"partner": report.partner_wanted})
    if facts:
        yield List(tuple(facts))


def _annex(items: Sequence[RoundItem]) -> Iterator[Block]:
    yield Heading(1, _("Annex: the provisions asked about"))
    yield List(tuple(f"{item.position}. {provision_line(item.provision)}" for item in items))
