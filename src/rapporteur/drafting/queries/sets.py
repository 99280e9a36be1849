"""Conflict sets of a revision: words that several amendments would change differently, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapporteur_core.redline import Conflict, similarity
from rapporteur_core.redline.cutting import is_word, tokens

from ..models import Amendment, Incompatibility, Revision
from .units import ALIVE, Unit, laid_on, place_on


@dataclass(frozen=True)
class AlternativeRow:
    """What the words of a set become, and the amendments that would have it so."""

    text: str
    amendments: list[Amendment]

    @property
    def words(self) -> str:
        """Its words without the blanks around them."""
        return self.text.strip()

    @property
    def has_words(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True)
class ConflictSet:
    """A conflict with its alternatives in the order that is proposed, or that the committee gave them."""

    unit: Unit
    conflict: Conflict
    alternatives: list[AlternativeRow]

    @property
    def amendments(self) -> list[Amendment]:
        return [each for row in self.alternatives for each in row.amendments]

    @property
    def words(self) -> str:
        """The words in conflict; empty where different words would come in at one place."""
        return self.conflict.words.strip()

    @property
    def place(self) -> str:
        """Where its words stand in their paragraph, counted from 1."""
        first, last = self.conflict.word_start + 1, self.conflict.word_end
        if first > last and not last:
            return _("Before the first word")
        if first > last:
            return _("Behind “%(word)s”, word %(number)s") % {"word": self._word_before(), "number": last}
        if first == last:
            return _("Word %(number)s") % {"number": first}
        return _("Words %(first)s to %(last)s") % {"first": first, "last": last}

    def _word_before(self) -> str:
        before = self.unit.base[: self.conflict.start]
        return next(each for each in reversed(tokens(before)) if is_word(each))

    @property
    def is_ordered(self) -> bool:
        """Whether the committee gave the order; else the one furthest from the text comes first."""
        return any(each.rank is not None for each in self.amendments)


def in_order(amendments: Iterable[Amendment], unit: Unit) -> list[Amendment]:
    """As the committee ranked them, then from the one furthest removed from the text; a tie goes by number."""
    return sorted(
        amendments,
        key=lambda each: (
            each.rank is None,
            each.rank or 0,
            similarity(unit.base, unit.proposals[each.pk]),
            each.number,
        ),
    )


def sets_of(unit: Unit) -> list[ConflictSet]:
    """The conflict sets of a unit in the order of its words: no query."""
    if unit.merged.clean:
        return []
    ranked = {each.pk: index for index, each in enumerate(in_order(unit.amendments.values(), unit))}
    found: list[ConflictSet] = []
    for conflict in unit.merged.conflicts:
        rows = [
            AlternativeRow(each.text, sorted((unit.amendments[key] for key in unit.proposals if key in each.proposals),
                                             key=lambda amendment: ranked[amendment.pk]))
            for each in conflict.alternatives
        ]  # fmt: skip
        found.append(ConflictSet(unit, conflict, sorted(rows, key=lambda row: ranked[row.amendments[0].pk])))
    return found


def same_words(
    amendments: Iterable[Amendment], revision: Revision, here: Container[int], units: Iterable[Unit]
) -> dict[int, list[Amendment]]:
    """For each live amendment (by key) the other live ones that propose the same on a revision, by number: no query.

    here: the paragraphs of the revision; units: those that the amendments touch, as `open_units` gives them
    """
    proposed: dict[int, Hashable] = {key: (unit.key, words) for unit in units for key, words in unit.proposals.items()}
    groups: dict[Hashable, list[Amendment]] = defaultdict(list)
    for each in amendments:
        if each.state in ALIVE:
            groups[proposed.get(each.pk) or _asked(each, revision, here)].append(each)
    return {
        each.pk: [other for other in group if other.pk != each.pk]
        for group in groups.values()
        for each in group
        if len(group) > 1
    }


def _asked(amendment: Amendment, revision: Revision, here: Container[int]) -> Hashable:
    """All that an amendment asks for where it is no change of words that merges: its place and its words there."""
    place = amendment.kind, place_on(amendment, revision.pk), amendment.target_id, amendment.parent_id
    if amendment.parent_id is not None:
        return *place, amendment.base_text, amendment.proposed_text, amendment.words_language
    laid = laid_on(amendment, revision, here)
    return *place, laid.base, laid.words, laid.language


def incompatible_among(amendments: Iterable[Amendment]) -> dict[int, list[Amendment]]:
    """For each of some amendments (by key) those of them with which it was declared incompatible: one query."""
    among = {each.pk: each for each in amendments}
    found: dict[int, list[Amendment]] = defaultdict(list)
    for pair in Incompatibility.objects.filter(one__in=among, other__in=among).order_by("one__number", "other__number"):
        found[pair.one_id].append(among[pair.other_id])
        found[pair.other_id].append(among[pair.one_id])
    return dict(found)
