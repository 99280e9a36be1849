"""A document written as tagged PDF (PDF/UA-1) with the fonts of this folder."""

from __future__ import annotations

import json
import struct
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import typst

from rapporteur_core.documents.model import Block, Document, Heading, List, Paragraph, Redline, Run, Table, printable
from rapporteur_core.text import direction

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
FAMILIES = (("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic"), ("Amiri-Regular", "Amiri-Bold"))

Said = Callable[[str], str]


def write(document: Document) -> bytes:
    """The bytes of a PDF with tags, title and language; the same document gives the same bytes.

    A letter that the fonts lack (they have Latin, Greek, Cyrillic and Arabic) is written as its number, [U+4E00]:
    PDF/UA allows no letter without a shape, and no heading without words; such a one is left out.
    """
    try:
        return _compiled(document, _with_shapes)
    except typst.TypstError:
        # A mark may have a shape and none on its letter.
        return _compiled(document, partial(_with_shapes, marks=False))


def _compiled(document: Document, said: Said) -> bytes:
    content = json.dumps(_content(document, said), ensure_ascii=True)
    moment = datetime(document.date.year, document.date.month, document.date.day, tzinfo=UTC)
    pages = typst.compile(
        FOLDER / "page.typ",
        root=FOLDER,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": content},
        pdf_standards="ua-1",
        timestamp=moment,
    )
    if not isinstance(pages, bytes):
        raise TypeError("A PDF is one file.")
    return pages


def _content(document: Document, said: Said) -> dict[str, Any]:
    line = " · ".join(each for each in (document.symbol, document.date.isoformat()) if each)
    # Tags need a title, and headings that go down one step at a time.
    return {
        **_language(document.language),
        "title": said(document.title).strip() or "-",
        "symbol": said(document.symbol),
        "line": said(line),
        "note": said(document.note),
        "year": document.date.year,
        "month": document.date.month,
        "day": document.date.day,
        "blocks": list(_blocks(document, said)),
    }


def _blocks(document: Document, said: Said) -> Iterator[dict[str, Any]]:
    level = 0
    for block in document.blocks:
        language = getattr(block, "language", None) or document.language
        if isinstance(block, Heading):
            if not said(block.text).strip():
                continue
            level = min(max(block.level, 1), level + 1, 6)
        yield {**_language(language), **_block(block, level, said)}


def _block(block: Block, level: int, said: Said) -> dict[str, Any]:
    match block:
        case Heading():
            return {"type": "heading", "level": level, "text": said(block.text)}
        case Paragraph():
            runs = [Run(block.text)] if isinstance(block.text, str) else block.text
            shown = [{"text": said(run.text), "bold": run.bold, "italic": run.italic} for run in runs]
            return _paragraph(block.number, shown, block.style, said) | {"indent": block.level}
        case Redline():
            changes = [{"text": said(change.text), "kind": change.kind} for change in block.changes]
            return _paragraph(block.number, changes, "normal", said)
        case List():
            return {"type": "list", "ordered": block.ordered, "items": [said(item) for item in block.items]}
        case Table():
            return _table(block, said)


def _paragraph(number: str | None, runs: list[dict[str, Any]], style: str, said: Said) -> dict[str, Any]:
    return {
        "type": "paragraph",
        "number": said(number) if number else None,
        "runs": runs or [{"text": ""}],
        "style": style,
    }


def _table(block: Table, said: Said) -> dict[str, Any]:
    width = max([1, len(block.header), *(len(row) for row in block.rows)])

    def full(row: Sequence[str]) -> list[str]:
        return [said(cell) for cell in row] + [""] * (width - len(row))

    rows = [full(row) for row in block.rows]
    return {"type": "table", "width": width, "caption": said(block.caption), "header": full(block.header), "rows": rows}


def _language(tag: str) -> dict[str, Any]:
    parts = tag.replace("_", "-").split("-")
    language = parts[0].lower() if parts[0].isascii() and parts[0].isalpha() and len(parts[0]) in (2, 3) else "und"
    regions = [part.upper() for part in parts[1:] if len(part) == 2 and part.isascii() and part.isalpha()]
    return {"lang": language, "region": regions[0] if regions else None, "rtl": direction(tag) == "rtl"}


def _with_shapes(text: str, *, marks: bool = True) -> str:
    shapes = _shapes()
    return "".join(
        letter if _has_shape(letter, shapes, marks=marks) else f"[U+{ord(letter):04X}]"
        for letter in unicodedata.normalize("NFC", printable(text))
    )


def _has_shape(letter: str, shapes: frozenset[int], *, marks: bool) -> bool:
    category = unicodedata.category(letter)
    if category == "Mn" and not marks and not "\u0600" <= letter <= "\u06ff":
        return False
    return ord(letter) in shapes or letter in "\n\t" or category in ("Cf", "Zs", "Zl", "Zp")


@cache
def _shapes() -> frozenset[int]:
    """The letters that every face of a family has."""
    families = [[_letters_of((FONTS / f"{face}.ttf").read_bytes()) for face in faces] for faces in FAMILIES]
    return frozenset().union(*(set.intersection(*faces) for faces in families))


def _letters_of(font: bytes) -> set[int]:
    """The code points of a TrueType font's character map, formats 4 and 12. Source: OpenType specification, cmap."""
    tables = [struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(struct.unpack_from(">H", font, 4)[0])]
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    letters: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 8 + 8 * n)[0]
        form = struct.unpack_from(">H", font, at)[0]
        if form == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last = struct.unpack_from(">II", font, at + 16 + 12 * group)
                letters.update(range(first, last + 1))
        elif form == 4:
            letters |= _segments(font, at)
    return letters


def _segments(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    ranges = zip(starts, ends, strict=True)
    return {letter for first, last in ranges if last != 0xFFFF for letter in range(first, last + 1)}
