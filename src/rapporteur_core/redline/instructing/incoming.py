"""Paragraphs that come in: their quotation marks, typography and numbers as the document around them has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapporteur_core.redline.instructing.desk import Desk, Edit, Entry, New
from rapporteur_core.redline.instructing.endings import (
    ANNOUNCEMENT,
    CLOSED,
    LAST_ITEM,
    LAST_QUOTED_ITEM,
    LIST_MARK,
    SEMICOLON,
    ends,
    without,
)
from rapporteur_core.redline.instructing.numbering import (
    ENUMERATOR,
    OPEN_NUMBER,
    following,
    inserted_after,
    key,
    value_of,
)
from rapporteur_core.redline.instructing.statements import Content
from rapporteur_core.redline.instructing.typography import House
from rapporteur_core.redline.instructing.values import Practice

ROWS = ("roman", "degree", "letter")
BEGINS_QUOTED = re.compile(r"\s*([«“\"„])\s?")


def lines_of(content: Content, *, within: bool, closes: bool) -> list[str]:
    """The paragraphs of a content with the quotation marks that their place asks for.

    within: whether they come into a quoted block, each of whose paragraphs begins with a mark
    closes: whether the block ends with them
    """
    lines = list(content.lines)
    if not content.quoted:
        if within or not all(BEGINS_QUOTED.match(line) for line in lines):
            return lines
        if _is_closed(lines[-1]):
            lines[-1] = without(CLOSED, lines[-1])
    continued = len(lines) == 1 or all(BEGINS_QUOTED.match(line) for line in lines[1:])
    if not continued:
        return lines if not within else _enclosed(lines, closes)
    bare = [BEGINS_QUOTED.sub("", line, count=1) if n or not content.quoted else line for n, line in enumerate(lines)]
    return _enclosed(bare, closes) if within else _with_inner_blocks(bare)


def _is_closed(line: str) -> bool:
    """Whether the mark at the end of a line closes the one at its start, and not one within."""
    opened, closed = (sum(line.count(sign) for sign in signs) for signs in ("«“", "»”"))
    return ends(CLOSED, line) is not None and opened <= closed


def _enclosed(lines: Sequence[str], closes: bool) -> list[str]:
    marked = [line if BEGINS_QUOTED.match(line) else f"«\u202f{line}" for line in lines]
    return [*marked[:-1], marked[-1] + ("\u202f»" if closes and not ends(CLOSED, marked[-1]) else "")]


def _with_inner_blocks(bare: Sequence[str]) -> list[str]:
    """Quoted paragraphs inside the new ones: what is below “as follows:” keeps its mark.

    The block ends where the numbers above it go on: below “3° … as follows:” a 1° is quoted and a 4° is not. Where the
    lines bring marks of their own, these are taken as they are.
    """
    if any(BEGINS_QUOTED.match(line) for line in bare):
        return list(bare)
    found: list[str] = []
    above: dict[str, str] = {}
    inner = False
    for n, line in enumerate(bare):
        match = ENUMERATOR.match(line)
        row = next((each for each in ROWS if match and match[each]), "")
        number = match["number"] if match else ""
        if n and ends(ANNOUNCEMENT, bare[n - 1]):
            inner = True
        elif inner and row and _goes_on(above.get(row, ""), number):
            found[-1] = _closed(found[-1])
            inner = False
        if row and not inner:
            above[row] = number
        found.append(f"«\u202f{line}" if inner else line)
    if inner:
        found[-1] = _closed(found[-1])
    return found


def _goes_on(above: str, number: str) -> bool:
    """Whether a number is the next of a row after another: 4° after 3°, 3° bis after 3°."""
    stem = _stem(above.replace("°", ""))
    bare = number.replace("°", "")
    return bool(above) and (key(bare) == key(following(stem)) or (_stem(bare) == stem and bare != stem))


def _closed(line: str) -> str:
    if ends(CLOSED, line):
        return line
    mark = ends(SEMICOLON, line)
    return f"{line[: mark.start()]}\u202f» ;" if mark else f"{line}\u202f»"


def is_within(desk: Desk, before: int, after: int) -> tuple[bool, bool]:
    """Whether new paragraphs between two entries stand in a quoted block, and whether they end it."""
    previous = desk.entries[before].original if 0 <= before < len(desk.entries) else ""
    following_one = desk.entries[after].original if 0 <= after < len(desk.entries) else ""
    goes_on = BEGINS_QUOTED.match(following_one) is not None
    if BEGINS_QUOTED.match(previous):
        is_closed = ends(CLOSED, previous) is not None
        return (not is_closed or goes_on), not goes_on
    return goes_on and previous.rstrip().endswith(":"), not goes_on


@dataclass(frozen=True)
class ListMark:
    """How a list goes on below its last item: the change to that item's end, and the end that the new last one gets."""

    edit: Edit
    end: str
    within: bool

    def ended(self, line: str) -> str:
        bare = without(LIST_MARK, without(CLOSED, line) if self.within else line)
        return without(LIST_MARK, bare) + self.end


def list_goes_on(desk: Desk, before: int, after: int, new: Content, house: House) -> ListMark | None:
    """What happens to the marks when items are added below the last of a list: “(b) … .” becomes “(b) … ;”."""
    if not desk.is_text or before < 0 or not new.lines:
        return None
    last = ENUMERATOR.match(desk.entries[before].original)
    first = ENUMERATOR.match(BEGINS_QUOTED.sub("", new.lines[0], count=1))
    row = next((each for each in ("degree", "letter") if last and last[each] and first and first[each]), "")
    if not row or last is None:
        return None
    follows = ENUMERATOR.match(desk.entries[after].original) if after < len(desk.entries) else None
    if follows and follows[row] and bool(follows["mark"]) == bool(last["mark"]):
        return None
    base = desk.entries[before].base
    end = ends(LAST_QUOTED_ITEM if last["mark"] else LAST_ITEM, base)
    if end is None:
        return None
    return ListMark(Edit(end.start(), len(base.rstrip()), house.semicolon), end[0].rstrip(), bool(last["mark"]))


class Numbers:
    """Numbers for paragraphs that come in without one."""

    def __init__(self, desk: Desk, house: House, practice: Practice) -> None:
        self.desk, self.house, self.practice = desk, house, practice

    def filled(self, lines: Sequence[str], before: int) -> list[str]:
        """Paragraphs after entry `before`; those whose number is left open (… – or …°) with the next of their row."""
        there = self.desk.entries[before].after if before >= 0 else []
        known = [new.text for new in there]
        found: list[str] = []
        for line in lines:
            found.append(self._fill(line, before, [*known, *found]))
        return found

    def _fill(self, line: str, before: int, known: Sequence[str]) -> str:
        match = OPEN_NUMBER.match(line)
        if match is None:
            return line
        tail = match["tail"].strip()
        row = "degree" if "°" in tail else "letter" if ")" in tail else "roman"
        number = self.next_number(row, before, known)
        if number is None:
            return line
        return match["mark"] + self._written(row, number) + line[match.end() :]

    def _written(self, row: str, number: str) -> str:
        if row == "degree":
            stem, _blank, rest = number.partition(" ")
            return f"{stem}° {rest} ".replace("  ", " ")
        return f"{number}) " if row == "letter" else f"{number}. {self.house.dash or '–'} "

    def next_number(self, row: str, before: int, known: Sequence[str] = ()) -> str | None:
        """The number after that of the last one of a row at or above entry `before`; bis where the row goes on.

        known: paragraphs that come in between
        """
        texts = [entry.original for entry in self.desk.entries[: before + 1]]
        numbers = self._row(row, [*reversed(known), *reversed(texts)])
        if not numbers:
            return "II" if row == "roman" and self.practice.numbers_first else None
        rest = self._row(row, [entry.original for entry in self.desk.entries[before + 1 :]])
        if not rest:
            return following(_stem(numbers[0]))
        return inserted_after(numbers[0], {key(number) for number in rest})

    def _row(self, row: str, texts: Sequence[str]) -> list[str]:
        above = {"degree": ("roman",), "letter": ("roman", "degree"), "roman": ()}[row]
        found: list[str] = []
        for text in texts:
            match = ENUMERATOR.match(text)
            if match is None or match["mark"]:
                continue
            if match[row] is not None and (row != "roman" or value_of(match["roman"]) is not None):
                found.append(match["number"].replace("°", "").replace(")", "").replace("(", "").strip())
            elif any(match[each] is not None for each in above):
                break
        return found

    def needs_a_first(self, line: str) -> bool:
        """Whether a line is part II of a text whose first part has no number."""
        match = ENUMERATOR.match(line)
        if match is None or match["roman"] != "II" or not self.practice.numbers_first:
            return False
        return not self._row("roman", [entry.original for entry in self.desk.entries])

    def standing_at(self, line: str) -> int | None:
        """The entry that bears the number of a line already, both being numbered parts (II) of the text."""
        match = ENUMERATOR.match(line)
        if match is None or match["mark"] or value_of(match["roman"] or "") is None:
            return None
        for n, entry in enumerate(self.desk.entries):
            own = ENUMERATOR.match(entry.original)
            stands = entry.is_whole or self.is_deleted(n)
            if own and stands and own["roman"] and not own["mark"] and key(own["number"]) == key(match["number"]):
                return n
        return None

    def is_deleted(self, index: int) -> bool:
        """Whether an entry only says that its part was deleted: “II. - (Deleted)”."""
        text = self.desk.entries[index].original.rstrip(" .")
        return bool(self.practice.deleted) and text.endswith(self.practice.deleted)

    def needs_a_second(self, line: str) -> bool:
        """The same for a part I that comes before a text whose only part has no number."""
        match = ENUMERATOR.match(line)
        if match is None or match["roman"] != "I" or not self.practice.numbers_first:
            return False
        return not self._row("roman", [entry.original for entry in self.desk.entries])

    def second(self) -> str:
        return f"II. {self.house.dash or '–'} "

    def first(self) -> str:
        return f"I. {self.house.dash or '–'} "


def _stem(number: str) -> str:
    return re.sub(r"\s(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b.*", "", number)


def numbered(line: str, entry: Entry | None, number: str) -> New:
    """A paragraph of a document whose numbers stand apart: the number that the line begins with, else the one given."""
    match = re.match(
        r"\s*(?:(?:OP|PP)\s?)?(\(?\d{1,3}(?:\s?(?:bis|ter|quater))?\)?[.)]?|\([a-z]{1,3}\))\s+(?=\S)", line
    )
    own = match[0].strip(" .") if match else ""
    kind, level = (entry.kind, entry.level) if entry else ("", 0)
    return New(line[match.end() :] if match else line, number or own, kind, level)
