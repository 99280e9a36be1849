"""Reads of amendments that arrive as instructions in a mail: what each would change in the text of now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from rapporteur_core.redline import Change, Rebased, rebase
from rapporteur_core.redline.instructing import Paragraph as Part
from rapporteur_core.redline.instructing import Refusal, instructions
from rapporteur_core.redline.instructing import Revision as PartChange

from ..models import Amendment, Revision, Wording
from .amendments import changes_of
from .names import amendment_kind_name, paragraph_name
from .texts import wordings_of

# Languages in which instructions are read.
READ_IN = ("en", "fr", "es")


@dataclass(frozen=True)
class MailedRow:
    """What an instruction makes of one paragraph; for a new one `key` is that of the paragraph before it.

    Not clear where it changes words that an earlier instruction changed too: then `proposed` is what is clear of it.
    """

    index: int
    key: str
    place: str
    kind: str
    base: str
    proposed: str
    is_clear: bool = True

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


@dataclass(frozen=True)
class Mail:
    """A mail as it was read; `unread`: its words in which no instruction was seen, such as greetings and reasons."""

    instructions: list[MailedInstruction]
    unread: list[str]

    @property
    def rows(self) -> list[MailedRow]:
        return [row for each in self.instructions for row in each.rows]


def mailed(revision: Revision, text: str, language: str) -> Mail:
    """The instructions of a mail laid on the words of a frozen revision, each alone: two queries.

    `language`: en, fr or es. What cannot be placed changes nothing and is told.
    """
    wordings = list(wordings_of(revision))
    parts = [Part(each.number, each.text, each.paragraph.kind, each.level) for each in wordings]
    read = instructions(text, parts, language)
    index = count()
    found = [
        MailedInstruction(
            text[each.start : each.end],
            [row for change in each.changes if (row := _row(change, wordings, next(index)))],
            each.refusals,
        )
        for each in read.instructions
    ]
    return Mail(found, [said for _source, start, end in read.unread if (said := text[start:end].strip())])


def _row(change: PartChange, wordings: Sequence[Wording], index: int) -> MailedRow | None:
    """The change on the words of the revision alone, without those of earlier instructions; None where it is none."""
    if change.is_new:
        before = wordings[max(change.paragraph - 1, 0)]
        return MailedRow(index, before.paragraph.key, paragraph_name(before), Amendment.Kind.ADD, "", change.proposed)
    wording = wordings[change.paragraph]
    place = index, wording.paragraph.key, paragraph_name(wording)
    if not change.proposed:
        return MailedRow(*place, Amendment.Kind.DELETE, wording.text, "")
    laid = rebase(change.base, wording.text, change.proposed)
    is_clear = isinstance(laid, Rebased)
    if is_clear and laid.text == wording.text:
        return None
    return MailedRow(*place, Amendment.Kind.CHANGE, wording.text, laid.text, is_clear)
