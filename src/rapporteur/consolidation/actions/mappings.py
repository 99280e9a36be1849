"""What people do with the mapping of passages to provisions: confirm, reject, add."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.frameworks.provisions import provisions
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused

from ..models import Mapping
from ..permissions import may_curate


def confirm_mappings(*, mappings: Iterable[Mapping], by: Reader) -> int:
    """Confirm that passages speak to their provisions; gives how many."""
    return _decide(list(mappings), Mapping.State.CONFIRMED, "confirmed mapping", by)


def reject_mappings(*, mappings: Iterable[Mapping], by: Reader) -> int:
    """Say that passages don't speak to their provisions; kept, so that a second run does not propose them again."""
    return _decide(list(mappings), Mapping.State.REJECTED, "rejected mapping", by)


@transaction.atomic
def _decide(chosen: list[Mapping], state: str, act: str, by: Reader) -> int:
    if not chosen:
        raise Refused(_("Choose the passages first."))
    for conference in {mapping.conference_id for mapping in chosen}:
        may_curate(by, conference).enforce()
    Mapping.objects.filter(pk__in=[mapping.pk for mapping in chosen]).update(state=state)
    for mapping in chosen:
        record(by, act, mapping, passage=mapping.passage_id, provision=mapping.provision)
    return len(chosen)


@transaction.atomic
def add_mapping(*, passage: Passage, provision: str, by: Reader) -> Mapping:
    """Map a passage to a provision by hand; one that was proposed or rejected is confirmed."""
    contribution = passage.contribution
    may_curate(by, contribution.conference_id).enforce()
    if provision not in provisions():
        raise Refused(_("No agreement has a provision “%(provision)s”.") % {"provision": provision})
    if contribution.state != Contribution.State.RECEIVED:
        raise Refused(_("This contribution is not received, so its passages cannot be mapped."))
    mapping, made = Mapping.objects.get_or_create(
        passage=passage,
        provision=provision,
        defaults={
            "conference_id": contribution.conference_id,
            "by": Mapping.By.PERSON,
            "state": Mapping.State.CONFIRMED,
        },
    )
    if not made and mapping.state != Mapping.State.CONFIRMED:
        mapping.state = Mapping.State.CONFIRMED
        mapping.save(update_fields=["state"])
    record(by, "mapped passage", mapping, passage=passage.pk, provision=provision)
    return mapping
