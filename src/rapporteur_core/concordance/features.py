"""Texts as sparse rows of weighted pieces of words: whole words, beginnings, runs of four characters, pairs of words.

Beginnings ("escol" in escola, escolar, escuela's neighbour) stand for the stems of any language that inflects at the
end, runs of characters for compounds and prefixed articles, pairs for phrases and for scripts without blanks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack

from rapporteur_core.text import words

BEGINNINGS = (4, 5, 6, 7)
RUN = 4
IN_A_PAIR = 6
# What each kind of piece weighs against the others. Beginnings carry most; the rest settles between near equals.
WEIGHT = {"beginning": 1.0, "word": 0.6, "run": 0.5, "pair": 0.3}

# scipy comes without types.
Rows: TypeAlias = Any
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Features:
    """rows: float64, (n_texts, n_pieces), length 1 or 0; length: what it was before; occurs_in: texts that have it."""

    rows: Rows
    length: Floats
    occurs_in: NDArray[np.int64]


def features(texts: Sequence[str]) -> Features:
    """Weigh the pieces of each text by how often it has them and by how few other texts do.

    Counts are not damped: what someone says three times in four lines is the subject. The weight of rarity is BM25's
    log(1 + (n - d + 0.5) / (d + 0.5)), where d of the n distinct texts have the piece.
    """
    place: dict[str, int] = {}
    distinct = [place.setdefault(text, len(place)) for text in texts]
    cut = [words(text) for text in place]
    vocabulary = sorted({word for text in cut for word in text})
    counts = _counts(cut, vocabulary)
    parts = [_weighed(counts @ _table(vocabulary, kind), WEIGHT[kind]) for kind in ("beginning", "word", "run")]
    parts.append(_weighed(_pairs(cut), WEIGHT["pair"]))
    rows = hstack(parts, format="csr")
    length = np.sqrt(rows.multiply(rows).sum(axis=1))
    occurs_in = np.bincount(rows.indices, minlength=rows.shape[1]).astype(np.int64)
    unit = csr_array(diags_array(np.divide(1, length, out=np.zeros_like(length), where=length > 0)) @ rows)
    again = np.array(distinct, dtype=np.int64)
    return Features(csr_array(unit[again]) if len(again) else unit, length[again], occurs_in)


def pieces(word: str, kind: str) -> Iterator[str]:
    """The pieces of one kind that a word has."""
    if kind == "word":
        yield word
    elif kind == "beginning":
        yield word[: BEGINNINGS[0]]
        yield from (word[:length] for length in BEGINNINGS[1:] if len(word) >= length)
    else:
        padded = f" {word} "
        yield from (padded[at : at + RUN] for at in range(max(len(padded) - RUN + 1, 1)))


def _counts(cut: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Rows:
    place = {word: index for index, word in enumerate(vocabulary)}
    return _table_of([[place[word] for word in text] for text in cut], len(vocabulary))


def _table(vocabulary: Sequence[str], kind: str) -> Rows:
    place: dict[str, int] = {}
    cells = [[place.setdefault(piece, len(place)) for piece in pieces(word, kind)] for word in vocabulary]
    return _table_of(cells, len(place))


def _pairs(cut: Sequence[Sequence[str]]) -> Rows:
    place: dict[tuple[str, str], int] = {}
    cells = []
    for text in cut:
        short = [word[:IN_A_PAIR] for word in text]
        cells.append([place.setdefault(pair, len(place)) for pair in zip(short, short[1:], strict=False)])
    return _table_of(cells, len(place))


def _table_of(cells: Sequence[Sequence[int]], width: int) -> Rows:
    starts = np.concatenate([[0], np.cumsum([len(row) for row in cells])]).astype(np.int64)
    columns = np.array([column for row in cells for column in row], dtype=np.int64)
    table = csr_array((np.ones(len(columns)), columns, starts), shape=(len(cells), width))
    table.sum_duplicates()
    return table


def _weighed(counts: Rows, weight: float) -> Rows:
    """Counts times rarity, scaled so that a row has the length `weight` on the average."""
    if not counts.shape[1]:
        return csr_array(counts.shape)
    total = counts.shape[0]
    occurs_in = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log(1 + (total - occurs_in + 0.5) / (occurs_in + 0.5))
    rows = csr_array(counts @ diags_array(rarity))
    mean = float(np.sqrt(rows.multiply(rows).sum(axis=1)).mean())
    rows.data *= weight / mean if mean else 0.0
    rows.sort_indices()
    return rows
