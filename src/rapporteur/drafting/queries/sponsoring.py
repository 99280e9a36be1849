"""Reads of those who stand behind amendments: who may, for whom, and who is asked."""

from __future__ import annotations

from django.db.models import QuerySet

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import DELEGATE, DRAFTER, RAPPORTEUR, SECRETARIAT, Reader
from rapporteur.registration.models import Delegation

from ..models import Amendment
from ..permissions import OPEN_STATES


def accredited_governments(conference: Conference) -> QuerySet[Government]:
    """The governments whose delegation is accredited, by name: one query."""
    return Government.objects.filter(
        delegations__conference=conference, delegations__state=Delegation.State.ACCREDITED
    ).order_by("name")


def mandates(conference: Conference, reader: Reader) -> QuerySet[Government]:
    """The accredited governments for which `reader` may amend: one query. The product itself may for each of them."""
    governments = accredited_governments(conference)
    if reader.is_system:
        return governments
    if reader.person is None:
        return governments.none()
    return governments.filter(
        role_grants__conference=conference, role_grants__person=reader.person, role_grants__role=DELEGATE
    ).distinct()


def asked_to_co_sponsor(amendment: Amendment, reader: Reader) -> list[Government]:
    """The governments that were asked to co-sponsor an amendment and have not answered, as far as `reader` may know: the
    desk and the sponsor all of them, one that was asked itself. One query, none for the public."""
    is_told = reader.has(SECRETARIAT, RAPPORTEUR, DRAFTER) or amendment.sponsor_id in reader.government_ids
    if amendment.state not in OPEN_STATES or (not is_told and not reader.government_ids):
        return []
    rows = amendment.invitations.filter(answered_at=None).select_related("government").order_by("government__name")
    asked = [row.government for row in rows]
    return asked if is_told else [each for each in asked if each.pk in reader.government_ids]
