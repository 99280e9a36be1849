"""Amendments that could not be laid on the last text without doubt, or that it contains: the queue that the committee
works off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.db.models import QuerySet

from rapporteur_core.redline import Change, rebase

from ..models import Amendment, Carried, Revision, Wording
from ..permissions import OPEN_STATES
from .amendments import redline_between
from .names import place_of
from .redlines import redline_of
from .units import LAID, in_original

# How many stand on one page of the queue.
MOST_SHOWN = 20
WAITING = (Carried.State.UNCLEAR, Carried.State.GONE, Carried.State.CONTAINED)


@dataclass(frozen=True)
class CarriedRow:
    """An amendment of the queue. `old` are the words on which it was last laid, `proposed` what it made of them, `new`
    the words of the text of now; `prepared` are those with what is clear of it, for a person to go on from. nearest: the
    paragraph of the text of now that stood nearest before the one that is gone.
    """

    carried: Carried
    place: str
    old: str
    proposed: str
    new: str
    prepared: str
    nearest: int | None = None

    @property
    def amendment(self) -> Amendment:
        return self.carried.amendment

    @property
    def is_gone(self) -> bool:
        """Whether its paragraph is not in the text."""
        return self.carried.state == Carried.State.GONE

    @property
    def takes_place(self) -> bool:
        """Whether it can be put behind another paragraph: a new one whose own is gone."""
        return self.is_gone and self.amendment.kind == Amendment.Kind.ADD

    @property
    def is_contained(self) -> bool:
        """Whether the text says already what it asks for."""
        return self.carried.state == Carried.State.CONTAINED

    @property
    def needs_rendering(self) -> bool:
        """Whether its words are of another language than the text and were not put into that one."""
        return in_original(self.amendment) is None

    @property
    def meanwhile(self) -> Sequence[Change]:
        """What became of the words."""
        return (Change("delete", self.old),) if self.is_gone else redline_of(self.old, self.new)

    @property
    def changes(self) -> Sequence[Change]:
        """What the amendment asked for."""
        return redline_between(self.amendment.kind, self.old, self.proposed)


def last_laid(amendment: Amendment) -> tuple[str, str]:
    """The words on which the amendment was last laid without doubt, and what it makes of them; `carried` is fetched
    beside, with its revisions."""
    found = next((row for row in _latest_first(amendment) if row.state in LAID), None)
    if found is not None:
        return found.base_text, found.proposed_text
    return in_original(amendment) or (amendment.base_text, amendment.proposed_text)


def last_place(amendment: Amendment) -> int | None:
    """The paragraph (its key) at which an amendment was last put, or that it names; `carried` is fetched beside, with its
    revisions."""
    put = (row.paragraph_id for row in _latest_first(amendment) if row.paragraph_id)
    return next(put, amendment.paragraph_id)


def _latest_first(amendment: Amendment) -> list[Carried]:
    return sorted(amendment.carried.all(), key=lambda row: -row.revision.number)


def unclear_on(revision: Revision) -> QuerySet[Carried]:
    """The open amendments of which a person must say what becomes of them on a revision, by number."""
    rows = Carried.objects.filter(revision=revision, state__in=WAITING, amendment__state__in=OPEN_STATES)
    return rows.order_by("amendment__number")


def waiting_row(amendment: Amendment) -> Carried | None:
    """The place of an amendment in that queue for the last text to which it was carried over: one query."""
    last = amendment.carried.select_related("revision").order_by("-revision__number").first()
    return last if last is not None and last.state in WAITING else None


def carried_rows(revision: Revision, *, after: int = 0) -> list[CarriedRow]:
    """The queue behind the amendment with number `after`, one page of it and one more: seven queries."""
    rows = unclear_on(revision).filter(amendment__number__gt=after)
    names = ("amendment__sponsor", "amendment__paragraph", "amendment__revision", "amendment__draft__conference")
    beside = ("amendment__carried__revision", "amendment__renderings")
    shown = list(rows.select_related(*names, "revision").prefetch_related(*beside)[: MOST_SHOWN + 1])
    filed_on = {each.amendment.revision_id for each in shown}
    texts: dict[int, list[Wording]] = defaultdict(list)
    wordings = Wording.objects.filter(revision__in={*filed_on, revision.pk}).select_related("paragraph")
    for wording in wordings.order_by("position"):
        texts[wording.revision_id].append(wording)
    here = {each.paragraph_id for each in texts[revision.pk]}
    return [_row(each, texts[each.amendment.revision_id], here) for each in shown]


def _row(carried: Carried, text: Sequence[Wording], here: set[int]) -> CarriedRow:
    """text: that on which the amendment was filed; here: the paragraphs of the text of now"""
    old, proposed = last_laid(carried.amendment)
    is_laid = in_original(carried.amendment) is not None and carried.state == Carried.State.UNCLEAR
    prepared = rebase(old, carried.base_text, proposed).text if is_laid else carried.base_text
    until = list(takewhile(lambda each: each.paragraph_id != carried.amendment.paragraph_id, text))
    own = text[len(until)] if len(until) < len(text) else None
    nearest = next((each.paragraph_id for each in reversed(until) if each.paragraph_id in here), None)
    place = place_of(carried.amendment, own)
    return CarriedRow(carried, place, old, proposed, carried.base_text, prepared, nearest)
