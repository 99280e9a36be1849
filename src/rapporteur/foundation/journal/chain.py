"""The arithmetic of the chain, free of the database, so that `rapporteur verify` can use it on an export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

FIRST = "0" * 64
FIELDS = ("number", "at", "conference", "act", "object", "role", "commitment", "previous")


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no blanks, UTF-8: the bytes that are hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt: str, content: Any) -> str:
    """SHA-256 over the salt (hex), a newline and the canonical content."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical(content)).hexdigest()


def entry_hash(entry: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical form of the entry's fields but its own hash."""
    return hashlib.sha256(canonical({name: entry[name] for name in FIELDS})).hexdigest()


def faults(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is wrong with a chain from its first entry on, as sentences; an empty list when it holds."""
    found: list[str] = []
    number, previous = 0, FIRST
    for entry in entries:
        number += 1
        if entry["number"] != number:
            found.append(f"Entry {number} is missing: {entry['number']} stands in its place.")
            number = int(entry["number"])
        if entry["previous"] != previous:
            found.append(f"Entry {number} does not follow the entry before it.")
        if entry_hash(entry) != entry["hash"]:
            found.append(f"Entry {number} was changed: its hash does not fit its content.")
        opening = entry.get("opening")
        if opening and commitment(opening["salt"], opening["content"]) != entry["commitment"]:
            found.append(f"Entry {number}: the content kept beside it is not the one committed to.")
        previous = str(entry["hash"])
    return found
