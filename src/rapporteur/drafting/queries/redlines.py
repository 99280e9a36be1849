"""Redlines as pages show them: computed once, cut at sentences, shortened for lists."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeVar

from django.utils.text import Truncator

from rapporteur_core.redline import Change, Conflict, bracketed, compare, merge, ranges_carried

KEPT_AROUND = 60
SignKind = Literal["bracket", "opening", "insert", "delete", "place"]
# What stands where different words would come in at one place.
CARET = "‸"
# Start and end (exclusive) in the characters of a text.
Range = tuple[int, int]


@dataclass(frozen=True)
class Sign:
    """What a page marks in a redline besides changes: a square bracket, which is no character of the text and may be
    inserted or deleted, kept words with which a paragraph opens, or the place at which proposals would insert different
    words."""

    text: str
    kind: SignKind = "bracket"
    proposals: tuple[Hashable, ...] = ()


Marked = Change | Sign
AnyMarked = TypeVar("AnyMarked", bound=Marked)


@dataclass(frozen=True)
class Piece:
    """A part of a paragraph: a sentence with its key, or the blanks between two; with the changes that touch it."""

    changes: tuple[Change | Sign, ...]
    sentence_id: int | None


@lru_cache(maxsize=4096)
def redline_of(old: str, new: str) -> tuple[Change, ...]:
    """The changes from `old` to `new`; kept, since the same amendments are read again and again."""
    return tuple(compare(old, new))


@lru_cache(maxsize=8192)
def words_in_conflict(base: str, one: str, other: str) -> int | None:
    """How many words of `base` two amendments would change differently; 0: only insertions; None: no conflict."""
    found = merge(base, [one, other]).conflicts
    if not found:
        return None
    return sum(each.word_end - each.word_start for each in found)


def with_brackets(
    changes: Iterable[Change | Sign], brackets: Iterable[Range], *, beside: str = "insert", kind: SignKind = "bracket"
) -> list[Change | Sign]:
    """`changes` with square brackets at both ends of each range of the text that they change; what closes comes first.

    beside: the kind of change whose words are not of that text; "delete" where the ranges are those of the new text
    kind: of the signs; those that are there already stay where they are
    """
    signs = sorted(
        [(end, 0, "]") for _start, end in brackets] + [(start, 1, "[") for start, _end in brackets], reverse=True
    )
    marked: list[Change | Sign] = []
    position = 0
    for change in changes:
        if isinstance(change, Sign) or change.kind == beside:
            marked.append(change)
            continue
        rest = change.text
        while signs and signs[-1][0] <= position + len(rest):
            place, is_opening, sign = signs[-1]
            if is_opening and place == position + len(rest):
                break  # it opens before what comes next
            if place > position:
                marked.append(replace(change, text=rest[: place - position]))
                position, rest = place, rest[place - position :]
            marked.append(Sign(sign, kind))
            signs.pop()
        if rest:
            marked.append(replace(change, text=rest))
            position += len(rest)
    return marked


def with_both_brackets(
    changes: Sequence[Change], old: str, new: str, before: Sequence[Range], now: Sequence[Range]
) -> list[Change | Sign]:
    """A redline from `old` to `new` with the square brackets of both: those that came are insertions, those that went
    deletions. With all changes refused the older text stands there with its brackets, with all accepted the newer."""
    carried = ranges_carried(old, new, before)
    marked = _laid_brackets(changes, before, now, [place if place in now else None for place in carried])
    both = [_printed(marked, "insert"), _printed(marked, "delete")]
    if both == [bracketed(old, before), bracketed(new, now)]:
        return marked
    return _laid_brackets(changes, before, now, [None] * len(before))


def _laid_brackets(
    changes: Sequence[Change], before: Sequence[Range], now: Sequence[Range], stayed: Sequence[Range | None]
) -> list[Change | Sign]:
    marked = with_brackets(changes, [place for place in stayed if place], beside="delete")
    marked = with_brackets(marked, [place for place in now if place not in stayed], beside="delete", kind="insert")
    gone = [place for place, there in zip(before, stayed, strict=True) if there is None]
    return with_brackets(marked, gone, kind="delete")


def _printed(marked: Iterable[Change | Sign], left_out: str) -> str:
    return "".join(each.text for each in marked if each.kind != left_out)


def with_disputes(changes: Iterable[Change], conflicts: Sequence[Conflict]) -> list[Change | Sign]:
    """`changes` of a merge whose words in conflict name the proposals that meet there: kept words with proposals; where
    different words would come in at one place, a sign stands."""
    marked: list[Change | Sign] = []
    waiting = sorted(conflicts, key=lambda each: each.start)
    position = 0
    for change in changes:
        if change.kind != "keep":
            marked.append(change)
            position += 0 if change.kind == "insert" else len(change.text)
            continue
        start, end = position, position + len(change.text)
        for each in [each for each in waiting if position <= each.start and each.end <= end]:
            waiting.remove(each)
            marked.append(Change("keep", change.text[position - start : each.start - start]))
            if each.words.strip():
                marked.append(Change("keep", each.words, each.proposals))
                position = each.end
            else:
                marked.append(Sign(CARET, "place", each.proposals))
                position = each.start
        marked.append(Change("keep", change.text[position - start :]))
        position = end
    return [each for each in marked if each.text]


def cut_at_sentences(
    changes: Iterable[Change | Sign], text: str, sentences: Iterable[tuple[int, int, int]]
) -> list[Piece]:
    """`changes` of `text` cut at its sentences (key, start, end); an insertion stays with what it follows."""
    segments = _segments(len(text), sentences)
    parts: list[list[Change | Sign]] = [[] for _segment in segments]
    position = index = 0
    for change in changes:
        rest = change.text
        if not isinstance(change, Change) or change.kind == "insert":
            parts[index].append(change)
            continue
        while rest:
            while position >= segments[index][0]:
                index += 1
            piece, rest = rest[: segments[index][0] - position], rest[segments[index][0] - position :]
            parts[index].append(replace(change, text=piece))
            position += len(piece)
    return [Piece(tuple(part), key) for part, (_end, key) in zip(parts, segments, strict=True) if part]


def with_opening(pieces: Sequence[Piece], end: int) -> list[Piece]:
    """The pieces of a paragraph with its first `end` characters marked as its opening, as far as they are kept."""
    found: list[Piece] = []
    for piece in pieces:
        changes: list[Change | Sign] = []
        for change in piece.changes:
            if not isinstance(change, Change) or change.kind == "insert" or end <= 0:
                changes.append(change)
                continue
            head, rest, end = change.text[:end], change.text[end:], end - len(change.text)
            changes.append(Sign(head, "opening") if change.kind == "keep" else replace(change, text=head))
            changes += [replace(change, text=rest)] if rest else []
        found.append(Piece(tuple(changes), piece.sentence_id))
    return found


def _segments(length: int, sentences: Iterable[tuple[int, int, int]]) -> list[tuple[int, int | None]]:
    """Ends of the sentences and of the blanks between them, in order."""
    found: list[tuple[int, int | None]] = []
    position = 0
    for key, start, end in sentences:
        if start > position:
            found.append((start, None))
        found.append((end, key))
        position = end
    if position < length or not found:
        found.append((length, None))
    return found


def shortened(changes: Sequence[Change]) -> list[Change]:
    """The changes with long kept text cut to the words around them, an ellipsis where words were left out; of words that
    are kept all along the beginning."""
    if len(changes) == 1 and changes[0].kind == "keep":
        return [replace(changes[0], text=Truncator(changes[0].text).chars(2 * KEPT_AROUND))]
    last = len(changes) - 1
    return [
        Change("keep", _ends(change.text, index == 0, index == last)) if change.kind == "keep" else change
        for index, change in enumerate(changes)
    ]


def _ends(text: str, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * KEPT_AROUND:
        return text
    head = "" if is_first else text[:KEPT_AROUND].rsplit(" ", 1)[0] + " "
    tail = "" if is_last else " " + text[-KEPT_AROUND:].split(" ", 1)[-1]
    return f"{head}…{tail}"


def cut(changes: Iterable[AnyMarked], texts: Sequence[str], gap: int) -> list[list[AnyMarked]]:
    """A redline that leads to `texts` with `gap` characters between them, in as many pieces, without these characters.

    What is deleted where one text ends and the next one begins stays with the first.
    """
    places = places_of_texts(texts, gap)
    pieces: list[list[AnyMarked]] = [[] for _text in texts]
    position = at = 0
    for each in changes:
        if isinstance(each, Sign) or each.kind == "delete":
            is_opening = isinstance(each, Sign) and each.text == "[" and each.kind != "delete"
            here = [index for index, (start, end) in enumerate(places) if start <= position <= end]
            # Between two texts of a gap of their own there is no sign; a deletion there goes with the first.
            here = here or [index for index, (_start, end) in enumerate(places) if position <= end]
            at = max(at, here[-1] if is_opening else here[0])
            pieces[at].append(each)
            continue
        for index, (start, end) in enumerate(places):
            if part := each.text[max(start - position, 0) : max(end - position, 0)]:
                pieces[index].append(replace(each, text=part))
                at = max(at, index)
        position += len(each.text)
    return pieces


def places_of_texts(texts: Sequence[str], gap: int) -> list[Range]:
    """Where each of some texts stands when they follow one another, `gap` characters apart."""
    places: list[Range] = []
    start = 0
    for text in texts:
        places.append((start, start + len(text)))
        start += len(text) + gap
    return places
