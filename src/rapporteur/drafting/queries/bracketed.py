"""Which brackets of a wording belong together: alternatives that stand side by side, of which one is taken in the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..models import Bracket, Wording


def alternatives_within(wording: Wording, brackets: Sequence[Bracket]) -> list[list[Bracket]]:
    """The brackets of a wording that are alternatives of one another, in their order; the others are in none: no query.

    They hold one another in nothing, only blanks stand between them, and amendments stand behind the later ones: the
    words before the amendments come first.
    """
    found: list[list[Bracket]] = []
    for siblings in _siblings(brackets):
        group: list[Bracket] = []
        for each in siblings:
            if group and not _goes_on(wording, group[-1], each):
                found.append(group)
                group = []
            group.append(each)
        found.append(group)
    return [group for group in found if len(group) > 1 and group[-1].amendment_id]


def _goes_on(wording: Wording, one: Bracket, other: Bracket) -> bool:
    is_beside = not wording.text[one.end : other.start].strip()
    return is_beside and not (one.amendment_id and other.amendment_id is None)


def _siblings(brackets: Iterable[Bracket]) -> list[list[Bracket]]:
    """The brackets by the one around them, outer ones first."""
    around: list[Bracket] = []
    found: dict[int, list[Bracket]] = {}
    for each in sorted(brackets, key=lambda each: (each.start, -each.end)):
        while around and around[-1].end <= each.start:
            around.pop()
        found.setdefault(around[-1].pk if around else 0, []).append(each)
        around.append(each)
    return list(found.values())
