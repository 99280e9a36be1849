"""A document written as tagged PDF (PDF/UA-1) with the fonts of this folder."""

from __future__ import annotations

import json
import re
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
# The faces of each family: of the page first, then those of other scripts, which have one face. Cut by tools/typefaces.py.
FAMILIES = {
    "Noto Sans": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf"),
    "Amiri": ("Amiri-Regular.ttf", "Amiri-Bold.ttf"),
    **{
        f"Noto {script}": (f"Noto{script.replace(' ', '')}-Regular.ttf",)
        for script in (
            *("Sans Hebrew", "Sans Bengali", "Sans Gurmukhi", "Sans Gujarati", "Sans Oriya"),
            *("Sans Tamil", "Sans Telugu", "Sans Kannada", "Sans Malayalam", "Sans Sinhala", "Sans Thai", "Sans Lao"),
            *("Serif Tibetan", "Sans Myanmar", "Sans Georgian", "Sans Armenian", "Sans Ethiopic", "Sans Khmer"),
            *("Sans Javanese", "Sans Thaana", "Sans Tifinagh", "Sans NKo", "Sans Canadian Aboriginal", "Sans Cherokee"),
        )
    },
    "Noto Sans CJK SC": ("NotoSansCJKsc-Regular.otf",),
}
# Letters whose form in Japan or Taiwan is another than in China: before all others, for texts in these languages.
HAN = {"ja": ("Noto Sans CJK JP",), "zh-TW": ("Noto Sans CJK TC",)}
# Spaces, ends of lines, and what rules the letters beside it and is never drawn.
SHAPELESS = re.compile(r"[\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000]")
TRADITIONAL = frozenset(["hant", "tw", "hk", "mo"])

Said = Callable[[str], str]


def write(document: Document) -> bytes:
    """The bytes of a PDF with tags, title and language; the same document gives the same bytes.

    A letter that the typefaces lack is written as its number, [U+1F600]: PDF/UA allows no letter without a shape, and
    no heading without words; such a one is left out.
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
    line = document.line or " · ".join(each for each in (document.symbol, document.date.isoformat()) if each)
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
        "families": list(FAMILIES),
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
            return _paragraph(block.number, changes, "normal", said) | {"indent": block.level}
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
    is_traditional = language == "zh" and bool(TRADITIONAL & {part.lower() for part in parts})
    return {
        "lang": language,
        "region": regions[0] if regions else None,
        "rtl": direction(tag) == "rtl",
        "han": HAN.get("zh-TW" if is_traditional else language, ()),
    }


def _with_shapes(text: str, *, marks: bool = True) -> str:
    families = _families()
    shown: list[str] = []
    before: int | None = None
    # PDF/UA has no place for the mark of byte order, which shows nothing.
    for letter in unicodedata.normalize("NFC", printable(text)).replace("\ufeff", ""):
        category, family = unicodedata.category(letter), families.get(ord(letter))
        has_shape = family is not None or letter in "\n\t" or bool(SHAPELESS.match(letter))
        if category == "Mn" and not marks:
            # A script's own mark on a letter of that script.
            has_shape = has_shape and family == before != 0
        elif family is not None:
            before = family
        shown.append(letter if has_shape else f"[U+{ord(letter):04X}]")
    return "".join(shown)


@cache
def _families() -> dict[int, int]:
    """Of each letter that all faces of a family have, the place of the first such family."""
    found: dict[int, int] = {}
    for place, faces in enumerate(FAMILIES.values()):
        for letter in set.intersection(*(_letters_of((FONTS / face).read_bytes()) for face in faces)):
            found.setdefault(letter, place)
    return found


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
