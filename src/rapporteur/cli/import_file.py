"""`rapporteur import FILE --conference SLUG`: contributions from CSV, XLSX or JSON Lines, whole or not at all."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapporteur.foundation.conferences.models import Conference


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV, XLSX or JSON Lines, also gzipped")
    parser.add_argument("--conference", required=True, metavar="SLUG")
    parser.add_argument(
        "--text", nargs="+", action="extend", default=[], metavar="COLUMN", help="answers, in the order of the call's questions"
    )  # fmt: skip
    parser.add_argument("--id", default="", metavar="COLUMN", help="identifier of each row")
    parser.add_argument("--by", default="", metavar="COLUMN", help="who speaks: a government or a name")
    parser.add_argument("--dry-run", action="store_true", help="say what is wrong and import nothing")


def run(args: argparse.Namespace) -> int:
    from rapporteur.contributions.actions import import_batch, preview_import, undo_import
    from rapporteur.contributions.sentences import is_warning, of_trouble
    from rapporteur.foundation.conferences.models import Conference
    from rapporteur.foundation.conferences.queries import system_reader
    from rapporteur.foundation.people.reader import Refused

    conference = Conference.objects.filter(slug=args.conference).first()
    if conference is None:
        return _say(f"No conference has the address {args.conference}.")
    try:
        data = args.file.read_bytes()
    except OSError as trouble:
        return _say(f"{args.file} cannot be read: {trouble.strerror}.")
    by = system_reader(conference)
    started = time.perf_counter()
    try:
        mapping = _mapping(args, conference, data)
        batch = preview_import(conference=conference, data=data, name=args.file.name, by=by, mapping=mapping)
        for problem in batch.problems:
            print(of_trouble(problem), file=sys.stderr)
        if any(not is_warning(problem) for problem in batch.problems) or args.dry_run:
            undo_import(batch=batch, by=by)
            print(f"{batch.row_count} rows were read; nothing was imported.")
            return 0 if args.dry_run and all(map(is_warning, batch.problems)) else 1
        batch = import_batch(batch=batch, by=by)
    except Refused as refused:
        return _say(str(refused))
    seconds = time.perf_counter() - started
    print(
        f"{batch.row_count} contributions imported as {batch} in {seconds:.1f} s. It can be undone on the import's page."
    )
    return 0


def _mapping(args: argparse.Namespace, conference: Conference, data: bytes) -> dict[str, str] | None:
    """The columns as named on the command line, the others as guessed; None where all are guessed."""
    from rapporteur.calls.models import Question
    from rapporteur.contributions.rows import guess, open_table
    from rapporteur.foundation.people.reader import Refused

    if not (args.text or args.id or args.by):
        return None
    questions = list(Question.objects.filter(call__conference=conference).order_by("position", "pk"))
    mapped = guess(open_table(data, args.file.name).header, questions)
    texts = [f"q:{question.key}" for question in questions if question.kind == Question.Kind.TEXT]
    if len(args.text) > len(texts):
        raise Refused(f"{len(args.text)} columns are named for {len(texts)} questions in words.")
    if args.text:
        mapped.update(dict.fromkeys(texts, ""))
        mapped.update(zip(texts, args.text, strict=False))
    mapped.update({key: name for key, name in (("id", args.id), ("by", args.by)) if name})
    return mapped


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
