"""What a Word file says, as plain values: paragraphs, tracked changes, comments, and what is not carried as words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rapporteur_core.documents.word.identity import Identity

Side = Literal["accepted", "rejected"]
PieceKind = Literal["keep", "insert", "delete"]
ContainerKind = Literal["body", "cell", "text_box", "footnote", "endnote", "header", "footer", "comment"]
ChangeKind = Literal[
    "insert",
    "delete",
    "move_from",
    "move_to",
    "paragraph_insert",
    "paragraph_delete",
    "format",
    "table_row_insert",
    "table_row_delete",
    "table_cell_insert",
    "table_cell_delete",
    "table_cell_merge",
    "control_insert",
    "control_delete",
]
# What stands in the text itself; the others have a text of their own.
MAIN = frozenset(["body", "cell", "text_box"])


@dataclass(frozen=True, slots=True)
class Container:
    """Where paragraphs stand. `number` counts tables, text boxes, notes, headers or footers of the file from 1.

    row, column: of a cell, from 1. within: what holds the table or text box; None for the body and the parts beside it.
    """

    kind: ContainerKind
    number: int = 0
    row: int = 0
    column: int = 0
    within: Container | None = None

    @property
    def is_main(self) -> bool:
        """Whether it belongs to the text itself: no note, header, footer or comment, and nothing inside one."""
        return self.kind in MAIN and (self.within is None or self.within.is_main)


BODY = Container("body")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: the number of the paragraph (from 0; None for a part as a whole) and characters before it.

    offset: of what the paragraph is with all changes refused; offset_accepted: with all of them taken.
    """

    container: Container
    paragraph: int | None = None
    offset: int = 0
    offset_accepted: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph. `change` is its number among the changes of the file; None for what is kept.

    within: for a deletion, the insertion in which it lies. Such a piece is in neither text.
    """

    kind: PieceKind
    text: str
    change: int | None = None
    within: int | None = None

    def is_in(self, side: Side) -> bool:
        if side == "accepted":
            return self.kind != "delete"
        return self.kind != "insert" and self.within is None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it stands in the file, with what was done to it.

    flow: paragraphs of one flow follow one another; only they can be joined.
    mark_inserted, mark_deleted: the change that put its end there, or takes it away and joins it with the next one.
    inserted_with, deleted_with: the change that brings or takes it whole: of a row, a cell, a note or a text box.
    key: the hidden identifier; more_keys: those of paragraphs that were joined to it without trace.
    style: the name of its style; heading: level from 1; numbering, level: its list and the level therein, from 0;
    number: as displayed by automatic numbering, None where there is none or it cannot be told.
    language: as Word writes it (`en-GB`), that of most of its letters; None where nothing says.
    """

    pieces: tuple[Piece, ...]
    container: Container
    flow: int
    key: str | None = None
    more_keys: tuple[str, ...] = ()
    style: str = ""
    heading: int | None = None
    numbering: str | None = None
    level: int | None = None
    number: str | None = None
    language: str | None = None
    is_rtl: bool = False
    mark_inserted: int | None = None
    mark_deleted: int | None = None
    inserted_with: int | None = None
    deleted_with: int | None = None

    @property
    def accepted(self) -> str:
        """Its own words with all changes taken, not joined with any other; empty where it is gone."""
        return self.text("accepted")

    @property
    def rejected(self) -> str:
        """Its own words with all changes refused, not joined with any other; empty where it was not there."""
        return self.text("rejected")

    def text(self, side: Side) -> str:
        return "".join(piece.text for piece in self.pieces if piece.is_in(side)) if self.is_in(side) else ""

    def is_in(self, side: Side) -> bool:
        """Whether anything of it can be there, its row, cell, note or text box being there."""
        return (self.deleted_with if side == "accepted" else self.inserted_with) is None

    def joins_next(self, side: Side) -> bool:
        """Whether its end is not there, so that it goes on with the next paragraph of its flow."""
        return (self.mark_deleted if side == "accepted" else self.mark_inserted) is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with all changes taken or refused: the words of the `paragraphs` (their numbers) joined in it.

    key: the hidden identifier of the first that has words in it, else of one without words; more_keys: the others. A
    paragraph that came or went whole gives none: it is not in this text, though it touches the next one.
    """

    text: str
    container: Container
    paragraphs: tuple[int, ...]
    key: str | None = None
    more_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change; parts of one author, instant and kind that touch within a paragraph are one.

    instant: aware, in UTC; None where the file does not tell it. Word before 2023 writes the clock of its writer as if
    it were UTC, and nothing in the file tells the difference.
    text: of a deletion or insertion its words; of a row or cell the words in it; of a format the words that have it.
    detail: of a format what it is of: run, paragraph, mark, numbering, section, table, row, cell, grid.
    holds: what besides words it inserts or deletes, as kinds of a Leftover.
    move: the name that joins both ends of a move; pair: the number of the change at its other end.
    within: for a deletion that lies wholly inside an insertion, that one's number.
    parts: how many elements of the file make it up.
    """

    kind: ChangeKind
    author: str
    instant: datetime | None
    text: str
    place: Place
    detail: str = ""
    holds: tuple[str, ...] = ()
    move: str | None = None
    pair: int | None = None
    within: int | None = None
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: who, when, what, and on which words.

    words: those commented, with deleted ones; at most 2,000 characters. parent: the number of the comment it answers.
    place: where those words begin; its paragraph is None where the text does not point to the comment.
    """

    author: str
    instant: datetime | None
    text: str
    words: str
    place: Place
    parent: int | None = None
    is_resolved: bool | None = None
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """What is not carried as words: a table, a field, a picture, a note.

    text: the words in it or its description; detail: what it is nearer, such as an instruction, an address, a size.
    is_kept: whether its words stand in the paragraphs all the same.
    """

    kind: str
    place: Place
    text: str = ""
    detail: str = ""
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A hidden identifier met again, in paragraph number `paragraph`: a copy. Only the first has it as its key."""

    key: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file as read. `paragraphs` are in the order of the text, those of a text box after the one it hangs on,
    those of notes, headers and footers at the end."""

    paragraphs: tuple[Paragraph, ...]
    changes: tuple[Change, ...]
    comments: tuple[Comment, ...]
    leftovers: tuple[Leftover, ...]
    identity: Identity
    duplicates: tuple[Duplicate, ...] = ()

    @property
    def accepted(self) -> str:
        """The text with all changes taken: body, tables and text boxes, a line for each paragraph."""
        return self.text("accepted")

    @property
    def rejected(self) -> str:
        """The text with all changes refused: body, tables and text boxes, a line for each paragraph."""
        return self.text("rejected")

    def text(self, side: Side) -> str:
        return "\n".join(line.text for line in self.lines(side) if line.container.is_main)

    def lines(self, side: Side) -> tuple[Line, ...]:
        """Every paragraph that there is with all changes taken or refused, notes, headers and footers included."""
        return tuple(lines(self.paragraphs, side))


@dataclass(slots=True)
class _Open:
    """A line being joined."""

    container: Container
    flow: int
    numbers: list[int]
    texts: list[str]
    keys: list[str]
    keys_of_empty: list[str]
    keys_of_split: list[str]
    is_open: bool = True

    def add(self, number: int, paragraph: Paragraph, side: Side) -> None:
        text, self.is_open = paragraph.text(side), paragraph.joins_next(side)
        self.numbers.append(number)
        self.texts.append(text)
        own = [key for key in (paragraph.key, *paragraph.more_keys) if key]
        if text:
            self.keys += own
        elif not self.is_open:
            self.keys_of_empty += own
        elif not paragraph.pieces:
            self.keys_of_split += own

    def closed(self) -> Line:
        # An empty one without its mark is what was begun anew at the beginning of the words that follow.
        keys = self.keys + self.keys_of_empty + (self.keys_of_split if any(self.texts) else [])
        return Line("".join(self.texts), self.container, tuple(self.numbers), next(iter(keys), None), tuple(keys[1:]))


def lines(paragraphs: Sequence[Paragraph], side: Side) -> Iterator[Line]:
    """A paragraph whose mark is not there goes on with the next one of its flow (ECMA-376, part 1, 17.13.5)."""
    found: list[_Open] = []
    last: dict[int, _Open] = {}
    ended = set()
    for number, each in enumerate(paragraphs):
        if not each.is_in(side):
            continue
        line = last.get(each.flow)
        if line is None or not line.is_open:
            line = last[each.flow] = _Open(each.container, each.flow, [], [], [], [], [])
            found.append(line)
        line.add(number, each, side)
        if not line.is_open:
            ended.add(each.flow)
    for line in found:
        # Nothing follows that it could join: an emptied paragraph is gone then, unless its cell needs it.
        is_gone = line.is_open and not any(line.texts) and (line.container.kind == "body" or line.flow in ended)
        if not is_gone:
            yield line.closed()
