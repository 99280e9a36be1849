"""Reads of several Word files of one text together: what of them merges, and where they would change the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapporteur_core.redline import Change, Merge, merge

from ..models import Amendment, Returned, Revision
from .returned import ReturnedRow, returned_rows_of

ON_WORDS = frozenset({Amendment.Kind.CHANGE, Amendment.Kind.TITLE, Amendment.Kind.DELETE, Amendment.Kind.SPLIT})


@dataclass(frozen=True)
class FileRow:
    """A proposal of one of several files; `number`: the place of the file among them, from 1."""

    number: int
    file: Returned
    row: ReturnedRow

    @property
    def who(self) -> str:
        """Who proposes it, as those who hear the page are told."""
        return ", ".join(each for each in (str(self.file.government), self.row.author) if each)


@dataclass(frozen=True)
class Meeting:
    """Words that proposals would change differently, empty where they only insert; each way with its proposals."""

    words: str
    ways: list[tuple[str, list[FileRow]]]


@dataclass(frozen=True)
class Together:
    """What several files make of one paragraph: the text that takes in all that conflicts with nothing, and the sets.

    proposals: by file and place in it, since two files of one government may be by one person; merged: named so
    """

    place: str
    base: str
    merged: Merge
    proposals: Mapping[tuple[int, int], FileRow]

    @cached_property
    def meetings(self) -> list[Meeting]:
        return [
            Meeting(each.words, [(way.text, self._rows(way.proposals)) for way in each.alternatives])
            for each in self.merged.conflicts
        ]

    @property
    def changes(self) -> Sequence[Change]:
        return self.merged.changes

    @cached_property
    def who(self) -> dict[tuple[int, int], str]:
        return {name: each.who for name, each in self.proposals.items()}

    def _rows(self, names: Sequence[object]) -> list[FileRow]:
        return [each for name, each in self.proposals.items() if name in names]


def together(files: Sequence[Returned], last: Revision) -> tuple[list[Together], list[FileRow]]:
    """The proposals of several files to the words of one text, paragraph by paragraph, and those beside: new, moved and
    joined paragraphs, and what could not be laid on these words. Six queries, however many files."""
    text, found = returned_rows_of(files, last)
    by_place: dict[str, list[FileRow]] = defaultdict(list)
    beside: list[FileRow] = []
    for number, (file, rows) in enumerate(zip(files, found, strict=True), start=1):
        for row in rows:
            is_laid = row.kind in ON_WORDS and text.texts.get(row.key) == row.base
            (by_place[row.key] if is_laid else beside).append(FileRow(number, file, row))
    return [_met(by_place[key], base) for key, base in text.texts.items() if key in by_place], beside


def _met(rows: Sequence[FileRow], base: str) -> Together:
    proposals = {(each.file.pk, each.row.index): each for each in rows}
    merged = merge(base, {name: each.row.proposed for name, each in proposals.items()})
    return Together(rows[0].row.place, base, merged, proposals)
