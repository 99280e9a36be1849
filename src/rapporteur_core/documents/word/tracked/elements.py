"""Elements of WordprocessingML, made in the order in which the schema wants them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import TypeAlias

from lxml import etree

from rapporteur_core.documents.model import printable
from rapporteur_core.text import direction

Element: TypeAlias = etree._Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = {"w": W, "r": R}
KEEPS_BLANKS = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
EAST_ASIAN = frozenset(["zh", "ja", "ko"])
BREAKS = re.compile(r"([\n\t])")
ENDS_A_RUN = "([{.,;:!?)]}«»“”\"'"


def w(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """`<w:tag w:attribute="…">` around the children; those that are None are left out."""
    made = etree.Element(f"{{{W}}}{tag}", nsmap=SPACES)
    for name, value in attributes.items():
        made.set(f"{{{W}}}{name}", printable(str(value)))
    made.extend([each for each in children if each is not None])
    return made


def related(tag: str, relation: str, **attributes: str | int) -> Element:
    """An element that points to another part by `r:id`."""
    made = w(tag, **attributes)
    made.set(f"{{{R}}}id", relation)
    return made


def moment(instant: datetime) -> str:
    """An instant in UTC, to the second, as the format has it; ValueError where its zone is not known."""
    if instant.tzinfo is None:
        raise ValueError("An instant without a time zone cannot be written to a Word file.")
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def is_rtl(language: str) -> bool:
    return direction(language) == "rtl"


def lang(language: str) -> Element:
    """In which language words are: each kind of script has its own attribute."""
    if is_rtl(language):
        return w("lang", bidi=language)
    if language.replace("_", "-").split("-")[0].lower() in EAST_ASIAN:
        return w("lang", val=language, eastAsia=language)
    return w("lang", val=language)


def run_properties(language: str, *, style: str = "", bold: bool = False, italic: bool = False, rtl: bool) -> Element:
    return w(
        "rPr",
        w("rStyle", val=style) if style else None,
        *([w("b"), w("bCs")] if bold else []),
        *([w("i"), w("iCs")] if italic else []),
        w("rtl") if rtl else None,
        lang(language),
    )


def runs(
    text: str, language: str, *, style: str = "", bold: bool = False, italic: bool = False, is_deleted: bool = False
) -> list[Element]:
    """The runs that hold a text: one, or in a language from right to left one for each change of direction."""
    made = []
    for is_left_to_right, words in _by_direction(printable(text), language):
        rtl = is_rtl(language) and not is_left_to_right
        properties = run_properties(language, style=style, bold=bold, italic=italic, rtl=rtl)
        made.append(w("r", properties, *_texts(words, "delText" if is_deleted else "t")))
    return made


def _texts(text: str, tag: str) -> Iterator[Element]:
    for words in BREAKS.split(text):
        if words == "\n":
            yield w("br")
        elif words == "\t":
            yield w("tab")
        elif words:
            element = w(tag)
            element.attrib.update(KEEPS_BLANKS)
            element.text = words
            yield element


def _by_direction(text: str, language: str) -> Iterable[tuple[bool, str]]:
    """The text cut where words of the other direction begin and end; their blanks and marks stay with the language."""
    if not is_rtl(language) or not any(unicodedata.bidirectional(sign) == "L" for sign in text):
        return [(False, text)] if text else []
    pieces = [(_is_foreign(token), token) for token in re.findall(r"\s+|[^\s]+", text)]
    cut = [part for is_foreign, token in pieces for part in (_bare(token) if is_foreign else [(False, token)])]
    # A blank between two foreign words is theirs.
    for at in range(1, len(cut) - 1):
        if cut[at][1].isspace() and cut[at - 1][0] and cut[at + 1][0]:
            cut[at] = (True, cut[at][1])
    return [(key, "".join(words for _, words in group)) for key, group in groupby(cut, key=lambda each: each[0])]


def _is_foreign(token: str) -> bool:
    kinds = {unicodedata.bidirectional(sign) for sign in token}
    return "L" in kinds and not kinds & {"R", "AL"}


def _bare(token: str) -> list[tuple[bool, str]]:
    start = len(token) - len(token.lstrip(ENDS_A_RUN))
    end = len(token.rstrip(ENDS_A_RUN))
    parts = [(False, token[:start]), (True, token[start:end]), (False, token[end:])]
    return [part for part in parts if part[1]]
