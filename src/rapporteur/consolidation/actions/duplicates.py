"""What people do with groups of duplicates: name, confirm, take a member out."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Contribution
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.text import normalise

from ..models import DuplicateGroup, TakenOut
from ..permissions import may_curate
from .counting import recount_of_contributions

LONGEST_NAME = 200


@transaction.atomic
def name_group(*, group: DuplicateGroup, name: str, by: Reader) -> DuplicateGroup:
    """Name a campaign; what is named stays in a second run."""
    may_curate(by, group.conference_id).enforce()
    name = " ".join(normalise(name).split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("Give the group a name of at most %(most)s characters.") % {"most": LONGEST_NAME})
    group.name = name
    group.save(update_fields=["name"])
    record(by, "named duplicates", group, name=name)
    return group


@transaction.atomic
def confirm_group(*, group: DuplicateGroup, by: Reader) -> DuplicateGroup:
    """Confirm that these contributions repeat one another."""
    may_curate(by, group.conference_id).enforce()
    group.is_confirmed = True
    group.save(update_fields=["is_confirmed"])
    record(by, "confirmed duplicates", group)
    return group


@transaction.atomic
def take_out(*, group: DuplicateGroup, contribution: Contribution, by: Reader) -> None:
    """Say that a contribution is no duplicate of the others; a second run does not put it back."""
    may_curate(by, group.conference_id).enforce()
    removed, _rows = group.memberships.filter(contribution=contribution).delete()
    if not removed:
        raise Refused(_("This contribution is not in the group."))
    TakenOut.objects.get_or_create(group=group, contribution=contribution)
    rest = group.memberships.values_list("contribution_id", flat=True)
    recount_of_contributions([contribution.pk, *rest])
    record(by, "took out of duplicates", group, contribution=contribution.number)
