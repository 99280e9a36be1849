"""The changes of words in a paragraph of a file: each alone, or all of one author together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from rapporteur_core.documents.word import Paragraph, Piece, WordFile
from rapporteur_core.returning.values import TITLE, Base, Kind, Placed, Proposed


@dataclass
class _Cluster:
    """Changed pieces of one author with no kept words between them."""

    author: str
    instant: datetime | None
    pieces: set[int]
    number: int
    start: int
    end: int


def changes_in(file: WordFile, base: Base, paragraphs: Sequence[tuple[int, Paragraph]], by: str) -> Iterator[Placed]:
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
