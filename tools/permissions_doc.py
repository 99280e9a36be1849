"""docs/reference/permissions.md from the registry of permissions: `python tools/permissions_doc.py` writes it."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapporteur.web.settings_test")

TARGET = Path(__file__).parents[1] / "docs/reference/permissions.md"
HEAD = """# Permissions

Every address of the product names one of these permissions for reading, and a second one where something can be sent; an
address that names none keeps the server from starting. A permission is held by roles. What depends on the moment as well
(a closed call, a frozen revision, somebody else's record) is refused by the act itself, with a sentence of its own.

Roles are given for one conference: secretariat, rapporteur, drafter, delegate, mayor (the mayor's office), observer.
"Everyone" needs no account; "signed in" is anybody with an address. The product itself (a command, the worker) holds all.
[The line](../line.md) says which address asks for which.

This page is made by `tools/permissions_doc.py` from the registry in
[permissions.py](../../src/rapporteur/foundation/people/permissions.py) and the `permissions.py` of each stage: change those.

| Permission | Held by | Said to the others |
|---|---|---|
"""


def held_by(roles: frozenset[str]) -> str:
    """The roles in the order of the line of work; one word where all may."""
    from rapporteur.foundation.people.reader import PUBLIC, ROLES, SIGNED_IN

    if PUBLIC in roles:
        return "everyone"
    return ", ".join(role for role in (SIGNED_IN, *ROLES) if role in roles)


def text() -> str:
    from django.urls import get_resolver
    from django.utils import translation

    from rapporteur.foundation.people.permissions import REGISTRY
    from rapporteur.line import FOUNDATION, STAGES

    _views = get_resolver().url_patterns  # Reading the addresses imports every stage, which fills the registry.
    with translation.override("en"):
        rows = [
            f"| `{name}` | {held_by(entry.roles)} | {str(entry.refusal).replace('|', chr(92) + '|')} |\n"
            for name, entry in sorted(REGISTRY.items())
            if name.split(".")[0] in {*STAGES, *FOUNDATION}
        ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    import django

    django.setup()
    TARGET.write_text(text(), encoding="utf-8")
