"""What a consolidation works on: the received contributions, their passages, and the themes that people have locked."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from rapporteur import __version__
from rapporteur.contributions.models import Answer, Contribution, Passage
from rapporteur.foundation.conferences.models import Conference

from ..models import ThemePassage


@dataclass(frozen=True)
class Spoken:
    """A received contribution with the texts of its answers in the order of the questions."""

    pk: int
    number: int
    language: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A passage: index of its contribution, index of the text, characters start to end (exclusive)."""

    pk: int
    number: int
    contribution: int
    field: int
    start: int
    end: int
    language: str


@dataclass(frozen=True)
class Material:
    """Contributions by number, passages by contribution and number; `locked` maps a label to passages (indices)."""

    contributions: tuple[Spoken, ...]
    passages: tuple[Piece, ...]
    locked: tuple[tuple[str, tuple[int, ...]], ...]
    seed: int

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that decides the result: texts, cuts, languages, locked themes, seed, version."""
        total = hashlib.sha256(f"{__version__}\n{self.seed}\n".encode())
        for spoken in self.contributions:
            total.update(json.dumps([spoken.number, spoken.language, spoken.texts], ensure_ascii=False).encode())
        for piece in self.passages:
            cut = [piece.contribution, piece.number, piece.field, piece.start, piece.end, piece.language]
            total.update(json.dumps(cut).encode())
        total.update(json.dumps(self.locked, ensure_ascii=False).encode())
        return total.hexdigest()


def material(conference: Conference, *, seed: int) -> Material:
    """All that is received, read at once: four queries."""
    received = Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED)
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    answers = Answer.objects.filter(contribution__in=received).exclude(text="")
    for owner, pk, text in answers.order_by("contribution_id", "question__position", "pk").values_list(
        "contribution_id", "pk", "text"
    ):
        texts[owner][pk] = text
    spoken = [
        Spoken(pk, number, language, tuple(texts[pk].values()))
        for pk, number, language in received.order_by("number").values_list("pk", "number", "language")
        if number is not None
    ]
    place = {each.pk: index for index, each in enumerate(spoken)}
    fields = {answer: field for of_one in texts.values() for field, answer in enumerate(of_one)}
    rows = Passage.objects.filter(contribution__in=received).values_list(
        "pk", "number", "contribution_id", "answer_id", "start", "end", "language"
    )
    pieces = sorted(
        (
            Piece(pk, number, place[owner], fields[answer], start, end, language)
            for pk, number, owner, answer, start, end, language in rows
            if owner in place and answer in fields
        ),
        key=lambda piece: (piece.contribution, piece.number, piece.pk),
    )
    return Material(tuple(spoken), tuple(pieces), _locked(conference, pieces), seed)


def _locked(conference: Conference, pieces: list[Piece]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The locked themes by number, each with its passages: one query."""
    index = {piece.pk: position for position, piece in enumerate(pieces)}
    members: dict[tuple[int, str], list[int]] = defaultdict(list)
    rows = ThemePassage.objects.filter(theme__conference=conference, theme__is_locked=True)
    for number, label, passage in rows.values_list("theme__number", "theme__label", "passage_id"):
        if passage in index:
            members[number, label].append(index[passage])
    return tuple((label, tuple(sorted(found))) for (_number, label), found in sorted(members.items()))
