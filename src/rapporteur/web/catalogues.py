"""Catalogues of translations: compiled from their .po files when these are newer, by Babel, so that no tool is needed."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_stale() -> list[Path]:
    """Compile each catalogue whose .po is newer than its .mo; gives what was written."""
    written = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3])
        temporary = target.with_name(f"{target.name}.{os.getpid()}")
        with temporary.open("wb") as file:
            write_mo(file, catalog)
        os.replace(temporary, target)
        written.append(target)
    return written
