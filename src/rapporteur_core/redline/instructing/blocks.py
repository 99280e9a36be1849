"""Quoted blocks below a paragraph that announces them: “Article 5 reads as follows:” and what is quoted there."""

from __future__ import annotations

from collections.abc import Sequence

from rapporteur_core.redline.instructing.desk import Desk, Entry

QUOTED = ("«", "“", '"')


def is_quoted(text: str) -> bool:
    return text.lstrip()[:1] in QUOTED


def quoted_below(desk: Desk, index: int) -> list[int]:
    """The entries of the quoted block below an entry that announces one; none below another."""
    if not desk.is_text or is_quoted(desk.entries[index].original) or not _announces(desk.entries[index]):
        return []
    end = index + 1
    while end < len(desk.entries) and is_quoted(desk.entries[end].original):
        end += 1
    return list(range(index + 1, end))


def with_quoted(desk: Desk, deleted: Sequence[int]) -> list[int]:
    """Deleted entries with the block that each announces; Joined where that could go on with a block before it."""
    found: list[int] = []
    for index in deleted:
        found.append(index)
        block = quoted_below(desk, index)
        if set(block) - set(deleted) and is_quoted(_standing_before(desk, index, deleted)):
            raise Joined(index)
        found += block
    return list(dict.fromkeys(found))


class Joined(Exception):
    """A quoted block would follow another one: whether it stays as a part of that, or goes, is not said."""

    def __init__(self, index: int) -> None:
        self.index = index
        super().__init__(index)


def _announces(entry: Entry) -> bool:
    return entry.original.rstrip().endswith(":")


def _standing_before(desk: Desk, index: int, deleted: Sequence[int]) -> str:
    """The paragraph before an entry as it stands now; "" where none does."""
    for n in range(index - 1, -1, -1):
        entry = desk.entries[n]
        rows = [new.text for new in [*(entry.replaced or []), *entry.after]]
        text = rows[-1] if rows else "" if n in deleted else entry.text
        if text:
            return text
    return ""
