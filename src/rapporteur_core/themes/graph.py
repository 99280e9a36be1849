"""The graph of texts that are close in words, and the communities in it."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits

DIMENSIONS = 64
NEIGHBOURS = 15
STEMS = (5, 7)
TEXTS_AT_ONCE = 1000
DIGITS = 4
FINEST = 64.0

Order = NDArray[np.int64]
Floats = NDArray[np.float64]


def neighbours_of(texts: Sequence[Sequence[str]], *, seed: int = 0) -> tuple[Order, Floats]:
    """For each text, given as its words, up to 15 others, nearest first, and their closeness: both (n, k).

    Closeness 0 means none.
    Beginnings of words, weighed by rarity and reduced to 64 dimensions. Source: Deerwester and others, "Indexing by
    latent semantic analysis", 1990.
    """
    keep = min(NEIGHBOURS, len(texts) - 1)
    if keep < 1:
        return np.zeros((len(texts), 0), dtype=np.int64), np.zeros((len(texts), 0))
    # One thread: sums of several threads differ in their last digits, and those decide ties.
    with threadpool_limits(1):
        vectors = _vectors(texts, seed)
        parts = [_nearest(vectors, start, keep) for start in range(0, len(texts), TEXTS_AT_ONCE)]
    return np.concatenate([order for order, _ in parts]), np.concatenate([score for _, score in parts])


def communities(order: Order, closeness: Floats, *, count: int | None = None, seed: int = 0) -> list[list[int]]:
    """Communities of texts in the graph of neighbours, each ascending, by their first member.

    count: how many are wanted; a finer cut is taken until there are as many, then the closest two are joined until
    there are no more. Source: Blondel and others, "Fast unfolding of communities in large networks", 2008.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(len(order)))
    for text, (others, values) in enumerate(zip(order.tolist(), closeness.tolist(), strict=True)):
        graph.add_weighted_edges_from(
            (text, other, value) for other, value in zip(others, values, strict=True) if value > 0
        )
    resolution = 1.0
    found = _cut(graph, resolution, seed)
    while count and len(found) < min(count, len(order)) and resolution < FINEST:
        resolution *= 1.5
        found = _cut(graph, resolution, seed)
    return _joined(graph, found, count) if count else found


def _cut(graph: nx.Graph[int], resolution: float, seed: int) -> list[list[int]]:
    found = nx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=seed)
    return sorted(sorted(members) for members in found)


def _joined(graph: nx.Graph[int], found: list[list[int]], count: int) -> list[list[int]]:
    owner = {text: place for place, members in enumerate(found) for text in members}
    between = np.zeros((len(found), len(found)))
    for one, other, value in graph.edges(data="weight"):
        between[owner[one], owner[other]] += value
        between[owner[other], owner[one]] += value
    parts = [list(members) for members in found]
    while len([members for members in parts if members]) > count:
        size = np.array([max(len(members), 1) for members in parts])
        share = np.round(between / np.outer(size, size), 3 * DIGITS)
        gone = [place for place, members in enumerate(parts) if not members]
        share[gone], share[:, gone] = -1, -1
        np.fill_diagonal(share, -1)
        one, other = sorted(int(place) for place in np.unravel_index(int(share.argmax()), share.shape))
        parts[one] = sorted(parts[one] + parts[other])
        parts[other] = []
        between[one] += between[other]
        between[:, one] += between[:, other]
    return sorted(members for members in parts if members)


def _vectors(texts: Sequence[Sequence[str]], seed: int) -> Floats:
    try:
        terms = TfidfVectorizer(analyzer=_stems, sublinear_tf=True).fit_transform(texts)
    except ValueError:  # No text has a word.
        return np.zeros((len(texts), 1))
    rows = csr_array(terms, dtype=np.float64)
    if rows.shape[1] <= DIMENSIONS or rows.shape[0] <= DIMENSIONS:
        dense: Floats = rows[:, : 40 * DIMENSIONS].toarray()
        return dense
    reduced = TruncatedSVD(DIMENSIONS, random_state=seed, n_iter=3).fit_transform(rows)
    length = np.linalg.norm(reduced, axis=1, keepdims=True)
    unit: Floats = np.divide(reduced, length, out=np.zeros_like(reduced), where=length > 0)
    return unit


def _stems(cut: Sequence[str]) -> list[str]:
    return [piece for word in cut for piece in dict.fromkeys(word[:length] for length in STEMS)]


def _nearest(vectors: Floats, start: int, keep: int) -> tuple[Order, Floats]:
    closeness = np.round(vectors[start : start + TEXTS_AT_ONCE] @ vectors.T, DIGITS)
    here = np.arange(len(closeness))
    closeness[here, start + here] = -1
    near = np.sort(np.argpartition(-closeness, keep - 1, axis=1)[:, :keep], axis=1)
    values = np.take_along_axis(closeness, near, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.take_along_axis(near, order, axis=1), np.maximum(np.take_along_axis(values, order, axis=1), 0.0)
