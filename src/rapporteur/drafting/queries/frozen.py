"""Which text is frozen: the last one of a draft, the last one before another. One query each."""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import Revision


def last_frozen_of(draft: int) -> Revision | None:
    """The last frozen revision of a draft (its key)."""
    return _frozen(draft).first()


def frozen_before(revision: Revision) -> Revision | None:
    """The last frozen revision before another of its draft."""
    return _frozen(revision.draft_id).filter(number__lt=revision.number).first()


def _frozen(draft: int) -> QuerySet[Revision]:
    rows = Revision.objects.filter(draft=draft, frozen_at__isnull=False).select_related("draft__conference")
    return rows.order_by("-number")
