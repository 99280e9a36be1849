"""The consolidation of contributions in this process, step by step: each step is a function of the steps before it.

A caller that stores what each step gives can stop after any of them and go on later with the same result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapporteur_core import concordance, duplicates, text, themes
from rapporteur_core.engines.values import (
    Contribution,
    FoundTheme,
    Kept,
    Neighbour,
    Passage,
    Progress,
    Result,
    Share,
    Unit,
)

STEPS = ("passages", "duplicates", "related", "themes", "mapping", "balance")
RELATED = 10
NEIGHBOURS = 15
FEWEST_NEIGHBOURS = 3
# Where contributions have more passages than this on the average, a theme gathers passages and not contributions.
PASSAGES_OF_A_SHORT_ONE = 5
SURE_OF_LANGUAGE = 0.9
LONG_ENOUGH_TO_TELL = 80
REPORT_EVERY = 200
EVIDENCE = 8
LONGEST_BLOCK = 600

Nearest = tuple[NDArray[np.int64], NDArray[np.float64]]


def run(
    contributions: Sequence[Contribution],
    *,
    provisions: Sequence[concordance.Provision] = (),
    seed: int = 0,
    progress: Progress | None = None,
    previous: Sequence[Kept] | None = None,
) -> Result:
    """Consolidate contributions: all steps in their order.

    progress(step, done, total) is called often; what it raises (`Stopped`) ends the run. previous: themes that people
    have fixed, kept as they are. The same input and seed give the same result, on one core or many.
    """
    given = tuple(contributions)
    tell = progress or _silent
    passages = cut_passages(given, progress=tell)
    repeated = find_duplicates(given, seed=seed, progress=tell)
    close = find_nearest(given, progress=tell)
    unit = unit_of(given, passages)
    found = find_themes(given, passages, repeated, unit=unit, seed=seed, previous=previous or (), progress=tell)
    mapping = map_passages(given, passages, provisions, progress=tell)
    shares = balance(given, passages, progress=tell)
    return Result(given, tuple(passages), tuple(repeated), related(close), tuple(found), tuple(mapping), shares, unit)


def cut_passages(contributions: Sequence[Contribution], *, progress: Progress | None = None) -> list[Passage]:
    """The passages of each contribution in order, each with its language (given, or guessed; "und" if unknown)."""
    tell = progress or _silent
    found: list[Passage] = []
    for index, contribution in enumerate(contributions):
        if index % REPORT_EVERY == 0:
            tell("passages", index, len(contributions))
        guess = contribution.language or text.language_of(contribution.whole)[0]
        for place, answer in enumerate(contribution.texts):
            for start, end in text.passages(answer):
                language = contribution.language or _language(answer[start:end], guess)
                found.append(Passage(index, place, start, end, language))
    tell("passages", len(contributions), len(contributions))
    return found


def find_duplicates(
    contributions: Sequence[Contribution], *, seed: int = 0, progress: Progress | None = None
) -> list[duplicates.Group]:
    """Groups of contributions that repeat one another, as `duplicates.groups` gives them."""
    tell = progress or _silent
    tell("duplicates", 0, 1)
    found = duplicates.groups([each.whole for each in contributions], seed=seed)
    tell("duplicates", 1, 1)
    return found


def find_nearest(contributions: Sequence[Contribution], *, progress: Progress | None = None) -> Nearest:
    """For each contribution the ten nearest others as (order, score), both (n, 10); `related` names them."""
    tell = progress or _silent

    def step(done: int, total: int) -> None:
        tell("related", done, total)

    return concordance.nearest([each.whole for each in contributions], keep=RELATED, progress=step)


def related(nearest: Nearest) -> tuple[tuple[Neighbour, ...], ...]:
    """The ten nearest others of each contribution, best first; those that share nothing are left out."""
    order, score = nearest
    return tuple(
        tuple(Neighbour(other, value) for other, value in zip(others, values, strict=True) if other >= 0 and value > 0)
        for others, values in zip(order.tolist(), score.tolist(), strict=True)
    )


def unit_of(contributions: Sequence[Contribution], passages: Sequence[Passage]) -> Unit:
    """What a theme gathers: contributions where they are short, passages where each says many things."""
    is_long = len(passages) > PASSAGES_OF_A_SHORT_ONE * max(len(contributions), 1)
    return "passage" if is_long else "contribution"


def unit_keys(contributions: Sequence[Contribution], passages: Sequence[Passage], unit: Unit) -> list[str]:
    """A key for each unit that stays the same from run to run: the contribution's id, or id:text:start-end."""
    if unit == "contribution":
        return [each.id for each in contributions]
    return [f"{contributions[p.contribution].id}:{p.field}:{p.start}-{p.end}" for p in passages]


def find_themes(
    contributions: Sequence[Contribution],
    passages: Sequence[Passage],
    repeated: Sequence[duplicates.Group],
    *,
    unit: Unit,
    seed: int = 0,
    count: int | None = None,
    previous: Sequence[Kept] = (),
    progress: Progress | None = None,
) -> list[FoundTheme]:
    """Themes of all contributions or passages: those of `previous` first, then the largest, the unsorted last.

    In a kept theme stand the units it names that are still there; the rest is proposed anew. Where passages are
    sorted, those that stand together up to 600 characters are sorted as one: a sentence alone has too few words.
    """
    tell = progress or _silent
    tell("themes", 0, 3)
    given = tuple(contributions)
    keys = unit_keys(given, passages, unit)
    owner = {key: number for number, kept in reversed(list(enumerate(previous))) for key in kept.units}
    blocks = _blocks(given, passages, unit, [key in owner for key in keys])
    texts = ["\n".join(passages[index].of(given) for index in block.passages) for block in blocks]
    is_whole = unit == "contribution" and len(blocks) == len(given)
    groups = repeated if is_whole else duplicates.groups(texts, seed=seed)
    common = themes.common_words(
        texts,
        languages=[_main_language(passages, block.passages) for block in blocks],
        owners=[block.contribution for block in blocks],
    )
    tell("themes", 1, 3)

    def step(done: int, total: int) -> None:
        tell("themes", total + done, 3 * total)

    told = [" ".join(themes.telling_words(*each)) for each in zip(texts, common, strict=True)]
    # Few texts with many neighbours are all neighbours: the graph must stay thin for themes to show.
    keep = min(max(round(len(told) ** 0.5 / 6), FEWEST_NEIGHBOURS), NEIGHBOURS)
    close = concordance.nearest(told, keep=keep, progress=step)
    tell("themes", 2, 3)
    proposed = themes.propose(
        texts, count=count, seed=seed, groups=[group.members for group in groups], neighbours=close, common=common
    )
    found = []
    for theme in proposed:
        members = [blocks[index] for index in theme.members]
        shown = [_best_passage(blocks[index].passages, theme.phrases, passages, given) for index in theme.evidence]
        found.append(
            FoundTheme(
                theme.label,
                theme.phrases,
                tuple(sorted({block.contribution for block in members})),
                tuple(sorted(index for block in members for index in block.passages)),
                tuple(index for index in shown if index >= 0),
                is_unsorted=theme.is_unsorted,
            )
        )
    found.sort(key=lambda theme: (theme.is_unsorted, -len(theme.contributions), theme.passages))
    tell("themes", 3, 3)
    kept = [_kept(each, number, keys, owner, given, passages, unit) for number, each in enumerate(previous)]
    return kept + found


@dataclass(frozen=True)
class _Block:
    """What is sorted as one: a contribution, or passages of it that stand together."""

    contribution: int
    passages: tuple[int, ...]


def _blocks(
    given: Sequence[Contribution], passages: Sequence[Passage], unit: Unit, is_taken: Sequence[bool]
) -> list[_Block]:
    if unit == "contribution":
        of_contribution: list[list[int]] = [[] for _ in given]
        for index, passage in enumerate(passages):
            of_contribution[passage.contribution].append(index)
        return [_Block(i, tuple(inside)) for i, inside in enumerate(of_contribution) if not is_taken[i]]
    blocks: list[list[int]] = []
    for index, passage in enumerate(passages):
        if is_taken[index]:
            continue
        first = passages[blocks[-1][0]] if blocks else passage
        goes_on = (first.contribution, first.field) == (passage.contribution, passage.field)
        if blocks and goes_on and blocks[-1][-1] == index - 1 and passage.end - first.start <= LONGEST_BLOCK:
            blocks[-1].append(index)
        else:
            blocks.append([index])
    return [_Block(passages[block[0]].contribution, tuple(block)) for block in blocks]


def _kept(
    kept: Kept,
    number: int,
    keys: Sequence[str],
    owner: Mapping[str, int],
    given: Sequence[Contribution],
    passages: Sequence[Passage],
    unit: Unit,
) -> FoundTheme:
    members = [index for index, key in enumerate(keys) if owner.get(key) == number]
    if unit == "contribution":
        inside = set(members)
        shown = tuple(index for index, passage in enumerate(passages) if passage.contribution in inside)
        return FoundTheme(kept.label, (), tuple(members), shown, shown[:EVIDENCE], is_kept=True)
    owners = tuple(sorted({passages[member].contribution for member in members}))
    return FoundTheme(kept.label, (), owners, tuple(members), tuple(members[:EVIDENCE]), is_kept=True)


def map_passages(
    contributions: Sequence[Contribution],
    passages: Sequence[Passage],
    provisions: Sequence[concordance.Provision],
    *,
    progress: Progress | None = None,
) -> list[concordance.Match]:
    """The provisions that each passage bears on: those it cites, and those whose label it has the words of."""
    tell = progress or _silent
    tell("mapping", 0, 2)
    given = tuple(contributions)
    spoken = [passage.of(given) for passage in passages]
    known = {provision.id for provision in provisions}
    cited = [
        (index, each.provision, passage[each.start : each.end])
        for index, passage in enumerate(spoken)
        for each in text.citations(passage, known)
        if each.is_known
    ]
    tell("mapping", 1, 2)
    found = concordance.map_provisions(spoken, provisions, cited=cited)
    tell("mapping", 2, 2)
    return found


def balance(
    contributions: Sequence[Contribution], passages: Sequence[Passage], *, progress: Progress | None = None
) -> dict[str, tuple[Share, ...]]:
    """For the language and each facet, the texts and voices of each value, most texts first; "" where it is missing."""
    tell = progress or _silent
    tell("balance", 0, 1)
    of_contribution: list[list[int]] = [[] for _ in contributions]
    for index, passage in enumerate(passages):
        of_contribution[passage.contribution].append(index)
    languages = [_main_language(passages, inside) for inside in of_contribution]
    names = sorted({name for each in contributions for name in each.facets})
    found = {"language": _shares(contributions, languages)}
    for name in names:
        found[name] = _shares(contributions, [each.facets.get(name, "") for each in contributions])
    tell("balance", 1, 1)
    return found


def voices(contributions: Sequence[Contribution], members: Sequence[int]) -> int:
    """How many voices some contributions are: one for each name, and one for each text without a name."""
    named = {contributions[index].by for index in members if contributions[index].by}
    return len(named) + sum(1 for index in members if not contributions[index].by)


def _shares(contributions: Sequence[Contribution], values: Sequence[str]) -> tuple[Share, ...]:
    members: dict[str, list[int]] = {}
    for index, value in enumerate(values):
        members.setdefault(value, []).append(index)
    shares = [Share(value, len(indices), voices(contributions, indices)) for value, indices in members.items()]
    return tuple(sorted(shares, key=lambda share: (-share.texts, share.value)))


def _main_language(passages: Sequence[Passage], inside: Sequence[int]) -> str:
    """The language of most letters of some passages; "und" where there is none."""
    spoken: Counter[str] = Counter()
    for index in inside:
        spoken[passages[index].language] += passages[index].end - passages[index].start
    return min(spoken, key=lambda code: (-spoken[code], code), default="und")


def _language(passage: str, guess: str) -> str:
    """The language of a passage where it can be told, else that of its contribution."""
    if len(passage) < LONG_ENOUGH_TO_TELL:
        return guess
    language, confidence = text.language_of(passage)
    return language if confidence >= SURE_OF_LANGUAGE else guess


def _best_passage(
    indices: Sequence[int], phrases: Sequence[str], passages: Sequence[Passage], given: tuple[Contribution, ...]
) -> int:
    """The passage that has most of the phrases; of equals the longest, then the first. -1 where there is none."""

    def order(index: int) -> tuple[int, int, int]:
        words = passages[index].of(given).casefold()
        return -sum(phrase in words for phrase in phrases), -len(words), index

    return min(indices, key=order, default=-1)


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
