"""`rapporteur verify FILE`: check an exported journal or register of endorsements, with no database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rapporteur.foundation.journal.chain import faults


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON Lines as `rapporteur export` writes them")
    parser.add_argument(
        "--text", type=Path, help="the adopted text, against which a register of endorsements is checked"
    )


def run(args: argparse.Namespace) -> int:
    try:
        rows = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as trouble:
        print(f"{args.file} cannot be read as JSON Lines: {trouble}", file=sys.stderr)
        return 2
    try:
        found = register_faults(rows, args.text) if rows and "fingerprint" in rows[0] else faults(rows)
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        print(f"{args.file} is no journal and no register: {trouble!r}", file=sys.stderr)
        return 2
    for sentence in found:
        print(sentence)
    if not found:
        print(f"{args.file}: {len(rows)} entries, all hold.")
        if rows and "hash" in rows[-1]:
            # Entries cut off at the end leave no trace in what is before them: only the last hash, told elsewhere, shows it.
            print(f"The last is {rows[-1]['number']}, with the hash {rows[-1]['hash']}.")
    return 1 if found else 0


def register_faults(rows: list[dict[str, Any]], text: Path | None) -> list[str]:
    """Endorsements that name another text than the adopted one."""
    from rapporteur_core.text import fingerprint

    wanted = fingerprint(text.read_text(encoding="utf-8")) if text else rows[0]["fingerprint"]
    return [
        f"{row['government']} endorsed another text: {row['fingerprint']}."
        for row in rows
        if row["fingerprint"] != wanted
    ]
