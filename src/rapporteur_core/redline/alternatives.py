"""The text in which a conflict set stands as alternatives side by side, each to be put in brackets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from rapporteur_core.redline.cutting import is_word, tokens
from rapporteur_core.redline.merging import Conflict, Merge

# Start and end (exclusive) in the characters of a text.
Range = tuple[int, int]
# Signs before which no blank stands.
CLOSING = frozenset(",.)،。")


class Marked(NamedTuple):
    """The words start:end of the text are one alternative, of the proposals named; no name: those of the base."""

    start: int
    end: int
    proposals: tuple[Hashable, ...]


def with_alternatives(merged: Merge, order: Sequence[Hashable] = ()) -> tuple[str, list[Marked]]:
    """`merged.text` with all alternatives of each conflict in place of its words, and where each stands.

    The words of the base come first, then the alternatives in the `order` of the first of their proposals, those not
    named there last. An alternative that leaves no words is not written: the bracket around those of the base says
    that they may go. Alternatives that would run together are set apart by a blank; a mark holds no blank at its ends.
    """
    text, marks = "", []
    for part in _parts(merged):
        if isinstance(part, str):
            text += part
            continue
        for number, (words, proposals) in enumerate(_ways(part, order)):
            if number and not text[-1].isspace() and not words[0].isspace():
                text += " "
            start = len(text) + len(words) - len(words.lstrip())
            marks.append(Marked(start, start + len(words.strip()), proposals))
            text += words
    return text, marks


def _parts(merged: Merge) -> Iterator[str | Conflict]:
    """The merged text in order, each conflict in place of its words of the base."""
    waiting = list(merged.conflicts)
    at = 0
    for change in merged.changes:
        if change.kind == "insert":
            yield change.text
            continue
        end = at + len(change.text)
        while waiting and change.kind == "keep" and waiting[0].start >= at and waiting[0].end <= end:
            found = waiting.pop(0)
            yield change.text[len(change.text) - (end - at) : len(change.text) - (end - found.start)]
            yield found
            at = found.end
        if change.kind == "keep":
            yield change.text[len(change.text) - (end - at) :]
        at = end
    yield from waiting


def _ways(conflict: Conflict, order: Sequence[Hashable]) -> list[tuple[str, tuple[Hashable, ...]]]:
    place = {name: index for index, name in enumerate(order)}
    ordered = sorted(
        enumerate(conflict.alternatives),
        key=lambda each: (
            min((place.get(name, len(place)) for name in each[1].proposals), default=len(place)),
            each[0],
        ),
    )
    ways: list[tuple[str, tuple[Hashable, ...]]] = [(conflict.words, ())] if conflict.words.strip() else []
    return ways + [(each.text, each.proposals) for _index, each in ordered if each.text.strip()]


def with_one_alternative(text: str, places: Sequence[Range], chosen: Range) -> tuple[str, Callable[[int], int]]:
    """`text` in which of the alternatives at `places`, side by side, that at `chosen` alone is left.

    The second value tells where a character stands then; of words that went it gives an end of those that stay. No two
    words run together, and no blank is left before a comma or a full stop.
    """
    start, end = min(places)[0], max(place[1] for place in places)
    words = text[chosen[0] : chosen[1]]
    before, behind = text[:start], text[end:]
    if words[0] in CLOSING:
        before = before.rstrip()
    before += " " if before and _run_together(before[-1], words[0]) else ""
    gap = " " if behind and _run_together(words[-1], behind[0]) else ""
    new, added = before + words + gap + behind, len(gap)
    first, last = len(before), len(before) + len(words)

    def place(at: int) -> int:
        if at >= end:
            return at - end + last + (added if at > end else 0)
        if at <= start:
            return min(at, first) if at < start else first
        return min(max(at - chosen[0] + first, first), last)

    return new, place


def _run_together(one: str, other: str) -> bool:
    return len(tokens(one + other)) == 1 and is_word(one)
