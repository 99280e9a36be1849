"""Reads for those who write the next revision: what stands, what waits to be merged, what merging would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import merge

from ..models import Amendment, Draft, Revision, Wording
from .amendments import with_sponsors
from .budget import budget_of
from .carried import unclear_on
from .checking import hints
from .frozen import frozen_before
from .lost import lost_sources, written_over
from .names import amendment_kind_name, paragraph_name
from .texts import bracketed_words, wordings_of
from .units import PARAGRAPH_BREAK, Unit, in_original, own_paragraphs, place_on, units, words_on
from .versions import language_counts, original_title
from .waiting import waiting_rows


@dataclass(frozen=True)
class Queued:
    """An accepted amendment that waits; `reason` says why it cannot merge by itself, empty when it can."""

    amendment: Amendment
    reason: str = ""
    place: str = ""


@dataclass(frozen=True)
class Merging:
    """What the text becomes with the amendments of `taken`.

    Of changes to words, `parts` gives what stands in place of each paragraph of `unit`: its words, empty when it goes;
    further paragraphs come behind the last. A new paragraph, a moved one and the title have no unit; of the title `parts`
    is what it becomes.
    """

    taken: list[Amendment]
    unit: Unit | None = None
    parts: tuple[str, ...] = ()


CONFLICT, GONE, MOVED, LANGUAGE = "conflict", "gone", "moved", "language"
# The name of what was written since, among the keys of amendments.
CURRENT = 0


def accepted_waiting(draft: Draft) -> list[Amendment]:
    """Accepted amendments that no revision has taken in yet: four queries. One to an amendment is in that one's words."""
    return list(with_sponsors(Amendment.objects.waiting_to_come_in(draft.pk)).order_by("number"))


def merging(revision: Revision) -> tuple[list[Merging], list[Queued]]:
    """What merges by itself into `revision`, which is being written, and what must be merged by hand: six queries.

    An amendment merges by itself when it conflicts with no other accepted one and with nothing written since; the
    result does not depend on the order of acceptance. Words come first, then new paragraphs, each behind
    those that came in before it, then moves. One in another language waits for its rendering.
    """
    accepted = accepted_waiting(revision.draft)
    waiting = [each for each in accepted if in_original(each)]
    base, base_of = base_texts(revision)
    rows = list(revision.wordings.select_related("paragraph").order_by("position"))
    current = {each.paragraph_id: each for each in rows}
    moved = _regrouped(waiting, rows, base)
    laid = [each for each in waiting if each not in moved]
    texts = {key: base_of.get(key, row.text) for key, row in current.items()}
    found, unclear = units(rows, laid, base=base, base_of=texts)
    merged: list[Merging] = []
    queued = [Queued(each, LANGUAGE) for each in accepted if not in_original(each)]
    queued += [Queued(each, MOVED if each.paragraph_id in current else GONE) for each in [*moved, *unclear]]
    for unit in found:
        done, left = _merged(unit)
        merged += [done] if done else []
        queued += left
    title, left = _retitled(revision, waiting)
    leaving = _leaving(merged)
    placed, gone = _placed(waiting, base, {key: row for key, row in current.items() if key not in leaving})
    return merged + title + placed, queued + left + gone


def _regrouped(waiting: list[Amendment], rows: list[Wording], base: int) -> list[Amendment]:
    """The deletions of several paragraphs below which others stand by now than in the text of `base` (a key): one query
    where there are any."""
    deletions = [each for each in waiting if each.with_below]
    before = list(Wording.objects.filter(revision=base).order_by("position")) if deletions else []
    return [each for each in deletions if own_paragraphs(each, rows) != own_paragraphs(each, before)]


def _leaving(merged: list[Merging]) -> set[int]:
    """The paragraphs that go with what merges: those that are deleted or become part of others."""
    units = [(part.unit.wordings, part.parts) for part in merged if part.unit]
    return {row.paragraph_id for rows, parts in units for row, words in zip(rows, parts, strict=False) if not words}


def _retitled(revision: Revision, waiting: list[Amendment]) -> tuple[list[Merging], list[Queued]]:
    """The title with the accepted changes of it that conflict neither with one another nor with what was written."""
    rows = [each for each in waiting if each.kind == Amendment.Kind.TITLE]
    if not rows:
        return [], []
    frozen = frozen_before(revision) or revision
    base, current = (original_title(each) for each in (frozen, revision))
    laid = {each.pk: words for each in rows if (words := words_on(each, frozen.pk, base)) is not None}
    conflicting = merge(base, {CURRENT: current, **laid}).conflicting
    clean = {key: words for key, words in laid.items() if key not in conflicting}
    queued = [Queued(each, CONFLICT if each.pk in laid else MOVED) for each in rows if each.pk not in clean]
    if not clean:
        return [], queued
    text = merge(base, {CURRENT: current, **clean}).text
    return [Merging([each for each in rows if each.pk in clean], parts=(text,))], queued


def base_texts(revision: Revision) -> tuple[int, dict[int, str]]:
    """The last frozen revision before `revision` (0: none), and the words of each of its paragraphs."""
    before = frozen_before(revision)
    if before is None:
        return 0, {}
    return before.pk, dict(Wording.objects.filter(revision=before).values_list("paragraph_id", "text"))


def _merged(unit: Unit) -> tuple[Merging | None, list[Queued]]:
    """The words of a unit with what merges: what was written since is one more proposal, and stays."""
    current = PARAGRAPH_BREAK.join(each.text for each in unit.wordings)
    conflicting = merge(unit.base, {CURRENT: current, **unit.proposals}).conflicting
    # Which paragraph the parts of a split belong to cannot be told from the words of several.
    split = {key for key, each in unit.amendments.items() if each.kind == Amendment.Kind.SPLIT}
    kept_apart = split if len(unit.wordings) > 1 else set()
    clean = {key: words for key, words in unit.proposals.items() if key not in {*conflicting, *kept_apart}}
    left = [Queued(each, CONFLICT) for key, each in unit.amendments.items() if key not in clean]
    if not clean:
        return None, left
    text = merge(unit.base, {CURRENT: current, **clean}).text
    return Merging([unit.amendments[key] for key in clean], unit, _parts(text, len(unit.wordings))), left


def _parts(text: str, count: int) -> tuple[str, ...]:
    """The words of each of `count` paragraphs, then of those that a split adds; empty for one that goes."""
    parts = [part.strip() for part in text.split(PARAGRAPH_BREAK)]
    if len(parts) != count:
        parts = [part for part in parts if part]
    return tuple(parts + [""] * (count - len(parts)))


def _placed(waiting: list[Amendment], base: int, current: dict[int, Wording]) -> tuple[list[Merging], list[Queued]]:
    """New paragraphs and moves on the text of `base` (a key); two moves of one paragraph to different places conflict."""
    added: list[Merging] = []
    moved: list[Merging] = []
    queued: list[Queued] = []
    moves = [each for each in waiting if each.kind == Amendment.Kind.MOVE]
    for each in waiting:
        if each.kind not in {Amendment.Kind.ADD, Amendment.Kind.MOVE} or each.paragraph_id is None:
            continue
        wording = current.get(place_on(each, base) or 0)
        if wording is None or (each.target_id and each.target_id not in current):
            queued.append(Queued(each, GONE))
        elif each.kind == Amendment.Kind.ADD:
            added.append(Merging([each]))
        elif any(_are_apart(each, other) for other in moves):
            queued.append(Queued(each, CONFLICT))
        else:
            moved.append(Merging([each]))
    return added + moved, queued


def _are_apart(one: Amendment, other: Amendment) -> bool:
    """Whether two moves put one paragraph at different places, or one stands behind what the other moves."""
    if one.paragraph_id == other.paragraph_id:
        return one.target_id != other.target_id
    return one.target_id == other.paragraph_id or other.target_id == one.paragraph_id


def named_in(amendment: Amendment, revision: Revision) -> list[Wording]:
    """The paragraphs of a revision that is being written whose words an amendment changes, those that it names on the
    frozen text before, with their brackets; none for a new paragraph: three queries at most."""
    if amendment.kind == Amendment.Kind.ADD:
        return []
    before = frozen_before(revision)
    text = list(before.wordings.order_by("position")) if before else []
    return list(wordings_of(revision).filter(paragraph__in=own_paragraphs(amendment, text) - {None}))


def printed_together(wordings: Sequence[Wording]) -> str:
    """The words of paragraphs with their brackets, an empty line between two of them."""
    return PARAGRAPH_BREAK.join(map(bracketed_words, wordings))


def queue(revision: Revision) -> list[Queued]:
    """Accepted amendments that wait for `revision`, those that can merge by themselves first: six queries."""
    merged, queued = merging(revision)
    return [Queued(each) for part in merged for each in part.taken] + sorted(
        queued, key=lambda each: each.amendment.number
    )


def _wordings_with_sources(revision: Revision) -> list[Wording]:
    rows = revision.wordings.select_related("paragraph").prefetch_related("sentences__sources", "brackets")
    return list(rows)


def _placed_queue(working: Revision, wordings: Sequence[Wording]) -> list[Queued]:
    """The queue with the name of each amendment's paragraph; what has none is named by its kind."""
    names = {each.paragraph_id: paragraph_name(each) for each in wordings}
    return [
        replace(each, place=names.get(each.amendment.paragraph_id or 0, amendment_kind_name(each.amendment.kind)))
        for each in queue(working)
    ]


def _taken_out(frozen: Revision, working: Revision) -> list[Wording]:
    """The paragraphs of the frozen text that the one being written no longer has: one query."""
    kept = working.wordings.values("paragraph_id")
    gone = Wording.objects.filter(revision=frozen).exclude(paragraph_id__in=kept).select_related("paragraph")
    return list(gone.order_by("position"))


def desk_facts(conference: Conference, reader: Reader) -> dict[str, Any]:
    """All that the drafting desk shows: a fixed number of queries."""
    draft = Draft.objects.filter(conference=conference).select_related("conference").first()
    if draft is None:
        return {"draft": None}
    revisions = list(Revision.objects.filter(draft=draft).select_related("draft__conference").order_by("number"))
    frozen = next((each for each in reversed(revisions) if each.frozen_at), None)
    working = next((each for each in revisions if each.frozen_at is None), None)
    rows = waiting_rows(frozen, reader, list(wordings_of(frozen))) if frozen else []
    wordings = _wordings_with_sources(working) if working else []
    return {
        "draft": draft,
        "deadlines": list(draft.deadlines.order_by("closes_at", "kind")),
        "revisions": revisions,
        "languages": language_counts(revisions[-1]) if revisions else [],
        "frozen": frozen,
        "working": working,
        "open_rows": rows,
        "queue": _placed_queue(working, wordings) if working else [],
        "unclear_count": unclear_on(frozen).count() if frozen else 0,
        "taken_out": _taken_out(frozen, working) if frozen and working else [],
        "waiting_count": 0 if working else len(accepted_waiting(draft)),
        "wordings": wordings,
        "hints": hints(working, wordings) if working else [],
        "budget": budget_of(working, wordings) if working else None,
        "lost": list(working.lost_sentences.select_related("sentence__wording__paragraph")) if working else [],
        "lost_sources": lost_sources(working) if working else [],
        "written_over": written_over(working) if working else [],
    }
