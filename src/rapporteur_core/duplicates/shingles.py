"""Shingles of texts as sorted arrays of 64-bit hashes, and the sketches by which pairs are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Indices = NDArray[np.int64]

CHARACTERS = 5
WORDS = 3
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Shingles:
    """The distinct shingles of many texts: those of text i are hashes[starts[i]:starts[i + 1]], ascending."""

    hashes: Hashes
    starts: Indices

    @property
    def sizes(self) -> Indices:
        return np.diff(self.starts)


def of_characters(folded: Sequence[str], *, width: int = CHARACTERS) -> Shingles:
    """The runs of `width` characters of each text; a shorter text has one shingle, itself."""
    codes = np.frombuffer("".join(folded).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    return _distinct(codes, _offsets([len(text) for text in folded]), width)


def of_words(words: Sequence[Sequence[str]], *, width: int = WORDS) -> Shingles:
    """The runs of `width` words of each text; a text of fewer words has one shingle, the whole of it."""
    vocabulary = sorted({word for text in words for word in text})
    place = {word: index for index, word in enumerate(vocabulary)}
    whole = [_whole(word) for word in vocabulary]
    codes = np.array([whole[place[word]] for text in words for word in text], dtype=np.uint64)
    return _distinct(codes, _offsets([len(text) for text in words]), width)


def sketch(shingles: Shingles, *, one_in: int, at_least: int, seed: int) -> Shingles:
    """One shingle in `one_in`, the same ones in every text, and never fewer than the `at_least` smallest of a text.

    A text that is part of another has part of its sketch, so that an excerpt meets its letter.
    Source: A. Broder, "On the resemblance and containment of documents", 1997 (sketches modulo m).
    """
    mixed = mix(shingles.hashes ^ np.uint64(seed & 0xFFFFFFFFFFFFFFFF))
    owner = np.repeat(np.arange(len(shingles.sizes)), shingles.sizes)
    order = np.lexsort((mixed, owner))
    mixed, owner = mixed[order], owner[order]
    rank = np.arange(len(mixed)) - shingles.starts[owner]
    kept = (mixed % np.uint64(one_in) == 0) | (rank < at_least)
    counts = np.bincount(owner[kept], minlength=len(shingles.sizes))
    return Shingles(mixed[kept], _offsets(counts))


def mix(values: Hashes) -> Hashes:
    """Spread 64-bit values evenly. Source: the finaliser of SplitMix64 (Steele, Lea and Flood, 2014)."""
    with np.errstate(over="ignore"):
        values = values + MULTIPLIER
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


def _whole(word: str) -> int:
    """A hash of one word that is the same on every machine and in every run."""
    value = 1469598103934665603
    for byte in word.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return value


def _offsets(lengths: Sequence[int] | Indices) -> Indices:
    return np.concatenate([[0], np.cumsum(np.asarray(lengths, dtype=np.int64))]).astype(np.int64)


def _distinct(codes: Hashes, starts: Indices, width: int) -> Shingles:
    lengths = np.diff(starts)
    counts = np.where(lengths == 0, 0, np.maximum(lengths - width + 1, 1))
    owner = np.repeat(np.arange(len(lengths)), counts)
    first = starts[owner] + np.arange(len(owner)) - _offsets(counts)[owner]
    value = np.zeros(len(owner), dtype=np.uint64)
    for step in range(width):
        inside = first + step < starts[owner + 1]
        code = codes[np.where(inside, first + step, 0)] if len(codes) else value
        value = mix(value ^ np.where(inside, mix(code + np.uint64(1)), np.uint64(0)))
    order = np.lexsort((value, owner))
    value, owner = value[order], owner[order]
    fresh = np.ones(len(value), dtype=bool)
    fresh[1:] = (value[1:] != value[:-1]) | (owner[1:] != owner[:-1])
    return Shingles(value[fresh], _offsets(np.bincount(owner[fresh], minlength=len(lengths))))
