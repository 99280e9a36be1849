"""Reads of amendments that arrive as instructions in a mail: what each would change in the text of now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapporteur_core.redline import Change, Rebased, rebase
from rapporteur_core.redline.instructing import Instruction, Refusal, instructions
from rapporteur_core.redline.instructing import Paragraph as Part
from rapporteur_core.redline.instructing import Revision as Part_change

from ..models import Amendment, Revision, Wording
from .amendments import changes_of
from .names import amendment_kind_name, paragraph_name
from .texts import wordings_of

# Languages in which instructions are read.
READ_IN = ("en", "fr", "es")


@dataclass(frozen=True)
class MailedRow:
    """What an instruction makes of one paragraph; for a new one `key` is that of the paragraph before it."""

    index: int
    key: str
    place: str
    kind: str
    base: str
    proposed: str

    @property
    def kind_label(self) -> str:
        return amendment_kind_name(self.kind)

    @property
    def changes(self) -> Sequence[Change]:
        return changes_of(Amendment(kind=self.kind, base_text=self.base, proposed_text=self.proposed))

    @property
    def has_words(self) -> bool:
        return self.kind != Amendment.Kind.DELETE


@dataclass(frozen=True)
class MailedInstruction:
    """An instruction with the words of the mail, what it changes, and what of it could not be placed."""

    said: str
    rows: list[MailedRow]
    refusals: tuple[Refusal, ...]


def mailed(revision: Revision, text: str, language: str) -> list[MailedInstruction]:
    """The instructions of a mail laid on the words of a frozen revision, each alone: two queries.

    `language`: en, fr or es. What cannot be placed changes nothing and is told.
    """
    wordings = list(wordings_of(revision))
    parts = [Part(each.number, each.text, each.paragraph.kind, each.level) for each in wordings]
    read = instructions(text, parts, language)
    found: list[MailedInstruction] = []
    count = 0
    for each in read.instructions:
        rows = [row for change in each.changes if (row := _row(change, wordings, count + change_at(each, change)))]
        count += len(each.changes)
        found.append(MailedInstruction(text[each.start : each.end], rows, each.refusals))
    return found


def change_at(instruction: Instruction, change: Part_change) -> int:
    return instruction.changes.index(change)


def _row(change: Part_change, wordings: Sequence[Wording], index: int) -> MailedRow | None:
    """The change on the words of the revision alone, without those of earlier instructions; None where it is none."""
    if change.is_new:
        before = wordings[max(change.paragraph - 1, 0)]
        return MailedRow(index, before.paragraph.key, paragraph_name(before), Amendment.Kind.ADD, "", change.proposed)
    wording = wordings[change.paragraph]
    place = index, wording.paragraph.key, paragraph_name(wording)
    if not change.proposed:
        return MailedRow(*place, Amendment.Kind.DELETE, wording.text, "")
    laid = rebase(change.base, wording.text, change.proposed)
    proposed = laid.text if isinstance(laid, Rebased) else change.proposed
    return MailedRow(*place, Amendment.Kind.CHANGE, wording.text, proposed) if proposed != wording.text else None
