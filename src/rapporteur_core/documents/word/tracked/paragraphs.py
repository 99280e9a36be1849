"""Paragraphs with their tracked changes, comments, footnotes and hidden identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from rapporteur_core.documents.word.identity import bookmark_of
from rapporteur_core.documents.word.negotiated import BRACKET, COMING, Comment, NegotiatedParagraph, Piece
from rapporteur_core.documents.word.tracked.checking import is_where_it_was
from rapporteur_core.documents.word.tracked.elements import Element, is_rtl, lang, moment, runs, w
from rapporteur_core.documents.word.tracked.notes import Comments, Footnotes
from rapporteur_core.documents.word.tracked.numbering import Indent, Numbers, depth_of
from rapporteur_core.documents.word.tracked.styles import OF_KIND

CHANGE = {
    "insert": "ins",
    "inserted": "ins",
    "delete": "del",
    "deleted": "del",
    "move_from": "moveFrom",
    "moved_from": "moveFrom",
    "move_to": "moveTo",
    "moved_to": "moveTo",
}


@dataclass(frozen=True)
class Change:
    """One tracked change around words: the name of its element, who and when."""

    tag: str
    author: str
    instant: datetime


@dataclass
class Writing:
    """What a file counts and keeps while its paragraphs are written, in a language."""

    language: str
    marks: int = 0
    numbers: Numbers = field(default_factory=Numbers)
    comments: Comments = field(default_factory=Comments)
    footnotes: Footnotes = field(default_factory=Footnotes)

    def next_mark(self) -> int:
        """The number of the next change, move or bookmark: one row for all, as Word wants none twice."""
        self.marks += 1
        return self.marks


def style_of(paragraph: NegotiatedParagraph) -> str:
    """The identifier of its named style."""
    if paragraph.kind == "heading":
        return f"Heading{paragraph.level + 1}"
    if depth := depth_of(paragraph):
        return f"Subparagraph{depth}"
    return OF_KIND[paragraph.kind]


def written(
    paragraph: NegotiatedParagraph, writing: Writing, style: str, indent: Indent, before: Indent | None = None
) -> Iterator[Element]:
    """The paragraph, and behind it the end of the move that it is part of as a whole.

    before: the indent of its former shape, where it had another
    """
    language = paragraph.language or writing.language
    made = w("p", _properties(paragraph, writing, language, style, indent, before or indent))
    end = _open_move(made, paragraph, writing)
    bookmark = None
    if paragraph.key and not is_where_it_was(paragraph):
        bookmark = writing.next_mark()
        made.append(w("bookmarkStart", id=bookmark, name=bookmark_of(paragraph.key)))
    _Line(made, paragraph, writing, language).write()
    if bookmark is not None:
        made.append(w("bookmarkEnd", id=bookmark))
    yield made
    if end is not None:
        yield end


def _open_move(made: Element, paragraph: NegotiatedParagraph, writing: Writing) -> Element | None:
    mark = paragraph.mark
    if mark is None or not mark.move:
        return None
    number = writing.next_mark()
    made.append(_move_start(CHANGE[mark.kind], number, mark.move, Change("", mark.author, mark.instant)))
    # The end stands behind the paragraph, so that its mark is moved with its words.
    return w(f"{CHANGE[mark.kind]}RangeEnd", id=number)


def _move_start(tag: str, number: int, name: str, change: Change) -> Element:
    return w(f"{tag}RangeStart", id=number, author=change.author, date=moment(change.instant), name=name)


def _properties(
    paragraph: NegotiatedParagraph, writing: Writing, language: str, style: str, indent: Indent, before: Indent
) -> Element:
    properties = w("pPr", *_shape(paragraph, writing, language, style, indent))
    rtl = w("rtl") if is_rtl(language) else None
    properties.append(w("rPr", _paragraph_change(paragraph, writing), rtl, lang(language)))
    if (former := paragraph.former) is not None:
        change = _opened(Change("pPrChange", former.author, former.instant), writing)
        change.append(w("pPr", *_shape(paragraph.before, writing, language, style_of(paragraph.before), before)))
        properties.append(change)
    return properties


def _shape(
    paragraph: NegotiatedParagraph, writing: Writing, language: str, style: str, indent: Indent
) -> Iterator[Element]:
    """Style, number, direction and indent, in the order of the format."""
    yield w("pStyle", val=style)
    if paragraph.keeps_next:
        yield w("keepNext")
    if paragraph.number:
        yield writing.numbers.properties(paragraph.number, indent, language)
    if is_rtl(language):
        yield w("bidi")
    if indent.left:
        yield w("ind", left=indent.left, hanging=indent.hanging)


def _paragraph_change(paragraph: NegotiatedParagraph, writing: Writing) -> Element | None:
    if (mark := paragraph.mark or paragraph.end) is None:
        return None
    return _opened(Change(CHANGE[mark.kind], mark.author, mark.instant), writing)


def _opened(change: Change, writing: Writing) -> Element:
    return w(change.tag, id=writing.next_mark(), author=change.author, date=moment(change.instant))


def changes_of(paragraph: NegotiatedParagraph, piece: Piece) -> list[Change] | None:
    """The changes around a piece, the outer first: its own, and that of its paragraph where both matter.

    None where one author takes back what the same one brings: such words are in neither text, Word does not keep them
    when a person does it, and LibreOffice would let them stand.
    """
    mark = paragraph.mark
    whole = None if mark is None else Change(CHANGE[mark.kind], mark.author, mark.instant)
    if piece.kind == "keep" or piece.instant is None:
        return [whole] if whole else []
    own = Change(CHANGE[piece.kind], piece.author, piece.instant)
    # Words that come into a paragraph that comes, or go from one that goes, have their own author alone.
    if mark is None or whole is None or (piece.kind in COMING) == (mark.kind in COMING):
        return [own]
    came, went = (own, whole) if piece.kind in COMING else (whole, own)
    if came.author == went.author:
        return None
    # LibreOffice loses a deletion within a move and keeps one within an insertion; either way it is in neither text.
    return [replace(came, tag="ins"), replace(went, tag="del")]


@dataclass
class _Line:
    """The words of a paragraph, written into its element from left to right."""

    element: Element
    paragraph: NegotiatedParagraph
    writing: Writing
    language: str
    open_changes: list[Change] = field(default_factory=list)
    innermost: Element | None = None
    move: tuple[str, str, int] | None = None

    def write(self) -> None:
        numbers = [self.writing.comments.add(each, self.language) for each in self.paragraph.comments]
        comments = list(zip(self.paragraph.comments, numbers, strict=True))
        for at, piece in enumerate(self.paragraph.pieces):
            self._mark_comments(comments, at)
            self._write_piece(piece)
        self._mark_comments(comments, len(self.paragraph.pieces))
        self._close_move()

    def _mark_comments(self, comments: list[tuple[Comment, int]], at: int) -> None:
        count = len(self.paragraph.pieces)
        spans = [(each.start, count if each.end is None else each.end, number) for each, number in comments]
        for start, end, number in spans:
            if start < end == at:
                self._end_comment(number)
        for start, end, number in spans:
            if start == at:
                self._put(w("commentRangeStart", id=number))
                if end == at:
                    self._end_comment(number)

    def _end_comment(self, number: int) -> None:
        self._put(w("commentRangeEnd", id=number))
        properties = w("rPr", w("rStyle", val="CommentReference"))
        self._put(w("r", properties, w("commentReference", id=number)))

    def _put(self, element: Element) -> None:
        """An element of the paragraph itself, outside of all changes."""
        self.open_changes, self.innermost = [], None
        self.element.append(element)

    def _write_piece(self, piece: Piece) -> None:
        changes = changes_of(self.paragraph, piece)
        if changes is None:
            return
        self._turn_move(piece)
        content = runs(
            piece.text,
            self.language,
            style=BRACKET if piece.bracket else "",
            bold=piece.bold,
            italic=piece.italic,
            is_deleted=any(change.tag == "del" for change in changes),
        )
        content += [self._reference(self.writing.footnotes.add(each, self.language)) for each in piece.footnotes]
        if content:
            self._inside(changes).extend(content)

    def _reference(self, number: int) -> Element:
        properties = w("rPr", w("rStyle", val="FootnoteReference"))
        return w("r", properties, w("footnoteReference", id=number))

    def _inside(self, changes: list[Change]) -> Element:
        """The element that holds words with these changes; that of the piece before where they are the same."""
        if self.innermost is None or changes != self.open_changes:
            self.open_changes, self.innermost = changes, self.element
            for change in changes:
                opened = _opened(change, self.writing)
                self.innermost.append(opened)
                self.innermost = opened
        return self.innermost

    def _turn_move(self, piece: Piece) -> None:
        end = (CHANGE[piece.kind], piece.move) if piece.kind in ("move_from", "move_to") else None
        if self.move is not None and self.move[:2] == end:
            return
        self._close_move()
        if end is not None and piece.instant is not None:
            number = self.writing.next_mark()
            self.move = (*end, number)
            self._put(_move_start(end[0], number, end[1], Change(end[0], piece.author, piece.instant)))

    def _close_move(self) -> None:
        if self.move is not None:
            self._put(w(f"{self.move[0]}RangeEnd", id=self.move[2]))
            self.move = None
