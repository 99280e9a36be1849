"""The document while instructions are applied: places are those of the text before, changes are kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapporteur_core.redline.instructing.matching import Form, form, occurrences_in
from rapporteur_core.redline.instructing.numbering import ENUMERATOR, key
from rapporteur_core.redline.instructing.values import Document, Paragraph, Placed
from rapporteur_core.text import sentences

LINE = re.compile(r"[^\n]+")
# “Art. L. 12-3. - I. - The”: what stands before the first sentence of an article, and is none.
HEADING = re.compile(
    r"[\"«“(]{0,2}(?:Art(?:icle)?|[A-Za-z]|[IVXLC]{1,7}|\d{1,4}(?:-\d{1,4}){0,4}|bis|ter|quater)?[°.)–—-]{0,3}"
)
LONGEST_HEADING = 60


@dataclass(frozen=True)
class Edit:
    """The characters start:end of the text before, and what takes their place."""

    start: int
    end: int
    words: str


@dataclass
class New:
    """A paragraph that comes in."""

    text: str
    number: str = ""
    kind: str = ""
    level: int = 0


@dataclass
class Entry:
    """A paragraph of the document, its changes, and the paragraphs that come in beside it."""

    number: str
    kind: str
    level: int
    original: str
    base: str
    edits: list[Edit] = field(default_factory=list)
    is_deleted: bool = False
    replaced: list[New] | None = None
    before: list[New] = field(default_factory=list)
    after: list[New] = field(default_factory=list)
    given: str = ""
    _form: Form | None = None

    @property
    def text(self) -> str:
        """The text with its changes; "" where it is deleted."""
        if self.is_deleted:
            return ""
        return _edited(self.base, self.edits)

    @property
    def now(self) -> str:
        """The number that it bears now: the one it was given, else its own."""
        return self.given or self.number

    @property
    def is_whole(self) -> bool:
        """Whether the paragraph still stands as one."""
        return not self.is_deleted and self.replaced is None

    def is_touched(self, edits: Sequence[Edit]) -> bool:
        """Whether one of the edits takes words that an earlier one took, or comes between them."""
        rows = sorted(
            [(each.start, each.end, 0) for each in self.edits] + [(each.start, each.end, 1) for each in edits]
        )
        return any(two[0] < reach and is_new != was_new for (reach, was_new), two, is_new in _with_reach(rows))

    def alone(self, edits: Sequence[Edit]) -> str:
        """The text before with some of its changes only."""
        return _edited(self.base, edits)

    def find(self, quoted: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where quoted words stand in the characters start:end of the text before."""
        if self._form is None:
            self._form = form(self.base)
        return [each for each in occurrences_in(self._form, quoted) if start <= each[0] and each[1] <= end]

    def settle(self) -> None:
        """Take the text with its changes as the one that further changes are placed in."""
        self.base, self.edits, self._form = self.text, [], None


class Desk:
    """A document under change.

    A text given as one string has a paragraph for each line that is not blank, and its blanks are kept.
    """

    def __init__(self, document: Document) -> None:
        self.is_text = isinstance(document, str)
        self.gaps: list[str] = []
        rows = self._rows(document)
        self.entries = [Entry(row.number, row.kind, row.level, row.text, row.text) for row in rows]
        self.order = list(range(len(self.entries)))
        self.moved: dict[int, int] = {}
        self.written = document if isinstance(document, str) else "\n".join(row.text for row in rows)

    def _rows(self, document: Document) -> Sequence[Placed]:
        if not isinstance(document, str):
            return list(document)
        rows: list[Placed] = []
        position = 0
        for match in LINE.finditer(document):
            if not match[0].strip():
                continue
            self.gaps.append(document[position : match.start()])
            begin = ENUMERATOR.match(match[0].lstrip())
            rows.append(Paragraph(begin["number"] if begin else "", match[0]))
            position = match.end()
        self.gaps.append(document[position:])
        return rows

    def open(self) -> None:
        """Give an empty document a paragraph that what comes in can take the place of."""
        self.entries.append(Entry("", "", 0, "", "", is_deleted=False))
        self.order.append(len(self.entries) - 1)
        self.gaps = ["", ""]

    def move(self, indices: Sequence[int], behind: int) -> None:
        """Put entries behind another one, -1: before all; places stay those of the text before."""
        for index in indices:
            self.order.remove(index)
            self.order.insert(self.order.index(behind) + 1 if behind >= 0 else 0, index)
            self.moved[index], behind = behind, index

    def numbered(self, number: str, part: str) -> list[int]:
        """The paragraphs of a number: with its kind where one is cited, else operative before preambular."""
        meant = key(number)
        found = [n for n, entry in enumerate(self.entries) if self._bears(entry, meant, part)]
        if part != "paragraph" or len(found) < 2:
            return found
        operative = [n for n in found if self.entries[n].kind == "operative" or key(self.entries[n].number)[:2] == "op"]
        top = [n for n in operative or found if self.entries[n].level == 0]
        return top or operative or found

    def _bears(self, entry: Entry, meant: str, part: str) -> bool:
        own = key(entry.number)
        if part == "preambular":
            return own == f"pp{meant}" or (entry.kind == "preambular" and own == meant)
        if part == "operative":
            return own == f"op{meant}" or (entry.kind in ("operative", "") and own == meant)
        return own == meant or (own == f"op{meant}" and part == "paragraph")

    def of_part(self, part: str) -> list[int]:
        """The paragraphs of a kind in order; all of the first level where no kind is cited."""
        if part in ("preambular", "operative", "chapeau", "heading"):
            begin = {"preambular": "pp", "operative": "op"}.get(part, "-")
            return [
                n for n, entry in enumerate(self.entries) if entry.kind == part or key(entry.number).startswith(begin)
            ]
        return [n for n, entry in enumerate(self.entries) if self.is_text or entry.level == 0]

    def below(self, index: int) -> list[int]:
        """The entries below one: its subparagraphs and theirs."""
        found: list[int] = []
        level = self.entries[index].level
        while not self.is_text and index + 1 < len(self.entries) and self.entries[index + 1].level > level:
            index += 1
            found.append(index)
        return found

    def subparagraph(self, index: int, letter: str) -> list[int]:
        """The paragraphs below `index` that bear a letter; deeper ones only where none is nearer."""
        own, meant = self.entries[index], key(letter)
        found: list[int] = []
        for n in range(index + 1, len(self.entries)):
            entry = self.entries[n]
            if not self.is_text and entry.level <= own.level:
                break
            if key(entry.number) in (meant, f"{key(own.number)}{meant}"):
                found.append(n)
        nearest = min((self.entries[n].level for n in found), default=0)
        return [n for n in found if self.entries[n].level == nearest]

    def paragraphs(self) -> list[Paragraph]:
        """The document with its changes; deleted paragraphs are left out."""
        found: list[Paragraph] = []
        for entry in (self.entries[n] for n in self.order):
            found += [Paragraph(new.number, new.text, new.kind, new.level) for new in entry.before]
            found += [Paragraph(new.number, new.text, new.kind, new.level) for new in self._standing(entry)]
            found += [Paragraph(new.number, new.text, new.kind, new.level) for new in entry.after]
        return found

    def _standing(self, entry: Entry) -> list[New]:
        if entry.replaced is not None:
            return entry.replaced
        return [] if entry.is_deleted else [New(entry.text, entry.now, entry.kind, entry.level)]

    def text(self) -> str:
        """The document with its changes in the form it was given, or its paragraphs with a blank line between."""
        if not self.is_text:
            return "\n\n".join(each.text for each in self.paragraphs())
        if not self.entries:
            return self.written
        between = next((gap for gap in self.gaps[1:-1] if gap), "\n\n")
        pieces: list[str] = [self.gaps[0]]
        has_written = False
        for n, entry in enumerate(self.entries[index] for index in self.order):
            standing = [new.text for new in [*entry.before, *self._standing(entry), *entry.after]]
            if standing and has_written:
                pieces.append(self.gaps[n] if n else between)
            pieces.append(between.join(standing))
            has_written = has_written or bool(standing)
        return "".join(pieces) + self.gaps[-1]


def _with_reach(
    rows: Sequence[tuple[int, int, int]],
) -> Iterator[tuple[tuple[int, int], tuple[int, int], int]]:
    """Each range after the first, with how far the ranges before it reach, and of which kind that one is."""
    reach = (-1, 0)
    for start, end, kind in rows:
        yield reach, (start, end), kind
        if end > reach[0]:
            reach = (end, kind)


def _edited(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        pieces += [text[position : edit.start], edit.words]
        position = edit.end
    return "".join(pieces) + text[position:]


def sentence_ranges(text: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph; its number and the heading of an article go with the first."""
    found = sentences(text)
    joined: list[tuple[int, int]] = []
    lead: int | None = None
    for start, end in found:
        piece = text[start:end]
        if not joined and len(piece) < LONGEST_HEADING and all(HEADING.fullmatch(word) for word in piece.split()):
            lead = start if lead is None else lead
        elif joined and not any(sign.isalnum() for sign in piece):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start if lead is None else lead, end))
            lead = None
    return joined or found
