"""A text under negotiation as Word shows it: paragraphs with who changed what and when, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from rapporteur_core.documents.model import Heading, List, Paragraph, Table
from rapporteur_core.documents.word.identity import Identity

Kind = Literal["title", "heading", "chapeau", "preambular", "operative", "subparagraph", "annex", "note"]
PieceKind = Literal["keep", "insert", "delete", "move_from", "move_to"]
MarkKind = Literal["inserted", "deleted", "moved_from", "moved_to"]
# The character style of the signs [ and ] of a negotiation, by which a reader knows them.
BRACKET = "Bracket"
COMING: frozenset[str] = frozenset(["insert", "move_to", "inserted", "moved_to"])
GOING: frozenset[str] = frozenset(["delete", "move_from", "deleted", "moved_from"])


@dataclass(frozen=True)
class Footnote:
    """A note at the foot of the page; its sign stands behind the piece that has it."""

    text: str


@dataclass(frozen=True)
class Piece:
    """Words of a paragraph in one face and of one fate.

    A change has an author, such as “Kisimamaji (A-14)”, and an instant with its zone. The two ends of a move bear the
    same `move`, a name of its own in the text. A `bracket` is one of the signs [ and ] of the negotiation: it is shown
    and is not of the text.
    """

    kind: PieceKind
    text: str
    author: str = ""
    instant: datetime | None = None
    move: str = ""
    italic: bool = False
    bold: bool = False
    bracket: bool = False
    footnotes: Sequence[Footnote] = ()


@dataclass(frozen=True)
class Mark:
    """The paragraph as a whole was added, deleted or moved; its kept pieces share that fate."""

    kind: MarkKind
    author: str
    instant: datetime
    move: str = ""


@dataclass(frozen=True)
class Former:
    """What the paragraph was before: its kind, level and number, where these changed; who changed them and when."""

    kind: Kind
    level: int
    number: str
    author: str
    instant: datetime


@dataclass(frozen=True)
class Comment:
    """A remark in the margin on the pieces `start` to `end` (exclusive; none: the last) of its paragraph."""

    author: str
    instant: datetime
    text: str
    start: int = 0
    end: int | None = None


@dataclass(frozen=True)
class NegotiatedParagraph:
    """`key` is its stable identifier; empty for words that are no part of the text itself, such as those proposed.

    `level` is 0, or 1 to 3 for a subparagraph or a heading below another. `number` is the working number, such as
    “OP4 bis” or “(a)”: Word shows it before the words and it is not one of them. A moved paragraph is given twice
    under one key, where it was (moved_from) and where it is (moved_to). One that `keeps_next` stands on the page of what
    follows.

    end: its end alone was put in (the next paragraph came off it) or deleted (the next one was joined to it); its words
    stay as they are. Of paragraphs that are one with such changes taken or refused, the last has `former`: what it was
    before the split or join. Word keeps what the last of them is.
    """

    key: str
    kind: Kind
    pieces: Sequence[Piece]
    level: int = 0
    number: str = ""
    language: str | None = None
    mark: Mark | None = None
    comments: Sequence[Comment] = ()
    keeps_next: bool = False
    end: Mark | None = None
    former: Former | None = None

    @property
    def before(self) -> NegotiatedParagraph:
        """The paragraph in its former shape; itself where it had no other."""
        if (was := self.former) is None:
            return self
        return replace(self, kind=was.kind, level=was.level, number=was.number, former=None)


@dataclass(frozen=True)
class Proposal:
    """What is proposed for the paragraph above: a line that names it and its sponsors, the words, who stands where."""

    heading: str
    paragraphs: Sequence[NegotiatedParagraph] = ()
    standing: str = ""


@dataclass(frozen=True)
class Masthead:
    """What the first page says above the title, each as it is to be read: “Distr.: Limited”, “Original: English”.

    issued: the day in words; where it is empty the date of the text stands, as digits.
    """

    conference: str = ""
    organ: str = ""
    distribution: str = ""
    issued: str = ""
    original: str = ""
    session: str = ""
    item: str = ""


Part = NegotiatedParagraph | Proposal | Heading | Paragraph | Table | List


@dataclass(frozen=True)
class NegotiatedText:
    """A titled text and what stands between its paragraphs: proposals, headed notes, tables, lists.

    The title is written from `title` unless one of the paragraphs is it. `tracks_changes`: Word records changes from
    the moment that the file is opened.
    """

    title: str
    symbol: str
    language: str
    date: date
    paragraphs: Sequence[Part] = ()
    masthead: Masthead | None = None
    note: str = ""
    identity: Identity = field(default_factory=Identity)
    tracks_changes: bool = True
