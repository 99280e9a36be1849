"""What became of a passage: plain values and the rules that fold them; reads nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a passage, or one of its places in the text, stands today."""

    IN_TEXT = "in_text"
    IN_PART = "in_part"
    NEGOTIATED = "negotiated"
    RECOMMENDED = "recommended"
    ELSEWHERE = "elsewhere"
    TAKEN = "taken"
    DROPPED = "dropped"
    NOT_IN_TEXT = "not_in_text"
    UNDECIDED = "undecided"


STANDS = frozenset({State.IN_TEXT, State.IN_PART, State.NEGOTIATED})
SET_ASIDE = frozenset({"not_taken", "out_of_scope"})
KEPT = {"taken": State.TAKEN, "merged": State.TAKEN, "in_part": State.IN_PART, "elsewhere": State.ELSEWHERE}


@dataclass(frozen=True)
class Grouped:
    """The theme of a passage, and the other passages in it: how many, from how many governments and regions."""

    number: int
    label: str
    labels: Mapping[str, str]
    is_confirmed: bool
    others: int
    governments: int
    regions: int

    @property
    def said(self) -> Mapping[str, str]:
        """The label in the languages that there are."""
        return {"": self.label, **self.labels}


@dataclass(frozen=True)
class Recommended:
    """A recommendation that a passage stands behind."""

    number: int
    label: str
    title: Mapping[str, str]
    is_put_forward: bool


@dataclass(frozen=True)
class Touch:
    """An amendment that touched a sentence."""

    label: str
    sponsor: str
    state: str


@dataclass(frozen=True)
class Place:
    """A paragraph of the latest text that a passage stands behind; `same_since` is the symbol of the revision from
    which on its sentence has had these words, empty when it is new in the latest."""

    key: str
    number: str
    sentence: int
    same_since: str
    is_bracketed: bool
    touches: tuple[Touch, ...]
    state: State

    @property
    def accepted(self) -> list[Touch]:
        return [touch for touch in self.touches if touch.state == "accepted"]

    @property
    def open(self) -> list[Touch]:
        return [touch for touch in self.touches if touch.state in {"submitted", "standing"}]


@dataclass(frozen=True)
class Past:
    """A paragraph of an earlier revision that a passage stood behind."""

    number: str
    symbol: str
    sentence: int


@dataclass(frozen=True)
class Disposed:
    """What was decided on a passage, with the reason in its language."""

    outcome: str
    reason: str
    language: str
    given_at: datetime


@dataclass(frozen=True)
class PassageFate:
    """A passage with all that became of it."""

    number: int
    text: str
    language: str
    theme: Grouped | None
    recommendations: tuple[Recommended, ...]
    places: tuple[Place, ...]
    past: tuple[Past, ...]
    disposed: Disposed | None
    state: State

    @property
    def opening(self) -> str:
        """Its first words, at most 60 characters."""
        return first_words(self.text)

    @property
    def is_open(self) -> bool:
        return self.state in {State.NEGOTIATED, State.UNDECIDED}


def first_words(text: str, most: int = 60) -> str:
    """The first whole words of `text`, at most `most` characters, with a sign where some are left out."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    cut = flat[:most].rsplit(" ", 1)[0] if " " in flat[:most] else flat[:most]
    return cut.rstrip(" ,;:.،؛") + "…"


def place_state(*, is_adopted: bool, is_bracketed: bool, is_amended: bool, outcome: str = "") -> State:
    """How a passage stands in a paragraph of the latest text. An adopted text is negotiated no more."""
    if not is_adopted and (is_bracketed or is_amended):
        return State.NEGOTIATED
    return State.IN_PART if outcome == "in_part" else State.IN_TEXT


def passage_state(places: Collection[State], *, outcome: str, is_recommended: bool, was_in_text: bool) -> State:
    """How a passage stands on the whole: what is in the latest text counts before what was decided on it.

    places: the states of its places in the latest text; outcome: of its disposition, empty without one;
    is_recommended: whether a recommendation that was put forward rests on it; was_in_text: in an earlier revision.
    """
    for state in (State.IN_TEXT, State.IN_PART, State.NEGOTIATED):
        if state in places:
            return state
    if outcome in SET_ASIDE:
        return State.NOT_IN_TEXT
    if is_recommended:
        return State.RECOMMENDED
    if was_in_text:
        return State.DROPPED
    return KEPT.get(outcome, State.UNDECIDED)


def digest_of(fates: Iterable[PassageFate], decision: str = "") -> str:
    """SHA-256 of what an author would want to hear of; how large a theme has grown is no news."""
    facts = [
        [
            fate.number,
            fate.state,
            [item.label for item in fate.recommendations if item.is_put_forward],
            [[place.key, place.state, [[t.label, t.state] for t in place.touches]] for place in fate.places],
            [fate.disposed.outcome, fate.disposed.reason] if fate.disposed else None,
        ]
        for fate in fates
    ]
    return hashlib.sha256(json.dumps([decision, facts], ensure_ascii=True).encode()).hexdigest()
