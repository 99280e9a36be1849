"""`rapporteur backup FILE`: database (SQLite's own online copy) and files in one archive."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive to write, such as rapporteur.tar.gz")


def run(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "sqlite":
        print("This database is PostgreSQL: take pg_dump for it and copy the files folder.", file=sys.stderr)
        return 2
    if args.file.exists():
        print(f"{args.file} is there already. Name a new file.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(dir=args.file.resolve().parent) as folder:
        copy = Path(folder) / "rapporteur.sqlite3"
        source, target = sqlite3.connect(settings.DATABASES["default"]["NAME"]), sqlite3.connect(copy)
        with source, target:
            source.backup(target)
        source.close()
        target.close()
        half = Path(folder) / "half.tar.gz"
        half.touch(mode=0o600)  # it holds all that the pages keep from others
        with tarfile.open(half, "w:gz") as archive:
            archive.add(copy, "rapporteur.sqlite3")
            if Path(settings.FILES_ROOT).exists():
                archive.add(settings.FILES_ROOT, "files")
        os.replace(half, args.file)
    print(f"Wrote {args.file}.")
    return 0
