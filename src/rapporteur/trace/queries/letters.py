"""The authors who are to be told, and what."""

from __future__ import annotations

from dataclasses import dataclass

from rapporteur.contributions.models import Contribution
from rapporteur.decisions.models import Procedure
from rapporteur.drafting.models import Revision
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader

from ..fates import (
    PassageFate,
    digest_of,
)
from ..models import Told
from .forward import RECEIVED, decision_on, fates_of, text_of

A_BATCH = 200


@dataclass(frozen=True)
class Letter:
    """What an author is to be told: the contribution, the fates of its passages, and their digest."""

    contribution: Contribution
    fates: list[PassageFate]
    latest: Revision | None
    decision: Procedure | None
    digest: str


def letters_due(conference: Conference) -> list[Letter]:
    """The authors to be told: not anonymous, with an address, and with news since they were told last.

    Three queries and seven for each 200 contributions. What a letter says is what the public reads.
    """
    public = Reader(conference_slug=conference.slug, conference_id=conference.pk)
    rows = list(
        Contribution.objects.filter(conference=conference, state=RECEIVED, author__isnull=False)
        .exclude(attribution=Contribution.Attribution.ANONYMOUS)
        .exclude(author__email="")
        .select_related("author", "government")
        .order_by("number")
    )
    text = text_of(conference, public)
    decision = decision_on(text.revisions) if text.revisions else None
    told = dict(Told.objects.filter(contribution__conference=conference).values_list("contribution_id", "digest"))
    letters = []
    for start in range(0, len(rows), A_BATCH):
        batch = rows[start : start + A_BATCH]
        found = fates_of(batch, public, text)
        for row in batch:
            digest = digest_of(found[row.pk], f"{decision.number} {decision.state}" if decision else "")
            if found[row.pk] and told.get(row.pk) != digest:
                letters.append(Letter(row, found[row.pk], text.latest, decision, digest))
    return letters
