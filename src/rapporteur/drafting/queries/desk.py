"""Reads for those who write the next revision: what stands, what waits to be merged, what merging would give."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Rebased, merge, rebase

from ..models import Amendment, Draft, Revision, Wording
from ..permissions import OPEN_STATES
from .amendments import AmendmentRow, amendment_rows, with_sponsors
from .redlines import clean_among


@dataclass(frozen=True)
class Queued:
    """An accepted amendment that waits; `reason` says why it cannot merge by itself, empty when it can."""

    amendment: Amendment
    reason: str = ""


@dataclass(frozen=True)
class Merging:
    """What a paragraph becomes with the amendments of `taken`: other words, a new paragraph behind it, or nothing."""

    wording: Wording
    text: str
    taken: list[Amendment]
    is_removed: bool = False


CONFLICT, GONE, MOVED = "conflict", "gone", "moved"


def accepted_waiting(draft: Draft) -> list[Amendment]:
    """Accepted amendments that no revision has taken in yet: two queries."""
    return list(
        with_sponsors(Amendment.objects.filter(draft=draft, state=Amendment.State.ACCEPTED, applied_in=None)).order_by(
            "number"
        )
    )


def merging(revision: Revision) -> tuple[list[Merging], list[Queued]]:
    """What merges by itself into `revision`, which is being written, and what must be merged by hand: four queries.

    An amendment merges by itself when it conflicts with no other accepted one and with nothing written since; the
    result does not depend on the order of acceptance. New paragraphs come first in the list, the last one first: each
    goes right behind the paragraph that it follows.
    """
    waiting = accepted_waiting(revision.draft)
    bases = _base_texts(revision)
    current = {each.paragraph_id: each for each in revision.wordings.select_related("paragraph")}
    by_paragraph: dict[int, list[Amendment]] = defaultdict(list)
    merged: list[Merging] = []
    queued: list[Queued] = []
    for amendment in waiting:
        if amendment.paragraph_id not in current:
            queued.append(Queued(amendment, GONE))
        elif amendment.kind == Amendment.Kind.ADD:
            # Each is put right behind its paragraph, so the last one first.
            merged.insert(0, Merging(current[amendment.paragraph_id], amendment.proposed_text, [amendment]))
        else:
            by_paragraph[amendment.paragraph_id].append(amendment)
    for paragraph, amendments in by_paragraph.items():
        wording = current[paragraph]
        done, left = _merged(wording, bases.get(paragraph, wording.text), amendments)
        merged += [done] if done else []
        queued += left
    return merged, queued


def _base_texts(revision: Revision) -> dict[int, str]:
    """The words of each paragraph in the last frozen revision before `revision`."""
    before = (
        Revision.objects.filter(draft=revision.draft_id, number__lt=revision.number, frozen_at__isnull=False)
        .order_by("-number")
        .first()
    )
    rows = Wording.objects.filter(revision=before) if before else Wording.objects.none()
    return dict(rows.values_list("paragraph_id", "text"))


def _merged(wording: Wording, base: str, amendments: list[Amendment]) -> tuple[Merging | None, list[Queued]]:
    deletions = [each for each in amendments if each.kind == Amendment.Kind.DELETE]
    if deletions:
        if len(deletions) == len(amendments) and wording.text == base:
            return Merging(wording, "", deletions, is_removed=True), []
        return None, [Queued(each, CONFLICT) for each in amendments]
    usable: list[tuple[Amendment, str]] = []
    queued: list[Queued] = []
    for each in amendments:
        laid = rebase(each.base_text, base, each.proposed_text)
        if isinstance(laid, Rebased):
            usable.append((each, laid.text))
        else:
            queued.append(Queued(each, MOVED))
    clean = clean_among(base, wording.text, [text for _each, text in usable])
    queued += [Queued(each, CONFLICT) for index, (each, _text) in enumerate(usable) if index not in clean]
    if not clean:
        return None, queued
    text = merge(base, [wording.text, *(usable[index][1] for index in clean)]).text
    return Merging(wording, text, [usable[index][0] for index in clean]), queued


def queue(revision: Revision) -> list[Queued]:
    """Accepted amendments that wait for `revision`, those that can merge by themselves first: four queries."""
    merged, queued = merging(revision)
    return [Queued(each) for part in merged for each in part.taken] + sorted(
        queued, key=lambda each: each.amendment.number
    )


def standing_elsewhere(draft: Draft, revision: Revision | None, reader: Reader) -> list[AmendmentRow]:
    """Open amendments to revisions before `revision`, which still wait for a decision: two queries."""
    rows = Amendment.objects.visible_to(reader).filter(draft=draft, state__in=OPEN_STATES)
    if revision is not None:
        rows = rows.exclude(revision=revision)
    return amendment_rows(list(with_sponsors(rows).order_by("number")))


def desk_facts(conference: Conference, reader: Reader) -> dict[str, Any]:
    """All that the drafting desk shows: a fixed number of queries."""
    draft = Draft.objects.filter(conference=conference).select_related("conference").first()
    if draft is None:
        return {"draft": None}
    revisions = list(Revision.objects.filter(draft=draft).select_related("draft__conference").order_by("number"))
    frozen = next((each for each in reversed(revisions) if each.frozen_at), None)
    working = next((each for each in revisions if each.frozen_at is None), None)
    rows: list[AmendmentRow] = []
    if frozen is not None:
        shown = Amendment.objects.visible_to(reader).filter(revision=frozen).order_by("number")
        rows = amendment_rows(list(with_sponsors(shown)))
    wordings = (
        working.wordings.select_related("paragraph").prefetch_related("sentences__sources", "brackets")
        if working
        else []
    )
    return {
        "draft": draft,
        "revisions": revisions,
        "frozen": frozen,
        "working": working,
        "open_rows": [row for row in rows if row.amendment.state in OPEN_STATES],
        "earlier_rows": standing_elsewhere(draft, frozen, reader),
        "queue": queue(working) if working else [],
        "waiting_count": 0 if working else len(accepted_waiting(draft)),
        "wordings": list(wordings),
        "lost": list(working.lost_sentences.select_related("sentence__wording__paragraph")) if working else [],
    }
