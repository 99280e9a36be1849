"""`rapporteur digest`: one digest of all content, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import argparse
import hashlib

LEFT_OUT = {"sessions", "contenttypes", "auth"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tables", action="store_true", help="print a digest for each table too")


def run(args: argparse.Namespace) -> int:
    whole = hashlib.sha256()
    for name, digest, count in table_digests():
        whole.update(f"{name} {digest}\n".encode())
        if args.tables:
            print(f"{digest[:16]}  {count:>8}  {name}")
    print(whole.hexdigest())
    return 0


def table_digests() -> list[tuple[str, str, int]]:
    """(table, SHA-256, rows) of every table of ours, rows in the order of their keys, values in Django's JSON form."""
    from django.apps import apps
    from django.core import serializers

    found = []
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower):
        if model._meta.app_label in LEFT_OUT:
            continue
        digest, count = hashlib.sha256(), 0
        for row in model._default_manager.order_by("pk").iterator(chunk_size=2000):
            text = serializers.serialize("jsonl", [row])
            digest.update(text.encode())
            count += 1
        found.append((model._meta.label_lower, digest.hexdigest(), count))
    return found
