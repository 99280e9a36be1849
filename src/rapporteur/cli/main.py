"""The `rapporteur` command. Each part is a module with `add_arguments(parser)` and `run(args) -> int`."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from rapporteur import __version__

# name: (module, needs Django, what it does)
PARTS = {
    "demo": ("demo", False, "the sample conference on SQLite, with addresses that open signed in"),
    "serve": ("serve", False, "the server and its worker"),
    "worker": ("worker", True, "sends mail and consolidates, beside a server"),
    "consolidate": ("consolidate", False, "duplicates, themes and provisions of a file, without a server"),
    "import": ("import_file", True, "contributions from a file into a conference"),
    "word": ("word", False, "tracked changes and comments of a Word file"),
    "migrate": ("migrate", True, "bring the database to this version and load the register of places"),
    "conference": ("conference", True, "found a conference and name its secretariat"),
    "fsck": ("fsck", True, "check that database, journal, outbox and files agree"),
    "digest": ("digest", True, "a digest of all content, the same on any database engine"),
    "verify": ("verify", False, "check an exported journal or register, without a database"),
    "checkpoint": ("checkpoint", False, "the signed checkpoint of the journal, and the signature of a witness"),
    "export": ("export", True, "the journal or the register of endorsements as JSON Lines"),
    "backup": ("backup", True, "a copy of database and files, taken while the server runs"),
    "restore": ("backup_restore", False, "put a backup into an empty home folder"),
    "consolidate-run": ("consolidate_run", True, "one consolidation asked for on a page (used by the worker)"),
}


def start_django() -> None:
    """Load the settings and apps, with the catalogues of translations up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapporteur.web.settings")
    from rapporteur.web.catalogues import compile_stale

    compile_stale()
    import django

    django.setup()


def parser_of(names: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rapporteur", description="From the call for participation to the follow-up.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, _django, what) in PARTS.items():
        part = commands.add_parser(name, help=what, description=what.capitalize() + ".")
        if name in names:
            import_module(f"rapporteur.cli.{module}").add_arguments(part)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 only when all is well."""
    arguments = sys.argv[1:] if arguments is None else arguments
    chosen = next((word for word in arguments if word in PARTS), None)
    args = parser_of([chosen] if chosen else []).parse_args(arguments)
    module, needs_django, _what = PARTS[args.command]
    if needs_django:
        start_django()
    return int(import_module(f"rapporteur.cli.{module}").run(args) or 0)
