"""Passages in their place in a text, and amendments that touch a range of it; plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapporteur_core.redline import Change

AROUND = 300
BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Placed:
    """A passage with the words around it; `is_begun` and `is_ended` tell whether these reach the ends of the answer."""

    before: str
    words: str
    after: str
    is_begun: bool
    is_ended: bool


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `number` is that of the passage whose words it holds."""

    text: str
    number: int | None = None
    is_first: bool = False


def in_place(text: str, start: int, end: int, *, around: int = AROUND) -> Placed:
    """The range `start` to `end` with at most `around` characters on each side, cut at a blank."""
    before, after = text[max(start - around, 0) : start], text[end : end + around]
    is_begun, is_ended = start <= around, end + around >= len(text)
    if not is_begun and " " in before:
        before = before.split(" ", 1)[1]
    if not is_ended and " " in after:
        after = after.rsplit(" ", 1)[0]
    return Placed(before, text[start:end], after, is_begun, is_ended)


def marked(text: str, ranges: Sequence[tuple[int, int, int]]) -> list[list[Piece]]:
    """The paragraphs of `text` as pieces; `ranges` are (start, end, number).

    A range over a break is marked on both sides of it.
    """
    paragraphs: list[list[Piece]] = []
    seen: set[int] = set()
    for start, end in _paragraphs(text):
        pieces: list[Piece] = []
        at = start
        for first, last, number in sorted(ranges):
            begin, stop = max(first, at), min(last, end)
            if begin >= stop:
                continue
            if begin > at:
                pieces.append(Piece(text[at:begin]))
            pieces.append(Piece(text[begin:stop], number, number not in seen))
            seen.add(number)
            at = stop
        if at < end:
            pieces.append(Piece(text[at:end]))
        paragraphs.append(pieces)
    return paragraphs


def _paragraphs(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for gap in BREAK.finditer(text):
        found.append((at, gap.start()))
        at = gap.end()
    found.append((at, len(text)))
    return [(start, end) for start, end in found if text[start:end].strip()]


def touches(changes: Iterable[Change], start: int, end: int) -> bool:
    """Whether any change falls on the range `start` to `end` of the old text: words deleted in it, or put inside it."""
    at = 0
    for change in changes:
        if change.kind == "insert":
            if start < at < end:
                return True
            continue
        if change.kind == "delete" and at < end and at + len(change.text) > start:
            return True
        at += len(change.text)
    return False


def touches_words(base: str, proposed: str, changes: Sequence[Change], words: str, *, unknown: bool) -> bool:
    """Whether the changes from `base` to `proposed` fall on `words` or made them; `unknown` where neither has them."""
    start = base.find(words)
    if start >= 0:
        return touches(changes, start, start + len(words))
    return words in proposed or unknown
