"""The facts of a conference's first page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from rapporteur.contributions.queries import contributions_by_region
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.kept import Kept, is_on
from rapporteur.foundation.journal.queries import head
from rapporteur.foundation.people.reader import Reader
from rapporteur.outputs.queries import outcome_states

from . import stages
from .cache import Deadlines

_kept = Kept(most=64)
_deadlines = Deadlines()


def home_facts(conference: Conference, reader: Reader) -> dict[str, Any]:
    """The line, what will be produced, who has spoken, the documents; the same for all readers with the same roles.

    Kept until the next act or deadline, for a quarter of an hour at most: one query then.
    """
    if not is_on():
        return facts_now(conference, reader)
    last = head()
    quarter = int(timezone.now().timestamp()) // 900
    key = (conference.pk, get_language(), reader.roles, reader.government_ids, _deadlines.passed(last[1]), quarter)
    return _kept.get(key, lambda: facts_now(conference, reader), last=last)


def facts_now(conference: Conference, reader: Reader) -> dict[str, Any]:
    """The same, read from the database: a fixed number of queries."""
    voices = contributions_by_region(conference)
    stations = stages.stations(conference, reader)
    draft = reverse("drafting:draft", kwargs={"slug": conference.slug})
    return {
        "stations": stations,
        "has_text": any(station.state for station in stations if station.url == draft),
        "outcomes": outcome_states(conference),
        "voices": voices,
        "most_voices": max((row["count"] for row in voices), default=0),
        "documents": list(conference.documents.select_related("file").order_by("position", "language")),
    }
