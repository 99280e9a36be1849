"""A Word file of a text that comes back from a delegation, read as proposals to that text.

Each tracked change becomes a proposal with its author and moment; what Word does to paragraphs (a new one, one deleted,
split, joined or moved) becomes what it is in a negotiation. Nothing is guessed: what cannot be placed, or was changed
without tracking, is told with a doubt for a person to look at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate, chain
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
# What a file may propose: as many changes, and as many characters in the whole paragraphs of them all.
MOST_CHANGES = 2_000
MOST_CHARACTERS = 4_000_000
# So many characters are laid on the words that went out where the file has others without tracking.
MOST_LAID = 1_000_000
# So many pairs of paragraphs are compared for their likeness, those that stand nearest to one another.
MOST_PAIRS = 20_000
# The reader keeps no more of the words under a comment.
LONGEST_COMMENTED = 2_000


class TooMuch(ValueError):
    """A file that proposes more than can be kept: more than `limit` "changes" or "characters", as `what` says."""

    def __init__(self, what: Literal["changes", "characters"], limit: int) -> None:
        super().__init__(f"more than {limit} {what}")
        self.what = what
        self.limit = limit


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
    """A paragraph of the base, its line with all changes refused, and how sure that is.

    read: the words of that line where they were changed without tracking, else None
    """

    base: Base
    line: Line | None = None
    confidence: float = 1.0
    read: str | None = None


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
    matched: list[_Matched]
    accepted: list[Line]
    of_key: dict[str, _Matched] = field(default_factory=dict)
    of_number: dict[int, _Matched] = field(default_factory=dict)
    line_of: dict[int, int] = field(default_factory=dict)
    keys_before: list[str] = field(default_factory=list)
    new_lines: dict[int, Line] = field(default_factory=dict)
    new_of_text: dict[str, list[int]] = field(default_factory=dict)
    moved_to: list[tuple[int, int]] = field(default_factory=list)
    laid: int = 0


# A proposal on its way, with the paragraphs of the file and the characters (of the refused text) that it touches.
Placed = tuple[Proposed, list[tuple[int, int, int]]]


def returned(file: WordFile, base: Sequence[Base], *, by: Literal["change", "paragraph"] = "change") -> Returned:
    """The proposals in a file that was made from the paragraphs `base`, in their order.

    by: whether each change of words is a proposal of its own, or all changes of an author to one paragraph are one.
    Raises TooMuch where there are more than MOST_CHANGES, or their paragraphs have more than MOST_CHARACTERS.
    """
    reading = _read(file, base)
    to_base = (proposal for each in reading.matched for proposal in _to_paragraph(reading, each, by))
    placed = list(_bounded(chain(to_base, _new_paragraphs(reading))))
    found = [(_on_base(reading, each), places) for each, places in placed]
    comments, used = _Comments(file.comments), set[int]()
    proposals = [_with_rationale(comments, each, places, used) for each, places in found]
    order = {each.base.key: index for index, each in enumerate(reading.matched)}
    proposals.sort(key=lambda each: order.get(each.key, -1))
    return Returned(
        proposals=tuple(each for each in proposals if _changes_something(each)),
        remarks=tuple(_remarks(reading, used)),
        leftovers=tuple(each for each in file.leftovers if not _is_ours(each)),
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


def _is_ours(leftover: Leftover) -> bool:
    """Page numbers and the like stand in every file of ours."""
    return leftover.place.container.kind in {"header", "footer"}


def _read(file: WordFile, base: Sequence[Base]) -> _Reading:
    refused = [line for line in file.lines("rejected") if line.container.kind == "body"]
    taken = [line for line in file.lines("accepted") if line.container.kind == "body"]
    matched = [_Matched(each) for each in base]
    left = _by_key(file, matched, refused)
    _by_content(matched, [line for line in left if line.text.strip()])
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
    left = _by_same_words(matched, lines)
    numbers = [line.paragraphs[0] for line in left]
    waiting = list(_waiting(matched))
    scored = sorted(
        (-score, o, n)
        for o, (each, at) in enumerate(waiting)
        for n in _nearest(bisect_left(numbers, at), len(left), MOST_PAIRS // len(waiting))
        if (score := _likeness(each.base.text, left[n].text)) >= LIKE
    )
    taken: set[int] = set()
    for score, o, n in scored:
        each, _at = waiting[o]
        if each.line is None and n not in taken:
            each.line, each.confidence = left[n], -score
            taken.add(n)


def _by_same_words(matched: Iterable[_Matched], lines: Iterable[Line]) -> list[Line]:
    """Give the paragraphs of the base without a line the first one with their very words; gives the lines left."""
    of_text: defaultdict[str, list[_Matched]] = defaultdict(list)
    for each in matched:
        if each.line is None:
            of_text[normalise(each.base.text)].append(each)
    in_order = {text: iter(found) for text, found in of_text.items()}
    left: list[Line] = []
    for line in lines:
        found = next(in_order.get(normalise(line.text), iter(())), None)
        if found is not None:
            found.line = line
        else:
            left.append(line)
    return left


def _waiting(matched: Iterable[_Matched]) -> Iterator[tuple[_Matched, int]]:
    """Each paragraph of the base without a line, and the number that it would have in the file: next to the last one
    that is found."""
    at = 0
    for each in matched:
        if each.line is None:
            yield each, at
        at = each.line.paragraphs[-1] + 1 if each.line is not None else at + 1


def _nearest(middle: int, count: int, keep: int) -> range:
    """Of `count` places those around `middle`: `keep` of them, at least one."""
    keep = min(max(keep, 1), count)
    first = min(max(middle - keep // 2, 0), count - keep)
    return range(first, first + keep)


def _likeness(one: str, other: str) -> float:
    """How alike they are; 0.0 where one is so much longer that it cannot be LIKE the other: its words are not read."""
    shorter, longer = sorted((len(one), len(other)))
    return similarity(one, other) if longer <= 6 * shorter + 100 else 0.0


def _to_paragraph(reading: _Reading, matched: _Matched, by: str) -> Iterator[Placed]:
    """What the file does to one paragraph of the base."""
    base, line = matched.base, matched.line
    if line is None:
        yield Proposed("delete", base.key, base.text, "", doubt="untracked", confidence=0.0), []
        return
    doubt: Doubt = "" if matched.confidence == 1.0 else "by_content"
    if _bare(line.text) != _bare(base.text):
        matched.read = text = normalise(line.text)
        proposal = Proposed("change", base.key, base.text, text, confidence=matched.confidence, doubt="untracked")
        yield proposal, [(line.paragraphs[0], 0, len(line.text))]
    for proposal, places in _tracked(reading, matched, line, by):
        yield replace(proposal, confidence=matched.confidence, doubt=doubt), places


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


def _tracked(reading: _Reading, matched: _Matched, line: Line, by: str) -> Iterator[Placed]:
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
    for index in _nearest(middle, len(reading.moved_to), MOST_PAIRS // len(reading.matched)):
        _number, at = reading.moved_to[index]
        if _likeness(reading.new_lines[at].text, text) >= LIKE:
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


def _joined_with(reading: _Reading, matched: _Matched, line: Line) -> _Matched | None:
    owners = (reading.of_number[number] for number in line.paragraphs if number in reading.of_number)
    with_words = (each for each in owners if each.line is not None and each.line.text.strip())
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
    refused = [_applied(piece, is_taken=False) for _number, piece in pieces]
    starts = list(accumulate(map(len, refused), initial=0))
    whole = "".join(refused)
    clusters = _clusters(file, pieces)
    if by == "paragraph":
        clusters = _by_author(clusters)
    kind: Kind = "title" if base.key == TITLE else "change"
    for cluster in clusters:
        taken = {index: _applied(pieces[index][1], is_taken=True) for index in sorted(cluster.pieces)}
        text = _with_pieces(whole, starts, taken)
        proposal = Proposed(kind, base.key, base.text, text, cluster.author, cluster.instant)
        yield proposal, [(cluster.number, cluster.start, cluster.end)]


def _with_pieces(whole: str, starts: Sequence[int], taken: Mapping[int, str]) -> str:
    """The words `whole`, whose pieces begin at `starts`, with those pieces of them that rise in `taken`."""
    parts, end = [], 0
    for index, text in taken.items():
        parts += [whole[end : starts[index]], text]
        end = starts[index + 1]
    return "".join(parts) + whole[end:]


def _applied(piece: Piece, *, is_taken: bool) -> str:
    """What a piece leaves when its change is accepted, or refused."""
    if piece.kind == "keep":
        return piece.text
    if piece.within is not None:
        return ""
    return piece.text if is_taken == (piece.kind == "insert") else ""


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


class _Comments:
    """The comments of a file, by the paragraph and the place on which they lie, and the answers to each."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self.comments = comments
        self.of_number: defaultdict[int | None, list[tuple[int, int]]] = defaultdict(list)
        self.answers: defaultdict[int | None, list[int]] = defaultdict(list)
        for index, comment in enumerate(comments):
            self.of_number[comment.place.paragraph].append((comment.place.offset, index))
            self.answers[comment.parent].append(index)
        for places in self.of_number.values():
            places.sort()

    def on(self, number: int, start: int, end: int) -> list[int]:
        """Those that touch the characters `start` to `end` of a paragraph."""
        places = self.of_number.get(number, [])
        first = bisect_left(places, (start - LONGEST_COMMENTED, 0))
        near = places[first : bisect_right(places, (end, len(self.comments)))]
        return [index for offset, index in near if start <= offset + len(self.comments[index].words)]

    def answers_to(self, asked: Iterable[int]) -> set[int]:
        """The answers to comments, and the answers to those."""
        found, waiting = set[int](), list(asked)
        while waiting:
            answers = set(self.answers.get(waiting.pop(), ())) - found
            found |= answers
            waiting += answers
        return found


def _with_rationale(
    comments: _Comments, proposal: Proposed, places: Sequence[tuple[int, int, int]], used: set[int]
) -> Proposed:
    """The proposal with the comments on its words, and the answers to them."""
    said = sorted({index for place in places for index in comments.on(*place)} - used)
    used.update(said)
    answers = sorted(comments.answers_to(said) - used)
    used.update(answers)
    texts = [comments.comments[index].text.strip() for index in said]
    texts += [f"{comments.comments[index].author}: {comments.comments[index].text.strip()}" for index in answers]
    return replace(proposal, rationale="\n".join(each for each in texts if each))


def _remarks(reading: _Reading, used: set[int]) -> Iterator[Remark]:
    for index, comment in enumerate(reading.file.comments):
        if index not in used:
            owner = reading.of_number.get(comment.place.paragraph if comment.place.paragraph is not None else -1)
            key = owner.base.key if owner else ""
            yield Remark(key, comment.author, comment.instant, comment.words, comment.text.strip())
