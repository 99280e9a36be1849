"""Pieces of several texts that grew from one base, in tokens: which go together, and the base with them laid in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from rapporteur_core.redline.comparing import Change, bare_edits, reads_as_one, spanning
from rapporteur_core.redline.cutting import is_word, tokens
from rapporteur_core.redline.matching import Edit, trimmed


class Piece(NamedTuple):
    """The tokens start:end of the base, those that take their place, and which texts have it so (indices, rising)."""

    start: int
    end: int
    new: tuple[str, ...]
    texts: tuple[int, ...]


class Laid(NamedTuple):
    """An edit of laid pieces, the texts that made it, and the stretch it lies in: stretches are not marked as one."""

    edit: Edit
    texts: tuple[int, ...]
    stretch: int


def pieces_of(one: Sequence[str], texts: Iterable[str]) -> list[Piece]:
    """What the texts change of the tokens of their base, in its order, each different piece once."""
    found: dict[tuple[int, int, tuple[str, ...]], list[int]] = {}
    for index, text in enumerate(texts):
        two = tokens(text)
        for edit in bare_edits(one, two):
            place = edit.start, edit.end, tuple(two[edit.start_new : edit.end_new])
            found.setdefault(place, []).append(index)
    return [Piece(*place, tuple(found[place])) for place in sorted(found)]


def resolved(one: Sequence[str], pieces: Iterable[Piece]) -> tuple[list[Piece], list[list[Piece]]]:
    """The pieces that go in, and the groups of those that conflict; both in the order of the base."""
    settled: list[Piece] = []
    disputed: list[list[Piece]] = []
    for run in _adjacent(_touching(one, pieces)):
        groups = [list(chain.from_iterable(run))] if _grow_together(one, run) else run
        for group in groups:
            agreed = _agreed(one, group)
            if agreed:
                settled.append(agreed)
            else:
                disputed.append(group)
    return settled, disputed


def _touching(one: Sequence[str], pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces in groups that hang together by the words that they touch.

    A piece that touches no word itself, an insertion or a change of blanks, touches those right beside it. Words that
    come in with blanks and commas alone between them are at one place: on which side of a comma is an accident.
    """
    group: list[Piece] = []
    end, is_open = -1, False
    for piece in pieces:
        is_loose = all(token.isspace() for token in one[piece.start : piece.end])
        is_beside = piece.start == end and (is_open or is_loose)
        is_rival = bool(group) and _are_rivals(one, group[-1], piece)
        if group and piece.start >= end and not is_beside and not is_rival:
            yield group
            group, end, is_open = [], -1, False
        if piece.end >= end:
            is_open = is_loose or (is_open and piece.end == end)
        group.append(piece)
        end = max(end, piece.end)
    if group:
        yield group


def _are_rivals(one: Sequence[str], before: Piece, piece: Piece) -> bool:
    """Whether two pieces of different texts bring words in, with blanks and commas alone under and between them."""
    return (
        set(before.texts).isdisjoint(piece.texts)
        and all(not token.replace(",", "").strip() for token in one[before.start : piece.end])
        and all(any(is_word(token) for token in each.new) for each in (before, piece))
    )


def _adjacent(groups: Iterable[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Groups with nothing of the base between them, together."""
    run: list[list[Piece]] = []
    end = -1
    for group in groups:
        if run and group[0].start != end:
            yield run
            run = []
        run.append(group)
        end = max(piece.end for piece in group)
    if run:
        yield run


def _grow_together(one: Sequence[str], run: Sequence[Sequence[Piece]]) -> bool:
    """Whether pieces side by side, each fine alone, would run words into one.

    Of "mot ; fin" one takes the blank before the sign away, another the sign with the blank behind it.
    """
    if len(run) < 2 or any(len(group) > 1 for group in run):
        return False
    pieces = [piece for group in run for piece in group]
    before, behind = pieces[0].start, pieces[-1].end
    expected = [*one[max(before - 1, 0) : before]]
    expected += [token for piece in pieces for token in piece.new]
    expected += one[behind : behind + 1]
    return tokens("".join(expected)) != expected


def _agreed(one: Sequence[str], group: Sequence[Piece]) -> Piece | None:
    """The one piece that a group comes to, when all its texts say the same of its words."""
    if len(group) == 1:
        return group[0]
    start, end = extent(group)
    said = list(ways(one, group).items())
    return Piece(start, end, tuple(tokens(said[0][0])), said[0][1]) if len(said) == 1 else None


def extent(group: Sequence[Piece]) -> tuple[int, int]:
    """Where a group starts and ends, in tokens of the base."""
    return group[0].start, max(piece.end for piece in group)


def ways(one: Sequence[str], group: Sequence[Piece]) -> dict[str, tuple[int, ...]]:
    """What the texts make of the words of a group: each different wording with the texts that have it so."""
    start, end = extent(group)
    by_text: dict[int, list[Piece]] = {}
    for piece in group:
        for text in piece.texts:
            by_text.setdefault(text, []).append(piece)
    found: dict[str, tuple[int, ...]] = {}
    for text in sorted(by_text):
        said: list[str] = []
        position = start
        for piece in by_text[text]:
            said += [*one[position : piece.start], *piece.new]
            position = piece.end
        way = "".join([*said, *one[position:end]])
        found[way] = (*found.get(way, ()), text)
    return found


def laid(
    one: Sequence[str], pieces: Iterable[Piece], standing: Iterable[Piece] = ()
) -> tuple[list[str], list[str], list[Laid]]:
    """The base with the `standing` pieces alone, the same with `pieces` besides, and the edits from the one to the other.

    No two of all these pieces share a token.
    """
    old: list[str] = []
    new: list[str] = []
    found: list[Laid] = []
    position = stretch = 0
    for piece, stands in sorted([(piece, True) for piece in standing] + [(piece, False) for piece in pieces]):
        kept = one[position : piece.start]
        before = piece.new if stands else one[piece.start : piece.end]
        old += kept
        new += kept
        if stands:
            stretch += 1
        else:
            edit = Edit(len(old), len(old) + len(before), len(new), len(new) + len(piece.new))
            found.append(Laid(edit, piece.texts, stretch))
        old += before
        new += piece.new
        position = piece.end
    return [*old, *one[position:]], [*new, *one[position:]], found


def redline_of(
    old: Sequence[str], new: Sequence[str], found: Iterable[Laid]
) -> Iterator[tuple[Change, tuple[int, ...]]]:
    """The changes that lead from `old` to `new` with the texts that made them, tidied for a reader as `compare` does."""
    joined: list[Laid] = []
    for each in found:
        while joined and joined[-1][1:] == each[1:] and reads_as_one(old, new, joined[-1].edit, each.edit):
            each = each._replace(edit=trimmed(old, new, spanning(joined.pop().edit, each.edit)))
        joined.append(each)
    position = 0
    for edit, texts, _stretch in joined:
        yield Change("keep", "".join(old[position : edit.start])), ()
        yield Change("delete", "".join(old[edit.start : edit.end])), texts
        yield Change("insert", "".join(new[edit.start_new : edit.end_new])), texts
        position = edit.end
    yield Change("keep", "".join(old[position:])), ()
