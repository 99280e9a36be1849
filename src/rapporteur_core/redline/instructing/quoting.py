"""Quotations in a mail: where each begins and ends, with marks of all kinds, nested, and the unbalanced ones told."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

MARK = re.compile(r"[«»“”„‘’‹›\"']")
BEGINS_A_LINE = re.compile(r"^[^\S\n]*(?=[«“„‹‘\"'])", re.MULTILINE)
OPENERS = "«“„‹"
CLOSERS = "»”›"
FAMILIES = ("«»", "“”„", "‹›")
OPENS_AFTER = re.compile(r"[\s(\[{«“‘„‹:;,/\"'–—-]")
# After the closing mark of a single quotation the sentence goes on with one of these, or ends.
GOES_ON = re.compile(
    r"\s{0,9}(?:[.,;:!?)\]»”\n(]|$|(?:by|with|to|and|or|in|on|at|of|from|after|before|for|insert|add|delete|replace|"
    r"should|shall|wherever|each|throughout|is|are|where|as|par|et|dans|apres|après|avant|à|por|y|en|con|tras|antes|"
    r"después|al|del)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quote:
    """The characters start:end with the marks, inner_start:inner_end between them.

    `is_closed` is false for a paragraph that only begins with a mark, as each paragraph of a long quotation does.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_closed: bool = True


@dataclass(frozen=True)
class Stray:
    """A mark without its partner."""

    position: int
    opens: bool


def quotes(text: str) -> tuple[list[Quote], list[Stray]]:
    """The outermost quotations of a text in order, and the marks that have no partner.

    A mark at the start of a line inside a quotation goes on with it. An apostrophe is no quotation mark where a letter
    follows it, nor where no quotation is open. Time is linear in the text.
    """
    return _Scan(text).result()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = [match.start() for match in MARK.finditer(text)]
        self.ends = [each for each, sign in enumerate(text) if sign == "\n"]
        self.starts = {match.end() for match in BEGINS_A_LINE.finditer(text)}
        self.partner: dict[int, tuple[int, bool]] = {}
        for family in FAMILIES:
            _Nesting(self, family).pair()

    def result(self) -> tuple[list[Quote], list[Stray]]:
        found: list[Quote] = []
        strays: list[Stray] = []
        after = 0
        for index, position in enumerate(self.marks):
            if position < after:
                continue
            ending = self._ending(index)
            if ending is not None:
                found.append(self._quote(position, *ending))
                after = found[-1].end
            elif self.text[position] in OPENERS + CLOSERS + "‘":
                strays.append(Stray(position, self.text[position] not in CLOSERS))
            elif self.text[position] == '"':
                strays.append(Stray(position, self._opens(position)))
        return found, strays

    def end_of_line(self, position: int) -> int:
        index = bisect_left(self.ends, position)
        return self.ends[index] if index < len(self.ends) else len(self.text)

    def _ending(self, index: int) -> tuple[int, bool] | None:
        position = self.marks[index]
        sign = self.text[position]
        if sign in OPENERS:
            return self.partner.get(position)
        if sign == "»":
            return self._turned(index)
        if sign in CLOSERS or sign == "’" or not self._opens(position):
            return None
        return self._double(index) if sign == '"' else self._single(index)

    def _opens(self, position: int) -> bool:
        before = position == 0 or OPENS_AFTER.match(self.text[position - 1]) is not None
        if not before or position + 1 >= len(self.text):
            return False
        return not self.text[position + 1].isspace() or self._opens_wide(position)

    def _opens_wide(self, position: int) -> bool:
        """Whether a mark with a blank after it opens, as in the French manner: after a colon or at the start of a line."""
        if self.text[position] != '"' or self.text[position + 1] == "\n":
            return False
        before = self.text[max(position - 2, 0) : position].rstrip(" \xa0")
        return position in self.starts or before[-1:] == ":"

    def _closes(self, position: int) -> bool:
        goes_on = position + 1 < len(self.text) and self.text[position + 1].isalnum()
        return not self.text[position - 1].isspace() and not goes_on

    def _turned(self, index: int) -> tuple[int, bool] | None:
        """»such« quotations, as printed in Germany and Denmark."""
        position, following = self.marks[index], self.marks[index + 1 : index + 2]
        if following and self.text[following[0]] == "«" and self._opens(position) and self._closes(following[0]):
            return following[0] + 1, True
        return None

    def _double(self, index: int) -> tuple[int, bool] | None:
        position = self.marks[index]
        line_end = self.end_of_line(position)
        for each in range(index + 1, len(self.marks)):
            mark = self.marks[each]
            if self.text[mark] != '"':
                continue
            if mark >= line_end and position in self.starts:
                break
            if self._opens(mark):
                break
            if self._closes(mark) or not self.text[mark + 1 : mark + 2].isalnum():
                return mark + 1, True
        return (line_end, False) if position in self.starts else None

    def _single(self, index: int) -> tuple[int, bool] | None:
        """Between ' ' or ‘ ’ on one line: to the first closing mark after which the sentence goes on, else the last."""
        position = self.marks[index]
        sign = self.text[position]
        line_end = self.end_of_line(position)
        last: int | None = None
        for each in range(index + 1, len(self.marks)):
            mark = self.marks[each]
            if mark >= line_end or (self.text[mark] == sign and self._opens(mark)):
                break
            if self.text[mark] == ("’" if sign == "‘" else sign) and self._closes(mark):
                last = mark
                if GOES_ON.match(self.text, mark + 1):
                    break
        return (last + 1, True) if last is not None else None

    def _quote(self, start: int, end: int, is_closed: bool) -> Quote:
        inner_start, inner_end = start + 1, end - 1 if is_closed else end
        while inner_start < inner_end and self.text[inner_start].isspace():
            inner_start += 1
        while inner_end > inner_start and self.text[inner_end - 1].isspace():
            inner_end -= 1
        return Quote(start, end, inner_start, inner_end, is_closed)


class _Nesting:
    """Pairs the marks of one family by a stack. What begins a line and never closes is a quoted paragraph."""

    def __init__(self, scan: _Scan, family: str) -> None:
        self.scan, self.text = scan, scan.text
        self.marks = [each for each in scan.marks if scan.text[each] in family]
        self.stack: list[int] = []
        self.last_line_end = -1

    def pair(self) -> None:
        for position in self.marks:
            sign = self.text[position]
            if sign in OPENERS and not (sign == "“" and self._open_sign() == "„"):
                self._open(position)
            elif self.stack:
                self.scan.partner[self.stack.pop()] = (position + 1, True)
            self.last_line_end = max(self.last_line_end, self.scan.end_of_line(position))
        self._end_what_is_open()

    def _open_sign(self) -> str:
        return self.text[self.stack[-1]] if self.stack else ""

    def _open(self, position: int) -> None:
        if self.stack and position > self.last_line_end:
            if position in self.scan.starts and not self.text[self.last_line_end : position].strip():
                del self.stack[1:]
                return
            if self.stack[0] in self.scan.starts:
                self._end_what_is_open()
        self.stack.append(position)

    def _end_what_is_open(self) -> None:
        if self.stack and self.stack[0] in self.scan.starts:
            self.scan.partner[self.stack[0]] = (self.last_line_end, False)
        self.stack.clear()
