"""What is in a file besides words: where it stands, what it says, and whose proposed words it brings along."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rapporteur_core.documents.word import Leftover, WordFile
from rapporteur_core.returning.values import Held, Proposed
from rapporteur_core.text import normalise

# What shows words that nobody wrote as such: they would be proposed as plain words.
SHOWN_AS_WORDS = frozenset({"field", "equation", "symbol"})
# So much of the words of a table is told.
LONGEST_TABLE = 2_000


class Things:
    """What a file holds besides words; `key_of`: the paragraph of the base to which a paragraph of the file belongs."""

    def __init__(self, file: WordFile, key_of: Mapping[int, str]) -> None:
        self.file = file
        self.key_of = key_of
        self.numbers = sorted(key_of)
        self.cells: defaultdict[int, list[int]] = defaultdict(list)
        for number, paragraph in enumerate(file.paragraphs):
            if paragraph.container.kind == "cell":
                self.cells[paragraph.container.number].append(number)
        self.of_number: defaultdict[int | None, list[Leftover]] = defaultdict(list)
        for each in file.leftovers:
            if each.kind in SHOWN_AS_WORDS and each.is_kept and each.text.strip():
                self.of_number[each.place.paragraph].append(each)

    def all(self) -> Iterator[Held]:
        """Each with its words and the paragraph in or behind which it stands; page numbers and the like are ours."""
        table = 0
        for each in self.file.leftovers:
            kind = each.place.container.kind
            is_table = each.kind == "table" and kind != "comment"
            table += is_table
            if kind in {"header", "footer"}:
                continue
            cells = self.cells[table] if is_table else []
            number = cells[0] if cells else each.place.paragraph
            key = self._key_at(number) if number is not None and each.place.container.is_main else ""
            yield Held(each.kind, key, each.text or self._words_of(cells), each.detail)

    def _key_at(self, number: int) -> str:
        """The paragraph of the base that paragraph `number` belongs to, else the last one before; empty for none."""
        at = bisect_right(self.numbers, number)
        return self.key_of[self.numbers[at - 1]] if at else ""

    def _words_of(self, cells: Sequence[int]) -> str:
        paragraphs = [self.file.paragraphs[number] for number in cells]
        words = (each.accepted.strip() or each.rejected.strip() for each in paragraphs)
        return " | ".join(each for each in words if each)[:LONGEST_TABLE]

    def in_words_of(self, proposal: Proposed, places: Sequence[tuple[int, int, int]]) -> tuple[tuple[str, str], ...]:
        """Kind and words of what stands where the proposal changes words, and in its words more often than before."""
        found = []
        for number, start, end in places:
            for each in self.of_number.get(number, ()):
                text = normalise(each.text).strip()
                is_here = start <= each.place.offset <= end
                if is_here and proposal.proposed_text.count(text) > proposal.base_text.count(text):
                    found.append((each.kind, text))
        return tuple(found)
