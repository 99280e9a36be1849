"""Passages by provision, with the words that caused it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Contribution
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.frameworks.provisions import Provision, frameworks, provisions

from ..models import Mapping, Theme


@dataclass(frozen=True)
class ProvisionCount:
    """A provision with the number of passages mapped to it by state."""

    provision: Provision
    proposed: int
    confirmed: int
    rejected: int = 0

    @property
    def passages(self) -> int:
        """Those that stand: proposed or confirmed."""
        return self.proposed + self.confirmed


def by_name(by: str) -> str:
    names = {"citation": _("cited"), "words": _("by its words"), "person": _("by a person")}
    return names.get(by, by)


def state_name(state: str) -> str:
    """The state of a theme or of a mapping."""
    names = {"proposed": _("proposed by the machine"), "confirmed": _("confirmed"), "rejected": _("rejected")}
    return names.get(state, state)


def proof_name(check: str) -> str:
    """The state of proof of a provision."""
    names = {
        "text": _("read in the text itself"),
        "cited": _("known from a citation"),
        "derived": _("derived from the numbering"),
    }
    return names.get(check, _("unverified"))


def known_provision(identifier: str) -> Provision | None:
    return provisions().get(identifier)


def provision_counts(conference: Conference) -> list[ProvisionCount]:
    """The provisions that passages speak to, in the order of the agreements: one query over an index."""
    rows = Mapping.objects.filter(conference=conference).values_list("provision", "state").annotate(total=Count("pk"))
    return _counted(rows.order_by())


def provisions_of_passages(theme: Theme, *, most: int = 12) -> list[ProvisionCount]:
    """The provisions that the passages of `theme` speak to, the most passages first: one query."""
    rows = (
        Mapping.objects.filter(passage__theme_membership__theme=theme)
        .exclude(state=Mapping.State.REJECTED)
        .values_list("provision", "state")
        .annotate(total=Count("pk"))
    )
    found = _counted(rows.order_by())
    return sorted(found, key=lambda each: -each.passages)[:most]


def _counted(rows: Iterable[tuple[str, str, int]]) -> list[ProvisionCount]:
    counts: dict[str, dict[str, int]] = {}
    for identifier, state, total in rows:
        counts.setdefault(identifier, {})[state] = total
    return [
        ProvisionCount(item, of.get("proposed", 0), of.get("confirmed", 0), of.get("rejected", 0))
        for framework in frameworks()
        for item in framework.items
        if (of := counts.get(item.id))
    ]


def mapped_passages(
    conference: Conference, provision: str, state: str = "", *, any_state: bool = False
) -> QuerySet[Mapping]:
    """The passages mapped to `provision`, of contributions that are received: one query a page.

    Without `state` those that stand; with one, those in it; with `any_state` all.
    """
    rows = Mapping.objects.filter(
        conference=conference, provision=provision, passage__contribution__state=Contribution.State.RECEIVED
    ).select_related("passage__answer", "passage__contribution__government")
    if any_state:
        return rows
    return rows.filter(state=state) if state else rows.exclude(state=Mapping.State.REJECTED)
