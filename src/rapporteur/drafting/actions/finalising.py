"""The act that gives a text its final numbers, once."""

from __future__ import annotations

from django.db import transaction

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.text import final_numbers

from ..models import Revision, Wording
from ..permissions import may_finalise
from ..queries import numbered


@transaction.atomic
def finalise_revision(*, revision: Revision, by: Reader) -> Revision:
    """Number the last frozen revision through; its working numbers, words and fingerprint stay.

    Operative paragraphs from 1, preambular ones not at all, subparagraphs within theirs, each annex by itself; see
    `rapporteur_core.text.final_numbers`. Refused a second time, and while words stand in brackets.
    """
    revision = Revision.objects.select_for_update(of=("self",)).select_related("draft__conference").get(pk=revision.pk)
    may_finalise(by, revision).enforce()
    wordings = list(revision.wordings.select_related("paragraph").order_by("position"))
    for wording, number in zip(wordings, final_numbers(numbered(wordings), revision.language), strict=True):
        wording.final_number = number
    Wording.objects.bulk_update(wordings, ["final_number"])
    revision.finalised_at = by.now
    revision.save(update_fields=["finalised_at"])
    record(
        by, "gave final numbers", revision, symbol=revision.symbol,
        numbers={each.paragraph.key: each.final_number for each in wordings},
    )  # fmt: skip
    return revision
