"""Reads of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from .chain import FIRST, faults
from .models import Entry, Head


def stamp(entry_at: Any) -> str:
    """An instant as the journal writes it: UTC, microseconds, Z."""
    return str(entry_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"))


def head_number() -> int:
    """The number of the last act: one read of one row. Whatever a page shows has changed only if this has."""
    return Head.objects.filter(id=1).values_list("number", flat=True).first() or 0


def exported(conference: str = "") -> Iterator[dict[str, Any]]:
    """All entries as plain values, oldest first, read in one pass."""
    rows = Entry.objects.select_related("opening").order_by("number")
    if conference:
        rows = rows.filter(conference=conference)
    for row in rows.iterator(chunk_size=2000):
        opening = getattr(row, "opening", None)
        yield {
            "number": row.number,
            "at": stamp(row.at),
            "conference": row.conference,
            "act": row.act,
            "object": row.object,
            "role": row.role,
            "commitment": row.commitment,
            "previous": row.previous,
            "hash": row.hash,
            "opening": {"salt": opening.salt, "content": opening.content} if opening else None,
        }


def journal_faults() -> list[str]:
    """What is wrong with the whole journal, its head included."""
    last = FIRST
    count = 0

    def watched() -> Iterator[dict[str, Any]]:
        nonlocal last, count
        for entry in exported():
            last, count = entry["hash"], entry["number"]
            yield entry

    found = faults(watched())
    head = Head.objects.filter(id=1).first() or Head()
    if (head.number, head.hash) != (count, last):
        found.append(f"The journal's head says entry {head.number}; the last entry is {count}.")
    return found
