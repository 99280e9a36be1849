"""Sentences followed from one revision to the next, so that their sources go with them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel, LCSseq

from rapporteur_core.text import sentences, words

Range = tuple[int, int]

# Below half of their words in common, two sentences say different things more often than not.
REWORDED = 0.5
# A sentence that was split or joined: this share of its words, in order, stands in the other, and at least so many.
PART, PART_WORDS = 0.8, 5


class Carried(NamedTuple):
    """A sentence of the new text, the sentence of the old one that it continues, and how. A "gone" one has no new."""

    new: Range | None
    old: Range | None
    kind: Literal["same", "reworded", "new", "gone"]


def sentences_carried(old_text: str, new_text: str) -> list[Carried]:
    """Each sentence of the new text in order with its old one, then the old sentences that are gone.

    A sentence that was split is the old one of each of its parts; a new sentence made of several old ones stands once
    for each. Sentences that only moved are the same.
    """
    old, new = sentences(old_text), sentences(new_text)
    old_words = [words(old_text[start:end]) for start, end in old]
    new_words = [words(new_text[start:end]) for start, end in new]
    pairs = _same([old_text[a:b] for a, b in old], [new_text[a:b] for a, b in new])
    pairs |= _reworded(old_words, new_words, pairs)
    links: dict[int, list[int]] = {}
    for n, o in pairs.items():
        links.setdefault(n, []).append(o)
    _link_parts(old_words, new_words, links)
    carried = [each for n, place in enumerate(new) for each in _entries(n, place, links, old, old_text, new_text)]
    kept = {o for several in links.values() for o in several}
    return carried + [Carried(None, place, "gone") for o, place in enumerate(old) if o not in kept]


def _entries(
    n: int, place: Range, links: dict[int, list[int]], old: list[Range], old_text: str, new_text: str
) -> list[Carried]:
    if n not in links:
        return [Carried(place, None, "new")]
    said = _plain(new_text[slice(*place)])
    return [
        Carried(place, old[o], "same" if _plain(old_text[slice(*old[o])]) == said else "reworded")
        for o in sorted(links[n])
    ]


def _plain(sentence: str) -> str:
    return " ".join(sentence.split())


def _same(old: list[str], new: list[str]) -> dict[int, int]:
    waiting: dict[str, list[int]] = {}
    for o in range(len(old) - 1, -1, -1):
        waiting.setdefault(_plain(old[o]), []).append(o)
    return {n: places.pop() for n, sentence in enumerate(new) if (places := waiting.get(_plain(sentence)))}


def _reworded(old: list[list[str]], new: list[list[str]], pairs: dict[int, int]) -> dict[int, int]:
    """The likeliest pairs of those left, best first; a tie goes to the pair nearest in the order of the texts."""
    taken = set(pairs.values())
    candidates = [
        (-score, abs(n - o), n, o)
        for n in range(len(new))
        if n not in pairs
        for o in range(len(old))
        if o not in taken and (score := Indel.normalized_similarity(old[o], new[n], score_cutoff=REWORDED)) > 0
    ]
    found: dict[int, int] = {}
    for _, _, n, o in sorted(candidates):
        if n not in found and o not in taken:
            found[n] = o
            taken.add(o)
    return found


def _link_parts(old: list[list[str]], new: list[list[str]], links: dict[int, list[int]]) -> None:
    kept = {o for several in links.values() for o in several}
    for n in range(len(new)):
        if n not in links and (best := _whole_of(new[n], old)) is not None:
            links[n] = [best]
            kept.add(best)
    for o in range(len(old)):
        if o not in kept and (best := _whole_of(old[o], new)) is not None:
            links.setdefault(best, []).append(o)


def _whole_of(part: list[str], wholes: list[list[str]]) -> int | None:
    """The first of the sentences that hold most of a part's words in their order, or None."""
    if len(part) < PART_WORDS:
        return None
    scores = [(LCSseq.similarity(part, whole), -index) for index, whole in enumerate(wholes)]
    best, index = max(scores, default=(0, 0))
    return -index if best >= PART * len(part) else None
