"""Amendments as they stood at a past instant: their state, words and sponsors then, and who supported or opposed them.

The rows that are given are of the past: they are read and never saved.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Rebased, rebase

from ..models import Amendment, Carried, Ranking, Revision, Stand, Step
from ..permissions import OPEN_STATES
from .amendments import with_sponsors
from .units import LAID


def amendments_at(revision: Revision, reader: Reader, at: datetime | None = None) -> list[Amendment]:
    """The amendments filed on a frozen revision or carried over to it, and those to them, by number, as `reader` could
    read them at the instant `at`; none before the revision was frozen. Five queries for now, six for an instant.

    `stands` are fetched beside, with their governments.
    """
    if at is not None and (revision.frozen_at is None or at < revision.frozen_at):
        return []
    shown = Amendment.objects.visible_to(reader).filter(draft=revision.draft_id)
    until = {} if at is None else {"carried__at__lte": at}
    own = Amendment.objects.filter(Q(revision=revision) | Q(carried__revision=revision, **until))
    here = Q(pk__in=own.values("pk")) | Q(parent__in=own.values("pk"))
    rows = with_sponsors(shown.filter(here), at).order_by("number")
    if at is None:
        return list(rows.prefetch_related(_stands(Stand.objects.all())))
    steps = Step.objects.select_related("former_sponsor").order_by("at", "pk")
    ranks = Prefetch("rankings", queryset=Ranking.objects.filter(at__lte=at))
    kept = rows.prefetch_related(_stands(Stand.objects.filter(at__lte=at)), Prefetch("steps", queryset=steps), ranks)
    found = [_as_it_stood(each, at) for each in kept]
    return [each for each in found if each is not None and _could_read(each, reader)]


def _stands(rows: QuerySet[Stand]) -> Prefetch[str]:
    return Prefetch("stands", queryset=rows.select_related("government").order_by("at", "pk"))


def _as_it_stood(amendment: Amendment, at: datetime) -> Amendment | None:
    """The amendment with the state, words and sponsor that it had; None when it was not yet filed."""
    steps = [each for each in amendment.steps.all() if each.at <= at]
    if not steps:
        return None
    last, own = steps[-1], amendment.words_language == amendment.revision.language
    for row in amendment.carried.all():
        _as_it_lay(row, amendment if own else None, last, at)
    later = [each for each in amendment.steps.all() if each.at > at and each.former_sponsor is not None]
    if later and later[0].former_sponsor is not None:
        amendment.sponsor = later[0].former_sponsor
    amendment.state, amendment.reason, amendment.proposed_text = last.state, last.reason, last.words
    amendment.decided_at = last.at
    if last.state in OPEN_STATES:
        amendment.reason, amendment.decided_at = "", None
    amendment.admitted_at = amendment.admitted_at if amendment.admitted_at and amendment.admitted_at <= at else None
    amendment.is_friendly = last.is_friendly
    amendment.rank = next((each.rank for each in reversed(amendment.rankings.all())), None)
    taken = amendment.applied_in
    if taken is not None and (taken.frozen_at is None or taken.frozen_at > at):
        amendment.applied_in = None
    return amendment


def _as_it_lay(row: Carried, amendment: Amendment | None, last: Step, at: datetime) -> None:
    """What a person settled later was still to be looked at; words that were changed later were as they had been."""
    if row.settled_at is not None and row.settled_at > at:
        row.state, row.paragraph_id = Carried.State.UNCLEAR, None
    elif amendment is not None and row.state in LAID and last.words != amendment.proposed_text:
        laid = rebase(amendment.base_text, row.base_text, last.words)
        row.proposed_text = laid.text if isinstance(laid, Rebased) else row.proposed_text


def _could_read(amendment: Amendment, reader: Reader) -> bool:
    """The rule of `visible_to`, for an amendment as it stood."""
    return amendment.is_public or reader.is_staff or amendment.sponsor_id in reader.government_ids
