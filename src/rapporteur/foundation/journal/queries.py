"""Reads of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db import connection

from .chain import FIRST, faults
from .models import Entry, Head


def stamp(entry_at: Any) -> str:
    """An instant as the journal writes it: UTC, microseconds, Z."""
    return str(entry_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"))


def head() -> tuple[int, str]:
    """Number and hash of the last act; (0, FIRST) before the first one. Whatever a page shows has changed only if these have.

    One query, which every page makes: its SQL is written out, as Django takes ten times as long to build it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, hash FROM journal_head WHERE id = 1")
        found = cursor.fetchall()
    return (int(found[0][0]), str(found[0][1])) if found else (0, FIRST)


def head_number() -> int:
    """The number of the last act: one query."""
    return head()[0]


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
