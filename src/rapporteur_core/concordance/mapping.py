"""Which provisions of agreed texts a passage bears on: by the words of their labels, or because it cites them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import csr_array

from rapporteur_core.concordance.features import Floats, Rows
from rapporteur_core.text import words

# Three fifths of the weight of a label must be in the passage, and two words of it that are not mere joints (one where
# it has only one).
LEAST = 0.6
MOST = 3
FULL_WORDS = 2
SHORTEST_FULL_WORD = 4
# Two words are forms of one when they begin alike for five letters and for three fifths of the longer word, or when
# one is the plural in s of the other ("cost", "costs").
SAME_BEGINNING = 5
SAME_SHARE = 0.6
INDEXED = 4
DIGITS = 4


@dataclass(frozen=True)
class Provision:
    """A provision to map to: its labels in any languages, each tried on its own."""

    id: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A passage that bears on a provision: score in (0, 1], the words of the passage that caused it, and by what."""

    passage: int
    provision: str
    score: float
    words: tuple[str, ...]
    by: Literal["citation", "words"]


def map_provisions(
    passages: Sequence[str],
    provisions: Sequence[Provision],
    *,
    cited: Iterable[tuple[int, str, str]] = (),
    least: float = LEAST,
    most: int = MOST,
) -> list[Match]:
    """The provisions that each passage bears on, by passage, then best first, then in the order of the provisions.

    cited: (passage, provision, words as they stand) found by rule; these score 1 and come whatever `most` says.
    The score of a match by words is the share of the label's weight that the passage has (rare words weigh more), in
    the language of the label that fits best; under `least` there is none. Forms of a word count as the word. At most
    `most` a passage.
    """
    found: dict[int, dict[str, Match]] = defaultdict(dict)
    for passage, provision, as_it_stands in cited:
        found[passage].setdefault(provision, Match(passage, provision, 1.0, (as_it_stands,), "citation"))
    for match in _by_words(passages, provisions, least, most):
        found[match.passage].setdefault(match.provision, match)
    place = {provision.id: index for index, provision in enumerate(provisions)}
    return [
        match
        for passage in sorted(found)
        for match in sorted(
            found[passage].values(),
            key=lambda each: (each.by != "citation", -each.score, place.get(each.provision, len(place))),
        )
    ]


def explain(query: str, candidate: str, *, most: int = 5) -> list[str]:
    """The words of `query`, as they stand in it, of which `candidate` has the same or another form; longest first."""
    there = _by_beginning(words(candidate))
    shared = [
        (word, as_it_stands)
        for word, as_it_stands in _as_they_stand(query).items()
        if any(_is_form_of(word, other) for other in there.get(word[:INDEXED], ()))
    ]
    shared = [each for each in shared if _is_full(each[0])] or shared
    # The length of a word stands for its rarity (Zipf); of words of one length the earlier comes first.
    return [as_it_stands for _, as_it_stands in sorted(shared, key=lambda each: -len(each[0]))[:most]]


def _by_words(passages: Sequence[str], provisions: Sequence[Provision], least: float, most: int) -> Iterator[Match]:
    labels = [(index, label) for index, provision in enumerate(provisions) for label in dict.fromkeys(provision.labels)]
    if not labels or not passages:
        return
    spoken = [list(dict.fromkeys(words(passage))) for passage in passages]
    written = [list(dict.fromkeys(words(label))) for _, label in labels]
    vocabulary = sorted({word for text in written for word in text})
    has = _forms_said(spoken, vocabulary)
    share, full = _label_tables(written, vocabulary, _weights(has, written, vocabulary))
    enough = np.clip(np.diff(full.indptr), 1, FULL_WORDS).astype(np.float64)
    covered = csr_array(has @ share.T)
    told = csr_array(has @ full.T)
    for passage in range(len(passages)):
        for provision, score, label in _best(passage, covered, told, enough, labels, least)[:most]:
            shared = explain(passages[passage], labels[label][1])
            yield Match(passage, provisions[provision].id, score, tuple(shared), "words")


def _best(
    passage: int, covered: Rows, told: Rows, enough: Floats, labels: Sequence[tuple[int, str]], least: float
) -> list[tuple[int, float, int]]:
    """(provision, score, label) of one passage, best first, each provision by its best label."""
    row = slice(covered.indptr[passage], covered.indptr[passage + 1])
    scores = np.minimum(np.round(covered.data[row], DIGITS), 1.0)
    listed = covered.indices[row][scores >= least]
    if not len(listed):
        return []
    score_of = dict(zip(listed.tolist(), scores[scores >= least].tolist(), strict=True))
    row = slice(told.indptr[passage], told.indptr[passage + 1])
    told_of = dict(zip(told.indices[row].tolist(), told.data[row].tolist(), strict=True))
    best: dict[int, tuple[float, int]] = {}
    for label in sorted(score_of):
        provision = labels[label][0]
        if told_of.get(label, 0) >= enough[label] and score_of[label] > best.get(provision, (0.0, 0))[0]:
            best[provision] = (score_of[label], label)
    ranked = [(provision, score, label) for provision, (score, label) in best.items()]
    return sorted(ranked, key=lambda each: (-each[1], each[0]))


def _weights(has: Rows, written: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Floats:
    """For each word of the labels its rarity in passages and labels together."""
    place = {word: index for index, word in enumerate(vocabulary)}
    in_labels = np.bincount([place[word] for text in written for word in text], minlength=len(vocabulary))
    in_passages = np.bincount(has.indices, minlength=len(vocabulary))
    weight: Floats = np.log(1 + (has.shape[0] + len(written)) / (in_labels + in_passages))
    return weight


def _label_tables(written: Sequence[Sequence[str]], vocabulary: Sequence[str], weight: Floats) -> tuple[Rows, Rows]:
    """Labels by words: the share of each word in the weight of its label; and 1 for its full words."""
    place = {word: index for index, word in enumerate(vocabulary)}
    columns = np.array([place[word] for text in written for word in text], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum([len(text) for text in written])]).astype(np.int64)
    owner = np.repeat(np.arange(len(written)), np.diff(starts))
    total = np.bincount(owner, weights=weight[columns], minlength=len(written))
    shape = (len(written), len(vocabulary))
    share = csr_array((weight[columns] / total[owner], columns, starts), shape=shape)
    is_full = np.array([_is_full(word) for word in vocabulary], dtype=np.float64)
    full = csr_array((is_full[columns], columns.copy(), starts.copy()), shape=shape)
    full.eliminate_zeros()
    return share, full


def _forms_said(spoken: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Rows:
    """Passages by the words of the labels: 1 where the passage has the word or a form of it."""
    beginnings = _by_beginning(vocabulary)
    place = {word: index for index, word in enumerate(vocabulary)}
    known: dict[str, list[int]] = {}
    rows = []
    for text in spoken:
        said: set[int] = set()
        for word in text:
            if word not in known:
                near = beginnings.get(word[:INDEXED], ())
                known[word] = [place[other] for other in near if _is_form_of(word, other)]
            said.update(known[word])
        rows.append(sorted(said))
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    columns = np.array([column for row in rows for column in row], dtype=np.int64)
    return csr_array((np.ones(len(columns)), columns, starts), shape=(len(rows), len(vocabulary)))


def _by_beginning(vocabulary: Iterable[str]) -> Mapping[str, list[str]]:
    beginnings: dict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys(vocabulary):
        beginnings[word[:INDEXED]].append(word)
    return beginnings


def _is_full(word: str) -> bool:
    """Whether a word is more than a joint: four letters, or of a script other than Latin."""
    return len(word) >= SHORTEST_FULL_WORD or not word.isascii()


def _is_form_of(word: str, other: str) -> bool:
    if word == other:
        return True
    common = next(
        (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    is_plural = f"{word}s" == other or f"{other}s" == word
    return is_plural or common >= max(SAME_BEGINNING, SAME_SHARE * max(len(word), len(other)))


def _as_they_stand(text: str) -> dict[str, str]:
    """Folded words with the way each first stands in the text; the parts of an elided word stand for themselves."""
    found: dict[str, str] = {}
    for token in text.split():
        cut = words(token)
        bare = token.strip("".join({sign for sign in token if not sign.isalnum()}))
        for word in cut:
            found.setdefault(word, bare if len(cut) == 1 else word)
    return found
