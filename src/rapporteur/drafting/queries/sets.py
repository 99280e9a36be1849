"""Conflict sets of a revision: words that several amendments would change differently, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapporteur_core.redline import Conflict, similarity

from ..models import Amendment
from .units import Unit


@dataclass(frozen=True)
class AlternativeRow:
    """What the words of a set become, and the amendments that would have it so."""

    text: str
    amendments: list[Amendment]

    @property
    def has_words(self) -> bool:
        return bool(self.text.strip())


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
    def place(self) -> str:
        """Where its words stand in their paragraph, counted from 1."""
        first, last = self.conflict.word_start + 1, self.conflict.word_end
        if first > last:
            return _("Behind word %(number)s") % {"number": last}
        if first == last:
            return _("Word %(number)s") % {"number": first}
        return _("Words %(first)s to %(last)s") % {"first": first, "last": last}

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
