"""Acts of those who sponsor an amendment with others: ask them, join, decline."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader, Refused

from ..models import Amendment, CoSponsor, Invitation
from ..permissions import may_co_sponsor, may_decline, may_leave
from ..queries import accredited_governments
from .speaking import locked_amendment, speaking_for
from .telling import write_to_those_asked


def ask_to_co_sponsor(amendment: Amendment, governments: Iterable[Government], by: Reader) -> None:
    """Ask governments to sponsor an amendment that was just tabled: their delegates get a mail, and join or decline.

    Refused where one is not accredited. The sponsor is not asked.
    """
    asked = list({each.pk: each for each in governments if each.pk != amendment.sponsor_id}.values())
    if not asked:
        return
    accredited = set(accredited_governments(amendment.draft.conference).values_list("pk", flat=True))
    for each in asked:
        if each.pk not in accredited:
            raise Refused(_("%(government)s is not accredited and cannot co-sponsor.") % {"government": each})
    Invitation.objects.bulk_create(Invitation(amendment=amendment, government=each, asked_at=by.now) for each in asked)
    record(
        by, "asked to co-sponsor amendment", amendment, number=amendment.number, asked=[each.pk for each in asked]
    )  # fmt: skip
    write_to_those_asked(amendment, asked, by)


@transaction.atomic
def co_sponsor(*, amendment: Amendment, by: Reader, government: Government | None = None) -> CoSponsor:
    """Join the sponsors of a standing amendment for the government of `by`; one that was asked joins before it stands."""
    amendment = locked_amendment(amendment)
    joining = speaking_for(amendment.draft, by, government)
    may_co_sponsor(by, amendment, joining).enforce()
    if joining.pk == amendment.sponsor_id or amendment.co_sponsors.filter(government=joining, left_at=None).exists():
        raise Refused(
            _("%(government)s sponsors %(amendment)s already.") % {"government": joining, "amendment": amendment}
        )
    row = CoSponsor.objects.create(amendment=amendment, government=joining, joined_at=by.now)
    amendment.invitations.filter(government=joining, answered_at=None).update(answered_at=by.now)
    record(by, "co-sponsored amendment", amendment, number=amendment.number, government=joining.pk)
    return row


@transaction.atomic
def decline_to_co_sponsor(*, amendment: Amendment, by: Reader, government: Government | None = None) -> None:
    """Say for the government of `by`, which was asked, that it does not sponsor the amendment."""
    amendment = locked_amendment(amendment)
    declining = speaking_for(amendment.draft, by, government)
    may_decline(by, amendment, declining).enforce()
    amendment.invitations.filter(government=declining).update(answered_at=by.now)
    record(by, "declined to co-sponsor amendment", amendment, number=amendment.number, government=declining.pk)


@transaction.atomic
def leave_co_sponsors(*, amendment: Amendment, by: Reader, government: Government | None = None) -> None:
    """Leave the sponsors of an amendment for the government of `by`; until when it stood behind it is kept."""
    amendment = locked_amendment(amendment)
    leaving = speaking_for(amendment.draft, by, government)
    may_leave(by, amendment, leaving).enforce()
    amendment.co_sponsors.filter(government=leaving, left_at=None).update(left_at=by.now)
    record(by, "left co-sponsors of amendment", amendment, number=amendment.number, government=leaving.pk)
