"""`rapporteur export journal|register`: JSON Lines on the standard output."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["journal", "register"])
    parser.add_argument("--conference", default="", help="slug; for the register of endorsements")
    parser.add_argument("--open", action="store_true", help="with salts and contents; they hold personal data")


def run(args: argparse.Namespace) -> int:
    from rapporteur.foundation.journal.queries import exported

    rows: Iterator[dict[str, Any]] = exported() if args.what == "journal" else register(args.conference)
    for row in rows:
        if args.what == "journal" and not args.open:
            row = {key: value for key, value in row.items() if key != "opening"}
        print(json.dumps(row, ensure_ascii=False, sort_keys=True))
    return 0


def register(slug: str) -> Iterator[dict[str, Any]]:
    """The verified endorsements of a conference."""
    from rapporteur.endorsements.models import Endorsement

    rows = (
        Endorsement.objects.filter(state="verified")
        .select_related("government", "conference")
        .order_by("given_at", "pk")
    )
    for row in rows.filter(conference__slug=slug) if slug else rows:
        yield {
            "conference": row.conference.slug,
            "government": row.government.name,
            "country": row.government.country,
            "name": row.name,
            "office": row.office,
            "mandate": row.mandate,
            "given_on": row.given_at.date().isoformat(),
            "fingerprint": row.fingerprint,
            "reservation": row.reservation,
        }
