"""What the planning of an order works with, and what it comes to before any of it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapporteur_core.redline.instructing.clerks import Clerks
from rapporteur_core.redline.instructing.desk import Desk, Edit, New
from rapporteur_core.redline.instructing.placing import Finder, Target
from rapporteur_core.redline.instructing.tokens import Language
from rapporteur_core.redline.instructing.typography import House
from rapporteur_core.redline.instructing.values import Operation, Place, Practice


@dataclass(frozen=True)
class Scene:
    """The document on its desk, where the mail's words are found in it, and the habits of the house."""

    desk: Desk
    text: str
    find: Finder
    house: House
    practice: Practice
    language: Language
    clerks: Clerks | None = None

    def dressed(self, lines: Sequence[str]) -> list[str]:
        """New paragraphs in the typography of the document, and as its clerks print them where the practice has any."""
        dressed = [self.house.dress(line) for line in lines]
        return self.clerks.printed(dressed) if self.clerks else dressed

    def dress(self, words: str) -> str:
        return self.dressed([words])[0]

    def place(self, targets: Sequence[Target], indices: Sequence[int] = ()) -> Place:
        """The place of an instruction: where its words were found, or else what it cites."""
        rows = list(dict.fromkeys(list(indices) or [target.index for target in targets]))
        cited = next((target.cited for target in targets if target.cited), None)
        return Place(
            tuple(rows),
            tuple(self.desk.entries[n].number for n in rows),
            cited.subparagraph[-1] if cited and cited.subparagraph else "",
            cited.sentences if cited else (),
            cited.lines[0] if cited and cited.lines else None,
        )


@dataclass
class Plan:
    """What an order comes to, entries by their index.

    edits:    words of entries replaced
    deleted:  entries that go; `marker` stays at their number, where it is not ""
    replaced: entries whose place others take
    added:    entries after which (or before which, by `side`) others come in
    moved:    entries that come, in this order, behind entry `behind` (-1: before all others)
    numbers:  entries that get another number
    """

    operation: Operation
    edits: list[tuple[int, Edit]] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    replaced: list[tuple[int, list[New]]] = field(default_factory=list)
    added: list[tuple[int, list[New]]] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    behind: int = -1
    numbers: list[tuple[int, str]] = field(default_factory=list)
    side: str = "after"
    marker: str = ""
    place: Place | None = None
    quoted: str = ""
    words: str = ""
    taken: str = ""

    def edits_by_entry(self) -> dict[int, list[Edit]]:
        found: dict[int, list[Edit]] = {}
        for index, edit in self.edits:
            found.setdefault(index, []).append(edit)
        return found
