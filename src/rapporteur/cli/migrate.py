"""`rapporteur migrate`: tables, static files, register of places."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-places", action="store_true", help="do not load the register of places")


def run(args: argparse.Namespace) -> int:
    prepare(with_places=not args.no_places)
    return 0


def prepare(*, with_places: bool = True, quiet: bool = False) -> None:
    """Bring database and static files to this version."""
    from django.core.management import call_command

    from rapporteur.foundation.people.actions import load_places

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if with_places:
        count = load_places()
        if count and not quiet:
            print(f"Loaded {count} places of the register.")
