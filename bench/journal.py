"""The journal at 100,000 entries: what the tree adds to an act, a checkpoint, and a check of the whole.

    python bench/journal.py [COUNT]

On a fresh SQLite database with the settings of production, so that each act is on disk when it is done.
"""

from __future__ import annotations

import contextlib
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import support

ACTS = 400


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with support.temporary_home() as home:
        support.start_django(home)
        fill(count)
        acts()
        print(f"checkpoint: {milliseconds(checkpoint, 200):.2f} ms")
        check(home)
    return 0


def fill(count: int) -> None:
    """`count` entries, made in bulk."""
    from django.utils import timezone

    from rapporteur.foundation.journal import tree
    from rapporteur.foundation.journal.chain import FIRST, commitment, entry_hash
    from rapporteur.foundation.journal.models import Entry, Head
    from rapporteur.foundation.journal.queries import stamp

    previous, edge, now, rows = FIRST, (), timezone.now(), []
    for number in range(1, count + 1):
        fields = {
            "number": number,
            "at": stamp(now),
            "conference": "bench",
            "act": "received contribution",
            "object": f"contribution:{number}",
            "role": "delegate",
            "commitment": commitment(f"{number:032x}", {"number": number}),
            "previous": previous,
        }
        previous = entry_hash(fields)
        edge = tree.grown(edge, number - 1, bytes.fromhex(previous))
        rows.append(Entry(**{**fields, "at": now}, hash=previous))
    Entry.objects.bulk_create(rows, batch_size=5000)
    Head.objects.update_or_create(
        id=1, defaults={"number": count, "hash": previous, "edge": tree.written(edge), "laid_count": count}
    )


def acts() -> None:
    """An act in a transaction of its own, and of it the tree: read, grown by one leaf, written."""
    from rapporteur.foundation.journal import tree
    from rapporteur.foundation.journal.models import Head

    whole = statistics.median(milliseconds(act, 1) for _number in range(ACTS))
    head = Head.objects.get()
    alone = milliseconds(lambda: tree.written(tree.grown(tree.read(head.edge), head.number, bytes(32))), 10_000)
    print(f"an act, on disk: {whole:.2f} ms (median of {ACTS}); of it the tree {alone * 1000:.1f} µs")


def act() -> None:
    from django.db import transaction

    from rapporteur.foundation.journal.actions import record
    from rapporteur.foundation.people.reader import system

    with transaction.atomic():
        record(system(), "received contribution", "contribution:1", number=1)


def checkpoint() -> str:
    from rapporteur.foundation.journal.queries import signed_checkpoint

    return str(signed_checkpoint())


def check(home: Path) -> None:
    """Export, then check as anyone does, against a checkpoint and a key."""
    from rapporteur.cli.main import main as command
    from rapporteur.foundation.journal.queries import exported, journal_key

    journal, note = home / "journal.jsonl", home / "checkpoint"
    with open(journal, "w", encoding="utf-8") as file:
        for row in exported():
            row.pop("opening")
            file.write(json.dumps(row) + "\n")
    note.write_text(checkpoint(), encoding="utf-8")
    words = ["verify", str(journal), "--checkpoint", str(note), "--key", str(journal_key().public())]
    started, said = time.perf_counter(), io.StringIO()
    with contextlib.redirect_stdout(said):
        code = command(words)
    print(f"check of chain, checkpoint and signature: {time.perf_counter() - started:.1f} s (aim 10 s for 100,000)")
    print(said.getvalue(), end="")
    if code:
        raise SystemExit(code)


def milliseconds(what: Callable[[], object], times: int) -> float:
    started = time.perf_counter()
    for _number in range(times):
        what()
    return (time.perf_counter() - started) * 1000 / times


if __name__ == "__main__":
    raise SystemExit(main())
