"""What is gathered while a Word file is walked: paragraphs in the making, their changes, and what is left over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapporteur_core.documents.problems import Unreadable
from rapporteur_core.documents.word.changes import Effect, Ledger, Marks
from rapporteur_core.documents.word.identity import key_of
from rapporteur_core.documents.word.model import (
    BODY,
    Container,
    Duplicate,
    Leftover,
    Paragraph,
    Piece,
    PieceKind,
    Place,
)
from rapporteur_core.documents.word.names import Element, name_of, words_in
from rapporteur_core.documents.word.numbering import Numbering
from rapporteur_core.documents.word.package import Package
from rapporteur_core.documents.word.styles import Style, Styles

MOST_PARAGRAPHS = 100_000
LONGEST_PARAGRAPH = 500_000
# What is shown of words that stand in the paragraphs anyhow.
LONGEST_QUOTE = 2_000
# Commands of fields by which Word starts another program.
STARTS_A_PROGRAM = frozenset(["DDE", "DDEAUTO"])


@dataclass(frozen=True, order=True, slots=True)
class Point:
    """A point between the words of a file, deleted ones included: a paragraph's number and pieces of text before it."""

    paragraph: int
    pieces: int


@dataclass(slots=True)
class LeftoverDraft:
    """A Leftover in the making: its words may be known only later."""

    kind: str
    place: Place
    text: str = ""
    detail: str = ""
    is_kept: bool = False

    def done(self) -> Leftover:
        return Leftover(self.kind, self.place, self.text, self.detail, self.is_kept)


@dataclass(slots=True)
class FieldDraft:
    """A field that has begun: its instruction comes first, then, after a separator, what it shows."""

    leftover: LeftoverDraft
    begin: Point
    code: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    is_code: bool = True


@dataclass(slots=True)
class NoteReference:
    """A place that refers to a footnote or endnote, and the changes that bring it there or take it away."""

    kind: str
    identifier: str
    leftover: LeftoverDraft
    effect: Effect


@dataclass(slots=True)
class ParagraphDraft:
    """A Paragraph in the making. `texts`: its words piece by piece, deleted ones included; `boxes` hang on it."""

    number: int
    container: Container
    flow: int
    inserted_with: int | None = None
    deleted_with: int | None = None
    style: Style = field(default_factory=Style)
    numbering: str | None = None
    level: int | None = None
    displayed: str | None = None
    mark_inserted: int | None = None
    mark_deleted: int | None = None
    accepted_length: int = 0
    rejected_length: int = 0
    length: int = 0
    texts: list[str] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    boxes: list[tuple[Element, Effect]] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.container, self.number, self.rejected_length, self.accepted_length)

    def add(self, text: str, effect: Effect) -> None:
        self.texts.append(text)
        self.effects.append(effect)
        self.length += len(text)
        if self.length > LONGEST_PARAGRAPH:
            raise Unreadable("word_long_paragraph", limit=LONGEST_PARAGRAPH)
        self.accepted_length += 0 if effect.deleted is not None else len(text)
        self.rejected_length += 0 if effect.inserted is not None else len(text)

    def done(self) -> Paragraph:
        is_rtl = bool(self.style.is_rtl)
        language = max(self.languages, key=lambda each: (self.languages[each], each), default=None)
        return Paragraph(
            pieces=tuple(_pieces(self.texts, self.effects)),
            container=self.container,
            flow=self.flow,
            key=next(iter(self.keys), None),
            more_keys=tuple(self.keys[1:]),
            style=self.style.name,
            heading=self.style.heading,
            numbering=self.numbering,
            level=self.level,
            number=self.displayed,
            language=language or (self.style.language_rtl if is_rtl else self.style.language),
            is_rtl=is_rtl,
            mark_inserted=self.mark_inserted,
            mark_deleted=self.mark_deleted,
            inserted_with=self.inserted_with,
            deleted_with=self.deleted_with,
        )


@dataclass(slots=True)
class Gathering:
    """All that was found so far. `part` is the one being walked, `container` and `flow` where in it."""

    package: Package
    styles: Styles
    numbering: Numbering
    part: str
    ledger: Ledger = field(default_factory=Ledger)
    paragraphs: list[ParagraphDraft] = field(default_factory=list)
    leftovers: list[LeftoverDraft] = field(default_factory=list)
    notes: list[NoteReference] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    # Of each comment, by its identifier: where its words begin and end, and the place of the beginning.
    comments: dict[str, tuple[Point, Point, Place]] = field(default_factory=dict)
    container: Container = BODY
    flow: int = 0
    flows: int = 0
    tables: int = 0
    boxes: int = 0
    current: ParagraphDraft | None = None
    depth: int = 0
    # Of the run being read, where it says so.
    language: str | None = None
    fields: list[FieldDraft] = field(default_factory=list)
    # How many of the fields are still in their instruction: what stands there is not shown.
    codes: int = 0
    # The names of moves being walked, by the kind of their end and the identifier of their range.
    moves: dict[str, dict[str, str]] = field(default_factory=lambda: {"move_from": {}, "move_to": {}})
    # Content controls whose first mark was met: the number of the change by what the second must equal.
    controls: dict[object, int] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)
    _waiting: list[str] = field(default_factory=list)

    def begin_flow(self) -> None:
        """What follows cannot be joined to what went before."""
        self.flows += 1
        self.flow = self.flows

    def begin_paragraph(self, inserted_with: int | None, deleted_with: int | None) -> ParagraphDraft:
        if len(self.paragraphs) == MOST_PARAGRAPHS:
            raise Unreadable("word_paragraphs", limit=MOST_PARAGRAPHS)
        draft = ParagraphDraft(len(self.paragraphs), self.container, self.flow, inserted_with, deleted_with)
        self.paragraphs.append(draft)
        self.current = draft
        self.ledger.pause()
        waiting, self._waiting = self._waiting, []
        for bookmark in waiting:
            self.bookmark(bookmark)
        return draft

    def end_paragraph(self) -> None:
        self.ledger.pause()
        self.current = None

    def place(self) -> Place:
        return self.current.place if self.current else Place(self.container)

    def point(self) -> Point:
        current = self.current
        return Point(current.number, len(current.texts)) if current else Point(len(self.paragraphs), 0)

    def text(self, text: str, marks: Marks) -> None:
        """Words of the current paragraph; those within the instruction of a field are not shown."""
        if self.codes:
            self.fields[-1].hidden.append(text)
        elif text and self.current:
            self.current.add(text, self.ledger.words(marks, text, self.current.place))
            if self.language:
                self.current.languages[self.language] += len(text)

    def leftover(self, kind: str, text: str = "", detail: str = "", *, is_kept: bool = False) -> LeftoverDraft:
        draft = LeftoverDraft(kind, self.place(), text, detail, is_kept)
        self.leftovers.append(draft)
        return draft

    def unread(self, element: Element) -> None:
        """An element where none of its kind can be: it is not walked, and its words are told."""
        self.leftover("unknown", words_in(element), name_of(element))

    def thing(self, kind: str, marks: Marks) -> Effect:
        """Something that is no words stands here: it parts or makes changes as words do."""
        return self.ledger.thing(marks, kind, self.place())

    def quote(self, begin: Point, end: Point, most: int | None = LONGEST_QUOTE) -> str:
        """The words between two points, deleted ones included, a line for each paragraph, cut after `most`."""
        found: list[str] = []
        length = 0
        for text in self._between(begin, end):
            found.append(text)
            length += len(text)
            if most is not None and length > most:
                break
        return "".join(found)[:most].strip("\n")

    def bookmark(self, name: str) -> None:
        """A bookmark begins: ours give the paragraph its key, a second of one name is a copy."""
        key = key_of(name)
        if key is None:
            return
        if self.current is None:
            self._waiting.append(name)
        elif key in self._keys:
            self.duplicates.append(Duplicate(key, self.current.number))
        else:
            self._keys.add(key)
            self.current.keys.append(key)

    def begin_field(self, marks: Marks) -> None:
        self.thing("field", marks)
        self.fields.append(FieldDraft(self.leftover("field", is_kept=True), self.point()))
        self.codes += 1

    def separate_field(self) -> None:
        if self.fields and self.fields[-1].is_code:
            self.fields[-1].is_code = False
            self.fields[-1].begin = self.point()
            self.codes -= 1

    def end_field(self) -> None:
        if not self.fields:
            return
        ended = self.fields.pop()
        code = " ".join("".join(ended.code).split())
        if code.partition(" ")[0].upper() in STARTS_A_PROGRAM:
            raise Unreadable("word_macros", part=code[:100])
        self.codes -= ended.is_code
        ended.leftover.detail = code[:LONGEST_QUOTE]
        ended.leftover.text = "" if ended.is_code else self.quote(ended.begin, self.point())
        if hidden := "".join(ended.hidden).strip():
            # Words where only an instruction should be: a field that is broken, or that shows something else.
            ended.leftover.is_kept, ended.leftover.text = False, hidden[:LONGEST_QUOTE]

    def end_fields(self) -> None:
        """A part ends, and with it whatever was never closed in it."""
        while self.fields:
            self.end_field()

    def _between(self, begin: Point, end: Point) -> Iterator[str]:
        for number in range(begin.paragraph, min(end.paragraph + 1, len(self.paragraphs))):
            texts = self.paragraphs[number].texts
            first = begin.pieces if number == begin.paragraph else 0
            last = end.pieces if number == end.paragraph else len(texts)
            if number > begin.paragraph:
                yield "\n"
            for index in range(first, last):
                yield texts[index]


def _pieces(texts: list[str], effects: list[Effect]) -> Iterator[Piece]:
    """Neighbours of one effect as one piece."""
    start = 0
    for index in range(1, len(texts) + 1):
        if index == len(texts) or effects[index] != effects[start]:
            yield _piece("".join(texts[start:index]), effects[start])
            start = index


def _piece(text: str, effect: Effect) -> Piece:
    kind: PieceKind = "keep"
    if effect.deleted is not None:
        return Piece("delete", text, effect.deleted, effect.inserted)
    if effect.inserted is not None:
        kind = "insert"
    return Piece(kind, text, effect.inserted)
