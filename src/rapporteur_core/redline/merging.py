"""Amendments of one base text side by side: where they touch the same words, and the text that takes them all in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapporteur_core.redline.comparing import edits, tokens


@dataclass(frozen=True)
class Conflict:
    """Words of the base, at start:end (characters, end exclusive), that two amendments would change differently.

    Where both insert at one place, `start` equals `end` and `words` is empty.
    """

    start: int
    end: int
    words: str
    one: str
    other: str


@dataclass(frozen=True)
class Merge:
    """A merged text. Where it is not clean, the later of two conflicting amendments is left out at that place."""

    text: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        return not self.conflicts


def conflicts(base: str, a: str, b: str) -> list[Conflict]:
    """Where the amendments `a` and `b` of `base` touch the same words; the same change in both is no conflict.

    An insertion beside words that the other replaces counts, as does an insertion by both at one place.
    """
    return _conflicts(base, _pieces(base, a), _pieces(base, b))


def merge(base: str, amended: Sequence[str]) -> Merge:
    """All amendments of `base` in one text. Where none conflict, their order makes no difference."""
    pieces = [_pieces(base, each) for each in amended]
    found = [each for one, other in combinations(pieces, 2) for each in _conflicts(base, one, other)]
    taken: list[Piece] = []
    for each in [piece for amendment in pieces for piece in amendment]:
        if each not in taken and not any(_touch(each, other) for other in taken):
            taken.append(each)
    return Merge(_apply(base, taken), tuple(found))


def rebase(base: str, proposed: str, current: str) -> Merge:
    """The amendment that made `proposed` of `base`, laid on `current`, which grew from the same base.

    Where both changed the same words, the text keeps those of `current` and the conflict is told.
    """
    return merge(base, [current, proposed])


@dataclass(frozen=True, order=True)
class Piece:
    """The characters start:end of the base, and the text that takes their place."""

    start: int
    end: int
    text: str


def _pieces(base: str, amended: str) -> list[Piece]:
    one, two = tokens(base), tokens(amended)
    places = [0]
    for token in one:
        places.append(places[-1] + len(token))
    return [
        Piece(places[each.start], places[each.end], "".join(two[each.start_new : each.end_new]))
        for each in edits(one, two)
    ]


def _touch(one: Piece, other: Piece) -> bool:
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def _conflicts(base: str, first: Sequence[Piece], second: Sequence[Piece]) -> list[Conflict]:
    return [
        Conflict(start, end, base[start:end], one.text, other.text)
        for one, other in _close(first, second)
        if one != other and _touch(one, other)
        for start, end in [(min(one.start, other.start), max(one.end, other.end))]
    ]


def _close(first: Sequence[Piece], second: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Pairs that may touch; both sequences are in the order of the base."""
    begin = 0
    for one in first:
        while begin < len(second) and second[begin].end < one.start:
            begin += 1
        for other in second[begin:]:
            if other.start > one.end:
                break
            yield one, other


def _apply(base: str, pieces: Sequence[Piece]) -> str:
    merged: list[str] = []
    position = 0
    for piece in sorted(pieces):
        merged += [base[position : piece.start], piece.text]
        position = piece.end
    return "".join(merged) + base[position:]
