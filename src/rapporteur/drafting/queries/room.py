"""The drafting room: the last frozen text with all that stands on it, as a committee projects it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapporteur.foundation.journal.queries import last_number
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Change

from ..models import Amendment, Revision, Step, Wording
from .compiling import Compilation, CompiledRow, ProposalRow, compilation
from .names import government_name, state_name
from .redlines import Sign, with_brackets, with_disputes
from .texts import ranges_of

# Steps that somebody decided; a sponsor withdraws, and what stands is only admitted.
DECIDED = [
    Amendment.State.ACCEPTED,
    Amendment.State.REJECTED,
    Amendment.State.INADMISSIBLE,
    Amendment.State.MERGED,
    Amendment.State.FALLEN,
]
# Decisions that the page tells, the last one first.
MOST_DECISIONS = 4
# Signs of text on one page of the whole text.
MOST_OF_TEXT = 40_000


@dataclass(frozen=True)
class RoomRow:
    """A paragraph with what all live proposals make of it, marked in its words.

    added: new paragraphs behind it
    """

    row: CompiledRow
    added: list[ProposalRow]
    is_tied: bool = False

    @cached_property
    def changes(self) -> Sequence[Change | Sign]:
        """Its words with all admitted that goes together, and those in dispute between proposals. Words that a proposal
        would join with others are shown as they stand."""
        unit = self.row.unit
        if unit is None or self.is_tied:
            return self.row.marked
        marked = with_disputes(unit.admitted.changes, unit.admitted.conflicts)
        return with_brackets(marked, ranges_of(self.row.wording) if self.row.wording else [])

    @property
    def others(self) -> list[ProposalRow]:
        """Live proposals that do not show in the words: moves, those in another language or not admitted yet."""
        unit = self.row.unit if not self.is_tied else None
        own = {key for key in unit.proposals if unit.amendments[key].admitted_at} if unit else set()
        return [each for each in _live(self.row) if each.amendment.pk not in own and each not in self.added]

    @property
    def weight(self) -> int:
        return len(self.row.text) + 300 + sum(each.weight for each in self.added)


@dataclass(frozen=True)
class Room:
    """What the room shows. `number` is that of the last act of the conference: the page has changed only if it has."""

    compilation: Compilation
    rows: list[RoomRow]
    decisions: list[Step]
    number: int

    @property
    def revision(self) -> Revision:
        return self.compilation.revision

    @property
    def names(self) -> Mapping[int, str]:
        return self.compilation.names

    @cached_property
    def pages(self) -> list[list[RoomRow]]:
        pages: list[list[RoomRow]] = [[]]
        weight = 0
        for row in self.rows:
            if pages[-1] and weight + row.weight > MOST_OF_TEXT:
                pages.append([])
                weight = 0
            pages[-1].append(row)
            weight += row.weight
        return pages

    def at(self, key: str) -> int | None:
        """The index of a paragraph; None where it is not in the text."""
        return next((index for index, each in enumerate(self.rows) if each.row.key == key), None)


def room_of(revision: Revision, reader: Reader) -> Room:
    """The last frozen text as the room shows it to `reader`: thirteen queries, whatever is there."""
    number = last_number(reader.conference_slug)  # before all else: what is done meanwhile is shown at the next poll
    found = compilation(revision, reader)
    tied = {each.paragraph.key for row in found.rows for each in _tied(row)}
    rows = [RoomRow(row, [each for each in _live(row) if _is_new(each)], row.key in tied) for row in found.rows]
    return Room(found, rows, _decisions(revision, reader), number)


def _live(row: CompiledRow) -> list[ProposalRow]:
    keys = {each.pk for each in row.live}
    return [each for each in row.proposals if each.amendment.pk in keys]


def _is_new(proposal: ProposalRow) -> bool:
    return proposal.amendment.kind == Amendment.Kind.ADD


def _tied(row: CompiledRow) -> Sequence[Wording]:
    """The paragraphs that a proposal would join with this one."""
    return row.unit.wordings if row.unit and len(row.unit.wordings) > 1 else ()


def _decisions(revision: Revision, reader: Reader) -> list[Step]:
    """The last decisions on amendments that `reader` may see: one query."""
    shown = Amendment.objects.visible_to(reader).filter(draft=revision.draft_id)
    rows = Step.objects.filter(amendment__in=shown, state__in=DECIDED)
    return list(rows.select_related("amendment__sponsor").order_by("-at", "-pk")[:MOST_DECISIONS])


def decision_label(step: Step) -> str:
    """Such as: A-14, Kisimamaji: accepted."""
    return f"{step.amendment}, {government_name(step.amendment.sponsor)}: {state_name(step.state)}"
