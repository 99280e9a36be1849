"""A Word file of a text that comes back from a delegation, read as proposals to that text.

Each tracked change becomes a proposal with its author and moment; what Word does to paragraphs (a new one, one deleted,
split, joined or moved) becomes what it is in a negotiation. Nothing is guessed: what cannot be placed, or was changed
without tracking, is told with a doubt for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from rapporteur_core.documents.word import Comment, Leftover, Line, Paragraph, Piece, WordFile
from rapporteur_core.redline import Rebased, rebase, similarity
from rapporteur_core.text import normalise

Kind = Literal["change", "delete", "add", "move", "split", "join", "title"]
Doubt = Literal["", "by_content", "untracked", "conflict"]
PARAGRAPH_BREAK = "\n\n"
# Below this likeness a paragraph without its identifier is taken for a new one.
LIKE = 0.5
TITLE = "title"


@dataclass(frozen=True)
class Base:
    """A paragraph of the text that went out; the title has the key "title"."""

    key: str
    text: str


@dataclass(frozen=True)
class Proposed:
    """A proposal read from the file.

    key: the paragraph that it amends; for a new one the paragraph before it, empty at the beginning of the text
    target: behind which paragraph a move puts it (empty: the beginning); which one a join adds
    base_text, proposed_text: whole paragraphs; those of a split or join stand apart by an empty line
    author, instant: of the change, as the file says; empty and None where it was not tracked
    rationale: the comments on the changed words
    confidence: 1.0 where an identifier places it, else how alike the words are, from 0 to 1
    doubt: why a person must look before it is filed; empty where none need to
    """

    kind: Kind
    key: str
    base_text: str
    proposed_text: str
    author: str = ""
    instant: datetime | None = None
    rationale: str = ""
    target: str = ""
    confidence: float = 1.0
    doubt: Doubt = ""


@dataclass(frozen=True)
class Remark:
    """A comment that lies on no change; `key`: the paragraph that it lies on, empty where none is known."""

    key: str
    author: str
    instant: datetime | None
    words: str
    text: str


@dataclass(frozen=True)
class Returned:
    """What a file holds: proposals in the order of the text, remarks, and what is in it besides words.

    is_tracked: whether the file has tracked changes; where it has none, it was compared with the text that went out
    is_known: whether identifiers of ours are in the file
    """

    proposals: tuple[Proposed, ...]
    remarks: tuple[Remark, ...]
    leftovers: tuple[Leftover, ...]
    is_tracked: bool
    is_known: bool


@dataclass
class _Matched:
    """A paragraph of the base, its line with all changes refused, and how sure that is."""

    base: Base
    line: Line | None = None
    confidence: float = 1.0


@dataclass
class _Reading:
    """The file beside the base, as far as it is sorted out."""

    file: WordFile
    matched: list[_Matched]
    accepted: list[Line]
    of_number: dict[int, _Matched] = field(default_factory=dict)
    new_lines: list[Line] = field(default_factory=list)


def returned(file: WordFile, base: Sequence[Base], *, by: Literal["change", "paragraph"] = "change") -> Returned:
    """The proposals in a file that was made from the paragraphs `base`, in their order.

    by: whether each change of words is a proposal of its own, or all changes of an author to one paragraph are one.
    """
    reading = _read(file, base)
    found = [proposal for each in reading.matched for proposal in _to_paragraph(reading, each, by)]
    found += _new_paragraphs(reading)
    used: set[int] = set()
    proposals = [_with_rationale(reading, each, places, used) for each, places in found]
    order = {each.base.key: index for index, each in enumerate(reading.matched)}
    proposals.sort(key=lambda each: order.get(each.key, -1))
    return Returned(
        proposals=tuple(each for each in proposals if _changes_something(each)),
        remarks=tuple(_remarks(reading, used)),
        leftovers=tuple(each for each in file.leftovers if not _is_ours(each)),
        is_tracked=any(change.kind != "format" for change in file.changes),
        is_known=any(each.key for each in file.paragraphs),
    )


def _changes_something(proposal: Proposed) -> bool:
    return proposal.kind in {"move", "delete", "join", "split"} or proposal.base_text != proposal.proposed_text


def _is_ours(leftover: Leftover) -> bool:
    """Page numbers and the like stand in every file of ours."""
    return leftover.place.container.kind in {"header", "footer"}


def _read(file: WordFile, base: Sequence[Base]) -> _Reading:
    refused = [line for line in file.lines("rejected") if line.container.kind == "body"]
    taken = [line for line in file.lines("accepted") if line.container.kind == "body"]
    matched = [_Matched(each) for each in base]
    left = _by_key(file, matched, refused)
    _by_content(matched, [line for line in left if line.text.strip()])
    reading = _Reading(file, matched, taken)
    for each in matched:
        for number in each.line.paragraphs if each.line else ():
            reading.of_number[number] = each
    reading.new_lines = [line for line in taken if line.text.strip() and _is_new(reading, line)]
    return reading


def _is_new(reading: _Reading, line: Line) -> bool:
    """Whether none of its words stand in the base: its paragraphs are of none of ours, or empty when changes are
    refused."""
    paragraphs = reading.file.paragraphs
    return all(number not in reading.of_number or not paragraphs[number].rejected.strip() for number in line.paragraphs)


def _by_key(file: WordFile, matched: Sequence[_Matched], lines: Sequence[Line]) -> list[Line]:
    """Give the paragraphs of the base the lines that have their identifiers; gives the lines that are left."""
    by_key = {each.base.key: each for each in matched}
    left: list[Line] = []
    for line in lines:
        is_title = file.paragraphs[line.paragraphs[0]].style.casefold() == TITLE
        found = by_key.get(line.key or (TITLE if is_title else ""))
        if found is not None and found.line is None:
            found.line = line
        else:
            left.append(line)
    return left


def _by_content(matched: Sequence[_Matched], lines: Sequence[Line]) -> None:
    """Match what has no identifier by its words, the likeliest first; a tie goes to the order of the text."""
    waiting = [each for each in matched if each.line is None]
    scored = sorted(
        (-score, o, n)
        for o, each in enumerate(waiting)
        for n, line in enumerate(lines)
        if (score := _likeness(each.base.text, line.text)) >= LIKE
    )
    taken: set[int] = set()
    for score, o, n in scored:
        if waiting[o].line is None and n not in taken:
            waiting[o].line, waiting[o].confidence = lines[n], -score
            taken.add(n)


def _likeness(one: str, other: str) -> float:
    return 1.0 if normalise(one) == normalise(other) else similarity(one, other)


# A proposal on its way, with the paragraphs of the file and the characters (of the refused text) that it touches.
Placed = tuple[Proposed, list[tuple[int, int, int]]]


def _to_paragraph(reading: _Reading, matched: _Matched, by: str) -> Iterator[Placed]:
    """What the file does to one paragraph of the base."""
    base, line = matched.base, matched.line
    if line is None:
        yield Proposed("delete", base.key, base.text, "", doubt="untracked", confidence=0.0), []
        return
    doubt: Doubt = "" if matched.confidence == 1.0 else "by_content"
    if _bare(line.text) != _bare(base.text):
        text = normalise(line.text)
        proposal = Proposed("change", base.key, base.text, text, confidence=matched.confidence, doubt="untracked")
        yield proposal, [(line.paragraphs[0], 0, len(line.text))]
    for proposal, places in _tracked(reading, matched, line, by):
        yield (
            replace(_on_base(proposal, line.text, base), confidence=matched.confidence, doubt=proposal.doubt or doubt),
            places,
        )


def _bare(text: str) -> str:
    """The words without blanks: where a paragraph is split or joined these come and go untracked."""
    return "".join(normalise(text).split())


def _on_base(proposal: Proposed, read: str, base: Base) -> Proposed:
    """The proposal on the words that went out, where the file has others without tracking."""
    proposed = normalise(proposal.proposed_text)
    if proposal.kind in {"join", "move"} or _bare(read) == _bare(base.text):
        return replace(proposal, proposed_text=proposed)
    laid = rebase(normalise(read), base.text, proposed)
    if isinstance(laid, Rebased):
        return replace(proposal, base_text=base.text, proposed_text=laid.text)
    return replace(proposal, base_text=base.text, proposed_text=proposed, doubt="conflict")


def _tracked(reading: _Reading, matched: _Matched, line: Line, by: str) -> Iterator[Placed]:
    file, base = reading.file, matched.base
    paragraphs = [(number, file.paragraphs[number]) for number in line.paragraphs]
    left = {number for number, each in paragraphs if each.accepted.strip()}
    lines = [each for each in reading.accepted if left & set(each.paragraphs) and each not in reading.new_lines]
    if not lines:
        yield from _gone(reading, matched, paragraphs)
    elif len(lines) > 1:
        author, instant = _first_mark(file, paragraphs, "mark_inserted")
        proposed = PARAGRAPH_BREAK.join(each.text.strip() for each in lines)
        yield Proposed("split", base.key, base.text, proposed, author, instant), _whole(paragraphs)
    elif joined := _joined_with(reading, matched, lines[0]):
        if reading.of_number.get(lines[0].paragraphs[0]) is matched:
            yield _join(reading, matched, joined, lines[0]), _whole(paragraphs)
    else:
        here = [each for each in paragraphs if each[0] in lines[0].paragraphs]
        yield from _changes(file, base, here, by)


def _whole(paragraphs: Iterable[tuple[int, Paragraph]]) -> list[tuple[int, int, int]]:
    return [(number, 0, len(paragraph.rejected)) for number, paragraph in paragraphs]


def _gone(reading: _Reading, matched: _Matched, paragraphs: Sequence[tuple[int, Paragraph]]) -> Iterator[Placed]:
    """A deletion, or a move where the words come again elsewhere."""
    file, base = reading.file, matched.base
    number = next((piece.change for _at, each in paragraphs for piece in each.pieces if piece.change is not None), None)
    change = file.changes[number] if number is not None else None
    author, instant = (change.author, change.instant) if change else ("", None)
    again = _moved_to(reading, base.text)
    if again is None:
        yield Proposed("delete", base.key, base.text, "", author, instant), _whole(paragraphs)
        return
    reading.new_lines.remove(again)
    target = _key_before(reading, again)
    yield Proposed("move", base.key, base.text, base.text, author, instant, target=target), _whole(paragraphs)
    if normalise(again.text) != normalise(base.text):
        yield Proposed("change", base.key, base.text, again.text, author, instant), []


def _moved_to(reading: _Reading, text: str) -> Line | None:
    """The new line with these words, written by a tracked move, or the very same words."""
    for line in reading.new_lines:
        pieces = [
            piece
            for number in line.paragraphs
            for piece in reading.file.paragraphs[number].pieces
            if piece.text.strip()
        ]
        is_move = pieces and all(
            piece.change is not None and reading.file.changes[piece.change].kind == "move_to" for piece in pieces
        )
        if normalise(line.text) == normalise(text) or (is_move and similarity(line.text, text) >= LIKE):
            return line
    return None


def _key_before(reading: _Reading, line: Line) -> str:
    """The key of the paragraph of the base that stands before a line when all changes are taken; empty for none."""
    key = ""
    for each in reading.accepted:
        if each == line:
            return key
        owner = next((reading.of_number[number] for number in each.paragraphs if number in reading.of_number), None)
        if owner is not None and each.text.strip() and owner.base.key != TITLE:
            key = owner.base.key
    return key


def _first_mark(file: WordFile, paragraphs: Iterable[tuple[int, Paragraph]], name: str) -> tuple[str, datetime | None]:
    for _number, paragraph in paragraphs:
        change = getattr(paragraph, name)
        if change is not None:
            return file.changes[change].author, file.changes[change].instant
    return "", None


def _joined_with(reading: _Reading, matched: _Matched, line: Line) -> _Matched | None:
    owners = [reading.of_number[number] for number in line.paragraphs if number in reading.of_number]
    with_words = [each for each in owners if each.line is not None and each.line.text.strip()]
    return next((each for each in with_words if each is not matched), None)


def _join(reading: _Reading, matched: _Matched, other: _Matched, line: Line) -> Proposed:
    file = reading.file
    paragraphs = [(number, file.paragraphs[number]) for number in line.paragraphs]
    author, instant = _first_mark(file, paragraphs, "mark_deleted")
    base = PARAGRAPH_BREAK.join((matched.base.text, other.base.text))
    return Proposed("join", matched.base.key, base, line.text.strip(), author, instant, target=other.base.key)


@dataclass
class _Cluster:
    """Changed pieces of one author with no kept words between them."""

    author: str
    instant: datetime | None
    pieces: set[int]
    number: int
    start: int
    end: int


def _changes(file: WordFile, base: Base, paragraphs: Sequence[tuple[int, Paragraph]], by: str) -> Iterator[Placed]:
    """The changes of words in a paragraph, each applied alone, or all of one author together."""
    pieces = [(number, piece) for number, paragraph in paragraphs for piece in paragraph.pieces]
    clusters = _clusters(file, pieces)
    if by == "paragraph":
        clusters = _by_author(clusters)
    kind: Kind = "title" if base.key == TITLE else "change"
    for cluster in clusters:
        text = "".join(_applied(index, piece, cluster.pieces) for index, (_number, piece) in enumerate(pieces))
        proposal = Proposed(kind, base.key, base.text, text, cluster.author, cluster.instant)
        yield proposal, [(cluster.number, cluster.start, cluster.end)]


def _applied(index: int, piece: Piece, taken: set[int]) -> str:
    """What a piece leaves when the changes `taken` are accepted and all others refused."""
    if piece.kind == "keep":
        return piece.text
    if piece.within is not None:
        return ""
    return piece.text if (index in taken) == (piece.kind == "insert") else ""


def _clusters(file: WordFile, pieces: Sequence[tuple[int, Piece]]) -> list[_Cluster]:
    found: list[_Cluster] = []
    is_apart, position, paragraph = True, 0, -1
    for index, (number, piece) in enumerate(pieces):
        if number != paragraph:
            paragraph, position = number, 0
        size = len(piece.text) if piece.kind != "insert" and piece.within is None else 0
        if piece.change is None:
            is_apart = is_apart or bool(piece.text.strip())
        else:
            change = file.changes[piece.change]
            if not found or is_apart or found[-1].author != change.author:
                found.append(_Cluster(change.author, change.instant, set(), number, position, position))
            found[-1].pieces.add(index)
            found[-1].end = max(found[-1].end, position + size)
            is_apart = False
        position += size
    return found


def _by_author(clusters: Sequence[_Cluster]) -> list[_Cluster]:
    together: dict[str, _Cluster] = {}
    for each in clusters:
        kept = together.setdefault(each.author, each)
        kept.pieces |= each.pieces
        kept.start, kept.end = min(kept.start, each.start), max(kept.end, each.end)
    return list(together.values())


def _new_paragraphs(reading: _Reading) -> list[Placed]:
    """What stands in the file and not in the base: tracked insertions, and lines that nobody tracked."""
    found: list[Placed] = []
    for line in reading.new_lines:
        paragraphs = [(number, reading.file.paragraphs[number]) for number in line.paragraphs]
        number = next(
            (piece.change for _at, each in paragraphs for piece in each.pieces if piece.change is not None), None
        )
        change = reading.file.changes[number] if number is not None else None
        proposal = Proposed(
            "add",
            _key_before(reading, line),
            "",
            normalise(line.text),
            change.author if change else "",
            change.instant if change else None,
        )
        if change is not None or _stands_in_text(reading, line):
            doubt: Doubt = "" if change is not None else "untracked"
            found.append((replace(proposal, doubt=doubt), _whole(paragraphs)))
    return found


def _stands_in_text(reading: _Reading, line: Line) -> bool:
    """Whether a line that nobody tracked stands behind a paragraph of the base; what is before all is a masthead."""
    return bool(_key_before(reading, line)) and any(line.paragraphs)


def _with_rationale(
    reading: _Reading, proposal: Proposed, places: Sequence[tuple[int, int, int]], used: set[int]
) -> Proposed:
    """The proposal with the comments on its words, and the answers to them."""
    said: list[str] = []
    for index, comment in enumerate(reading.file.comments):
        if index not in used and any(_lies_on(comment, place) for place in places):
            used.add(index)
            said.append(comment.text.strip())
    for index, comment in enumerate(reading.file.comments):
        if index not in used and comment.parent is not None and comment.parent in used and said:
            used.add(index)
            said.append(f"{comment.author}: {comment.text.strip()}")
    return replace(proposal, rationale="\n".join(each for each in said if each))


def _lies_on(comment: Comment, place: tuple[int, int, int]) -> bool:
    number, start, end = place
    if comment.place.paragraph != number:
        return False
    return comment.place.offset <= end and start <= comment.place.offset + len(comment.words)


def _remarks(reading: _Reading, used: set[int]) -> Iterator[Remark]:
    for index, comment in enumerate(reading.file.comments):
        if index not in used:
            owner = reading.of_number.get(comment.place.paragraph if comment.place.paragraph is not None else -1)
            key = owner.base.key if owner else ""
            yield Remark(key, comment.author, comment.instant, comment.words, comment.text.strip())
