"""Marks on words: square brackets as ranges of a text, typed and printed, and carried when the words change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapporteur_core.redline.comparing import compare

Range = tuple[int, int]


class Unbalanced(ValueError):
    """A typed bracket without its other half; `place` is its index in the typed text."""

    def __init__(self, place: int) -> None:
        super().__init__(f"The bracket at character {place + 1} has no other half.")
        self.place = place


def bracketed(text: str, ranges: Iterable[Range]) -> str:
    """The text with a square bracket at both ends of each range (start, end exclusive), nested as the ranges are."""
    opening: dict[int, int] = {}
    closing: dict[int, int] = {}
    for start, end in ranges:
        opening[start] = opening.get(start, 0) + 1
        closing[end] = closing.get(end, 0) + 1
    printed: list[str] = []
    position = 0
    for place in sorted({*opening, *closing}):
        printed += [text[position:place], "]" * closing.get(place, 0), "[" * opening.get(place, 0)]
        position = place
    return "".join(printed) + text[position:]


def unbracketed(typed: str) -> tuple[str, list[Range]]:
    """The text without its square brackets, and the ranges that they marked, outer before inner.

    An empty pair marks nothing. Raises Unbalanced for a bracket without its other half.
    """
    pieces: list[str] = []
    opened: list[tuple[int, int]] = []
    found: list[Range] = []
    length = 0
    for place, sign in enumerate(typed):
        if sign == "[":
            opened.append((length, place))
        elif sign == "]":
            if not opened:
                raise Unbalanced(place)
            start, _place = opened.pop()
            found += [(start, length)] if start < length else []
        else:
            pieces.append(sign)
            length += 1
    if opened:
        raise Unbalanced(opened[-1][1])
    return "".join(pieces), sorted(set(found), key=lambda each: (each[0], -each[1]))


def cross(ranges: Sequence[Range]) -> bool:
    """Whether two of the ranges overlap without one holding the other."""
    return any(
        one[0] < other[0] < one[1] < other[1] or other[0] < one[0] < other[1] < one[1]
        for index, one in enumerate(ranges)
        for other in ranges[index + 1 :]
    )


def ranges_carried(old: str, new: str, ranges: Sequence[Range]) -> list[Range | None]:
    """Where each range of `old` lies in `new`; None when nothing of it is left.

    Words that replace words of a range are in it; what is inserted at its edge is not.
    """
    segments = _segments(old, new)
    return [_carried(each, segments) for each in ranges]


def _segments(old: str, new: str) -> list[tuple[int, int, int, int, bool]]:
    """Start and end in the old text, start and end in the new one, whether the words are kept; in order."""
    found: list[tuple[int, int, int, int, bool]] = []
    at = at_new = 0
    for change in compare(old, new):
        size = len(change.text)
        if change.kind == "keep":
            found.append((at, at + size, at_new, at_new + size, True))
            at, at_new = at + size, at_new + size
        elif change.kind == "delete":
            found.append((at, at + size, at_new, at_new, False))
            at += size
        else:
            if found and not found[-1][4] and found[-1][2] == found[-1][3] and found[-1][1] == at:
                start, end, start_new, _end, _kept = found.pop()
                found.append((start, end, start_new, at_new + size, False))
            at_new += size
    return found


def _carried(place: Range, segments: Sequence[tuple[int, int, int, int, bool]]) -> Range | None:
    parts = [
        (start_new + max(place[0] - start, 0), end_new - max(end - place[1], 0)) if kept else (start_new, end_new)
        for start, end, start_new, end_new, kept in segments
        if start < place[1] and place[0] < end
    ]
    start_new, end_new = min(part[0] for part in parts), max(part[1] for part in parts)
    return (start_new, end_new) if start_new < end_new else None
