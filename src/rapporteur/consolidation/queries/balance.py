"""Who spoke: texts and voices by region, tier, category and language, against the delegations that are accredited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, When
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Contribution
from rapporteur.contributions.queries import region_name
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.frameworks.provisions import vocabulary
from rapporteur.foundation.ui import said
from rapporteur.registration.models import Delegation

FACETS = ("region", "category", "tier", "language")
FIELDS = {"region": "region", "category": "category", "tier": "government__tier", "language": "language"}
BASES = {"region": "government__region", "category": "category", "tier": "government__tier"}


@dataclass(frozen=True)
class Part:
    """One value of a facet with its texts and voices; `base` counts accredited delegations, None where there is none."""

    value: str
    label: str
    texts: int
    voices: int
    base: int | None = None


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    parts: list[Part]
    has_base: bool = False

    @property
    def most(self) -> int:
        return max((part.texts for part in self.parts), default=0)


def voice_of(contribution: int, government: int | None, group: int | None) -> tuple[str, int]:
    """Whose voice a contribution is: its group of duplicates counts once, else its government once, else it alone."""
    if group is not None:
        return "group", group
    return ("government", government) if government is not None else ("text", contribution)


# The same rule as a number, for the database.
VOICE = Case(
    When(duplicate_membership__isnull=False, then=F("duplicate_membership__group_id") * 3),
    When(government__isnull=False, then=F("government_id") * 3 + 1),
    default=F("pk") * 3 + 2,
    output_field=IntegerField(),
)


def facet_name(facet: str) -> str:
    names = {"region": _("Region"), "category": _("Category"), "tier": _("Tier"), "language": _("Language")}
    return names.get(facet, facet)


def part_name(facet: str, value: str) -> str:
    """A value of a facet in the reader's language."""
    if facet == "region":
        return region_name(value)
    if facet == "language":
        return _("not known") if value in {"", "und"} else said.language_name(value)
    return _terms(facet).get(value, value) or _("not given")


def _terms(facet: str) -> dict[str, str]:
    name = {"category": "participant_categories", "tier": "lrg_types"}[facet]
    return {str(term["id"]): said.plain(term["label"]) for term in vocabulary("vocab_participants", name)}


def balance_of(conference: Conference) -> list[Facet]:
    """The balance of what is received: two queries a facet, each an aggregate; one for the language."""
    received = Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED)
    return [_facet(conference, facet, received) for facet in FACETS]


def _facet(conference: Conference, facet: str, received: QuerySet[Contribution]) -> Facet:
    rows = received.values(value=F(FIELDS[facet])).annotate(texts=Count("pk"), voices=Count(VOICE, distinct=True))
    spoken = {row["value"] or "": (row["texts"], row["voices"]) for row in rows.order_by()}
    base = _accredited(conference, BASES[facet]) if facet in BASES else None
    parts = [
        Part(value, part_name(facet, value), *spoken.get(value, (0, 0)), None if base is None else base.get(value, 0))
        for value in {*spoken, *(base or {})}
    ]
    return Facet(facet, facet_name(facet), _sorted(parts), base is not None)


def _accredited(conference: Conference, field: str) -> dict[str, int]:
    rows = Delegation.objects.filter(conference=conference, state=Delegation.State.ACCREDITED)
    counted = rows.values(value=F(field)).annotate(total=Count("pk")).order_by()
    return {row["value"] or "": row["total"] for row in counted}


def kept_balance(balance: Mapping[str, list[list[Any]]]) -> list[Facet]:
    """The balance as it is kept with a theme, named for the reader: no query."""
    return [
        Facet(
            facet,
            facet_name(facet),
            _sorted([Part(value, part_name(facet, value), *counts) for value, *counts in rows]),
        )
        for facet, rows in balance.items()
    ]


def _sorted(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-part.texts, -(part.base or 0), part.value))
