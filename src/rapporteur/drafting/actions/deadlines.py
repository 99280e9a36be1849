"""Acts that open a text for amendment, move the deadlines, close it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused

from ..models import AmendmentDeadline, Draft
from ..permissions import SUB, may_write
from ..queries import KINDS


@transaction.atomic
def open_amendments(*, draft: Draft, closes_at: datetime, by: Reader) -> Draft:
    """Open the last frozen revision for amendment until `closes_at`; a second call moves the deadline."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    may_write(by, draft).enforce()
    if not draft.revisions.filter(frozen_at__isnull=False).exists():
        raise Refused(_("Freeze a revision first: amendments are made to words that no longer change."))
    _refuse_past(closes_at, by)
    draft.phase, draft.amendments_close_at = Draft.Phase.AMENDMENTS, closes_at
    draft.save(update_fields=["phase", "amendments_close_at"])
    record(by, "opened amendments", draft, closes_at=closes_at.isoformat())
    return draft


@transaction.atomic
def set_deadline(*, draft: Draft, kind: str, closes_at: datetime | None, by: Reader) -> None:
    """Give one kind of amendment a deadline of its own, or take it away: then the draft's holds for it too.

    `kind` is one of Amendment.Kind, or "sub" for amendments to an amendment.
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    may_write(by, draft).enforce()
    if kind not in (*KINDS, SUB):
        raise Refused(_("Choose a kind of amendment."))
    if closes_at is None:
        AmendmentDeadline.objects.filter(draft=draft, kind=kind).delete()
    else:
        _refuse_past(closes_at, by)
        AmendmentDeadline.objects.update_or_create(draft=draft, kind=kind, defaults={"closes_at": closes_at})
    record(
        by, "set deadline of amendments", draft, kind=kind, closes_at=closes_at.isoformat() if closes_at else None
    )  # fmt: skip


def _refuse_past(closes_at: datetime, by: Reader) -> None:
    if closes_at <= by.now:
        raise Refused(_("The deadline for amendments must lie ahead. Give a later day or hour."))


@transaction.atomic
def close_amendments(*, draft: Draft, by: Reader) -> Draft:
    """Close the draft for amendment."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    may_write(by, draft).enforce()
    if draft.phase != Draft.Phase.AMENDMENTS:
        raise Refused(_("The draft is not open for amendment."))
    draft.phase = Draft.Phase.CLOSED
    draft.save(update_fields=["phase"])
    record(by, "closed amendments", draft)
    return draft
