"""Themes and their passages."""

from __future__ import annotations

import re
from typing import TypedDict

from django.db.models import Count, Q, QuerySet, Sum

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.text import fold

from ..models import Theme, ThemePassage

REFERENCE = re.compile(r"C-?0*(\d{1,9})\s?[./# ]\s?(\d{1,6})", re.IGNORECASE)


class ThemeCounts(TypedDict):
    themes: int
    proposed: int
    locked: int
    passages: int


def themes(reader: Reader, *, search: str = "") -> QuerySet[Theme]:
    """The themes that `reader` may see, their counts with them; `search` in labels and phrases."""
    rows = Theme.objects.visible_to(reader)
    return rows.filter(folded__contains=fold(search)) if search.strip() else rows


def theme_counts(conference: Conference) -> ThemeCounts:
    """How many themes there are, how many wait for a person: one query."""
    found = Theme.objects.filter(conference=conference, merged_into=None).aggregate(
        themes=Count("pk", filter=Q(passage_count__gt=0)),
        proposed=Count("pk", filter=Q(state=Theme.State.PROPOSED, passage_count__gt=0)),
        locked=Count("pk", filter=Q(is_locked=True)),
        passages=Sum("passage_count"),
    )
    return ThemeCounts(
        themes=found["themes"], proposed=found["proposed"], locked=found["locked"], passages=found["passages"] or 0
    )


def theme_page(reader: Reader, number: int) -> Theme | None:
    """A theme that `reader` may see, or the one that it was merged into: one query, two for a merged one."""
    found = Theme.objects.visible_to(reader).filter(number=number).first()
    if found is not None:
        return found
    merged = Theme.objects.filter(conference=reader.conference_id, number=number).exclude(merged_into=None).first()
    while merged is not None and merged.merged_into is not None:
        merged = merged.merged_into
    return Theme.objects.visible_to(reader).filter(pk=merged.pk).first() if merged else None


def theme_choices(conference: Conference, *, most: int = 300) -> list[tuple[int, str]]:
    """The themes of a list to choose from, as (number, label): one query."""
    rows = Theme.objects.filter(conference=conference, merged_into=None).order_by("-weight")
    return [(number, f"{number}. {label}") for number, label in rows.values_list("number", "label")[:most]]


def passages_of(theme: Theme, *, region: str = "", language: str = "") -> QuerySet[ThemePassage]:
    """The passages of `theme` with their words and who said them: one query a page."""
    rows = ThemePassage.objects.filter(
        theme=theme, passage__contribution__state=Contribution.State.RECEIVED
    ).select_related("passage__answer", "passage__contribution__government")
    if region:
        rows = rows.filter(passage__contribution__region=region)
    return rows.filter(passage__language=language) if language else rows


def evidence(theme: Theme, *, most: int = 8) -> list[Passage]:
    """The passages that show `theme` best: one query."""
    rows = passages_of(theme).filter(is_evidence=True).order_by("pk")[:most]
    return [row.passage for row in rows]


def passages_here(conference: Conference, keys: list[str]) -> list[Passage]:
    """The passages of received contributions with these keys or references (C-0087.3), in order: one query."""
    wanted = Q(pk__in=[int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 16])
    for key in keys:
        if found := REFERENCE.fullmatch(key.strip()):
            wanted |= Q(contribution__number=int(found[1]), number=int(found[2]))
    rows = Passage.objects.filter(
        wanted, contribution__conference=conference, contribution__state=Contribution.State.RECEIVED
    )
    return list(rows.select_related("answer", "contribution__government").order_by("contribution__number", "number"))
