"""Who may endorse, and who may take an endorsement back."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.drafting.models import Revision
from rapporteur.foundation.conferences.models import RoleGrant
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import ALLOWED, MAYOR, PUBLIC, Answer, Reader, refuse

from .models import Endorsement

read_register = permission("endorsements.read", PUBLIC)
verify = permission("endorsements.verify", PUBLIC)
endorse = permission(
    "endorsements.endorse",
    MAYOR,
    refusal=gettext_lazy("Only the mayor's office of an accredited government can endorse the declaration."),
)


def speaks_for(reader: Reader, government: Government) -> bool:
    """Whether `reader` holds the role of mayor's office for `government`: one query."""
    if reader.is_system:
        return True
    return RoleGrant.objects.filter(
        conference__slug=reader.conference_slug, person=reader.person, role=MAYOR, government=government
    ).exists()


def may_endorse(reader: Reader, government: Government, revision: Revision | None) -> Answer:
    """An adopted text, the mayor's office, and no endorsement that stands already."""
    if revision is None or not revision.is_adopted:
        return refuse(_("The declaration is not adopted yet. It can be endorsed from then on."))
    if not speaks_for(reader, government):
        return refuse(endorse.refusal)
    standing = Endorsement.objects.filter(conference__slug=reader.conference_slug, government=government)
    if standing.exclude(state=Endorsement.State.WITHDRAWN).exists():
        return refuse(_("Your government has endorsed the declaration already."))
    return ALLOWED


def may_withdraw(reader: Reader, endorsement: Endorsement) -> Answer:
    if not speaks_for(reader, endorsement.government):
        return refuse(endorse.refusal)
    if endorsement.state == Endorsement.State.WITHDRAWN:
        return refuse(_("This endorsement is withdrawn already."))
    return ALLOWED
