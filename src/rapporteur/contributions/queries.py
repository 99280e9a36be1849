"""Reads of contributions."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import Count
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Region

from .models import Contribution


class RegionCount(TypedDict):
    region: str
    label: str
    count: int


def region_name(region: str) -> str:
    """A region in the reader's language."""
    names = {
        Region.AFRICA: _("Africa"),
        Region.ASIA_PACIFIC: _("Asia-Pacific"),
        Region.EUROPE: _("Europe"),
        Region.LATIN_AMERICA: _("Latin America and the Caribbean"),
        Region.MIDDLE_EAST: _("Middle East and West Asia"),
        Region.NORTH_AMERICA: _("North America"),
    }
    return names.get(region, _("No region given"))  # type: ignore[call-overload, no-any-return]


def contributions_by_region(conference: Conference) -> list[RegionCount]:
    """How many were received from each region, those from nowhere included: one query over an index."""
    rows = (
        Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED)
        .values("region")
        .annotate(count=Count("pk"))
        .order_by("-count", "region")
    )
    return [{"region": row["region"], "label": region_name(row["region"]), "count": row["count"]} for row in rows]
