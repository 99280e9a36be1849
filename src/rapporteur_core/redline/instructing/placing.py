"""Places that a mail cites, found in the document; words that it quotes, found in a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapporteur_core.redline.instructing.citing import Cited
from rapporteur_core.redline.instructing.desk import Desk, Entry, sentence_ranges
from rapporteur_core.redline.instructing.refusals import Refusal

Range = tuple[int, int]
INLINE = r"(?:^|[;:,\n]\s*(?:and |et |y |or |ou |o )?)\(?{letter}\)\s"
ROWS = 400


class Unplaced(Exception):
    """A part of an instruction finds no place."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.code)


@dataclass(frozen=True)
class Target:
    """The characters start:end of an entry; whole says that the entry itself is meant. `edge` as cited."""

    index: int
    start: int
    end: int
    whole: bool = True
    sentences: tuple[Range, ...] = ()
    edge: str = ""
    cited: Cited | None = None


class Finder:
    """Finds places and words in the document on a desk; `text` is the mail, for the words of a refusal."""

    def __init__(self, desk: Desk, text: str) -> None:
        self.desk, self.text = desk, text

    def refuse(
        self, code: str, start: int, end: int, *, words: str = "", count: int | None = None, expected: int | None = None
    ) -> Unplaced:
        said = words or self.text[start:end]
        values = {name: value for name, value in (("count", count), ("expected", expected)) if value is not None}
        return Unplaced(Refusal(code, " ".join(said.split())[:300], start, end, values))

    # Places.

    def targets(self, places: Sequence[Cited]) -> list[Target]:
        """All places of an order, in the order of the mail; Unplaced when one is not found."""
        return [target for place in places for target in self.of_place(place)]

    def everything(self) -> list[Target]:
        return [Target(n, 0, len(entry.base)) for n, entry in enumerate(self.desk.entries)]

    def of_place(self, place: Cited) -> list[Target]:
        if not place.part:
            if len(self.desk.entries) != 1 and not place.subparagraph:
                raise self.refuse("no_place", place.start, place.end)
            indices = self._by_subparagraph_alone(place) if place.subparagraph else [0]
        else:
            indices = self._indices(place)
            for letter in place.subparagraph:
                indices = [n for index in indices for n in self._below(index, letter, place)]
        return [self._narrowed(index, place) for index in indices]

    def _by_subparagraph_alone(self, place: Cited) -> list[int]:
        found = self.desk.numbered(place.subparagraph[0], "paragraph")
        if len(found) != 1:
            code = "no_subparagraph" if not found else "two_paragraphs"
            raise self.refuse(code, place.start, place.end, count=len(found) or None)
        return found

    def _below(self, index: int, letter: str, place: Cited) -> list[int]:
        found = self.desk.subparagraph(index, letter)
        if len(found) == 1:
            return found
        if not found and self._inline(self.desk.entries[index], letter):
            return [index]
        if found:
            raise self.refuse("two_paragraphs", place.start, place.end, count=len(found))
        raise self.refuse("no_subparagraph", place.start, place.end)

    def _inline(self, entry: Entry, letter: str) -> re.Match[str] | None:
        return re.search(INLINE.format(letter=re.escape(letter)), entry.base)

    def _indices(self, place: Cited) -> list[int]:
        if place.ordinals or place.part in ("chapeau", "heading"):
            return self._by_ordinal(place)
        found: list[int] = []
        for first, last in place.numbers:
            begin, end = self._one(first, place), self._one(last, place)
            if begin > end or end - begin > ROWS:
                raise self.refuse("no_paragraph", place.start, place.end)
            found += range(begin, end + 1) if begin != end else [begin]
        if not found:
            raise self.refuse("no_place", place.start, place.end)
        return found

    def _by_ordinal(self, place: Cited) -> list[int]:
        rows = self.desk.of_part(place.part)
        if place.part == "paragraph" and min(place.ordinals) > 0 and not self.desk.is_text:
            parts = [part for part in ("preambular", "operative") if self.desk.of_part(part)]
            if len(parts) > 1:
                raise self.refuse("two_paragraphs", place.start, place.end, count=len(parts))
            rows = self.desk.of_part(parts[0]) if parts else rows
        if not place.ordinals:
            if len(rows) != 1:
                code = "two_paragraphs" if rows else "no_paragraph"
                raise self.refuse(code, place.start, place.end, count=len(rows) or None)
            return rows
        found = [rows[_position(n, len(rows))] for n in place.ordinals if _position(n, len(rows)) >= 0]
        if len(found) != len(place.ordinals):
            raise self.refuse("no_paragraph", place.start, place.end)
        return found

    def _one(self, number: str, place: Cited) -> int:
        if self.desk.is_text and number.rstrip("eréèm°").isdigit() and (place.counted or not self._has_numbers(number)):
            position = int(number.rstrip("eréèm°")) - 1
            if not 0 <= position < len(self.desk.entries) or place.part == "elsewhere":
                code = "elsewhere" if place.part == "elsewhere" else "no_paragraph"
                raise self.refuse(code, place.start, place.end, words=number if code == "no_paragraph" else "")
            return position
        found = self.desk.numbered(_bare(number), "paragraph" if place.part == "elsewhere" else place.part)
        if len(found) == 1 and not (self.desk.is_text and place.part == "elsewhere"):
            return found[0]
        if found and place.part != "elsewhere":
            raise self.refuse("two_paragraphs", place.start, place.end, words=number, count=len(found))
        code = "elsewhere" if place.part == "elsewhere" else "no_paragraph"
        raise self.refuse(code, place.start, place.end, words="" if code == "elsewhere" else number)

    def _has_numbers(self, number: str) -> bool:
        return bool(self.desk.numbered(number, "paragraph"))

    def _narrowed(self, index: int, place: Cited) -> Target:
        """The subparagraph in the running text, the sentence and the line that a place cites in an entry."""
        entry = self.desk.entries[index]
        target = Target(index, 0, len(entry.base), edge=place.edge, cited=place)
        inline = self._inline(entry, place.subparagraph[-1]) if place.subparagraph and entry.number else None
        if inline and not self.desk.subparagraph(index, place.subparagraph[-1]) and self._is_parent(index, place):
            following = re.search(r"[;\n]", entry.base[inline.end() :])
            end = inline.end() + following.start() if following else len(entry.base)
            target = replace(target, start=inline.end(), end=end, whole=False)
        if place.sentences:
            target = self._in_sentences(entry, target, place)
        if place.lines and "\n" in entry.base.strip():
            target = self._in_lines(entry, target, place)
        return target

    def _is_parent(self, index: int, place: Cited) -> bool:
        return index in self._indices(place) if place.part else False

    def _in_sentences(self, entry: Entry, target: Target, place: Cited) -> Target:
        rows = [each for each in sentence_ranges(entry.base) if target.start <= each[0] and each[1] <= target.end]
        chosen = [rows[_position(n, len(rows))] for n in place.sentences if _position(n, len(rows)) >= 0]
        if len(chosen) != len(place.sentences):
            raise self.refuse("no_sentence", place.start, place.end)
        chosen.sort()
        return replace(target, start=chosen[0][0], end=chosen[-1][1], whole=False, sentences=tuple(chosen))

    def _in_lines(self, entry: Entry, target: Target, place: Cited) -> Target:
        ends = [match.span() for match in re.finditer(r"[^\n]+", entry.base)]
        first, last = min(place.lines), max(place.lines)
        if last > len(ends) or -first > len(ends):
            raise self.refuse("no_line", place.start, place.end)
        return replace(
            target,
            start=ends[_position(first, len(ends))][0],
            end=ends[_position(last, len(ends))][1],
            whole=False,
        )

    def below(self, target: Target) -> list[Target]:
        """What is below a paragraph that is meant as a whole; its chapeau is meant without."""
        if not target.whole or (target.cited is not None and target.cited.chapeau):
            return []
        return [Target(n, 0, len(self.desk.entries[n].base)) for n in self.desk.below(target.index)]

    def refuse_below(self, targets: Sequence[Target]) -> None:
        """Refuse what could mean a paragraph with or without what is below it."""
        for target in targets:
            if target.cited is not None and self.below(target):
                raise self.refuse("below", target.cited.start, target.cited.end)

    # Words.

    def find(self, quoted: str, target: Target, *, now: bool = False) -> list[Range]:
        """Where quoted words stand in a target; in sentences that do not follow one another, in each of them.

        now: look in the text with the changes so far, which further changes are then placed in
        """
        entry = self.desk.entries[target.index]
        if not entry.is_whole:
            return []
        found = entry.find(quoted, target.start, target.end)
        if now and not found and entry.edits and target.whole:
            text = entry.text
            if Entry("", "", 0, text, text).find(quoted, 0, len(text)):
                entry.settle()
                found = entry.find(quoted, 0, len(entry.base))
        if len(target.sentences) > 1:
            found = [each for each in found if any(row[0] <= each[0] and each[1] <= row[1] for row in target.sentences)]
        return found


def _position(ordinal: int, length: int) -> int:
    """The index of the first (1), last (-1) ... of `length`; -1 where there is none."""
    position = ordinal - 1 if ordinal > 0 else length + ordinal
    return position if 0 <= position < length else -1


def _bare(number: str) -> str:
    """A number without the ending of an ordinal: 1er, 9e."""
    return re.sub(r"(?<=\d)(?:er|ere|re|eme|ème|nde|nd|st|rd|th|e|o|a)\b", "", number)
