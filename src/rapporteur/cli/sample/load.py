"""Loading the sample: the story in its order, up to the moment at which it is to open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.models import Conference

from . import after, before
from .world import World, moment

MOMENTS: dict[str, datetime] = {
    "calls": moment("2017-07-05T10:00:00+02:00"),
    "registration": moment("2017-09-08T10:00:00+02:00"),
    "contributions": moment("2017-10-05T10:00:00+02:00"),
    "consolidation": moment("2017-10-15T10:00:00+02:00"),
    "recommendations": moment("2017-10-20T09:00:00+02:00"),
    "reviews": moment("2017-10-26T10:00:00+02:00"),
    "drafting": moment("2017-11-08T18:30:00+01:00"),
    "decisions": moment("2017-11-12T10:00:00+01:00"),
    "endorsements": moment("2017-11-24T10:00:00+01:00"),
    "trace": moment("2017-11-24T10:00:00+01:00"),
    "outputs": moment("2018-01-16T10:00:00+01:00"),
    "followup": moment("2018-10-01T10:00:00+02:00"),
}


def load_sample(stage: str, *, progress: Callable[[int, int], None] = lambda done, total: None) -> Conference:
    """Do every act of the sample up to the station `stage`, in one transaction, and set its clock there."""
    world = World()
    before.tell(world)
    after.tell(world)
    acts = sorted(entry for entry in ((when, order) for when, order, _act in world.story) if entry[0] <= MOMENTS[stage])
    by_order = {order: act for _when, order, act in world.story}
    with transaction.atomic(), translation.override("en"):
        for done, (when, order) in enumerate(acts):
            with at(when):
                by_order[order](world)
            progress(done + 1, len(acts))
        set_clock(world.conference, stage)
    return world.conference


def set_clock(conference: Conference, stage: str) -> None:
    """Let the sample's clock stand at the moment of `stage`, and run on from there."""
    conference.clock_shift = int((MOMENTS[stage] - timezone.now()).total_seconds())
    conference.save(update_fields=["clock_shift"])
