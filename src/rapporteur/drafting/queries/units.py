"""Amendments brought to whole words: what each makes of the paragraphs that it ties together, and where they conflict.

A split is a change that puts an empty line into the words, a join one that takes it out, a deletion one that leaves
nothing: so one rule, that of words, finds all conflicts but those of moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, takewhile

from rapporteur_core.redline import Merge, Rebased, merge, rebase

from ..models import Amendment, Carried, Revision, Wording
from ..permissions import OPEN_STATES
from .redlines import words_in_conflict

PARAGRAPH_BREAK = "\n\n"
KINDS: tuple[str, ...] = tuple(Amendment.Kind.values)
ON_WORDS = frozenset({Amendment.Kind.CHANGE, Amendment.Kind.DELETE, Amendment.Kind.SPLIT, Amendment.Kind.JOIN})
# Kinds that propose no words of their own.
WITHOUT_WORDS = frozenset({Amendment.Kind.DELETE, Amendment.Kind.MOVE})
LAID = (Carried.State.CLEAR, Carried.State.SETTLED)
ALIVE = frozenset({*OPEN_STATES, Amendment.State.ACCEPTED})


def block_of(wordings: Sequence[Wording], paragraph: int | None) -> list[Wording]:
    """A paragraph (its key) of a text with the subparagraphs below it; empty where it is not there. No query."""
    at = next((index for index, row in enumerate(wordings) if row.paragraph_id == paragraph), None)
    if at is None:
        return []
    return [wordings[at], *takewhile(lambda row: row.level > wordings[at].level, wordings[at + 1 :])]


def own_paragraphs(amendment: Amendment, wordings: Sequence[Wording]) -> set[int | None]:
    """The paragraphs (keys) of a text whose words an amendment changes: no query."""
    if amendment.with_below:
        return {amendment.paragraph_id, *(each.paragraph_id for each in block_of(wordings, amendment.paragraph_id))}
    is_join = amendment.kind == Amendment.Kind.JOIN
    return {amendment.paragraph_id, amendment.target_id} if is_join else {amendment.paragraph_id}


@dataclass(frozen=True)
class Unit:
    """Paragraphs in their order, one unless a join or a deletion ties several; `proposals` gives the whole words of each
    amendment."""

    wordings: tuple[Wording, ...]
    base: str
    amendments: Mapping[int, Amendment]
    proposals: Mapping[int, str]

    @cached_property
    def merged(self) -> Merge:
        """All proposals side by side, each named by its amendment's key."""
        return merge(self.base, self.proposals)

    @cached_property
    def admitted(self) -> Merge:
        """The same of those that the bureau has admitted: what a committee has before it."""
        shown = {key: words for key, words in self.proposals.items() if self.amendments[key].admitted_at}
        return self.merged if len(shown) == len(self.proposals) else merge(self.base, shown)

    @property
    def key(self) -> str:
        """The stable identifier of its first paragraph."""
        return self.wordings[0].paragraph.key


@dataclass(frozen=True)
class Clash:
    """Another amendment that would change the same words; `is_whole`: one of them deletes the paragraph."""

    other: Amendment
    word_count: int
    is_whole: bool = False


@dataclass(frozen=True)
class Laid:
    """What an amendment amends and proposes on a revision, the language of these words, and how it came there: a state
    of Carried; empty where it was filed on it, and UNCLEAR or GONE where these are the words as filed."""

    base: str
    words: str
    language: str
    carried: str = ""


def words_of(amendment: Amendment, language: str) -> tuple[str, str] | None:
    """The words that an amendment amends and those that it proposes, in `language`: as filed, else as rendered; None
    where they were not, or only as it read before. What proposes no words needs no rendering. `renderings` is fetched
    beside.
    """
    if amendment.words_language == language or amendment.kind in WITHOUT_WORDS:
        return amendment.base_text, amendment.proposed_text
    found = next((each for each in amendment.renderings.all() if each.language == language), None)
    if found is None or found.is_behind(amendment.proposed_text):
        return None
    return found.base_text, found.proposed_text


def in_original(amendment: Amendment) -> tuple[str, str] | None:
    """The same in the language of the text, in which alone amendments meet and merge."""
    return words_of(amendment, amendment.revision.language)


def words_on(amendment: Amendment, revision: int, base: str) -> str | None:
    """What an amendment makes of the words `base` of its paragraph in `revision` (a key); None where that is unclear.

    As filed, else as carried over to that revision, else by laying it on the words; in the language of the text.
    `carried` and `renderings` are fetched beside.
    """
    words = in_original(amendment)
    if words is not None and amendment.revision_id == revision:
        return words[1]
    for row in amendment.carried.all():
        if row.revision_id == revision:
            return row.proposed_text if row.state in LAID else None
    if words is None:
        return None
    laid = rebase(words[0], base, words[1])
    return laid.text if isinstance(laid, Rebased) else None


def place_on(amendment: Amendment, revision: int) -> int | None:
    """The paragraph (its key) that an amendment names, or behind which a person put it in `revision` (a key), as the one
    that it names is not there. `carried` is fetched beside."""
    put = (row.paragraph_id for row in amendment.carried.all() if row.revision_id == revision and row.paragraph_id)
    return next(put, amendment.paragraph_id)


def proposed_on(amendment: Amendment, revision: int) -> str:
    """The words that one to this amendment changes in `revision` (a key), in the language in which it was filed: those
    carried over to that revision, else those filed. `revision` and `carried` are fetched beside."""
    for row in amendment.carried.all():
        is_own = amendment.words_language == amendment.revision.language
        if is_own and row.revision_id == revision and row.state in LAID:
            return row.proposed_text
    return amendment.proposed_text


def laid_on(amendment: Amendment, revision: Revision, here: Container[int]) -> Laid:
    """An amendment on a revision on which it was filed or to which it was carried; `here`: the paragraphs of that. No
    query."""
    filed = amendment.base_text, amendment.proposed_text, amendment.words_language
    if amendment.revision_id == revision.pk:
        words = in_original(amendment)
        return Laid(*words, revision.language) if words else Laid(*filed)
    row = next(each for each in amendment.carried.all() if each.revision_id == revision.pk)
    if row.state == Carried.State.UNCLEAR and amendment.paragraph_id and amendment.paragraph_id not in here:
        return Laid(*filed, Carried.State.GONE)
    if row.state in {Carried.State.UNCLEAR, Carried.State.GONE}:
        return Laid(*filed, row.state)
    return Laid(row.base_text, row.proposed_text, revision.language, row.state)


def units(
    wordings: Sequence[Wording], amendments: Iterable[Amendment], *, base: int, base_of: Mapping[int, str]
) -> tuple[list[Unit], list[Amendment]]:
    """The paragraphs of `wordings` that amendments on words touch, tied together by joins and by deletions of several, in
    the order of the text; and the amendments that cannot be laid on them. No query.

    base: the key of the revision whose words are amended; base_of: those words by paragraph, for all of `wordings`
    """
    rows = [each for each in amendments if each.kind in ON_WORDS and each.parent_id is None]
    group_of = _tied(rows, wordings)
    members: dict[int, list[Amendment]] = defaultdict(list)
    unclear: list[Amendment] = []
    for each in rows:
        is_here = each.paragraph_id in group_of and (each.kind != Amendment.Kind.JOIN or each.target_id in group_of)
        (members[group_of[each.paragraph_id or 0]] if is_here else unclear).append(each)
    tied: dict[int, list[Wording]] = defaultdict(list)
    for wording in wordings:
        tied[group_of[wording.paragraph_id]].append(wording)
    found: list[Unit] = []
    for group, paragraphs in tied.items():
        if group in members:
            unit, left = _unit(paragraphs, members[group], base, base_of)
            found += [unit]
            unclear += left
    return found, unclear


def _tied(amendments: Iterable[Amendment], wordings: Sequence[Wording]) -> dict[int, int]:
    """For each paragraph the first one of those that joins and deletions of several tie it to."""
    group_of = {each.paragraph_id: index for index, each in enumerate(wordings)}
    for each in amendments:
        own = own_paragraphs(each, wordings)
        if len(own) > 1 and own <= group_of.keys():
            tied = {group_of[key or 0] for key in own}
            group_of = {key: min(tied) if group in tied else group for key, group in group_of.items()}
    return group_of


def _unit(
    paragraphs: Sequence[Wording], amendments: Iterable[Amendment], base: int, base_of: Mapping[int, str]
) -> tuple[Unit, list[Amendment]]:
    proposals: dict[int, str] = {}
    kept: dict[int, Amendment] = {}
    unclear: list[Amendment] = []
    for each in amendments:
        words = _whole_words(each, paragraphs, base, base_of)
        if words is None:
            unclear.append(each)
        else:
            proposals[each.pk], kept[each.pk] = words, each
    whole = PARAGRAPH_BREAK.join(base_of[each.paragraph_id] for each in paragraphs)
    return Unit(tuple(paragraphs), whole, kept, proposals), unclear


def _whole_words(
    amendment: Amendment, paragraphs: Sequence[Wording], base: int, base_of: Mapping[int, str]
) -> str | None:
    """What the amendment makes of all words of its unit; None where that is unclear."""
    own = own_paragraphs(amendment, paragraphs)
    own_words = [base_of[each.paragraph_id] for each in paragraphs if each.paragraph_id in own]
    words = words_on(amendment, base, PARAGRAPH_BREAK.join(own_words))
    if words is None:
        return None
    parts: list[str] = []
    for each in paragraphs:
        if each.paragraph_id not in own:
            parts.append(base_of[each.paragraph_id])
        elif words is not None:
            parts.append(words)
            words = "" if amendment.with_below else None
    return PARAGRAPH_BREAK.join(parts)


def open_units(
    revision: Revision, amendments: Sequence[Amendment], wordings: Sequence[Wording]
) -> tuple[list[Unit], list[Amendment]]:
    """The paragraphs of a frozen revision with the amendments that are not refused or settled; no query."""
    alive = [each for each in amendments if each.state in ALIVE]
    base_of = {each.paragraph_id: each.text for each in wordings}
    return units(wordings, alive, base=revision.pk, base_of=base_of)


def clashes_of(found: Iterable[Unit]) -> dict[int, list[Clash]]:
    """For each amendment (by key) those that would change the same words of its unit differently: no query."""
    clashes: dict[int, list[Clash]] = defaultdict(list)
    for unit in found:
        for one, other in _meeting(unit):
            count = words_in_conflict(unit.base, unit.proposals[one], unit.proposals[other])
            if count is None:  # they meet by way of a third
                continue
            pair = unit.amendments[one], unit.amendments[other]
            is_whole = any(each.kind == Amendment.Kind.DELETE for each in pair)
            clashes[one].append(Clash(pair[1], count, is_whole))
            clashes[other].append(Clash(pair[0], count, is_whole))
    return dict(clashes)


def _meeting(unit: Unit) -> list[tuple[int, int]]:
    """The pairs of amendments that meet in a conflict set, in the order of the amendments."""
    sets = [frozenset(each.proposals) for each in unit.merged.conflicts]
    meeting = unit.merged.conflicting
    pairs = combinations([key for key in unit.proposals if key in meeting], 2)
    return [(one, other) for one, other in pairs if any(one in names and other in names for names in sets)]
