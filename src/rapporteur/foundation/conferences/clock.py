"""What time it is for a conference. A sample conference keeps its own clock; loading it pins the moment of each act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from .models import Conference

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)


def now(conference: Conference) -> datetime:
    """The moment by the clock of `conference`, in UTC."""
    return _pinned.get() or timezone.now() + timedelta(seconds=conference.clock_shift)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Pin the clock of all conferences to `moment`, while a sample is loaded or a test runs."""
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)


def clock_of(conference: Conference) -> partial[datetime]:
    return partial(now, conference)
