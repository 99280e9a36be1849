"""Which texts are the same, nearly the same, or part of one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from rapporteur_core.duplicates.shingles import Shingles, of_characters, of_words, sketch
from rapporteur_core.text import normalise, words

# Four fifths of the shorter text stand in the longer one. A shared preamble of that weight leaves no room for a request
# of one's own; one word in ten misspelt still passes.
CONTAINED = 0.8
# Copies are of like length. What is shorter is an excerpt: it joins the one text that holds most of it and never joins
# two letters that happen to share it.
ALIKE_IN_LENGTH = 0.6
SHORTEST_EXCERPT = 40
ONE_SHINGLE_IN = 4
LEAST_SKETCH = 8
# A shingle that more texts share than this is a formula ("on behalf of the city of"): only neighbours are compared.
FORMULA = 60
NEIGHBOURS_OF_A_FORMULA = 3
PAIRS_AT_ONCE = 20_000

Kind = Literal["exact", "near"]
Pairs = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Texts that repeat one another: indices into the sequence given, ascending."""

    kind: Kind
    members: tuple[int, ...]


def groups(texts: Sequence[str], *, seed: int = 0) -> list[Group]:
    """The groups of texts that repeat one another, exact ones first, each kind by its first member.

    An exact group holds every text that is the same after normalisation (Unicode form, blanks). A near group holds
    texts that differ in case, marks, spelling, order, an opening or a closing, together with all their exact copies
    (which form an exact group of their own as well) and with excerpts of at least 40 characters. So a text is in at
    most one group of each kind, and a near group always holds two different texts. Texts without a word are only
    compared exactly; empty texts repeat nothing. The order in which texts arrive changes no group.

    Near means: four fifths of the distinct runs of five characters of the shorter text occur in the longer one,
    compared without case, accents and marks. Pairs to compare are found by sketches of runs of three words, which
    `seed` chooses. Cost: n log n for texts of bounded length, but for formulas shared by thousands.
    """
    kept = [" ".join(normalise(text).split()) for text in texts]
    exact = [Group("exact", tuple(members)) for text, members in _same(kept).items() if text and len(members) > 1]
    folded = [" ".join(words(text)) for text in kept]
    copies = _same(folded)
    copies.pop("", None)
    distinct = sorted(copies)
    near = []
    for cluster in _clusters(distinct, seed):
        members = tuple(sorted(index for position in cluster for index in copies[distinct[position]]))
        if len({kept[index] for index in members}) > 1:
            near.append(Group("near", members))
    return sorted(exact, key=lambda group: group.members) + sorted(near, key=lambda group: group.members)


def _same(values: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, value in enumerate(values):
        places.setdefault(value, []).append(index)
    return places


def _clusters(folded: list[str], seed: int) -> list[list[int]]:
    """Clusters of distinct folded texts, in the order given; each text is in exactly one."""
    if not folded:
        return []
    pieces = of_characters(folded)
    pairs = _pairs_to_compare(sketch_of(folded, seed))
    held, shorter_first = _containment(pieces, pairs)
    pairs = shorter_first[held >= CONTAINED]
    held = held[held >= CONTAINED]
    ratio = pieces.sizes[pairs[:, 0]] / np.maximum(pieces.sizes[pairs[:, 1]], 1)
    is_copy = ratio >= ALIKE_IN_LENGTH
    label = _components(pairs[is_copy], len(folded))
    long_enough = np.array([len(text) >= SHORTEST_EXCERPT for text in folded])
    is_excerpt = ~is_copy & long_enough[pairs[:, 0]]
    label = _with_excerpts(label, pairs[is_excerpt], held[is_excerpt] + ratio[is_excerpt] * 1e-6)
    order = np.argsort(label, kind="stable")
    return [part.tolist() for part in np.split(order, np.flatnonzero(np.diff(label[order])) + 1)]


def sketch_of(folded: Sequence[str], seed: int) -> Shingles:
    """The sketches of folded texts by which pairs to compare are found."""
    shingles = of_words([text.split(" ") for text in folded])
    return sketch(shingles, one_in=ONE_SHINGLE_IN, at_least=LEAST_SKETCH, seed=seed)


def _pairs_to_compare(sketches: Shingles) -> Pairs:
    """Pairs (a, b), a < b, each once, of texts that share a shingle of their sketches."""
    count = len(sketches.sizes)
    owner = np.repeat(np.arange(count), sketches.sizes)
    order = np.lexsort((owner, sketches.hashes))
    hashes, owner = sketches.hashes[order], owner[order]
    _, first, shared_by = np.unique(hashes, return_index=True, return_counts=True)
    reach = np.repeat(np.where(shared_by > FORMULA, NEIGHBOURS_OF_A_FORMULA, shared_by - 1), shared_by)
    last = np.repeat(first + shared_by, shared_by)
    found: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    here = np.arange(len(owner))
    for step in range(1, FORMULA):
        here = here[(reach[here] >= step) & (here + step < last[here])]
        if not len(here):
            break
        found.append(np.unique(owner[here] * count + owner[here + step]))
    keys = np.unique(np.concatenate(found))
    return np.stack([keys // max(count, 1), keys % max(count, 1)], axis=1)


def _containment(pieces: Shingles, pairs: Pairs) -> tuple[Floats, Pairs]:
    """For each pair, the share of the shorter text's shingles found in the longer one; and the pairs, shorter first."""
    known, column = np.unique(pieces.hashes, return_inverse=True)
    ones = np.ones(len(column), dtype=np.float32)
    table = csr_array((ones, column.astype(np.int64), pieces.starts), shape=(len(pieces.sizes), len(known)))
    swapped = pieces.sizes[pairs[:, 0]] > pieces.sizes[pairs[:, 1]]
    ordered = np.where(swapped[:, None], pairs[:, ::-1], pairs)
    shared = [np.zeros(0)]
    for start in range(0, len(ordered), PAIRS_AT_ONCE):
        some = ordered[start : start + PAIRS_AT_ONCE]
        shared.append(np.asarray(table[some[:, 0]].multiply(table[some[:, 1]]).sum(axis=1)).ravel())
    return np.concatenate(shared) / np.maximum(pieces.sizes[ordered[:, 0]], 1), ordered


def _components(pairs: Pairs, count: int) -> NDArray[np.int64]:
    """For each text the lowest text that it is joined to, directly or through others."""
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, label = connected_components(links, directed=False)
    lowest = np.full(count, count, dtype=np.int64)
    np.minimum.at(lowest, label, np.arange(count))
    joined: NDArray[np.int64] = lowest[label]
    return joined


def _with_excerpts(label: NDArray[np.int64], pairs: Pairs, held: Floats) -> NDArray[np.int64]:
    """Join each text that stands alone and is an excerpt to the text that holds most of it (a tie: the lower one)."""
    alone = np.bincount(label, minlength=len(label))[label] == 1
    order = np.lexsort((pairs[:, 1], -np.round(held, 9), pairs[:, 0]))
    best: dict[int, int] = {}
    for excerpt, letter in pairs[order].tolist():
        if alone[excerpt] and excerpt not in best:
            best[excerpt] = letter
    joined = label.copy()
    for excerpt in best:
        letter = best[excerpt]
        while letter in best:  # an excerpt of an excerpt; letters are longer each time, so this ends
            letter = best[letter]
        joined[excerpt] = label[letter]
    return joined
