"""`rapporteur verify FILE`: check an exported journal or register of endorsements, with no database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rapporteur.foundation.journal.chain import faults
from rapporteur.foundation.journal.checkpoints import checkpoint_faults, read_checkpoint
from rapporteur.foundation.journal.keys import read_public
from rapporteur.foundation.journal.notes import Note, read_note


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON Lines as `rapporteur export` writes them")
    parser.add_argument(
        "--text", type=Path, help="the adopted text, against which a register of endorsements is checked"
    )
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint kept earlier, which the journal must hold")
    parser.add_argument(
        "--key", action="append", default=[], help="public key that must have signed the checkpoint; may be repeated"
    )


def run(args: argparse.Namespace) -> int:
    try:
        rows = rows_of(args.file)
        if args.key and not args.checkpoint:
            raise ValueError("A key signs a checkpoint: name its file by --checkpoint.")
        found = faults_of(rows, args)
    except (OSError, ValueError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    for sentence in found:
        print(sentence)
    if not found:
        print(f"{args.file}: {len(rows)} entries, all hold.")
        if args.checkpoint:
            print(held(args))
        elif rows and "hash" in rows[-1]:
            # Entries cut off at the end leave no trace in what is before them: only the last hash, told elsewhere, shows it.
            print(f"The last is {rows[-1]['number']}, with the hash {rows[-1]['hash']}.")
    return 1 if found else 0


def rows_of(file: Path) -> list[dict[str, Any]]:
    """The lines of an export; ValueError with a sentence when they cannot be read."""
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as trouble:
        raise ValueError(f"{file} cannot be read as JSON Lines: {trouble}") from trouble


def note_of(file: Path) -> Note:
    """A checkpoint and its signatures; ValueError with a sentence when the file holds none."""
    try:
        note = read_note(file.read_bytes())
        read_checkpoint(note)
    except ValueError as trouble:
        raise ValueError(f"{file}: {trouble}") from trouble
    return note


def faults_of(rows: list[dict[str, Any]], args: argparse.Namespace) -> list[str]:
    """What is wrong, as sentences; ValueError when the files are not what they should be."""
    note = note_of(args.checkpoint) if args.checkpoint else None
    keys = [read_public(key) for key in args.key]
    try:
        if rows and "fingerprint" in rows[0] and note is None:
            return register_faults(rows, args.text)
        return faults(rows) + (checkpoint_faults(note, rows, keys=keys) if note else [])
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise ValueError(f"{args.file} is no journal and no register: {trouble!r}") from trouble


def held(args: argparse.Namespace) -> str:
    """What a checkpoint that holds says, and who signed it."""
    found = read_checkpoint(note_of(args.checkpoint))
    signers = ", ".join(read_public(key).name for key in args.key)
    by = f"It is signed by {signers}." if signers else "Who signed it was not checked: name the keys by --key."
    return f"The first {found.size} are those of the checkpoint of {found.origin}. {by}"


def register_faults(rows: list[dict[str, Any]], text: Path | None) -> list[str]:
    """Endorsements that name another text than the adopted one."""
    from rapporteur_core.text import fingerprint

    wanted = fingerprint(text.read_text(encoding="utf-8")) if text else rows[0]["fingerprint"]
    return [
        f"{row['government']} endorsed another text: {row['fingerprint']}."
        for row in rows
        if row["fingerprint"] != wanted
    ]
