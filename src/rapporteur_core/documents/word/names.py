"""Names in the XML of Word files, as short ones: both editions of the standard, and what Microsoft added."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol


class Element(Protocol):
    """What is used of an element of lxml, which has no types."""

    tag: str
    text: str | None

    def get(self, key: str, default: str = ..., /) -> str: ...
    def iter(self, *tags: str) -> Iterator[Element]: ...
    def itertext(self) -> Iterator[str]: ...
    def __iter__(self) -> Iterator[Element]: ...
    def __len__(self) -> int: ...


# ISO/IEC 29500 has each space twice: transitional, which Word writes by default, and strict.
SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": "cp",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties": "cp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://schemas.microsoft.com/office/word/2010/11/wordml": "w15",
    "http://schemas.microsoft.com/office/word/2023/wordml/word16du": "w16du",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
# Of one thing in a mc:AlternateContent, the preferred first.
WRITINGS = ("mc:Choice", "mc:Fallback")
OFF = frozenset(["0", "false", "off"])


@lru_cache(maxsize=4096)
def short(tag: str) -> str:
    """`{http://…/wordprocessingml/2006/main}p` as `w:p`; a name of an unknown space without it, after a question mark."""
    space, _brace, local = tag[1:].rpartition("}")
    return f"{SPACES.get(space, '?')}:{local}"


@lru_cache(maxsize=1024)
def _spellings(name: str) -> tuple[str, ...]:
    prefix, _colon, local = name.rpartition(":")
    return tuple(f"{{{space}}}{local}" for space, short_one in SPACES.items() if short_one == prefix) + (local,)


def name_of(element: Element) -> str:
    return short(element.tag)


def attribute(element: Element, name: str) -> str | None:
    """The value of an attribute such as `w:val`, in whichever edition it is written, also without its space."""
    for spelling in _spellings(name):
        if value := element.get(spelling, ""):
            return value
    return None


def value_of(element: Element | None, name: str = "w:val") -> str:
    """The value of an element such as `<w:pStyle w:val="Title"/>`; empty where there is none."""
    return "" if element is None else attribute(element, name) or ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first element below `element` that the names of `path` lead to."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if name_of(each) == name), None)
    return element


def children(element: Element | None) -> Iterator[Element]:
    """The elements right below `element`; none where it is not there."""
    return iter(() if element is None else element)


def words_in(element: Element) -> str:
    """All words anywhere below an element that is not walked, one after the other."""
    return "".join(each.text or "" for each in element.iter("{*}t", "{*}delText"))


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `<w:bidi/>` is there and not turned off."""
    return element is not None and value_of(element) not in OFF


def chosen(element: Element) -> Element | None:
    """Of a mc:AlternateContent the one writing that is read: the others say the same in an older form."""
    for name in WRITINGS:
        for each in element:
            if name_of(each) == name and len(each):
                return each
    return None
