"""What became of an amendment, step by step, as its page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import DELEGATE

from ..models import Amendment, Step
from ..permissions import OPEN_STATES
from .names import government_name


@dataclass(frozen=True)
class StepRow:
    """A step with its sentence, which says who acted where that is not the desk; empty where the state says all."""

    state: str
    at: datetime
    sentence: str
    reason: str
    role: str


def history(amendment: Amendment) -> list[StepRow]:
    """The steps of an amendment in their order: one query."""
    steps = list(amendment.steps.select_related("former_sponsor").order_by("at", "pk"))
    sponsors = _sponsors(amendment, steps)
    before: list[Step | None] = [None, *steps]
    return [
        StepRow(each.state, each.at, _sentence(each, last, sponsor), each.reason, _role(each, last))
        for each, last, sponsor in zip(steps, before, sponsors, strict=False)
    ]


def _sponsors(amendment: Amendment, steps: Sequence[Step]) -> list[Government]:
    """Whose the amendment was from each step on."""
    sponsor, found = amendment.sponsor, []
    for each in reversed(steps):
        found.append(sponsor)
        sponsor = each.former_sponsor or sponsor
    return found[::-1]


def _sentence(step: Step, last: Step | None, sponsor: Government) -> str:
    if last is None:
        return _("Filed by %(government)s.") % {"government": government_name(sponsor)}
    if step.former_sponsor is not None:
        names = {"government": government_name(sponsor), "former": government_name(step.former_sponsor)}
        return _("Taken over by %(government)s from %(former)s.") % names
    if step.words != last.words:
        return _("Its words were changed by an amendment to it.")
    if step.state == Amendment.State.WITHDRAWN:
        return _("Withdrawn by %(government)s.") % {"government": government_name(sponsor)}
    if step.is_friendly:
        return _("Accepted as friendly by the sponsor of the words that it amends.")
    if step.state in OPEN_STATES and last.state not in OPEN_STATES:
        return _("Taken up again by the committee.")
    return ""


def _role(step: Step, last: Step | None) -> str:
    """Under which role the desk acted; empty for what a delegation did."""
    is_theirs = last is None or step.former_sponsor is not None or step.state == Amendment.State.WITHDRAWN
    return "" if is_theirs or step.role == DELEGATE else step.role
