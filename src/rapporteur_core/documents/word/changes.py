"""Tracked changes as they are met in a file, gathered into those that a person sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from rapporteur_core.documents.word.model import Change, ChangeKind, Place
from rapporteur_core.documents.word.names import Element, attribute

DELETING = frozenset(["delete", "move_from", "paragraph_delete", "table_row_delete", "table_cell_delete"])
# The element that tracks a run of words, and what it says.
KINDS: dict[str, ChangeKind] = {
    "w:ins": "insert",
    "w:del": "delete",
    "w:moveFrom": "move_from",
    "w:moveTo": "move_to",
    "w14:conflictIns": "insert",
    "w14:conflictDel": "delete",
}


@dataclass(frozen=True, eq=False, slots=True)
class Revision:
    """One element of a file that tracks a change."""

    kind: ChangeKind
    author: str
    instant: datetime | None
    move: str | None = None

    @property
    def is_deletion(self) -> bool:
        return self.kind in DELETING

    def continues(self, other: Revision) -> bool:
        mine, its = ((each.kind, each.author, each.instant, each.move) for each in (self, other))
        return mine == its


@dataclass(frozen=True, slots=True)
class Marks:
    """What the words being read lie in; both for a deletion inside an insertion."""

    inserted: Revision | None = None
    deleted: Revision | None = None

    def and_in(self, revision: Revision) -> Marks:
        return replace(self, deleted=revision) if revision.is_deletion else replace(self, inserted=revision)


UNMARKED = Marks()


@dataclass(frozen=True, slots=True)
class Effect:
    """The numbers of the changes that insert and delete something; None for what is kept."""

    inserted: int | None = None
    deleted: int | None = None


@dataclass(slots=True)
class _Draft:
    revision: Revision
    place: Place
    texts: list[str] = field(default_factory=list)
    detail: str = ""
    holds: dict[str, None] = field(default_factory=dict)
    within: int | None = None
    parts: int = 1

    def done(self, pair: int | None) -> Change:
        revision = self.revision
        return Change(
            kind=revision.kind,
            author=revision.author,
            instant=revision.instant,
            text="".join(self.texts),
            place=self.place,
            detail=self.detail,
            holds=tuple(self.holds),
            move=revision.move,
            pair=pair,
            within=self.within,
            parts=self.parts,
        )


class Ledger:
    """The changes of a file in the order in which they begin."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        # The change of each side that the next words may go on with: its number and its last element.
        self._open: dict[str, tuple[int, Revision]] = {}
        self._format: int | None = None

    def words(self, marks: Marks, text: str, place: Place) -> Effect:
        """Enter words of a paragraph; equal neighbours are one change."""
        return self._entered(marks, place, text=text)

    def thing(self, marks: Marks, kind: str, place: Place) -> Effect:
        """Enter what is no words: a picture, a field."""
        return self._entered(marks, place, thing=kind)

    def single(self, revision: Revision, place: Place, *, text: str = "", detail: str = "") -> int:
        """Enter a change that never goes on: of a paragraph's mark, a row, a cell, a content control, a format."""
        self._drafts.append(_Draft(revision, place, [text] if text else [], detail=detail))
        return len(self._drafts) - 1

    def in_format(self, revision: Revision | None, place: Place) -> None:
        """A run begins whose format was changed, or was not; the words entered next are its words."""
        if revision is None:
            self._format = None
        elif self._format is not None and self._drafts[self._format].revision.continues(revision):
            self._drafts[self._format].parts += 1
        else:
            self._format = self.single(revision, place, detail="run")

    def add_text(self, number: int, text: str) -> None:
        """What a row or cell holds is known at its end."""
        self._drafts[number].texts.append(text)

    def add_part(self, number: int) -> None:
        """Another element belongs to a change entered before."""
        self._drafts[number].parts += 1

    def pause(self) -> None:
        """A paragraph ends: what follows is another change."""
        self._open.clear()
        self._format = None

    def changes(self) -> tuple[Change, ...]:
        pairs = dict(_pairs(self._drafts))
        return tuple(draft.done(pairs.get(number)) for number, draft in enumerate(self._drafts))

    def _entered(self, marks: Marks, place: Place, *, text: str = "", thing: str = "") -> Effect:
        inserted = self._side("inserted", marks.inserted, place, None)
        deleted = self._side("deleted", marks.deleted, place, inserted)
        for number in (inserted, deleted, self._format):
            if number is not None:
                draft = self._drafts[number]
                draft.texts.append(text)
                if thing:
                    draft.holds[thing] = None
        return Effect(inserted, deleted)

    def _side(self, side: str, revision: Revision | None, place: Place, within: int | None) -> int | None:
        if revision is None:
            self._open.pop(side, None)
            return None
        if (found := self._open.get(side)) and found[1].continues(revision):
            number, last = found
            draft = self._drafts[number]
            draft.parts += revision is not last
            if draft.within != within:
                draft.within = None
        else:
            number = len(self._drafts)
            self._drafts.append(_Draft(revision, place, within=within))
        self._open[side] = (number, revision)
        return number


def revision_of(element: Element, kind: ChangeKind, move: str | None = None) -> Revision:
    """The change that an element with author and date tracks."""
    return Revision(kind, attribute(element, "w:author") or "", instant_of(element), move)


def instant_of(element: Element) -> datetime | None:
    """The moment of a change or comment in UTC, by the true one where a newer Word wrote it; None where none is told."""
    written = attribute(element, "w16du:dateUtc") or attribute(element, "w:date") or ""
    try:
        moment = datetime.fromisoformat(written)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _pairs(drafts: Iterable[_Draft]) -> Iterator[tuple[int, int]]:
    """Both ends of each move, in order: a move of several paragraphs has several changes at each end."""
    ends: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, draft in enumerate(drafts):
        if draft.revision.move and draft.revision.kind in ("move_from", "move_to"):
            ends[draft.revision.move][draft.revision.kind == "move_to"].append(number)
    for here, there in ends.values():
        for one, two in zip(here, there, strict=False):
            yield one, two
            yield two, one
