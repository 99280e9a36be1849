"""The facts of a conference's first page."""

from __future__ import annotations

from typing import Any

from rapporteur.contributions.queries import contributions_by_region
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur.outputs.queries import outcome_states

from . import stages


def home_facts(conference: Conference, reader: Reader) -> dict[str, Any]:
    """The line, what will be produced, who has spoken, the documents: a fixed number of queries."""
    voices = contributions_by_region(conference)
    return {
        "stations": stages.stations(conference, reader),
        "outcomes": outcome_states(conference),
        "voices": voices,
        "most_voices": max((row["count"] for row in voices), default=0),
        "documents": conference.documents.select_related("file").order_by("position", "language"),
    }
