"""Reads of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from . import tree
from .chain import FIRST, entry_hash, faults
from .checkpoints import Checkpoint
from .keys import PrivateKey, key_at
from .models import Entry, Head
from .notes import Note, signed


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


def last_told(name: str, act: str) -> tuple[datetime, dict[str, Any]] | None:
    """When `act` was last done on an object of this name, and what was said of it (nothing where that was erased): one
    query."""
    rows = Entry.objects.filter(object=name, act=act).select_related("opening")
    entry = rows.order_by("-number").first()
    if entry is None:
        return None
    opening = getattr(entry, "opening", None)
    return entry.at, dict(opening.content) if opening else {}


def head_number() -> int:
    """The number of the last act: one query."""
    return head()[0]


def edge_at(head: Head) -> tree.Edge:
    """The edge of the tree over all entries up to `head`: no query, unless a server of an earlier version acted last."""
    edge = tree.read(head.edge)
    if head.laid_count < head.number:
        missing = Entry.objects.filter(number__gt=head.laid_count, number__lte=head.number).order_by("number")
        for size, text in enumerate(missing.values_list("hash", flat=True).iterator(), head.laid_count):
            edge = tree.grown(edge, size, bytes.fromhex(text))
    return edge


def signed_checkpoint() -> Note:
    """The journal as it stands, signed with its key: one query."""
    key = journal_key()
    last = Head.objects.filter(id=1).first() or Head()
    return signed(Checkpoint(key.name, last.number, tree.root_of(edge_at(last))).note(), key)


def journal_key() -> PrivateKey:
    """The key that signs the checkpoints, made at first use. Its name, by which the journal is known, stays as it was then."""
    return key_at(Path(settings.CHECKPOINT_KEY), name=f"{urlsplit(settings.BASE_ADDRESS).netloc}/journal")


def last_number(conference: str) -> int:
    """The number of the last act in a conference, 0 before the first: one query."""
    rows = Entry.objects.filter(conference=conference).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


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
    """What is wrong with the whole journal, its head and its tree included."""
    head = Head.objects.filter(id=1).first() or Head()
    last, count, laid = FIRST, 0, ""

    def watched() -> Iterator[dict[str, Any]]:
        nonlocal last, count, laid
        edge: tree.Edge = ()
        for size, entry in enumerate(exported()):
            last, count = entry["hash"], entry["number"]
            edge = tree.grown(edge, size, bytes.fromhex(entry_hash(entry)))
            if size + 1 == head.laid_count:
                laid = tree.written(edge)
            yield entry

    found = faults(watched())
    if (head.number, head.hash) != (count, last):
        found.append(f"The journal's head says entry {head.number}; the last entry is {count}.")
    if head.edge != laid:
        found.append("The tree kept beside the journal's head is not that of its entries: checkpoints will not hold.")
    return found
