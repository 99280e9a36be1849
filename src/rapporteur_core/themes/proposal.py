"""Themes proposed for texts: what belongs together, its key phrases, and the texts that show it best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapporteur_core.themes.graph import Floats, Order, communities, neighbours_of
from rapporteur_core.themes.phrases import common_words, key_phrases, label_of, telling_words

SMALLEST = 3
EVIDENCE = 8
DIGITS = 6


@dataclass(frozen=True)
class Theme:
    """A theme of texts. label: its first phrases; phrases: verbatim, the most telling first; members: indices,
    ascending; evidence: the members closest to the others, best first, never two that repeat one another.

    The texts that fit no theme come as one last theme with `is_unsorted` and no label.
    """

    label: str
    phrases: tuple[str, ...]
    members: tuple[int, ...]
    evidence: tuple[int, ...]
    is_unsorted: bool = False


def propose(
    texts: Sequence[str],
    *,
    count: int | None = None,
    seed: int = 0,
    groups: Sequence[Sequence[int]] | None = None,
    neighbours: tuple[NDArray[np.int64], NDArray[np.float64]] | None = None,
    common: Sequence[frozenset[str]] | None = None,
) -> list[Theme]:
    """Propose themes, the largest first; each text is in exactly one, or among the unsorted at the end.

    count: how many themes are wanted, about; without it the texts decide. groups: texts that repeat one another count
    once and stay together, so that a campaign drowns nobody. neighbours: (order, closeness) of texts already known,
    both (n_texts, k), places without one marked by -1; else they are worked out here. common: for each text the words
    that tell nothing (`common_words`), else one language is assumed. A theme has at least three texts
    that do not repeat one another. The same input, seed and settings give the same themes, on one core or many.
    """
    voice = _first_of_each(len(texts), groups or ())
    voices = sorted(set(voice))
    spoken = [texts[index] for index in voices]
    place = {index: position for position, index in enumerate(voices)}
    joints = [common[index] for index in voices] if common is not None else common_words(spoken)
    if neighbours is None:
        order, closeness = neighbours_of(list(map(telling_words, spoken, joints)), seed=seed)
    else:
        order, closeness = _between_voices(neighbours, voice, place)
    found = communities(order, closeness, count=count, seed=seed)
    sorted_out = sorted((part for part in found if len(part) >= SMALLEST), key=lambda part: (-len(part), part[0]))
    followers: dict[int, list[int]] = {}
    for index, first in enumerate(voice):
        followers.setdefault(first, []).append(index)

    def members(part: Sequence[int]) -> tuple[int, ...]:
        return tuple(sorted(index for position in part for index in followers[voices[position]]))

    phrases = key_phrases(spoken, sorted_out, joints)
    themes = [
        Theme(label_of(said), said, members(part), tuple(voices[each] for each in _central(part, order, closeness)))
        for part, said in zip(sorted_out, phrases, strict=True)
    ]
    rest = members([position for part in found if len(part) < SMALLEST for position in part])
    return [*themes, Theme("", (), rest, (), is_unsorted=True)] if rest else themes


def _first_of_each(count: int, groups: Sequence[Sequence[int]]) -> list[int]:
    """For each text the first text of the group that it is in, else itself."""
    first = list(range(count))

    def root(index: int) -> int:
        while first[index] != index:
            index = first[index]
        return index

    for members in groups:
        for member in members:
            one, other = sorted((root(members[0]), root(member)))
            first[other] = one
    return [root(index) for index in range(count)]


def _between_voices(
    neighbours: tuple[NDArray[np.int64], NDArray[np.float64]], voice: Sequence[int], place: dict[int, int]
) -> tuple[Order, Floats]:
    """The neighbours of the first of each group, its copies left out."""
    whole_order, whole_closeness = neighbours
    order = np.full((len(place), whole_order.shape[1]), -1, dtype=np.int64)
    closeness = np.zeros(order.shape)
    for index, position in place.items():
        seen = {position}
        column = 0
        for other, value in zip(whole_order[index].tolist(), whole_closeness[index].tolist(), strict=True):
            target = place[voice[other]] if other >= 0 else position
            if value > 0 and target not in seen:
                seen.add(target)
                order[position, column], closeness[position, column] = target, value
                column += 1
    return order, closeness


def _central(part: Sequence[int], order: Order, closeness: Floats) -> list[int]:
    """The texts of a theme that the others of it are closest to, best first."""
    inside = set(part)
    weight = dict.fromkeys(part, 0.0)
    for text in part:
        for other, value in zip(order[text].tolist(), closeness[text].tolist(), strict=True):
            if value > 0 and other in inside:
                weight[other] += value
                weight[text] += value
    return sorted(part, key=lambda each: (-round(weight[each], DIGITS), each))[:EVIDENCE]
