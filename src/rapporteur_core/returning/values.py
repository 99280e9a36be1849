"""What a file that came back holds: plain values, and the bounds of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["change", "delete", "add", "move", "split", "join", "title"]
Doubt = Literal["", "by_content", "untracked", "conflict"]
PARAGRAPH_BREAK = "\n\n"
TITLE = "title"
# What a file may propose: as many changes, and as many characters in the whole paragraphs of them all.
MOST_CHANGES = 2_000
MOST_CHARACTERS = 4_000_000


class TooMuch(ValueError):
    """A file that proposes more than can be kept: more than `limit` "changes" or "characters", as `what` says."""

    def __init__(self, what: Literal["changes", "characters"], limit: int) -> None:
        super().__init__(f"more than {limit} {what}")
        self.what = what
        self.limit = limit


@dataclass(frozen=True)
class Base:
    """A paragraph of the text that went out; the title has the key "title"."""

    key: str
    text: str


@dataclass(frozen=True)
class Proposed:
    """A proposal read from the file.

    key: the paragraph that it amends; for a new one the paragraph before it, empty at the beginning of the text
    target: behind which paragraph a move puts it (empty: the beginning); which one a join adds
    base_text, proposed_text: whole paragraphs; those of a split or join stand apart by an empty line
    author, instant: of the change, as the file says; empty and None where it was not tracked
    rationale: the comments on the changed words
    confidence: 1.0 where an identifier places it, else how alike the words are, from 0 to 1
    doubt: why a person must look before it is filed; empty where none need to
    matched: the words in the file by which its paragraph was found; empty where an identifier places it
    holds: kind and words of fields, equations and signs whose words would be proposed as plain ones
    """

    kind: Kind
    key: str
    base_text: str
    proposed_text: str
    author: str = ""
    instant: datetime | None = None
    rationale: str = ""
    target: str = ""
    confidence: float = 1.0
    doubt: Doubt = ""
    matched: str = ""
    holds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Remark:
    """A comment that lies on no change; `key`: the paragraph that it lies on, empty where none is known."""

    key: str
    author: str
    instant: datetime | None
    words: str
    text: str


@dataclass(frozen=True)
class Held:
    """What is in the file besides words: its kind, the words in it, and what it is nearer, such as a size or an address.

    key: the paragraph in or behind which it stands; empty before all, and beside the text
    """

    kind: str
    key: str
    text: str
    detail: str = ""


@dataclass(frozen=True)
class Returned:
    """What a file holds: proposals in the order of the text, remarks, and what is in it besides words.

    is_tracked: whether the file has tracked changes; where it has none, it was compared with the text that went out
    is_known: whether identifiers of ours are in the file
    """

    proposals: tuple[Proposed, ...]
    remarks: tuple[Remark, ...]
    leftovers: tuple[Held, ...]
    is_tracked: bool
    is_known: bool


# A proposal on its way, with the paragraphs of the file and the characters (of the refused text) that it touches.
Placed = tuple[Proposed, list[tuple[int, int, int]]]
