"""docs/glossary.md from the glossary of the product's data: `python tools/glossary.py` writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/rapporteur/foundation/frameworks/data/glossary.yaml"
TARGET = ROOT / "docs/glossary.md"
LANGUAGES = ("en", "fr", "es")
HEAD = """# Glossary

The words of the field as Rapporteur uses them: in its code, in its interface and in these pages. `Name` is the name in code.
A term marked ✓ was met in an official or reference text in that language; the others are the usual equivalents and are still
to be checked in the terminology of the United Nations. This page is made by `tools/glossary.py` from
[glossary.yaml](../src/rapporteur/foundation/frameworks/data/glossary.yaml): change that file, not this one.

| Name | English | French | Spanish |
|---|---|---|---|
"""


def row(term: dict[str, Any]) -> str:
    """One line of the table; a language in which the term was read is marked."""
    read_in = term.get("read_in", [])
    cells = [f"{term.get(code, '')}{' ✓' if code in read_in else ''}".replace("|", "\\|") for code in LANGUAGES]
    return f"| `{term['id']}` | {' | '.join(cells)} |\n"


def text() -> str:
    terms = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["terms"]
    return HEAD + "".join(row(term) for term in terms)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
