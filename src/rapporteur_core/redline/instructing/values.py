"""What an instruction is made of, and what comes of it: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from rapporteur_core.redline.instructing.refusals import Refusal

Operation = Literal[
    "replace",
    "delete",
    "insert_before",
    "insert_after",
    "insert_at_end",
    "insert_at_start",
    "add_paragraph",
    "delete_paragraph",
    "replace_paragraph",
    "renumber",
    "move",
    "join",
    "split",
    "none",
]
State = Literal["placed", "unplaced", "ambiguous"]
Range = tuple[int, int]


class Placed(Protocol):
    """A paragraph of the document that instructions speak of; see Paragraph for the fields."""

    @property
    def number(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: working number ("5", "OP4 bis", "PP3", "I", "(a)", or none), kind, depth (0, 1 to 3 below), text.

    kind: chapeau, heading, preambular, operative, subparagraph, annex, or "" in a text without such parts.
    """

    number: str
    text: str
    kind: str = ""
    level: int = 0


Document = str | Sequence[Placed]


@dataclass(frozen=True)
class Practice:
    """What a house does beyond the words of an instruction.

    deleted: stands at the number of a deleted paragraph, "" where the paragraph goes with its number
    numbers_first: a second numbered part gives the part before it, so far without number, the number I
    keeps_list_marks: a paragraph that is replaced in a list keeps the mark (; or .) at its end
    prints_bills: new words and set phrases are printed as the clerks of the French parliament print them (clerks.py)
    """

    deleted: str = ""
    numbers_first: bool = False
    keeps_list_marks: bool = False
    prints_bills: bool = False


PLAIN = Practice()
# Deleted parts keep their number so that references hold: both chambers of the French parliament print them so.
FRENCH_BILL = Practice(deleted="(Supprimé)", numbers_first=True, keeps_list_marks=True, prints_bills=True)


@dataclass(frozen=True)
class Place:
    """Where an instruction takes hold, as it was found.

    paragraphs: indices in the document; subparagraph its letter; sentences 1 for the first; line as it was cited.
    """

    paragraphs: tuple[int, ...]
    numbers: tuple[str, ...] = ()
    subparagraph: str = ""
    sentences: tuple[int, ...] = ()
    line: int | None = None


@dataclass(frozen=True)
class Revision:
    """What becomes of one paragraph.

    paragraph: its index in the document, or for an inserted one the index that it comes before (the length of the
               document: at the end)
    base:      its text before, "" for an inserted one
    proposed:  the text after this instruction and those before it; "" for a deleted one
    number:    the working number of an inserted paragraph, or the one that another is to bear
    behind:    of one that moves, the index of the paragraph behind which it comes, -1 at the start; else None
    """

    paragraph: int
    base: str
    proposed: str
    is_new: bool = False
    number: str = ""
    behind: int | None = None


@dataclass(frozen=True)
class Instruction:
    """One instruction of a mail: the characters start:end of text number `source`, and what came of it."""

    operation: Operation
    state: State
    start: int
    end: int
    source: int = 0
    place: Place | None = None
    quoted: str = ""
    words: str = ""
    changes: tuple[Revision, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Instructed:
    """A document with all placed instructions applied, and every instruction that was read, in order.

    document:   the text in the form of the document given: its paragraphs with their blank lines, or joined by one
    paragraphs: its paragraphs; a new one has the number it was given, or the next bis of the one before it
    unplaced:   the words that could not be placed, as they stand in the text
    unread:     ranges (source, start, end) in which no instruction was seen, such as greetings and reasons
    printed:    what the practice of the house changed besides, in paragraphs as the instructions left them
    """

    instructions: tuple[Instruction, ...]
    paragraphs: tuple[Paragraph, ...]
    document: str
    unread: tuple[tuple[int, int, int], ...] = field(default=())
    printed: tuple[Revision, ...] = ()

    @property
    def unplaced(self) -> tuple[str, ...]:
        return tuple(refusal.words for each in self.instructions for refusal in each.refusals)

    @property
    def is_complete(self) -> bool:
        """Whether there is an instruction and all were placed."""
        return bool(self.instructions) and all(each.state == "placed" for each in self.instructions)
