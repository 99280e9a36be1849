"""Reads of the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.contributions.queries import region_name
from rapporteur.drafting.models import Revision
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.queries import country_name
from rapporteur.foundation.people.reader import MAYOR, SECRETARIAT, Reader
from rapporteur.foundation.ui.said import number, short_day

from .models import Endorsement


def state_name(state: str) -> str:
    names = {"unverified": _("not yet verified"), "verified": _("verified"), "withdrawn": _("withdrawn")}
    return names.get(state, state)


def adopted_text(conference: Conference) -> Revision | None:
    """The adopted revision: one query."""
    return Revision.objects.filter(draft__conference=conference, is_adopted=True).select_related("draft").first()


def register(conference: Conference, reader: Reader) -> list[dict[str, Any]]:
    """The register by region, each with its endorsements in order of name: one query."""
    rows = (
        Endorsement.objects.visible_to(reader)
        .exclude(state=Endorsement.State.UNVERIFIED)
        .select_related("government")
        .order_by("government__region", "government__name", "pk")
    )
    regions: dict[str, list[Endorsement]] = {}
    for row in rows:
        regions.setdefault(row.government.region, []).append(row)
    return [
        {
            "label": region_name(region),
            "rows": found,
            "count": sum(1 for row in found if row.state == Endorsement.State.VERIFIED),
        }
        for region, found in sorted(regions.items())
    ]


def counts(conference: Conference) -> dict[str, int]:
    """How many endorsements are verified, withdrawn, not yet verified: one query."""
    found: dict[str, int] = Endorsement.objects.filter(conference=conference).aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in Endorsement.State.values}
    )
    return found


def governments_of(reader: Reader) -> QuerySet[Government]:
    """The governments for which `reader` is the mayor's office."""
    return Government.objects.filter(
        role_grants__person=reader.person, role_grants__role=MAYOR, role_grants__conference__slug=reader.conference_slug
    ).order_by("name")


def open_rows(rows: Iterable[Endorsement]) -> list[dict[str, Any]]:
    """Endorsements as open data."""
    return [
        {
            "government": row.government.name,
            "country": row.government.country,
            "country_name": country_name(row.government.country) if row.government.country else "",
            "region": row.government.region,
            "name": row.name,
            "office": row.office,
            "mandate": row.mandate,
            "reservation": row.reservation,
            "given_on": row.given_at.date().isoformat(),
            "state": row.state,
            "withdrawn_on": row.withdrawn_at.date().isoformat() if row.withdrawn_at else "",
            "withdrawal_reason": row.withdrawal_reason,
            "fingerprint": row.fingerprint,
        }
        for row in rows
    ]


def public_rows(conference: Conference) -> QuerySet[Endorsement]:
    return (
        Endorsement.objects.filter(conference=conference)
        .exclude(state=Endorsement.State.UNVERIFIED)
        .select_related("government")
        .order_by("government__name", "pk")
    )


def station(conference: Conference, reader: Reader) -> Station:
    """Endorsement on the line: two queries."""
    url = reverse("endorsements:register", kwargs={"slug": conference.slug})
    if adopted_text(conference) is None:
        day = short_day(conference.ends_on)
        return Station(_("Endorsement"), url, "", (_("from %(day)s") % {"day": day},))
    total = counts(conference)["verified"]
    text = ngettext("%(total)s government", "%(total)s governments", total) % {"total": number(total)}
    return Station(_("Endorsement"), url, "now", (_("open"), text))


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """Endorsements whose second mail has not been answered: one query."""
    if not reader.has(SECRETARIAT):
        return []
    total = Endorsement.objects.filter(conference=conference, state=Endorsement.State.UNVERIFIED).count()
    url = reverse("endorsements:register", kwargs={"slug": conference.slug})
    return [Waiting(total, _("endorsements not yet verified"), url)] if total else []


def instants() -> list[tuple[int, datetime]]:
    return []
