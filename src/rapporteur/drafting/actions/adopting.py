"""The act that ends the negotiation: the conference adopted the text."""

from __future__ import annotations

from django.db import transaction

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader
from rapporteur.recommendations.actions import close_positions

from ..models import Draft, Revision
from ..permissions import may_adopt, versions_ready
from ..queries import ADOPTED, lagging
from .deciding import let_open_fall


@transaction.atomic
def mark_adopted(*, revision: Revision, by: Reader, procedure: str = "") -> Revision:
    """Record that the conference adopted the last frozen revision; from then on the draft does not change.

    Refused while words are not agreed, or accepted amendments not in them; and while a version in an opened language is
    behind or has gaps, unless that was waived on record. Amendments that are still open fall.

    procedure: by which the conference adopted it: "consensus", "silence", or empty where that is not told
    """
    draft = Draft.objects.select_for_update().get(pk=revision.draft_id)  # its phase stays as it is read from here on
    revision = Revision.objects.select_for_update(of=("self",)).select_related("draft__conference").get(pk=revision.pk)
    may_adopt(by, revision).enforce()
    versions_ready(lagging(revision)).enforce()
    revision.is_adopted = True
    revision.save(update_fields=["is_adopted"])
    draft.phase = Draft.Phase.ADOPTED
    draft.save(update_fields=["phase"])
    facts = {"procedure": procedure} if procedure else {}
    record(by, ADOPTED, revision, symbol=revision.symbol, fingerprint=revision.fingerprint, **facts)
    let_open_fall(revision, by)
    close_positions(conference=revision.draft.conference, by=by)
    return revision
