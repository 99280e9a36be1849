"""Who writes recommendations, who takes a position, who says what became of a passage."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import (
    ALLOWED,
    DELEGATE,
    DRAFTER,
    PUBLIC,
    RAPPORTEUR,
    SECRETARIAT,
    Answer,
    Reader,
    refuse,
)

from .models import Recommendation

read_recommendations = permission("recommendations.read", PUBLIC)
read_work = permission(
    "recommendations.read_work",
    SECRETARIAT,
    RAPPORTEUR,
    DRAFTER,
    refusal=gettext_lazy("This page is for the secretariat, the rapporteur and the drafting committee."),
)
write = permission(
    "recommendations.write",
    RAPPORTEUR,
    DRAFTER,
    refusal=gettext_lazy("Only the rapporteur and the drafting committee write recommendations."),
)
put_forward = permission(
    "recommendations.put_forward",
    RAPPORTEUR,
    refusal=gettext_lazy("Only the rapporteur puts a recommendation forward or withdraws it."),
)
dispose = permission(
    "recommendations.dispose",
    RAPPORTEUR,
    DRAFTER,
    refusal=gettext_lazy("Only the rapporteur and the drafting committee say what became of a passage."),
)
take_position = permission(
    "recommendations.take_position",
    DELEGATE,
    refusal=gettext_lazy("Only a delegate takes a position, for the delegate's own government."),
)


def _here(reader: Reader, conference_id: int | None) -> Answer:
    if not reader.is_system and reader.conference_id != conference_id:
        return refuse(_("This belongs to another conference."))
    return ALLOWED


def may_write(reader: Reader, conference_id: int) -> Answer:
    """Whether the reader writes recommendations of this conference."""
    return _here(reader, conference_id) if (answer := write(reader)) else answer


def may_change(reader: Reader, recommendation: Recommendation) -> Answer:
    """Whether the reader may change `recommendation`: a draft only, for positions are taken on fixed words."""
    if not (answer := may_write(reader, recommendation.conference_id)):
        return answer
    if recommendation.state == Recommendation.State.PUT_FORWARD:
        return refuse(_("%(name)s is put forward. Withdraw it and write a new one.") % {"name": recommendation})
    if recommendation.state == Recommendation.State.WITHDRAWN:
        return refuse(_("%(name)s was withdrawn. Write a new one.") % {"name": recommendation})
    return ALLOWED


def may_put_forward(reader: Reader, recommendation: Recommendation) -> Answer:
    """Whether the reader may put `recommendation` forward."""
    if not (answer := put_forward(reader)):
        return answer
    if recommendation.state != Recommendation.State.DRAFT:
        return refuse(_("Only a draft can be put forward."))
    return _here(reader, recommendation.conference_id)


def may_withdraw(reader: Reader, recommendation: Recommendation) -> Answer:
    """Whether the reader may withdraw `recommendation`."""
    if not (answer := put_forward(reader)):
        return answer
    if recommendation.state == Recommendation.State.WITHDRAWN:
        return refuse(_("%(name)s was withdrawn already.") % {"name": recommendation})
    if recommendation.positions_closed_at is not None:
        return refuse(_("The declaration is adopted: its recommendations can no longer be withdrawn."))
    return _here(reader, recommendation.conference_id)


def may_dispose(reader: Reader, conference_id: int) -> Answer:
    """Whether the reader may say what became of passages of this conference."""
    return _here(reader, conference_id) if (answer := dispose(reader)) else answer


def may_take_position(reader: Reader, recommendation: Recommendation, government: Government) -> Answer:
    """Whether the reader may take a position on `recommendation` for `government` at this moment."""
    if not (answer := take_position(reader)):
        return answer
    if not reader.is_system and government.pk not in reader.government_ids:
        return refuse(_("You can take a position only for a government that you speak for in this conference."))
    if recommendation.state != Recommendation.State.PUT_FORWARD:
        return refuse(_("Positions are taken on recommendations that are put forward; this one is not."))
    if recommendation.positions_closed_at is not None:
        return refuse(_("The declaration is adopted. Positions can no longer be taken or changed."))
    return _here(reader, recommendation.conference_id)
