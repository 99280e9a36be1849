"""What the pages over all stages ask of each: its station, its waiting work, the instants at which it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.people.reader import Reader
from rapporteur.line import STAGES


def _asked(name: str) -> Iterator:
    for stage in STAGES:
        function = getattr(import_module(f"rapporteur.{stage}.queries"), name, None)
        if function is not None:
            yield function


def stations(conference: Conference, reader: Reader) -> list[Station]:
    """The line of `conference`: a few aggregate queries a stage, whatever the number of rows shown."""
    found = (station(conference, reader) for station in _asked("station"))
    return [station for station in found if station is not None]


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """What waits for the reader on the desk, in the order of the line."""
    return [item for listed in _asked("waiting") for item in listed(conference, reader)]


def instants() -> list[tuple[int, datetime]]:
    """All deadlines as (conference, instant by its clock)."""
    return [item for listed in _asked("instants") for item in listed()]
