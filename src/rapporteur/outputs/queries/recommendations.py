"""The recommendations as an output."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from rapporteur.contributions.models import Passage
from rapporteur.foundation.conferences.models import Conference, Outcome
from rapporteur.foundation.ui import said
from rapporteur.recommendations.models import Position, Recommendation, RecommendationSource
from rapporteur.recommendations.queries import kind_name, level_name
from rapporteur_core.documents.model import Block, Heading, List, Paragraph

from .output import Annex, Output, finished, head, passage_data, provision_data, provision_line, reference, unproven

LEVELS = ("local", "national", "regional", "global")


def recommendations_output(conference: Conference, outcome: Outcome) -> Output | None:
    """The recommendations that were put forward, with their sources; None before the first: three queries."""
    rows = list(
        Recommendation.objects.filter(conference=conference, state=Recommendation.State.PUT_FORWARD).order_by("number")
    )
    if not rows:
        return None
    behind = passages_of(rows)
    stances = _stances(rows)
    dated = max(row.put_forward_at for row in rows if row.put_forward_at)
    data = head(conference, outcome, f"{conference.symbol_root}/REC", dated)
    data["recommendations"] = [_data(row, behind[row.pk], stances[row.pk]) for row in rows]
    data["provisions"] = provision_data(key for row in rows for key in row.provisions)
    data["passages"] = passage_data(passage for row in rows for passage in behind[row.pk])
    return finished(
        outcome,
        data,
        [*_body(rows, stances), *_annex(rows, behind)],
        unverified=[item for row in rows for item in unproven(row.provisions, str(row))],
    )


def passages_of(rows: Sequence[Recommendation]) -> dict[int, list[Passage]]:
    """The passages behind each recommendation in order of their contributions: one query."""
    links = RecommendationSource.objects.filter(recommendation__in=[row.pk for row in rows])
    found: dict[int, list[Passage]] = defaultdict(list)
    for link in links.select_related("passage__answer", "passage__contribution__government").order_by(
        "passage__contribution__number", "passage__number"
    ):
        found[link.recommendation_id].append(link.passage)
    return found


def _stances(rows: Sequence[Recommendation]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    positions = Position.objects.filter(recommendation__in=[row.pk for row in rows])
    for recommendation, stance in positions.values_list("recommendation_id", "stance"):
        found[recommendation][stance] += 1
    return found


def _data(row: Recommendation, passages: Sequence[Passage], stances: Mapping[str, int]) -> dict[str, Any]:
    return {
        "number": str(row),
        "title": row.title,
        "text": row.text,
        "language": row.language,
        "level": row.level,
        "kind": row.kind,
        "actors": row.actors,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "provisions": list(row.provisions),
        "positions": {stance: stances.get(stance, 0) for stance in ("support", "live_with", "object")},
        "passages": [reference(passage) for passage in passages],
    }


def _body(rows: Sequence[Recommendation], stances: Mapping[int, Mapping[str, int]]) -> Iterator[Block]:
    for level in LEVELS:
        here = [row for row in rows if row.level == level]
        if not here:
            continue
        yield Heading(1, _("At the %(level)s level") % {"level": level_name(level)})
        for row in here:
            yield Heading(2, f"{row} {said.plain(row.title)}")
            yield Paragraph(row.text, language=row.language)
            yield List(tuple(_facts(row, stances.get(row.pk, {}))))


def _facts(row: Recommendation, stances: Mapping[str, int]) -> Iterator[str]:
    yield _("Kind: %(kind)s") % {"kind": kind_name(row.kind)}
    if row.actors:
        yield _("Actors: %(actors)s") % {"actors": row.actors}
    if row.due_on:
        yield _("By: %(day)s") % {"day": said.day(row.due_on)}
    for key in row.provisions:
        yield provision_line(key)
    if sum(stances.values()):
        counts = {stance: said.number(stances.get(stance, 0)) for stance in ("support", "live_with", "object")}
        yield _("Delegations: %(support)s support, %(live_with)s can live with it, %(object)s object") % counts


def _annex(rows: Sequence[Recommendation], behind: Mapping[int, Sequence[Passage]]) -> Iterator[Block]:
    yield Heading(1, _("Annex: the words behind the recommendations"))
    annex = Annex()
    for row in rows:
        yield Heading(2, f"{row} {said.plain(row.title)}")
        if not behind.get(row.pk):
            yield Paragraph(_("No passage stands behind it."))
        yield from annex.blocks(behind.get(row.pk, ()), str(row))
