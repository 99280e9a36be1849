"""The facts of a conference's first page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from rapporteur.contributions.queries import contributions_by_region
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.queries import head_number
from rapporteur.foundation.people.reader import Reader
from rapporteur.outputs.queries import outcome_states

from . import stages
from .cache import Deadlines

MOST_KEPT = 64
_kept: OrderedDict[tuple[Any, ...], dict[str, Any]] = OrderedDict()
_lock = threading.Lock()
_deadlines = Deadlines()


def home_facts(conference: Conference, reader: Reader) -> dict[str, Any]:
    """The line, what will be produced, who has spoken, the documents; the same for all readers with the same roles.

    Kept like the pages of the public, under the number of the last act and the deadlines passed: one query then.
    """
    if not getattr(settings, "ANONYMOUS_PAGES_KEPT", MOST_KEPT):
        return facts_now(conference, reader)
    number = head_number()
    quarter = int(timezone.now().timestamp()) // 900
    roles = (tuple(sorted(reader.roles)), tuple(sorted(reader.government_ids)))
    key = (conference.pk, get_language(), roles, number, _deadlines.passed(number), quarter)
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = facts_now(conference, reader)
        with _lock:
            _kept[key] = found
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return found


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
