"""Which candidates are closest to a query in words: exact scores for a short list, found by the rarer pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, vstack

from rapporteur_core.concordance.features import Features, Floats, Rows, features

# A piece that more texts share than this finds no candidates (it still counts in the score): so the cost of a query
# does not grow with the number of texts that say "city".
COMMON = 500
SHORT_LIST = 100
# A long candidate says more and gathers more: its length is divided out only in part (pivoted normalisation; Singhal,
# Buckley and Mitra, 1996).
LENGTH_KEPT = 0.4
# What the nearest other queries find, and what is found beside the nearest other candidates, counts too: it bridges two
# languages and two ways to say one thing (cluster-based smoothing; Kurland and Lee, 2004).
COMPANY = 10
SHARE_OF_COMPANY = 0.6
QUERIES_AT_ONCE = 256
DIGITS = 6

Order = NDArray[np.int64]
Progress = Callable[[int, int], None]


def rank(queries: Sequence[str], candidates: Sequence[str], *, keep: int = 10) -> tuple[Order, Floats]:
    """Rank, for each query, the candidates closest to it in words.

    Returns order (int64) and score (float64), both (n_queries, keep), best first. A tie goes to the lower index; a
    candidate that shares nothing has the score 0. Where there are fewer candidates than `keep`, the places left over
    have order -1 and score 0. Scores lie between 0 and about 2, compare within one call only, and depend on the other
    queries and candidates: rarity and company are taken from all of them. Raises ValueError when keep is under 1.
    """
    if keep < 1:
        raise ValueError(f"At least one candidate must be kept, not {keep}.")
    both = features([*queries, *candidates])
    asked, known = _part(both, 0, len(queries)), _part(both, len(queries), len(queries) + len(candidates))
    long_list = max(SHORT_LIST, 2 * keep)
    found = _close(asked, known, both.occurs_in, long_list)
    found = _in_company(
        found,
        _company(_close(asked, asked, both.occurs_in, COMPANY + 1)),
        _company(_close(known, known, both.occurs_in, COMPANY + 1)),
    )
    return _best(_by_length(found, known), keep)


def nearest(texts: Sequence[str], *, keep: int = 10, progress: Progress | None = None) -> tuple[Order, Floats]:
    """Rank, for each text, the other texts closest to it in words; shapes, scores and padding as in `rank`."""
    if keep < 1:
        raise ValueError(f"At least one text must be kept, not {keep}.")
    known = features(texts)
    found = _close(known, known, known.occurs_in, max(SHORT_LIST, 2 * keep), progress)
    company = _company(found)
    found = _without_itself(_in_company(found, company, company))
    return _best(_by_length(found, known), keep, not_itself=True)


def _part(whole: Features, start: int, end: int) -> Features:
    return Features(csr_array(whole.rows[start:end]), whole.length[start:end], whole.occurs_in)


def _close(
    asked: Features, known: Features, occurs_in: NDArray[np.int64], most: int, progress: Progress | None = None
) -> Rows:
    """For each query the cosine with up to `most` candidates that share a piece with it that is not common."""
    count, width = asked.rows.shape[0], known.rows.shape[0]
    telling = np.flatnonzero((occurs_in <= COMMON) & (occurs_in > 1))
    shown = csr_array(known.rows[:, telling].T)
    lift = diags_array(_lift(known.length))
    parts = [csr_array((0, width))]
    for start in range(0, count, QUERIES_AT_ONCE):
        some = csr_array(asked.rows[start : start + QUERIES_AT_ONCE])
        rough = csr_array(csr_array(some[:, telling]) @ shown @ lift)
        parts.append(_exact(some, known.rows, _largest(rough, most)))
        if progress:
            progress(min(start + QUERIES_AT_ONCE, count), count)
    return csr_array(vstack(parts, format="csr"))


def _exact(asked: Rows, known: Rows, listed: Rows) -> Rows:
    """The cosine of each pair listed (rows: queries, columns: candidates), zeros left out."""
    values = np.zeros(listed.nnz)
    query = np.zeros(known.shape[1])
    for row in range(listed.shape[0]):
        start, end = listed.indptr[row], listed.indptr[row + 1]
        mine = slice(asked.indptr[row], asked.indptr[row + 1])
        query[asked.indices[mine]] = asked.data[mine]
        values[start:end] = known[listed.indices[start:end]] @ query
        query[asked.indices[mine]] = 0
    return csr_array((values, listed.indices, listed.indptr), shape=listed.shape)


def _largest(table: Rows, most: int) -> Rows:
    """The `most` largest of each row; a tie goes to the lower column."""
    kept = []
    for row in _rows_of(table):
        columns, values = row
        if len(columns) > most:
            columns, values = _first(columns, values, most)
        kept.append((columns, values))
    return _from_rows(kept, table.shape[1])


def _first(columns: Order, values: Floats, most: int) -> tuple[Order, Floats]:
    rounded = np.round(values, DIGITS)
    if len(columns) > most:
        listed = np.flatnonzero(rounded >= np.partition(rounded, -most)[-most])
        columns, values, rounded = columns[listed], values[listed], rounded[listed]
    order = np.lexsort((columns, -rounded))[:most]
    return columns[order], values[order]


def _company(close: Rows) -> Rows:
    """For each text its nearest others, each weighed by its share of their closeness."""
    others = _largest(_without_itself(close), COMPANY)
    total = others.sum(axis=1)
    return csr_array(diags_array(np.divide(1, total, out=np.zeros_like(total), where=total > 0)) @ others)


def _without_itself(table: Rows) -> Rows:
    kept = [(columns[columns != row], values[columns != row]) for row, (columns, values) in enumerate(_rows_of(table))]
    return _from_rows(kept, table.shape[1])


def _in_company(found: Rows, of_queries: Rows, of_candidates: Rows) -> Rows:
    """Scores with a share of what the company of the query and of the candidate has."""
    beside = csr_array(of_candidates.T)
    parts = [csr_array((0, found.shape[1]))]
    for start in range(0, found.shape[0], QUERIES_AT_ONCE):
        own = found[start : start + QUERIES_AT_ONCE]
        asked = own + SHARE_OF_COMPANY * (of_queries[start : start + QUERIES_AT_ONCE] @ found)
        parts.append(_largest(csr_array(asked + SHARE_OF_COMPANY * (asked @ beside)), 4 * SHORT_LIST))
    whole = csr_array(vstack(parts, format="csr"))
    whole.data /= (1 + SHARE_OF_COMPANY) ** 2
    return whole


def _lift(length: Floats) -> Floats:
    mean = float(length.mean()) if len(length) else 0.0
    return (length / mean) ** LENGTH_KEPT if mean else np.zeros_like(length)


def _by_length(found: Rows, known: Features) -> Rows:
    return csr_array(found @ diags_array(_lift(known.length)))


def _best(found: Rows, keep: int, *, not_itself: bool = False) -> tuple[Order, Floats]:
    count, width = found.shape
    order = np.full((count, keep), -1, dtype=np.int64)
    score = np.zeros((count, keep))
    for row, (columns, values) in enumerate(_rows_of(found)):
        columns, values = _first(columns[values > 0], values[values > 0], keep)
        if len(columns) < min(keep, width):
            columns, values = _filled(columns, values, min(keep, width), width, row if not_itself else None)
        order[row, : len(columns)] = columns
        score[row, : len(columns)] = np.round(values, DIGITS)
    return order, score


def _filled(columns: Order, values: Floats, wanted: int, width: int, but: int | None) -> tuple[Order, Floats]:
    """Fill the places left with the lowest candidates that share nothing."""
    taken = {*columns.tolist(), but}
    rest = [column for column in range(width) if column not in taken][: wanted - len(columns)]
    return np.concatenate([columns, np.array(rest, dtype=np.int64)]), np.concatenate([values, np.zeros(len(rest))])


def _rows_of(table: Rows) -> Iterator[tuple[Order, Floats]]:
    for start, end in zip(table.indptr[:-1], table.indptr[1:], strict=True):
        yield table.indices[start:end].astype(np.int64), table.data[start:end]


def _from_rows(rows: Sequence[tuple[Order, Floats]], width: int) -> Rows:
    starts = np.concatenate([[0], np.cumsum([len(columns) for columns, _ in rows])]).astype(np.int64)
    columns = np.concatenate([np.zeros(0, dtype=np.int64), *(columns for columns, _ in rows)])
    values = np.concatenate([np.zeros(0), *(values for _, values in rows)])
    return csr_array((values, columns, starts), shape=(len(rows), width))
