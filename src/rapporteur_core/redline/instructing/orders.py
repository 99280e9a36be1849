"""Orders: what a mail asks for, and the places that the headings above an order give to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapporteur_core.redline.instructing.citing import Cited
from rapporteur_core.redline.instructing.quoting import Stray
from rapporteur_core.redline.instructing.statements import Content
from rapporteur_core.redline.instructing.tokens import Token


@dataclass(frozen=True)
class Unit:
    """What is announced to come in: its kind, how many (None where not said), the number given to it."""

    kind: str
    count: int | None
    number: str = ""


@dataclass
class Order:
    """One order: the characters start:end of the mail.

    verb:       replace, delete, insert, complete, rewrite, renumber, move, join, split, unsupported, again, or ""
    places:     where; empty where it names no place. `article` says that the whole document is named
    anchors:    (after or before, the words or the place)
    between:    the two quotations between which the new words come
    olds, new:  the words meant, and those to come in
    occurrence: ordinals (1 first, -1 last), or (0,) for all; `times` how often they must occur, 0 for not said
    lost:       the heading above it that was not understood
    numbers:    those that paragraphs are to bear; `accordingly`: whatever follows from the other changes
    edge, tail: at the start or end; from the anchor on to the start or end of the place
    """

    start: int
    end: int
    verb: str = ""
    places: list[Cited] = field(default_factory=list)
    owns_place: bool = False
    article: bool = False
    this: str = ""
    anchors: list[tuple[str, Content | Cited]] = field(default_factory=list)
    between: bool = False
    olds: list[Content] = field(default_factory=list)
    new: Content | None = None
    occurrence: tuple[int, ...] = ()
    anchor_occurrence: tuple[int, ...] = ()
    times: int = 0
    numbers: list[Cited] = field(default_factory=list)
    accordingly: bool = False
    edge: str = ""
    tail: str = ""
    unit: Unit | None = None
    unknown: list[Token] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    lost: tuple[int, int] | None = None

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is needed, so that a further verb begins another order."""
        if self.verb in ("replace", "rewrite", "insert", "complete"):
            return self.new is not None
        if self.verb in ("move", "split"):
            return bool(self.places) and bool(self.anchors or self.edge)
        return self.verb in ("delete", "renumber", "join") and bool(
            self.olds or self.places or self.this or self.article
        )


@dataclass(frozen=True)
class Context:
    """The places that headings above an order name."""

    here: tuple[Cited, ...] = ()
    anchor: str = ""
    article: bool = False
    edge: str = ""
    lost: tuple[int, int] | None = None


def context_of(order: Order, around: Context) -> Context:
    places = list(order.places)
    side = ""
    for each_side, what in order.anchors:
        if isinstance(what, Cited):
            places, side = [*places, what], each_side
    joined = [_within(place, around.here) for place in places]
    flat = [each for group in joined for each in group]
    here = () if order.article else around.here
    return Context(tuple(flat) or here, side, order.article and not flat, order.edge)


def _within(place: Cited, around: Sequence[Cited]) -> list[Cited]:
    """A sentence or line that is cited alone lies in the paragraphs of the heading."""
    if place.part or not around:
        return [place]
    return [each.joined(place) or place for each in around]


def settle(order: Order, around: Context, last: Sequence[Cited]) -> None:
    """Give an order the places of its heading where it has none of its own."""
    if around.lost and not order.article and not any(place.part for place in [*order.places, *anchor_places(order)]):
        order.lost = around.lost
    _settle_anchors(order, around)
    if order.this in ("paragraph", "sentence") and not any(place.part for place in order.places):
        meant = around.here or tuple(last)
        order.places = [
            each for place in order.places or [Cited(order.start, order.start)] for each in _within(place, meant)
        ]
        order.places = [place for place in order.places if place.part or place.sentences]
    elif order.article:
        return
    elif not any(place.part for place in order.places):
        own = [_within(place, around.here) for place in order.places]
        order.places = [each for group in own for each in group] if order.places else list(around.here)
        if around.anchor and not order.owns_place and order.verb in ("insert", "complete") and not order.anchors:
            order.anchors = [(around.anchor, place) for place in order.places]
            order.places = []
        order.article = around.article and not order.places and not order.anchors
        order.edge = order.edge or around.edge


def _settle_anchors(order: Order, around: Context) -> None:
    """The sentence after which something comes in lies in the paragraph of the order, or of its heading."""
    within = [place for place in order.places if place.part] or list(around.here)
    for n, (side, what) in enumerate(order.anchors):
        if isinstance(what, Cited) and not what.part and len(within) == 1:
            order.anchors[n] = (side, within[0].joined(what) or what)


def with_parts(places: list[Cited]) -> list[Cited]:
    """A sentence cited apart from its paragraph (“In OP2, replace the third sentence”) lies in it."""
    whole = [place for place in places if place.part]
    parts = [place for place in places if not place.part]
    if not whole or not parts:
        return places
    return [one.joined(part) or one for one in whole for part in parts]


def anchor_places(order: Order) -> tuple[Cited, ...]:
    return tuple(what for _side, what in order.anchors if isinstance(what, Cited))
