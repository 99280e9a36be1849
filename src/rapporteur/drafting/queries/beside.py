"""Whether the words beside an insertion are still there on a newer text.

Rebasing lays an insertion between the words that are left of those around it. It is right that it can; whether it says
there what it was to say, a person must see, since an insertion has no words of its own to be known by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .redlines import Range, redline_of

# So many words on each side of an insertion tell where it belongs: “and its commitments”.
WORDS_BESIDE = 3
WORD = re.compile(r"\w+")


def is_rewritten_beside(base: str, current: str, proposed: str) -> bool:
    """Whether, from `base` to `current`, words right beside an insertion of `proposed` into `base` became others."""
    places = list(_insertions(base, proposed))
    if not places:
        return False
    kept = list(_kept(base, current))
    words = [match.span() for match in WORD.finditer(base)]
    return not all(any(start <= first and last <= end for start, end in kept) for first, last in _around(places, words))


def _insertions(base: str, proposed: str) -> Iterator[int]:
    """The places in `base` at which `proposed` inserts words and deletes none."""
    changes = redline_of(base, proposed)
    kinds = ["keep", *(each.kind for each in changes), "keep"]
    position = 0
    for at, change in enumerate(changes, start=1):
        if change.kind != "insert":
            position += len(change.text)
        elif kinds[at - 1] == kinds[at + 1] == "keep":
            yield position


def _kept(base: str, current: str) -> Iterator[Range]:
    """The characters of `base` that `current` keeps with nothing new between them."""
    position = 0
    for change in redline_of(base, current):
        if change.kind == "keep":
            yield position, position + len(change.text)
        if change.kind != "insert":
            position += len(change.text)


def _around(places: list[int], words: list[Range]) -> Iterator[Range]:
    """For each place the characters from the first to the last of the words beside it."""
    for place in places:
        before = [span for span in words if span[1] <= place][-WORDS_BESIDE:]
        behind = [span for span in words if span[0] >= place][:WORDS_BESIDE]
        yield (before[0][0] if before else place), (behind[-1][1] if behind else place)
