"""What an engine takes and gives: plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rapporteur_core.concordance import Match
from rapporteur_core.duplicates import Group

Progress = Callable[[str, int, int], None]
Unit = Literal["contribution", "passage"]


class Stopped(Exception):
    """Raised by a progress function to end a run; what the steps before have given stays good."""


@dataclass(frozen=True)
class Contribution:
    """A contribution: its texts (one for each question), who gave it, its language (BCP 47) and its facets."""

    id: str
    texts: tuple[str, ...]
    by: str | None = None
    language: str | None = None
    facets: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        return "\n\n".join(text for text in self.texts if text.strip())


@dataclass(frozen=True)
class Passage:
    """A range of a text: index of the contribution, index of its text, characters start to end (exclusive)."""

    contribution: int
    field: int
    start: int
    end: int
    language: str

    def of(self, contributions: tuple[Contribution, ...]) -> str:
        return contributions[self.contribution].texts[self.field][self.start : self.end]


@dataclass(frozen=True)
class Kept:
    """A theme that people have fixed: its label, and the keys of its units (see `embedded.unit_keys`)."""

    label: str
    units: frozenset[str]


@dataclass(frozen=True)
class FoundTheme:
    """A theme as `themes.Theme`, with its contributions and passages (indices, ascending) and evidence (passages)."""

    label: str
    phrases: tuple[str, ...]
    contributions: tuple[int, ...]
    passages: tuple[int, ...]
    evidence: tuple[int, ...]
    is_unsorted: bool = False
    is_kept: bool = False


@dataclass(frozen=True)
class Share:
    """How many texts and how many voices one value of a facet has. A text without a name is a voice of its own."""

    value: str
    texts: int
    voices: int


@dataclass(frozen=True)
class Neighbour:
    """Another contribution (its index) and how close it is."""

    contribution: int
    score: float


@dataclass(frozen=True)
class Result:
    """All that a consolidation gives. Indices are places in `contributions` and `passages`."""

    contributions: tuple[Contribution, ...]
    passages: tuple[Passage, ...]
    duplicates: tuple[Group, ...]
    related: tuple[tuple[Neighbour, ...], ...]
    themes: tuple[FoundTheme, ...]
    mapping: tuple[Match, ...]
    balance: Mapping[str, tuple[Share, ...]]
    unit: Unit
