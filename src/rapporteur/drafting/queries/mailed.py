"""Reads of amendments that arrive as instructions in a mail: what each would change in the text of now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from rapporteur_core.redline import Change, Rebased, rebase
from rapporteur_core.redline.instructing import Instruction, Refusal, instructions
from rapporteur_core.redline.instructing import Paragraph as Part
from rapporteur_core.redline.instructing import Revision as PartChange

from ..models import Amendment, Revision, Wording
from .amendments import redline_between
from .names import amendment_kind_name, paragraph_name, where
from .texts import wordings_of
from .units import PARAGRAPH_BREAK, WITHOUT_WORDS

# Languages in which instructions are read.
READ_IN = ("en", "fr", "es")


@dataclass(frozen=True)
class MailedRow:
    """What an instruction makes of one paragraph; for a new one `key` is that of the paragraph before it, for a move or a
    join `target` that of the other paragraph.

    Not clear where it changes words that an earlier instruction changed too: then `proposed` is what is clear of it.
    """

    index: int
    key: str
    place: str
    kind: str
    base: str
    proposed: str
    is_clear: bool = True
    target: str = ""
    target_name: str = ""

    @property
    def kind_label(self) -> str:
        return amendment_kind_name(self.kind)

    @property
    def changes(self) -> Sequence[Change]:
        return redline_between(self.kind, self.base, self.proposed)

    @property
    def where(self) -> str:
        return where(self.kind, self.target_name)

    @property
    def has_words(self) -> bool:
        return self.kind not in WITHOUT_WORDS


@dataclass(frozen=True)
class MailedInstruction:
    """An instruction with the words of the mail, what it changes, and what of it could not be placed; one that asks for
    other numbers changes nothing: working numbers stay while a text is negotiated."""

    said: str
    rows: list[MailedRow]
    refusals: tuple[Refusal, ...]
    is_renumbering: bool = False


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
            [replace(row, index=next(index)) for row in _rows(each, wordings)],
            each.refusals,
            each.operation == "renumber",
        )
        for each in read.instructions
    ]
    return Mail(found, [said for _source, start, end in read.unread if (said := text[start:end].strip())])


def _rows(instruction: Instruction, wordings: Sequence[Wording]) -> list[MailedRow]:
    """What the amendments of an instruction are, on the words of the revision alone."""
    changes = instruction.changes
    if not changes or instruction.operation == "renumber":
        return []
    if instruction.operation == "move":
        return [_moved(change, wordings) for change in changes]
    if instruction.operation == "join":
        return [_joined(changes[0], wordings[changes[0].paragraph], wordings[changes[1].paragraph])]
    if instruction.operation == "split":
        wording = wordings[changes[0].paragraph]
        parts = PARAGRAPH_BREAK.join(change.proposed for change in changes)
        return [_on(wording, Amendment.Kind.SPLIT, wording.text, parts, changes[0].base == wording.text)]
    return [row for change in changes if (row := _row(change, wordings))]


def _on(wording: Wording, kind: str, base: str, proposed: str, is_clear: bool = True) -> MailedRow:
    return MailedRow(0, wording.paragraph.key, paragraph_name(wording), kind, base, proposed, is_clear)


def _joined(change: PartChange, own: Wording, other: Wording) -> MailedRow:
    base = PARAGRAPH_BREAK.join((own.text, other.text))
    row = _on(own, Amendment.Kind.JOIN, base, change.proposed, change.base == own.text)
    return replace(row, target=other.paragraph.key, target_name=paragraph_name(other))


def _moved(change: PartChange, wordings: Sequence[Wording]) -> MailedRow:
    own, behind = wordings[change.paragraph], change.behind
    row = _on(own, Amendment.Kind.MOVE, own.text, own.text)
    if behind is None or behind < 0:
        return row
    return replace(row, target=wordings[behind].paragraph.key, target_name=paragraph_name(wordings[behind]))


def _row(change: PartChange, wordings: Sequence[Wording]) -> MailedRow | None:
    """The change on the words of the revision alone, without those of earlier instructions; None where it is none."""
    if change.is_new:
        return _on(wordings[max(change.paragraph - 1, 0)], Amendment.Kind.ADD, "", change.proposed)
    wording = wordings[change.paragraph]
    if not change.proposed:
        return _on(wording, Amendment.Kind.DELETE, wording.text, "")
    laid = rebase(change.base, wording.text, change.proposed)
    is_clear = isinstance(laid, Rebased)
    if is_clear and laid.text == wording.text:
        return None
    return _on(wording, Amendment.Kind.CHANGE, wording.text, laid.text, is_clear)
