"""Amendments brought to whole words: what each makes of the paragraphs that it ties together, and where they conflict.

A split is a change that puts an empty line into the words, a join one that takes it out, a deletion one that leaves
nothing: so one rule, that of words, finds all conflicts but those of moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapporteur_core.redline import Merge, Rebased, merge, rebase

from ..models import Amendment, Carried, Wording

PARAGRAPH_BREAK = "\n\n"
KINDS: tuple[str, ...] = tuple(Amendment.Kind.values)
ON_WORDS = frozenset({Amendment.Kind.CHANGE, Amendment.Kind.DELETE, Amendment.Kind.SPLIT, Amendment.Kind.JOIN})
# Kinds that propose no words of their own.
WITHOUT_WORDS = frozenset({Amendment.Kind.DELETE, Amendment.Kind.MOVE})
LAID = (Carried.State.CLEAR, Carried.State.SETTLED)


@dataclass(frozen=True)
class Unit:
    """Paragraphs in their order, one unless a join ties several; `proposals` gives the whole words of each amendment."""

    wordings: tuple[Wording, ...]
    base: str
    amendments: Mapping[int, Amendment]
    proposals: Mapping[int, str]

    @cached_property
    def merged(self) -> Merge:
        """All proposals side by side, each named by its amendment's key."""
        return merge(self.base, self.proposals)

    @property
    def key(self) -> str:
        """The stable identifier of its first paragraph."""
        return self.wordings[0].paragraph.key


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


def units(
    wordings: Sequence[Wording], amendments: Iterable[Amendment], *, base: int, base_of: Mapping[int, str]
) -> tuple[list[Unit], list[Amendment]]:
    """The paragraphs of `wordings` that amendments on words touch, tied together by joins, in the order of the text;
    and the amendments that cannot be laid on them. No query.

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
    """For each paragraph the first one of those that joins tie it to."""
    group_of = {each.paragraph_id: index for index, each in enumerate(wordings)}
    for each in amendments:
        if each.kind == Amendment.Kind.JOIN and {each.paragraph_id, each.target_id} <= group_of.keys():
            one, other = sorted((group_of[each.paragraph_id or 0], group_of[each.target_id or 0]))
            group_of = {key: one if group == other else group for key, group in group_of.items()}
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
    own = {amendment.paragraph_id, amendment.target_id if amendment.kind == Amendment.Kind.JOIN else None}
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
            words = None
    return PARAGRAPH_BREAK.join(parts)
