"""Reads of amendments that arrive as instructions in a mail: what each would change in the text of now.

A mail in the language of a version speaks of the words of that version: it is laid on them wherever they render the
original as it stands, else on the original.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from rapporteur.foundation.ui.said import language_name
from rapporteur_core.redline import Change, Rebased, rebase
from rapporteur_core.redline.instructing import Instruction, Refusal, instructions
from rapporteur_core.redline.instructing import Paragraph as Part
from rapporteur_core.redline.instructing import Revision as PartChange
from rapporteur_core.text import fingerprint

from ..models import Amendment, Revision, Version, Wording
from .amendments import redline_between
from .names import amendment_kind_name, paragraph_name, where
from .texts import wordings_of
from .units import PARAGRAPH_BREAK, WITHOUT_WORDS, block_of

# Languages in which instructions are read.
READ_IN = ("en", "fr", "es")


@dataclass(frozen=True)
class MailedRow:
    """What an instruction makes of one paragraph; for a new one `key` is that of the paragraph before it, for a move or a
    join `target` that of the other paragraph.

    Not clear where it changes words that an earlier instruction changed too: then `proposed` is what is clear of it.
    language: that of the words that it amends.
    """

    index: int
    key: str
    place: str
    kind: str
    base: str
    proposed: str
    language: str
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
    def language_label(self) -> str:
        return language_name(self.language)

    @property
    def where(self) -> str:
        is_several = self.kind == Amendment.Kind.DELETE and PARAGRAPH_BREAK in self.base
        return where(self.kind, self.target_name, with_below=is_several)

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
    """A mail as it was read.

    unread: its words in which no instruction was seen, such as greetings and reasons
    version: the language of the version on whose words it was laid; empty where that was the original throughout
    without_version: the paragraphs that have no words there which render the original as it stands
    digest: what tells it, read in its language and laid on these words, from any other
    """

    instructions: list[MailedInstruction]
    unread: list[str]
    version: str
    without_version: list[str]
    digest: str

    @property
    def rows(self) -> list[MailedRow]:
        return [row for each in self.instructions for row in each.rows]

    @property
    def version_label(self) -> str:
        return language_name(self.version)


@dataclass(frozen=True)
class _Line:
    """A paragraph with the words on which instructions are laid, their language, and that of the original."""

    wording: Wording
    text: str
    language: str
    original: str


def mailed(revision: Revision, text: str, language: str) -> Mail:
    """The instructions of a mail laid on the words of a frozen revision, each alone: three queries.

    `language`: en, fr or es. What cannot be placed changes nothing and is told. In the language of a version, its words
    are those of that version where it is current; an instruction that quotes the original instead is laid on that.
    """
    wordings = list(wordings_of(revision))
    original = [_Line(each, each.text, revision.language, revision.language) for each in wordings]
    is_version = language != revision.language and language in revision.draft.version_languages
    lines = _in_version(revision, original, language) if is_version else original
    found = _read(text, lines, language)
    if is_version:
        found = _else_on(original, found, text, language)
    index = count()
    shown = [
        MailedInstruction(
            text[each.start : each.end],
            [replace(row, index=next(index)) for row in _rows(each, laid, language if is_version else "")],
            each.refusals,
            each.operation == "renumber",
        )
        for each, laid in found.instructions
    ]
    return Mail(
        shown,
        found.unread,
        language if is_version else "",
        [paragraph_name(each.wording) for each in lines if each.language != language] if is_version else [],
        fingerprint("\n".join([language, text, str(revision.pk), *(each.text for each in lines)])),
    )


def _in_version(revision: Revision, original: Sequence[_Line], language: str) -> list[_Line]:
    """The paragraphs in the words of a version where it is current, else in those of the original: one query."""
    versions = {each.paragraph_id: each for each in Version.objects.filter(revision=revision, language=language)}
    found = []
    for line in original:
        version = versions.get(line.wording.paragraph_id)
        is_current = version is not None and not version.is_behind(line.text)
        found.append(replace(line, text=version.text, language=language) if version and is_current else line)
    return found


@dataclass(frozen=True)
class _Read:
    """The instructions of a mail, each with the lines on which it was laid, and its words that are none."""

    instructions: list[tuple[Instruction, Sequence[_Line]]]
    unread: list[str]


def _read(text: str, lines: Sequence[_Line], language: str) -> _Read:
    parts = [Part(each.wording.number, each.text, each.wording.paragraph.kind, each.wording.level) for each in lines]
    read = instructions(text, parts, language)
    unread = [said for _source, start, end in read.unread if (said := text[start:end].strip())]
    return _Read([(each, lines) for each in read.instructions], unread)


def _else_on(original: Sequence[_Line], found: _Read, text: str, language: str) -> _Read:
    """The same with each instruction that could not be placed laid on the original, where it can be placed there."""
    if not any(each.refusals for each, _lines in found.instructions):
        return found
    groups, others = _by_place(found), _by_place(_read(text, original, language))
    kept: list[tuple[Instruction, Sequence[_Line]]] = []
    for place, group in groups.items():
        other = others.get(place, [])
        is_placed = any(each.changes for each, _lines in other) and not any(each.refusals for each, _lines in other)
        kept += other if is_placed and any(each.refusals for each, _lines in group) else group
    return replace(found, instructions=kept)


def _by_place(read: _Read) -> dict[tuple[int, int], list[tuple[Instruction, Sequence[_Line]]]]:
    """The instructions by the words of the mail in which they stand."""
    found: dict[tuple[int, int], list[tuple[Instruction, Sequence[_Line]]]] = defaultdict(list)
    for each, lines in read.instructions:
        found[each.start, each.end].append((each, lines))
    return found


def _rows(instruction: Instruction, lines: Sequence[_Line], version: str) -> list[MailedRow]:
    """What the amendments of an instruction are, on the words of the revision alone; `version`: the language of new
    paragraphs where it is that of a version."""
    changes = instruction.changes
    if not changes or instruction.operation == "renumber":
        return []
    if instruction.operation == "move":
        return [_moved(change, lines) for change in changes]
    if instruction.operation == "join":
        return [_joined(changes[0], lines[changes[0].paragraph], lines[changes[1].paragraph])]
    if instruction.operation == "split":
        line = lines[changes[0].paragraph]
        parts = PARAGRAPH_BREAK.join(change.proposed for change in changes)
        return [_on(line, Amendment.Kind.SPLIT, line.text, parts, changes[0].base == line.text)]
    return [row for change in _once(changes, lines) if (row := _row(change, lines, version))]


def _once(changes: Sequence[PartChange], lines: Sequence[_Line]) -> list[PartChange]:
    """The changes without the deletions of subparagraphs whose paragraph goes: its deletion takes them too."""
    wordings = [each.wording for each in lines]
    gone: set[int] = set()
    kept = []
    for change in changes:
        is_deletion = not change.is_new and not change.proposed
        if is_deletion and lines[change.paragraph].wording.paragraph_id in gone:
            continue
        if is_deletion:
            below = block_of(wordings, lines[change.paragraph].wording.paragraph_id)
            gone |= {each.paragraph_id for each in below}
        kept.append(change)
    return kept


def _on(line: _Line, kind: str, base: str, proposed: str, is_clear: bool = True) -> MailedRow:
    wording = line.wording
    return MailedRow(0, wording.paragraph.key, paragraph_name(wording), kind, base, proposed, line.language, is_clear)


def _on_original(line: _Line, kind: str, base: str, proposed: str, is_clear: bool = True) -> MailedRow:
    """An amendment of a kind that is made to paragraphs, not to the words of a version."""
    return replace(_on(line, kind, base, proposed, is_clear), language=line.original)


def _joined(change: PartChange, own: _Line, other: _Line) -> MailedRow:
    texts = (own.wording.text, other.wording.text)
    is_original = own.text == texts[0] and other.text == texts[1]
    proposed = change.proposed if is_original else " ".join(texts)
    row = _on_original(own, Amendment.Kind.JOIN, PARAGRAPH_BREAK.join(texts), proposed, change.base == own.text)
    return replace(row, target=other.wording.paragraph.key, target_name=paragraph_name(other.wording))


def _moved(change: PartChange, lines: Sequence[_Line]) -> MailedRow:
    own, behind = lines[change.paragraph], change.behind
    row = _on_original(own, Amendment.Kind.MOVE, own.wording.text, own.wording.text)
    if behind is None or behind < 0:
        return row
    other = lines[behind].wording
    return replace(row, target=other.paragraph.key, target_name=paragraph_name(other))


def _row(change: PartChange, lines: Sequence[_Line], version: str) -> MailedRow | None:
    """The change on the words of the revision alone, without those of earlier instructions; None where it is none."""
    if change.is_new:
        line = lines[max(change.paragraph - 1, 0)]
        row = _on_original(line, Amendment.Kind.ADD, "", change.proposed)
        return replace(row, language=version or row.language)
    line = lines[change.paragraph]
    if not change.proposed:
        below = block_of([each.wording for each in lines], line.wording.paragraph_id)
        return _on_original(line, Amendment.Kind.DELETE, PARAGRAPH_BREAK.join(each.text for each in below), "")
    laid = rebase(change.base, line.text, change.proposed)
    is_clear = isinstance(laid, Rebased)
    if is_clear and laid.text == line.text:
        return None
    return _on(line, Amendment.Kind.CHANGE, line.text, laid.text, is_clear)
