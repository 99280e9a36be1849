"""How states, speakers and counts are said, in the language of the reader; reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from rapporteur.contributions.models import Contribution
from rapporteur.contributions.queries import region_name
from rapporteur.drafting.models import Revision
from rapporteur.foundation.people.queries import country_name
from rapporteur.foundation.ui import said

from ..fates import (
    STANDS,
    Grouped,
    PassageFate,
    State,
)


def state_name(state: str) -> str:
    """Where a passage stands, in the reader's language."""
    names = {
        State.IN_TEXT: _("in the text"),
        State.IN_PART: _("taken in part"),
        State.NEGOTIATED: _("being negotiated"),
        State.RECOMMENDED: _("in a recommendation"),
        State.ELSEWHERE: _("taken up elsewhere"),
        State.TAKEN: _("taken, not yet in the text"),
        State.DROPPED: _("no longer in the text"),
        State.NOT_IN_TEXT: _("not in the text"),
        State.UNDECIDED: _("not yet decided"),
    }
    return names[State(state)]


def speaker(contribution: Contribution) -> str:
    """Who spoke, as far as the author wants it known."""
    if contribution.attribution == Contribution.Attribution.ANONYMOUS:
        return _("Anonymous")
    return contribution.shown_as or _("Name not given")


def where(contribution: Contribution) -> str:
    """Country and region of the government that spoke; of an anonymous contribution nothing is told."""
    if contribution.attribution == Contribution.Attribution.ANONYMOUS or contribution.government is None:
        return ""
    country = contribution.government.country
    parts = [country_name(country) if country else "", region_name(contribution.region) if contribution.region else ""]
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Voices:
    """How many passages, from how many governments and regions."""

    passages: int
    governments: int
    regions: int

    @property
    def said(self) -> str:
        """Such as: 23 passages from 20 governments in 5 regions."""
        counted = ngettext("%(count)s passage", "%(count)s passages", self.passages)
        return from_whom(counted % {"count": said.number(self.passages)}, self.governments, self.regions)


def from_whom(what: str, governments: int, regions: int) -> str:
    """`what`, from so many governments in so many regions, as one phrase; without a government only `what`."""
    if not governments:
        return what
    facts = {
        "what": what,
        "governments": npgettext("after: from", "%(count)s government", "%(count)s governments", governments)
        % {"count": said.number(governments)},
    }
    if not regions:
        return _("%(what)s from %(governments)s") % facts
    facts["regions"] = npgettext("after: in", "%(count)s region", "%(count)s regions", regions) % {
        "count": said.number(regions)
    }
    return _("%(what)s from %(governments)s in %(regions)s") % facts


def grouped_with(theme: Grouped) -> str:
    """Such as: Grouped with 22 other passages from 19 governments in 5 regions."""
    if not theme.others:
        return _("Alone in its theme")
    counted = ngettext("Grouped with %(count)s other passage", "Grouped with %(count)s other passages", theme.others)
    return from_whom(counted % {"count": said.number(theme.others)}, theme.governments, theme.regions)


def lede(fates: Sequence[PassageFate], latest: Revision | None) -> list[str]:
    """How the passages of a contribution stand, in whole sentences; each passage is counted in one of them."""
    if not fates:
        return [_("This contribution has not been cut into passages yet.")]
    states = [fate.state for fate in fates]
    here = sum(state in STANDS for state in states)
    sentences = [_standing(here, len(fates), latest)] if latest or here else []
    aside = states.count(State.NOT_IN_TEXT)
    rest = [
        ngettext(
            "%(count)s is in a recommendation.", "%(count)s are in recommendations.", states.count(State.RECOMMENDED)
        ),
        ngettext(
            "%(count)s was set aside; the reason is given.", "%(count)s were set aside; the reasons are given.", aside
        ),
        ngettext(
            "%(count)s was in an earlier text and is there no longer.",
            "%(count)s were in an earlier text and are there no longer.",
            states.count(State.DROPPED),
        ),
        ngettext(
            "%(count)s was taken up elsewhere.", "%(count)s were taken up elsewhere.", states.count(State.ELSEWHERE)
        ),
        ngettext(
            "%(count)s was taken and is not yet in a text.",
            "%(count)s were taken and are not yet in a text.",
            states.count(State.TAKEN),
        ),
        ngettext("%(count)s is not yet decided.", "%(count)s are not yet decided.", states.count(State.UNDECIDED)),
    ]
    order = (State.RECOMMENDED, State.NOT_IN_TEXT, State.DROPPED, State.ELSEWHERE, State.TAKEN, State.UNDECIDED)
    for state, sentence in zip(order, rest, strict=True):
        if count := states.count(state):
            sentences.append(sentence % {"count": said.number(count)})
    return sentences


def _standing(here: int, whole: int, latest: Revision | None) -> str:
    facts = {"count": said.number(here), "total": said.number(whole), "symbol": latest.symbol if latest else ""}
    if not here:
        return _("No passage of this contribution is in the latest text, %(symbol)s.") % facts
    if here == whole:
        sentence = ngettext(
            "The one passage of this contribution is in the latest text, %(symbol)s.",
            "All %(count)s passages of this contribution are in the latest text, %(symbol)s.",
            here,
        )
    else:
        sentence = ngettext(
            "%(count)s of the %(total)s passages of this contribution is in the latest text, %(symbol)s.",
            "%(count)s of the %(total)s passages of this contribution are in the latest text, %(symbol)s.",
            here,
        )
    return sentence % facts
