"""Paragraphs of two texts paired by what they say, for texts whose paragraphs carry no identifiers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from rapporteur_core.text import words

# Below half of their words in common, two paragraphs are another more often than not; where the neighbours on both
# sides belong together, a quarter is enough.
LIKELY, LIKELY_IN_PLACE = 0.5, 0.25
# A paragraph is part of a split or joined one when it has at least so many words and this share of them stands there.
PART_WORDS, PART, MOST_PARTS = 4, 0.6, 50
# A word that stands in more paragraphs than this says nothing about which one it is; so many candidates are compared.
COMMON, CANDIDATES = 20, 6
# A pair is doubted, by up to a half, when the next likeliest comes nearer than this.
CLEAR = 0.2

Kind = Literal["same", "changed", "moved", "split", "joined", "new", "gone"]
Words = Sequence[int]


@dataclass(frozen=True)
class Aligned:
    """Paragraphs of the old text and those of the new one that continue them, by index.

    kind: same (but for blanks), changed, moved (the same words in another place), split (one old, several new),
    joined (several old, one new), new (no old), gone (no new)
    confidence: from 0 to 1; of paragraphs that belong together the share of their words in common, less where another
    is nearly as like; of a new or gone one what its likeliest counterpart falls short of
    is_moved: whether it stands in another order than most, also when its words have changed
    """

    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    confidence: float
    is_moved: bool = False


class _Link(NamedTuple):
    """Runs of paragraphs that may belong together, and the share of their words in common."""

    score: float
    old: range
    new: range


class _Likeness:
    """Both texts in words, which of their paragraphs are free, and how like one another the likely pairs are."""

    def __init__(self, old: Sequence[str], new: Sequence[str], same: Sequence[Aligned]) -> None:
        numbers: dict[str, int] = {}
        self.old, self.new = (
            [[numbers.setdefault(word, len(numbers)) for word in words(text)] for text in side] for side in (old, new)
        )
        self.free_old = set(range(len(old))) - {o for each in same for o in each.old}
        self.free_new = set(range(len(new))) - {n for each in same for n in each.new}
        self.of_old: dict[int, dict[int, float]] = defaultdict(dict)
        self.of_new: dict[int, dict[int, float]] = defaultdict(dict)
        for o, n in self._candidates():
            self.of_old[o][n] = self.of_new[n][o] = _alike(self.old[o], self.new[n])

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs that share words, alone or two in a row, which few paragraphs have: for each new one the likeliest."""
        having: dict[object, list[int]] = defaultdict(list)
        for o in sorted(self.free_old):
            for word in {*self.old[o], *pairwise(self.old[o])}:
                having[word].append(o)
        for n in sorted(self.free_new):
            shared: Counter[int] = Counter()
            for word in {*self.new[n], *pairwise(self.new[n])}:
                if len(having.get(word, ())) <= COMMON:
                    shared.update(having.get(word, ()))
            likely = nlargest(CANDIDATES, shared.items(), key=lambda item: (item[1], -abs(item[0] - n), -item[0]))
            yield from ((o, n) for o, _count in likely)

    def rival(self, link: _Link) -> float:
        """How like the likeliest other counterpart is to a paragraph of the link."""
        others = [score for o in link.old for n, score in self.of_old[o].items() if n not in link.new]
        others += [score for n in link.new for o, score in self.of_new[n].items() if o not in link.old]
        return max(others, default=0.0)


def align(old: Sequence[str], new: Sequence[str]) -> list[Aligned]:
    """Which paragraph of `new` continues which of `old`, in the order of `new`; gone ones behind what they followed.

    Each index of either text stands in exactly one result. Equal paragraphs are paired first, in order; then the
    likeliest of those left, where words that few paragraphs have name the candidates; then those that stand between
    the same neighbours.
    """
    found = _same(old, new)
    likeness = _Likeness(old, new, found)
    found += [_paired(link, likeness.rival(link)) for link in _chosen(_links(likeness))]
    found += [_paired(link, 0.0) for link in _in_place(found, likeness)]
    found += _alone(found, likeness)
    return _in_order(_with_moves(found))


def _same(old: Sequence[str], new: Sequence[str]) -> list[Aligned]:
    """Paragraphs that say the same: first as many in order as can be, then the others in their order."""
    one, two = ([" ".join(text.split()) for text in side] for side in (old, new))
    pairs: dict[int, int] = {}
    for code in LCSseq.opcodes(one, two):
        if code.tag == "equal":
            pairs.update(zip(range(code.src_start, code.src_end), range(code.dest_start, code.dest_end), strict=True))
    waiting: dict[str, list[int]] = defaultdict(list)
    for n in sorted(set(range(len(two))) - set(pairs.values()), reverse=True):
        waiting[two[n]].append(n)
    for o, text in enumerate(one):
        if o not in pairs and waiting.get(text):
            pairs[o] = waiting[text].pop()
    counts, counts_new = Counter(one), Counter(two)
    sizes = {text: sorted((counts[text], counts_new[text])) for text in counts}
    return [Aligned("same", (o,), (n,), sizes[one[o]][0] / sizes[one[o]][1]) for o, n in sorted(pairs.items())]


def _alike(one: Words, two: Words) -> float:
    return 2 * LCSseq.similarity(one, two) / (len(one) + len(two)) if one or two else 0.0


def _links(likeness: _Likeness) -> Iterator[_Link]:
    """Every pair that may belong together, and what it grows to when its neighbours are parts of the same."""
    old, new = likeness.old, likeness.new
    seen: set[tuple[str, int, int]] = set()
    for n, scores in likeness.of_new.items():
        for o, score in scores.items():
            yield _Link(score, range(o, o + 1), range(n, n + 1))
            if ("split", o, n) not in seen:
                run = _grown(old[o], new, n, likeness.free_new)
                seen.update(("split", o, part) for part in run)
                yield _Link(_alike(old[o], _joined(new, run)), range(o, o + 1), run)
            if ("joined", o, n) not in seen:
                run = _grown(new[n], old, o, likeness.free_old)
                seen.update(("joined", part, n) for part in run)
                yield _Link(_alike(_joined(old, run), new[n]), run, range(n, n + 1))


def _joined(said: Sequence[Words], run: range) -> list[int]:
    return [word for index in run for word in said[index]]


def _grown(whole: Words, said: Sequence[Words], seed: int, free: set[int]) -> range:
    """The run of paragraphs around `seed` that are parts of `whole`: each adds most of its words to those in common."""
    run = range(seed, seed + 1)
    common = LCSseq.similarity(whole, said[seed])
    if common < PART * len(said[seed]):
        return run
    while len(run) < MOST_PARTS:
        steps: list[tuple[int, range]] = []
        for part, wider in (
            (run.stop, range(run.start, run.stop + 1)),
            (run.start - 1, range(run.start - 1, run.stop)),
        ):
            if part in free and len(said[part]) >= PART_WORDS:
                gain = LCSseq.similarity(whole, _joined(said, wider)) - common
                steps += [(gain, wider)] if gain >= PART * len(said[part]) else []
        if not steps:
            break
        gain, run = max(steps, key=lambda step: step[0])
        common += gain
    return run


def _chosen(links: Iterable[_Link]) -> list[_Link]:
    """The likeliest links that share no paragraph; a tie goes to the pair nearest in the order of the texts."""
    taken: set[int] = set()
    taken_new: set[int] = set()
    chosen: list[_Link] = []
    likely = {link for link in links if link.score >= LIKELY}
    for link in sorted(likely, key=lambda each: (-each.score, abs(each.old[0] - each.new[0]), *each.old, *each.new)):
        if taken.isdisjoint(link.old) and taken_new.isdisjoint(link.new):
            taken.update(link.old)
            taken_new.update(link.new)
            chosen.append(link)
    return chosen


def _in_place(found: Sequence[Aligned], likeness: _Likeness) -> list[_Link]:
    """Pairs of paragraphs left over between the same neighbours, as many on both sides."""
    old, new = likeness.old, likeness.new
    ends = [(-1, -1, -1, -1), (len(new), len(new), len(old), len(old))]
    ends += [(each.new[0], each.new[-1], each.old[0], each.old[-1]) for each in found]
    free = set(range(len(old))) - {o for each in found for o in each.old}
    links: list[_Link] = []
    for (_start, before_new, _first, before), (behind_new, _stop, behind, _last) in pairwise(sorted(ends)):
        gap, gap_new = range(before + 1, behind), range(before_new + 1, behind_new)
        if len(gap) == len(gap_new) and free.issuperset(gap):
            pairs = zip(gap, gap_new, strict=True)
            links += [_Link(_alike(old[o], new[n]), range(o, o + 1), range(n, n + 1)) for o, n in pairs]
    return [link for link in links if link.score >= LIKELY_IN_PLACE]


def _paired(link: _Link, rival: float) -> Aligned:
    kind: Kind = "split" if len(link.new) > 1 else "joined" if len(link.old) > 1 else "changed"
    doubt = min(max(1 - (link.score - rival) / CLEAR, 0.0), 1.0)
    return Aligned(kind, tuple(link.old), tuple(link.new), link.score * (1 - doubt / 2))


def _alone(found: Sequence[Aligned], likeness: _Likeness) -> list[Aligned]:
    gone = set(range(len(likeness.old))) - {o for each in found for o in each.old}
    come = set(range(len(likeness.new))) - {n for each in found for n in each.new}
    alone = [Aligned("gone", (o,), (), 1 - _likeliest(likeness.of_old, o)) for o in sorted(gone)]
    return alone + [Aligned("new", (), (n,), 1 - _likeliest(likeness.of_new, n)) for n in sorted(come)]


def _likeliest(scores: Mapping[int, Mapping[int, float]], index: int) -> float:
    return max(scores.get(index, {}).values(), default=0.0)


def _with_moves(found: Sequence[Aligned]) -> list[Aligned]:
    """The same, with those marked that are not among the most that stand in one order in both texts."""
    kept = sorted((each for each in found if each.old and each.new), key=lambda each: each.new)
    in_order = {kept[place].old for place in _rising([each.old[0] for each in kept])}
    marked: list[Aligned] = []
    for each in found:
        if each.old and each.new and each.old not in in_order:
            each = replace(each, is_moved=True, kind="moved" if each.kind == "same" else each.kind)
        marked.append(each)
    return marked


def _rising(numbers: Sequence[int]) -> list[int]:
    """Places of the longest rising subsequence. Source: Schensted, "Longest increasing and decreasing...", 1961."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(last[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        last[length : length + 1] = [place]
    found: list[int] = []
    place = last[-1] if last else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def _in_order(found: Sequence[Aligned]) -> list[Aligned]:
    """In the order of the new text; each gone one behind the last paragraph before it that is still there."""
    at = {o: each.new[0] for each in found for o in each.old if each.new}
    places: dict[Aligned, tuple[int, int]] = {}
    for each in found:
        if each.new:
            places[each] = each.new[0], -1
        else:
            before = next((at[o] for o in range(each.old[0] - 1, -1, -1) if o in at), -1)
            places[each] = before, each.old[0]
    return sorted(found, key=places.__getitem__)
