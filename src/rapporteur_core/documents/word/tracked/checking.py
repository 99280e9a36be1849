"""What a negotiated text must be for a Word file to tell it truly: a ValueError says which paragraph is not so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rapporteur_core.documents.word.negotiated import COMING, GOING, NegotiatedParagraph, Part, Proposal

DEEPEST = 3


def all_paragraphs(parts: Iterable[Part]) -> Iterator[NegotiatedParagraph]:
    """The paragraphs of a text in order, those of its proposals among them."""
    for part in parts:
        if isinstance(part, NegotiatedParagraph):
            yield part
        elif isinstance(part, Proposal):
            yield from part.paragraphs


def check(parts: Sequence[Part]) -> None:
    """ValueError where a change has no author or instant, a move one end, a key two paragraphs, a comment no words, an
    end that was put in or deleted no paragraph behind it."""
    paragraphs = list(all_paragraphs(parts))
    _check_ends(parts)
    for paragraph in paragraphs:
        _check_changes(paragraph)
        _check_comments(paragraph)
        if not 0 <= paragraph.level <= DEEPEST:
            raise ValueError(f"{_named(paragraph)} has level {paragraph.level}; it can be 0 to {DEEPEST}.")
    _check_keys(paragraphs)
    _check_moves(paragraphs)


def _check_changes(paragraph: NegotiatedParagraph) -> None:
    for piece in paragraph.pieces:
        if piece.kind != "keep":
            _check_stamp(paragraph, piece.author, piece.instant)
    if (former := paragraph.former) is not None:
        _check_stamp(paragraph, former.author, former.instant)
    if (mark := paragraph.mark) is not None:
        _check_stamp(paragraph, mark.author, mark.instant)
        crossing = "move_from" if mark.kind in COMING else "move_to"
        if any(piece.kind == crossing for piece in paragraph.pieces):
            raise ValueError(f"{_named(paragraph)} is {mark.kind} and has words that move against that.")


def _check_ends(parts: Sequence[Part]) -> None:
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        for paragraph in all_paragraphs([part]):
            if (end := paragraph.end) is None:
                continue
            _check_stamp(paragraph, end.author, end.instant)
            if paragraph.mark is not None or end.kind not in ("inserted", "deleted"):
                raise ValueError(
                    f"{_named(paragraph)} has an end of its own fate; it can be inserted or deleted alone."
                )
            if not isinstance(part, NegotiatedParagraph) or not isinstance(following, NegotiatedParagraph):
                raise ValueError(f"{_named(paragraph)} has an end that is {end.kind}, and no paragraph follows it.")


def _check_stamp(paragraph: NegotiatedParagraph, author: str, instant: datetime | None) -> None:
    if not author.strip():
        raise ValueError(f"{_named(paragraph)} has a change without an author.")
    if instant is None or instant.tzinfo is None:
        raise ValueError(f"{_named(paragraph)} has a change without an instant and its time zone.")


def _check_comments(paragraph: NegotiatedParagraph) -> None:
    for comment in paragraph.comments:
        _check_stamp(paragraph, comment.author, comment.instant)
        end = len(paragraph.pieces) if comment.end is None else comment.end
        if not 0 <= comment.start <= end <= len(paragraph.pieces):
            raise ValueError(f"{_named(paragraph)} has a comment on pieces that are not there.")


def _check_keys(paragraphs: Iterable[NegotiatedParagraph]) -> None:
    counted = Counter(each.key for each in paragraphs if each.key and not is_where_it_was(each))
    twice = [key for key, count in counted.items() if count > 1]
    if twice:
        raise ValueError(f"Two paragraphs have the identifier “{twice[0]}”.")


def _check_moves(paragraphs: Iterable[NegotiatedParagraph]) -> None:
    ends: dict[str, list[str]] = {}
    for paragraph in paragraphs:
        for name, kind in moves(paragraph):
            ends.setdefault(name, []).append("from" if kind in GOING else "to")
    for name, found in ends.items():
        if not name or sorted(found) != ["from", "to"]:
            raise ValueError(f"The move “{name}” must have a name and one place that it leads from and one to.")


def is_where_it_was(paragraph: NegotiatedParagraph) -> bool:
    """Whether this is the place that a moved paragraph left."""
    return paragraph.mark is not None and paragraph.mark.kind == "moved_from"


def moves(paragraph: NegotiatedParagraph) -> Iterator[tuple[str, str]]:
    """The ends of moves in a paragraph, each as its name and kind; pieces side by side are one end."""
    if paragraph.mark is not None and paragraph.mark.kind in ("moved_from", "moved_to"):
        yield paragraph.mark.move, paragraph.mark.kind
    before = None
    for piece in paragraph.pieces:
        end = (piece.move, piece.kind) if piece.kind in ("move_from", "move_to") else None
        if end is not None and end != before:
            yield end
        before = end


def _named(paragraph: NegotiatedParagraph) -> str:
    return f"The paragraph {paragraph.number or paragraph.key or paragraph.kind}"
