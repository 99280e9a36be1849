"""Styles of a Word file: what a paragraph has from its style and from those on which that is based."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapporteur_core.documents.word.names import Element, attribute, child, children, is_on, name_of, value_of

# Longer chains are loops or meant to cost time.
LONGEST_CHAIN = 40
# Word has nine levels of headings and of lists, counted from 0 in the file.
LEVELS = 9


@dataclass(frozen=True)
class Style:
    """Properties of a paragraph; None where nothing says. level: of its list, from 0; heading: from 1."""

    name: str = ""
    numbering: str | None = None
    level: int | None = None
    heading: int | None = None
    is_rtl: bool | None = None
    language: str | None = None
    language_rtl: str | None = None


class Styles:
    """The styles of a file by their identifiers; an empty set where the file has none."""

    def __init__(self, root: Element | None) -> None:
        self.defaults = _read(
            child(root, "w:docDefaults", "w:pPrDefault"), child(root, "w:docDefaults", "w:rPrDefault")
        )
        self.default = ""
        self._own: dict[str, Style] = {}
        self._bases: dict[str, str] = {}
        self._whole: dict[str, Style] = {}
        for element in children(root):
            if name_of(element) == "w:style":
                self._add(element)

    def of(self, identifier: str) -> Style:
        """A style with what it inherits; the default one where there is none of that identifier."""
        if identifier not in self._own:
            identifier = self.default
        if identifier not in self._whole:
            self._whole[identifier] = self._inherited(identifier)
        return self._whole[identifier]

    def _add(self, element: Element) -> None:
        identifier = attribute(element, "w:styleId") or ""
        name = value_of(child(element, "w:name"))
        self._own[identifier] = replace(_read(element, element), name=name)
        self._bases[identifier] = value_of(child(element, "w:basedOn"))
        if attribute(element, "w:type") == "paragraph" and attribute(element, "w:default") in ("1", "true", "on"):
            self.default = identifier

    def _inherited(self, identifier: str) -> Style:
        whole = Style()
        for each in self._chain(identifier):
            whole = laid_over(whole, each)
        return laid_over(whole, self.defaults)

    def _chain(self, identifier: str) -> Iterator[Style]:
        for _step in range(LONGEST_CHAIN):
            if identifier not in self._own:
                return
            yield self._own[identifier]
            identifier = self._bases[identifier]


def laid_over(style: Style, base: Style) -> Style:
    """`style`, with what it does not say taken from `base`."""
    return Style(
        name=style.name or base.name,
        numbering=base.numbering if style.numbering is None else style.numbering,
        level=base.level if style.level is None else style.level,
        heading=base.heading if style.heading is None else style.heading,
        is_rtl=base.is_rtl if style.is_rtl is None else style.is_rtl,
        language=style.language or base.language,
        language_rtl=style.language_rtl or base.language_rtl,
    )


def of_paragraph(properties: Element | None) -> Style:
    """What the w:pPr of a paragraph says of itself."""
    numbered, outline = child(properties, "w:numPr"), value_of(child(properties, "w:outlineLvl"))
    bidi = child(properties, "w:bidi")
    return Style(
        numbering=value_of(child(numbered, "w:numId")) or None,
        level=level_of(value_of(child(numbered, "w:ilvl"))),
        heading=None if (level := level_of(outline)) is None else level + 1,
        is_rtl=None if bidi is None else is_on(bidi),
    )


def level_of(value: str) -> int | None:
    """A level as it is written in the file, from 0 to 8; None where it is none."""
    return int(value) if len(value) == 1 and value.isdecimal() and int(value) < LEVELS else None


def _read(paragraph: Element | None, run: Element | None) -> Style:
    language = child(run, "w:rPr", "w:lang")
    own = of_paragraph(child(paragraph, "w:pPr"))
    if language is None:
        return own
    return replace(
        own, language=attribute(language, "w:val") or None, language_rtl=attribute(language, "w:bidi") or None
    )
