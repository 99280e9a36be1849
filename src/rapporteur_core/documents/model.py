"""A document as its parts, whatever file it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

Style = Literal["normal", "preambular", "operative", "quotation", "note"]


class Marked(Protocol):
    """A piece of a redline; `kind` is keep, insert or delete."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph in one face."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is below the title. `language` (BCP 47) where it is not the document's."""

    level: int
    text: str
    language: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """`number` stands before it as given; `language` (BCP 47) where it is not the document's; it is indented by `level`
    steps, 0 to 3."""

    text: str | Sequence[Run]
    number: str | None = None
    language: str | None = None
    style: Style = "normal"
    level: int = 0


@dataclass(frozen=True)
class Redline:
    """A paragraph with tracked changes by an author, indented by `level` steps."""

    changes: Sequence[Marked]
    author: str
    date: date
    number: str | None = None
    language: str | None = None
    level: int = 0


@dataclass(frozen=True)
class Table:
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""


@dataclass(frozen=True)
class List:
    items: Sequence[str]
    ordered: bool = False
    language: str | None = None


Block = Heading | Paragraph | Redline | Table | List


@dataclass(frozen=True)
class Document:
    """A titled document: its symbol, language (BCP 47), date and a note that stands below the title.

    line: below the title of a PDF, such as conference and day in words; else symbol and date stand there
    """

    title: str
    symbol: str
    language: str
    date: date
    note: str = ""
    blocks: Sequence[Block] = field(default_factory=tuple)
    line: str = ""


def printable(text: str) -> str:
    """Without the characters that XML and PDF text cannot hold: controls but tab and newline, and half surrogates."""
    return "".join(
        letter
        for letter in text.replace("\r\n", "\n")
        if (letter >= " " or letter in "\n\t")
        and not "\ud800" <= letter <= "\udfff"
        and letter not in "\x7f\ufffe\uffff"
    )
