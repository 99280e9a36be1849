"""`rapporteur restore FILE`: unpack a backup into an empty home folder."""

from __future__ import annotations

import argparse
import os
import sys
import tarfile
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(args: argparse.Namespace) -> int:
    home = Path(os.environ.get("RAPPORTEUR_HOME", "var")).resolve()
    if (home / "rapporteur.sqlite3").exists():
        print(f"{home} holds a database already. Name an empty folder by RAPPORTEUR_HOME.", file=sys.stderr)
        return 2
    home.mkdir(parents=True, exist_ok=True)
    with tarfile.open(args.file) as archive:
        archive.extractall(home, filter="data")
    print(f"Restored into {home}. Check it with `rapporteur fsck`.")
    return 0
