"""`rapporteur consolidate-run NUMBER`: carry out one run in a process of its own; the worker starts it."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", type=int)


def run(args: argparse.Namespace) -> int:
    from rapporteur.consolidation.tasks import run_one

    return run_one(args.run)
