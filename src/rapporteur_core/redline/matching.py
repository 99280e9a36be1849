"""Which words two texts have in common, in order, and so what of the one must become what of the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from rapporteur_core.redline.cutting import ENDS_A_SENTENCE, NEWLINES

# Above this many cells a comparison of all words would need more than 50 MB: sentences are compared first.
LARGEST = 400_000_000
# So many words in a row that both have are taken as found; what lies between is matched again by its characters,
# unless that would need more than 16 MB.
CERTAIN = 16
LARGEST_WEIGHED = 4_000_000

Pair = tuple[int, int]


@dataclass(frozen=True)
class Edit:
    """The tokens `start` to `end` (exclusive) of the old text replaced by `start_new` to `end_new` of the new one."""

    start: int
    end: int
    start_new: int
    end_new: int


def differences(one: Sequence[str], two: Sequence[str]) -> Iterator[Edit]:
    """What leads from the tokens `one` to `two`, in order: as few marked characters as whole words allow.

    Blanks anchor nothing, they are too much alike: words replaced side by side are one edit, line by line where both
    sides have as many lines.
    """
    words, words_new = (sum(not token.isspace() for token in side) for side in (one, two))
    return _by_units(one, two) if words * words_new > LARGEST else _by_words(one, two)


def trimmed(one: Sequence[str], two: Sequence[str], edit: Edit) -> Edit:
    """The edit without the equal tokens at its two ends."""
    start, end, start_new, end_new = edit.start, edit.end, edit.start_new, edit.end_new
    while start < end and start_new < end_new and one[start] == two[start_new]:
        start, start_new = start + 1, start_new + 1
    while start < end and start_new < end_new and one[end - 1] == two[end_new - 1]:
        end, end_new = end - 1, end_new - 1
    return Edit(start, end, start_new, end_new)


def _by_words(one: Sequence[str], two: Sequence[str]) -> Iterator[Edit]:
    for (last, last_new), (start, start_new) in pairwise(_matched(one, two)):
        if one[last + 1 : start] == two[last_new + 1 : start_new]:
            continue
        for each in _lines(one, two, Edit(last + 1, start, last_new + 1, start_new)):
            edit = trimmed(one, two, each)
            if edit.start < edit.end or edit.start_new < edit.end_new:
                yield edit


def _lines(one: Sequence[str], two: Sequence[str], gap: Edit) -> Iterator[Edit]:
    """A gap cut at its newlines, when both sides have as many."""
    ends = [place for place in range(gap.start, gap.end) if one[place] in NEWLINES]
    ends_new = [place for place in range(gap.start_new, gap.end_new) if two[place] in NEWLINES]
    start, start_new = gap.start, gap.start_new
    if len(ends) == len(ends_new):
        for end, end_new in zip(ends, ends_new, strict=True):
            yield Edit(start, end + 1, start_new, end_new + 1)
            start, start_new = end + 1, end_new + 1
    yield Edit(start, gap.end, start_new, gap.end_new)


def _matched(one: Sequence[str], two: Sequence[str]) -> Iterator[Pair]:
    """Pairs of places of one word in both, in order, with a place before the first and one after the last token."""
    places, places_new = ([at for at, token in enumerate(side) if not token.isspace()] for side in (one, two))
    yield -1, -1
    for at, at_new in _pairs([one[place] for place in places], [two[place] for place in places_new]):
        yield places[at], places_new[at_new]
    yield len(one), len(two)


def _pairs(one: Sequence[str], two: Sequence[str]) -> Iterator[Pair]:
    """Places of equal words, in order in both. Long runs are the most words in common, the rest the most characters."""
    numbers: dict[str, int] = {}
    codes, codes_new = ([numbers.setdefault(word, len(numbers)) for word in side] for side in (one, two))
    runs = [
        (code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in LCSseq.opcodes(codes, codes_new)
        if code.tag == "equal"
    ]
    between: list[tuple[int, int, int]] = []
    at = at_new = 0
    for run in [*runs, (len(one), len(two), CERTAIN)]:
        if run[2] < CERTAIN:
            between.append(run)
            continue
        start, start_new, size = run
        if between and (start - at) * (start_new - at_new) <= LARGEST_WEIGHED:
            weights = [len(word) for word in one[at:start]]
            found = _heaviest(codes[at:start], codes_new[at_new:start_new], weights)
            yield from ((at + i, at_new + j) for i, j in found)
        else:
            yield from _places(between)
        if start < len(one):
            yield from _places([run])
        between, at, at_new = [], start + size, start_new + size


def _places(runs: Sequence[tuple[int, int, int]]) -> Iterator[Pair]:
    return ((start + step, start_new + step) for start, start_new, size in runs for step in range(size))


def _heaviest(one: Sequence[int], two: Sequence[int], weights: Sequence[int]) -> list[Pair]:
    """The common subsequence of the greatest weight as pairs of places; `weights` are those of `one`, all above 0.

    Source: Needleman and Wunsch, "A general method applicable to the search for similarities", 1970.
    """
    import numpy as np  # where words are weighed, and not in every process that knows a redline

    other = np.array(two)
    best = np.zeros((len(one) + 1, len(two) + 1), dtype=np.int32)
    for row, (word, weight) in enumerate(zip(one, weights, strict=True)):
        taken = np.where(other == word, best[row, :-1] + weight, best[row, 1:])
        best[row + 1, 1:] = np.maximum.accumulate(np.maximum(taken, best[row, 1:]))
    found: list[Pair] = []
    row, column = len(one), len(two)
    while row and column:
        # Where it makes no difference the later of two equal words is taken: it stands beside the one taken before.
        if one[row - 1] == two[column - 1] and best[row, column] == best[row - 1, column - 1] + weights[row - 1]:
            row, column = row - 1, column - 1
            found.append((row, column))
        elif best[row, column] == best[row - 1, column]:
            row -= 1
        else:
            column -= 1
    return found[::-1]


def _by_units(one: Sequence[str], two: Sequence[str]) -> Iterator[Edit]:
    """Compare sentences first, then the words of those that differ; what is still too large is replaced whole."""
    starts_one, starts_two = _starts(one), _starts(two)
    units_one, units_two = _units(one, starts_one), _units(two, starts_two)
    too_many = len(units_one) * len(units_two) > LARGEST
    whole = [Edit(0, len(units_one), 0, len(units_two))]
    for edit in whole if too_many else _by_words(units_one, units_two):
        a, b = starts_one[edit.start], starts_one[edit.end]
        c, d = starts_two[edit.start_new], starts_two[edit.end_new]
        if (b - a) * (d - c) > LARGEST:
            yield Edit(a, b, c, d)
            continue
        for inner in _by_words(one[a:b], two[c:d]):
            yield Edit(a + inner.start, a + inner.end, c + inner.start_new, c + inner.end_new)


def _starts(pieces: Sequence[str]) -> list[int]:
    """Where sentences start, as far as marks and newlines tell, and where the last one ends."""
    ends = [
        index + 1
        for index, piece in enumerate(pieces[:-1])
        if piece in NEWLINES or (piece.isspace() and index and ENDS_A_SENTENCE.match(pieces[index - 1]))
    ]
    return [0, *ends, len(pieces)]


def _units(pieces: Sequence[str], starts: Sequence[int]) -> list[str]:
    return ["".join(pieces[start:end]) for start, end in pairwise(starts)]
