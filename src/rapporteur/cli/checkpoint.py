"""`rapporteur checkpoint`: the signed checkpoint of the journal; and, away from the server, the signature of a witness."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from rapporteur.foundation.journal.chain import faults
from rapporteur.foundation.journal.checkpoints import checkpoint_faults, witness_faults
from rapporteur.foundation.journal.keys import COSIGNATURE, PrivateKey, key_at, read_public
from rapporteur.foundation.journal.notes import cosigned

from .verify import note_of, rows_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--public-key", action="store_true", help="print the public key instead, which others check by")
    parser.add_argument("--witness", type=Path, metavar="FILE", help="a checkpoint to sign as a witness; no database")
    parser.add_argument("--journal", type=Path, metavar="FILE", help="for a witness: the journal as exported")
    parser.add_argument("--log-key", metavar="KEY", help="for a witness: the public key of the journal")
    parser.add_argument("--key", type=Path, metavar="FILE", help="for a witness: the file of the witness's own key")
    parser.add_argument("--name", default="", help="for a new key of a witness: its name, such as city.example/witness")


def run(args: argparse.Namespace) -> int:
    try:
        if args.witness:
            return witness(args)
        print(public_key(args) if args.public_key else own_checkpoint(), end="")
    except (OSError, ValueError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    return 0


def own_checkpoint() -> str:
    from rapporteur.cli.main import start_django

    start_django()
    from rapporteur.foundation.journal.queries import signed_checkpoint

    return str(signed_checkpoint())


def public_key(args: argparse.Namespace) -> str:
    """The public key of the journal, or with --key that of a witness, on a line."""
    if args.key:
        return f"{witness_key(args).public(COSIGNATURE)}\n"
    from rapporteur.cli.main import start_django

    start_django()
    from rapporteur.foundation.journal.queries import journal_key

    return f"{journal_key().public()}\n"


def witness_key(args: argparse.Namespace) -> PrivateKey:
    if not (args.key.exists() or args.name):
        raise ValueError(f"No key is kept at {args.key}. To make one there, give it a name by --name.")
    try:
        return key_at(args.key, name=args.name)
    except ValueError as trouble:
        raise ValueError(f"{args.key}: {trouble}") from trouble


def witness(args: argparse.Namespace) -> int:
    """Print the checkpoint with the signature of a witness after the others; 1 and the reasons when it is not signed.

    It is signed when the journal signed it, the exported journal agrees with it, and that journal also agrees with the
    checkpoint signed last by this key, which is kept beside the key.
    """
    if not (args.journal and args.log_key and args.key):
        raise ValueError("A witness names --journal, --log-key and --key besides --witness.")
    key, new, rows = witness_key(args), note_of(args.witness), rows_of(args.journal)
    last = args.key.with_name(f"{args.key.name}.last")
    keys = [read_public(args.log_key)]
    try:
        found = faults(rows) + checkpoint_faults(new, rows, keys=keys)
        if not found and last.exists():
            found = witness_faults(note_of(last), new, rows)
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise ValueError(f"{args.journal} is no journal: {trouble!r}") from trouble
    if found:
        print("Not signed.", *found, sep="\n", file=sys.stderr)
        return 1
    signed = str(cosigned(new, key, at=int(time.time())))
    keep(last, signed)
    print(signed, end="")
    return 0


def keep(last: Path, note: str) -> None:
    """Keep what is signed before anyone is given it: nothing that contradicts it may be signed later."""
    half = last.with_name(f"{last.name}.new")
    with open(half, "w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, last)
