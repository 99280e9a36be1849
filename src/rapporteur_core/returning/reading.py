"""A Word file of a text that comes back from a delegation, read as proposals to that text.

Each tracked change becomes a proposal with its author and moment; what Word does to paragraphs (a new one, one deleted,
split, joined or moved) becomes what it is in a negotiation. Nothing is guessed: what cannot be placed, or was changed
without tracking, is told with a doubt for a person to look at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Literal

from rapporteur_core.documents.word import Line, Paragraph, WordFile
from rapporteur_core.redline import Rebased, rebase
from rapporteur_core.returning.changes import changes_in
from rapporteur_core.returning.holding import Things
from rapporteur_core.returning.matching import LIKE, MOST_PAIRS, Matched, by_content, by_key, likeness, nearest
from rapporteur_core.returning.rationale import Comments, with_rationale
from rapporteur_core.returning.values import (
    MOST_CHANGES,
    MOST_CHARACTERS,
    PARAGRAPH_BREAK,
    TITLE,
    Base,
    Doubt,
    Placed,
    Proposed,
    Remark,
    Returned,
    TooMuch,
)
from rapporteur_core.text import normalise

# So many characters are laid on the words that went out where the file has others without tracking.
MOST_LAID = 1_000_000


@dataclass
class _Reading:
    """The file beside the base, as far as it is sorted out. Lines are known by their place among those accepted.

    of_number: the paragraph of the base that a paragraph of the file belongs to; line_of: the line that it is in
    keys_before: for each line the key of the paragraph of the base that stands before it; empty for none
    new_lines: those with nothing of the base that are not yet taken for the end of a move
    new_of_text: all those lines by their normalised words; moved_to: those that a tracked move wrote, with the
        number of their first paragraph, in order
    laid: how many characters were laid on the words that went out
    """

    file: WordFile
    matched: list[Matched]
    accepted: list[Line]
    of_key: dict[str, Matched] = field(default_factory=dict)
    of_number: dict[int, Matched] = field(default_factory=dict)
    line_of: dict[int, int] = field(default_factory=dict)
    keys_before: list[str] = field(default_factory=list)
    new_lines: dict[int, Line] = field(default_factory=dict)
    new_of_text: dict[str, list[int]] = field(default_factory=dict)
    moved_to: list[tuple[int, int]] = field(default_factory=list)
    laid: int = 0


def returned(file: WordFile, base: Sequence[Base], *, by: Literal["change", "paragraph"] = "change") -> Returned:
    """The proposals in a file that was made from the paragraphs `base`, in their order.

    by: whether each change of words is a proposal of its own, or all changes of an author to one paragraph are one.
    Raises TooMuch where there are more than MOST_CHANGES, or their paragraphs have more than MOST_CHARACTERS.
    """
    reading = _read(file, base)
    to_base = (proposal for each in reading.matched for proposal in _to_paragraph(reading, each, by))
    placed = list(_bounded(chain(to_base, _new_paragraphs(reading))))
    found = [(_on_base(reading, each), places) for each, places in placed]
    comments, used = Comments(file.comments), set[int]()
    things = Things(file, {number: each.base.key for number, each in reading.of_number.items()})
    found = [(replace(each, holds=things.in_words_of(each, places)), places) for each, places in found]
    proposals = [with_rationale(comments, each, places, used) for each, places in found]
    order = {each.base.key: index for index, each in enumerate(reading.matched)}
    proposals.sort(key=lambda each: order.get(each.key, -1))
    return Returned(
        proposals=tuple(each for each in proposals if _changes_something(each)),
        remarks=tuple(_remarks(reading, used)),
        leftovers=tuple(things.all()),
        is_tracked=any(change.kind != "format" for change in file.changes),
        is_known=any(each.key for each in file.paragraphs),
    )


def _bounded(found: Iterable[Placed]) -> Iterator[Placed]:
    """The same proposals; TooMuch as soon as there are more than can be kept."""
    characters = 0
    for count, (proposal, places) in enumerate(found, start=1):
        characters += len(proposal.base_text) + len(proposal.proposed_text)
        if count > MOST_CHANGES:
            raise TooMuch("changes", MOST_CHANGES)
        if characters > MOST_CHARACTERS:
            raise TooMuch("characters", MOST_CHARACTERS)
        yield proposal, places


def _changes_something(proposal: Proposed) -> bool:
    return proposal.kind in {"move", "delete", "join", "split"} or proposal.base_text != proposal.proposed_text


def _read(file: WordFile, base: Sequence[Base]) -> _Reading:
    refused = [line for line in file.lines("rejected") if line.container.kind == "body"]
    taken = [line for line in file.lines("accepted") if line.container.kind == "body"]
    matched = [Matched(each) for each in base]
    left = by_key(file, matched, refused)
    by_content(matched, [line for line in left if line.text.strip()])
    reading = _Reading(file, matched, taken, {each.base.key: each for each in matched})
    for each in matched:
        for number in each.line.paragraphs if each.line else ():
            reading.of_number[number] = each
    reading.line_of = {number: at for at, line in enumerate(taken) for number in line.paragraphs}
    reading.keys_before = list(_keys_before(reading))
    _find_new_lines(reading)
    return reading


def _keys_before(reading: _Reading) -> Iterator[str]:
    key = ""
    for line in reading.accepted:
        yield key
        owner = next((reading.of_number[number] for number in line.paragraphs if number in reading.of_number), None)
        if owner is not None and line.text.strip() and owner.base.key != TITLE:
            key = owner.base.key


def _find_new_lines(reading: _Reading) -> None:
    reading.new_lines = {
        at: line for at, line in enumerate(reading.accepted) if line.text.strip() and _is_new(reading, line)
    }
    reading.moved_to = sorted(
        (line.paragraphs[0], at) for at, line in reading.new_lines.items() if _is_moved_to(reading.file, line)
    )
    for at, line in reading.new_lines.items():
        reading.new_of_text.setdefault(normalise(line.text), []).append(at)


def _is_new(reading: _Reading, line: Line) -> bool:
    """Whether none of its words stand in the base: its paragraphs are of none of ours, or empty when changes are
    refused."""
    paragraphs = reading.file.paragraphs
    return all(number not in reading.of_number or not paragraphs[number].rejected.strip() for number in line.paragraphs)


def _to_paragraph(reading: _Reading, matched: Matched, by: str) -> Iterator[Placed]:
    """What the file does to one paragraph of the base."""
    base, line = matched.base, matched.line
    if line is None:
        yield Proposed("delete", base.key, base.text, "", doubt="untracked", confidence=0.0), []
        return
    doubt: Doubt = "" if matched.confidence == 1.0 else "by_content"
    found_by = normalise(matched.found_by)
    if _bare(line.text) != _bare(base.text):
        matched.read = text = normalise(line.text)
        proposal = Proposed("change", base.key, base.text, text, confidence=matched.confidence, doubt="untracked")
        yield replace(proposal, matched=found_by), [(line.paragraphs[0], 0, len(line.text))]
    for proposal, places in _tracked(reading, matched, line, by):
        yield replace(proposal, confidence=matched.confidence, doubt=doubt, matched=found_by), places


def _bare(text: str) -> str:
    """The words without blanks: where a paragraph is split or joined these come and go untracked."""
    return "".join(normalise(text).split())


def _on_base(reading: _Reading, proposal: Proposed) -> Proposed:
    """The proposal on the words that went out, where the file has others without tracking; a conflict where that cannot
    be told, or would take too long."""
    matched = reading.of_key.get(proposal.key)
    proposed = normalise(proposal.proposed_text)
    if proposal.kind in {"add", "join", "move"} or proposal.doubt == "untracked":
        return replace(proposal, proposed_text=proposed)
    if matched is None or matched.read is None:
        return replace(proposal, proposed_text=proposed)
    reading.laid += len(matched.read) + len(proposed)
    laid = rebase(matched.read, matched.base.text, proposed) if reading.laid <= MOST_LAID else None
    if isinstance(laid, Rebased):
        return replace(proposal, base_text=matched.base.text, proposed_text=laid.text)
    return replace(proposal, base_text=matched.base.text, proposed_text=proposed, doubt="conflict")


def _tracked(reading: _Reading, matched: Matched, line: Line, by: str) -> Iterator[Placed]:
    file, base = reading.file, matched.base
    paragraphs = [(number, file.paragraphs[number]) for number in line.paragraphs]
    left = {reading.line_of.get(number, -1) for number, each in paragraphs if each.accepted.strip()}
    lines = [reading.accepted[at] for at in sorted(left - {-1}) if at not in reading.new_lines]
    if not lines:
        yield from _gone(reading, matched, paragraphs)
    elif len(lines) > 1:
        author, instant = _first_mark(file, paragraphs, "mark_inserted")
        proposed = PARAGRAPH_BREAK.join(each.text.strip() for each in lines)
        yield Proposed("split", base.key, base.text, proposed, author, instant), _whole(paragraphs)
    elif joined := _joined_with(reading, matched, lines[0]):
        owners = _owners(reading, lines[0])
        if matched is owners[0]:
            yield _join(reading, matched, joined, lines[0]), _whole(paragraphs)
        elif matched in owners[2:]:
            # A join ties two: the words of a third stand in the joined ones already.
            author, instant = _first_mark(file, _numbered(file, lines[0]), "mark_deleted")
            yield Proposed("delete", base.key, base.text, "", author, instant), _whole(paragraphs)
    else:
        here = [each for each in paragraphs if each[0] in lines[0].paragraphs]
        yield from changes_in(file, base, here, by)


def _whole(paragraphs: Iterable[tuple[int, Paragraph]]) -> list[tuple[int, int, int]]:
    return [(number, 0, len(paragraph.rejected)) for number, paragraph in paragraphs]


def _gone(reading: _Reading, matched: Matched, paragraphs: Sequence[tuple[int, Paragraph]]) -> Iterator[Placed]:
    """A deletion, or a move where the words come again elsewhere."""
    file, base = reading.file, matched.base
    number = next((piece.change for _at, each in paragraphs for piece in each.pieces if piece.change is not None), None)
    change = file.changes[number] if number is not None else None
    author, instant = (change.author, change.instant) if change else ("", None)
    at = _moved_to(reading, base.text, paragraphs[0][0])
    if at is None:
        yield Proposed("delete", base.key, base.text, "", author, instant), _whole(paragraphs)
        return
    again, target = reading.new_lines.pop(at), reading.keys_before[at]
    if (again.paragraphs[0], at) in reading.moved_to:
        reading.moved_to.remove((again.paragraphs[0], at))
    yield Proposed("move", base.key, base.text, base.text, author, instant, target=target), _whole(paragraphs)
    if normalise(again.text) != normalise(base.text):
        yield Proposed("change", base.key, base.text, again.text, author, instant), []


def _moved_to(reading: _Reading, text: str, number: int) -> int | None:
    """The new line with the very same words, else one like it that a tracked move wrote, near paragraph `number`."""
    same = reading.new_of_text.get(normalise(text), [])
    while same:
        if (at := same.pop(0)) in reading.new_lines:
            return at
    middle = bisect_left(reading.moved_to, (number, 0))
    for index in nearest(middle, len(reading.moved_to), MOST_PAIRS // len(reading.matched)):
        _number, at = reading.moved_to[index]
        if likeness(reading.new_lines[at].text, text) >= LIKE:
            return at
    return None


def _is_moved_to(file: WordFile, line: Line) -> bool:
    """Whether all its words were written by a tracked move."""
    pieces = [piece for number in line.paragraphs for piece in file.paragraphs[number].pieces if piece.text.strip()]
    return bool(pieces) and all(
        piece.change is not None and file.changes[piece.change].kind == "move_to" for piece in pieces
    )


def _first_mark(file: WordFile, paragraphs: Iterable[tuple[int, Paragraph]], name: str) -> tuple[str, datetime | None]:
    for _number, paragraph in paragraphs:
        change = getattr(paragraph, name)
        if change is not None:
            return file.changes[change].author, file.changes[change].instant
    return "", None


def _owners(reading: _Reading, line: Line) -> list[Matched]:
    """The paragraphs of the base whose words a line joins, in order."""
    found: list[Matched] = []
    for number in line.paragraphs:
        owner = reading.of_number.get(number)
        if owner is not None and owner.line is not None and owner.line.text.strip() and owner not in found:
            found.append(owner)
    return found


def _joined_with(reading: _Reading, matched: Matched, line: Line) -> Matched | None:
    return next((each for each in _owners(reading, line) if each is not matched), None)


def _numbered(file: WordFile, line: Line) -> list[tuple[int, Paragraph]]:
    return [(number, file.paragraphs[number]) for number in line.paragraphs]


def _join(reading: _Reading, matched: Matched, other: Matched, line: Line) -> Proposed:
    author, instant = _first_mark(reading.file, _numbered(reading.file, line), "mark_deleted")
    base = PARAGRAPH_BREAK.join((matched.base.text, other.base.text))
    return Proposed("join", matched.base.key, base, line.text.strip(), author, instant, target=other.base.key)


def _new_paragraphs(reading: _Reading) -> Iterator[Placed]:
    """What stands in the file and not in the base: tracked insertions, and lines that nobody tracked."""
    for at, line in reading.new_lines.items():
        key = reading.keys_before[at]
        paragraphs = [(number, reading.file.paragraphs[number]) for number in line.paragraphs]
        number = next(
            (piece.change for _at, each in paragraphs for piece in each.pieces if piece.change is not None), None
        )
        if number is not None:
            change = reading.file.changes[number]
            text = normalise(line.text)
            yield Proposed("add", key, "", text, change.author, change.instant), _whole(paragraphs)
        # What nobody tracked and stands before all of the base is a masthead.
        elif key and any(line.paragraphs):
            yield Proposed("add", key, "", normalise(line.text), doubt="untracked"), _whole(paragraphs)


def _remarks(reading: _Reading, used: set[int]) -> Iterator[Remark]:
    for index, comment in enumerate(reading.file.comments):
        if index not in used:
            owner = reading.of_number.get(comment.place.paragraph if comment.place.paragraph is not None else -1)
            key = owner.base.key if owner else ""
            yield Remark(key, comment.author, comment.instant, comment.words, comment.text.strip())
