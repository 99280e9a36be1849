"""Automatic numbers of a Word file, as they are displayed: 3, (b), IV.2, bis lists included."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from rapporteur_core.documents.word.names import Element, attribute, child, children, is_on, name_of, value_of
from rapporteur_core.documents.word.styles import LEVELS, Styles, level_of

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
LATIN = "abcdefghijklmnopqrstuvwxyz"
ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
# A number that no list has: shown as nothing rather than as a text of its length.
HIGHEST = 32_767
PLACE = re.compile(r"%([1-9])")
BULLET = "•"


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered; `restart` is the level (from 1) after which it begins anew, 0 for never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


class Numbering:
    """The lists of a file, counting as paragraphs are met."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._lists: dict[str, dict[int, Level]] = {}
        self._linked: dict[str, str] = {}
        self._numbers: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in children(root):
            self._add(element, styles)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that belongs to a style; 0 where none says so."""
        levels = self._levels(number)[1]
        return next((level for level, each in levels.items() if style and each.style == style), 0)

    def next(self, number: str, level: int) -> str | None:
        """The number that the next paragraph of this list and level displays; None where it cannot be told."""
        name, levels = self._levels(number)
        if not levels:
            return None
        counts = self._counts.setdefault(name, [None] * LEVELS)
        self._count(counts, levels, number, level)
        this = levels.get(level, Level())
        if this.form == "bullet":
            return this.text if this.text and not "\ue000" <= this.text <= "\uf8ff" else BULLET
        shown = [self._shown(counts, levels, each, is_legal=this.is_legal) for each in range(LEVELS)]
        wanted = [int(each) - 1 for each in PLACE.findall(this.text)]
        if any(shown[each] is None for each in wanted):
            return None
        return PLACE.sub(lambda place: shown[int(place[1]) - 1] or "", this.text)

    def _add(self, element: Element, styles: Styles) -> None:
        if name_of(element) == "w:abstractNum":
            identifier = attribute(element, "w:abstractNumId") or ""
            self._lists[identifier] = dict(_levels_in(element))
            if link := value_of(child(element, "w:numStyleLink")):
                self._linked[identifier] = styles.of(link).numbering or ""
        elif name_of(element) == "w:num":
            levels: dict[int, Level] = {}
            starts: dict[int, int] = {}
            for override in element:
                level = level_of(attribute(override, "w:ilvl") or "")
                if name_of(override) == "w:lvlOverride" and level is not None:
                    levels.update(_levels_in(override))
                    if start := value_of(child(override, "w:startOverride")):
                        starts[level] = _figure(start, 1)
            identifier = attribute(element, "w:numId") or ""
            self._numbers[identifier] = (value_of(child(element, "w:abstractNumId")), levels, starts)

    def _levels(self, number: str) -> tuple[str, dict[int, Level]]:
        """The list to which a number belongs, and its levels with the number's own ones laid over them."""
        name, own, _starts = self._numbers.get(number, ("", {}, {}))
        if name in self._linked:
            name = self._numbers.get(self._linked[name], (name, {}, {}))[0]
        return name, {**self._lists.get(name, {}), **own}

    def _count(self, counts: list[int | None], levels: dict[int, Level], number: str, level: int) -> None:
        starts = self._numbers[number][2]
        this, before = levels.get(level, Level()), counts[level]
        if level in starts and (number, level) not in self._begun:
            counts[level] = starts[level]
        else:
            counts[level] = this.start if before is None else before + 1
        self._begun.add((number, level))
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                counts[deeper] = None

    def _shown(self, counts: list[int | None], levels: dict[int, Level], level: int, *, is_legal: bool) -> str | None:
        this = levels.get(level, Level())
        # A level passed over counts as begun.
        count = this.start if (counted := counts[level]) is None else counted
        return written(count, "decimal" if is_legal and this.form != "none" else this.form)


def written(count: int, form: str) -> str | None:
    """A count in one of Word's forms; None for one that is not known here, or where no list counts so far."""
    if not 0 <= count <= HIGHEST:
        return None
    return FORMS[form](count) if form in FORMS else None


def _lettered(letters: str) -> Callable[[int], str]:
    # After z Word writes aa, bb, cc.
    def of(count: int) -> str:
        return letters[(count - 1) % len(letters)] * ((count - 1) // len(letters) + 1) if count else ""

    return of


def _roman(count: int) -> str:
    out = ""
    for value, sign in ROMAN:
        out += sign * (count // value)
        count %= value
    return out


FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _lettered(LATIN),
    "upperLetter": _lettered(LATIN.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "arabicAlpha": _lettered(ARABIC),
    "arabicAbjad": _lettered(ABJAD),
    "none": lambda count: "",
}


def _levels_in(element: Element) -> list[tuple[int, Level]]:
    found = []
    for each in element:
        level = level_of(attribute(each, "w:ilvl") or "")
        if name_of(each) == "w:lvl" and level is not None:
            found.append((level, _level(each)))
    return found


def _level(element: Element) -> Level:
    restart = value_of(child(element, "w:lvlRestart"))
    level = Level(
        start=_figure(value_of(child(element, "w:start")), 0),
        form=value_of(child(element, "w:numFmt")) or "decimal",
        text=value_of(child(element, "w:lvlText")),
        is_legal=is_on(child(element, "w:isLgl")),
        style=value_of(child(element, "w:pStyle")),
    )
    return replace(level, restart=_figure(restart, 0)) if restart else level


def _figure(value: str, otherwise: int) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else otherwise
