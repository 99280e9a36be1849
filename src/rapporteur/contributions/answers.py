"""What an answer must be: limits in words and characters, choices, figures; and the form in which answers are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapporteur.calls.models import Question
from rapporteur.foundation.files.models import StoredFile
from rapporteur_core.text import fingerprint, fold, normalise, word_count

MOST_BYTES = 2_000_000
MOST_CHARACTERS = 20_000
HEADING = 120

FIGURE = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")
# 1,234 is one and a bit to some and a thousand to others.
DOUBTFUL = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009']")

Given = Mapping[str, "str | StoredFile | None"]


@dataclass(frozen=True)
class Mistake:
    """What is wrong with an answer: a code of sentences.py and what fills it. `key` is the question's, or empty."""

    key: str
    code: str
    value: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def size_of(answers: Given) -> int:
    """Bytes of all texts in UTF-8."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in answers.values() if isinstance(text, str))


def is_choice(question: Question, text: str) -> bool:
    return any(str(choice.get("id")) == text for choice in question.choices)


def figure_of(text: str) -> str | None:
    """A figure as it is kept: digits with a full stop before decimals; None when it is none or can be read two ways."""
    bare = BLANKS.sub("", fold(text).replace("٫", "."))
    if not FIGURE.fullmatch(bare) or DOUBTFUL.fullmatch(bare):
        return None
    return bare.replace(",", ".").removeprefix("+")


def kept(question: Question, text: str) -> str:
    """The text of an answer as it is kept."""
    clean = normalise(text)
    return (figure_of(clean) or clean) if question.kind == Question.Kind.FIGURE else clean


def mistake_in(question: Question, text: str) -> Mistake | None:
    """What is wrong with `text` as an answer that is sent; None when it can be taken. An empty one is judged elsewhere."""
    over = too_long(question.key, text)
    if over or not text.strip():
        return over
    if question.kind == Question.Kind.CHOICE:
        return None if is_choice(question, text.strip()) else Mistake(question.key, "not_a_choice", text[:60])
    if question.kind == Question.Kind.FIGURE:
        return None if figure_of(text) is not None else Mistake(question.key, "not_a_figure", text[:60])
    clean = normalise(text)
    words = word_count(clean)
    if question.word_limit and words > question.word_limit:
        values = {"count": words, "limit": question.word_limit, "over": words - question.word_limit}
        return Mistake(question.key, "too_many_words", clean[:60], values)
    if question.character_limit and len(clean) > question.character_limit:
        values = {"count": len(clean), "limit": question.character_limit, "over": len(clean) - question.character_limit}
        return Mistake(question.key, "too_many_characters", clean[:60], values)
    return None


def too_long(key: str, text: str) -> Mistake | None:
    """What not even a draft may hold: a zero byte, or more than MOST_CHARACTERS."""
    if "\0" in text:
        return Mistake(key, "zero_byte")
    if len(text) > MOST_CHARACTERS:
        over = len(text) - MOST_CHARACTERS
        return Mistake(
            key, "too_many_characters", text[:60], {"count": len(text), "limit": MOST_CHARACTERS, "over": over}
        )
    return None


def mistakes_in(questions: Iterable[Question], answers: Given, *, is_draft: bool, is_anonymous: bool) -> list[Mistake]:
    """All that is wrong with a whole contribution. An anonymous one takes no files: they tell who made them, and where."""
    if size_of(answers) > MOST_BYTES:
        return [Mistake("", "too_large", values={"limit": MOST_BYTES // 1_000_000})]
    found: list[Mistake] = []
    given = 0
    for question in questions:
        answer = answers.get(question.key)
        is_file = question.kind == Question.Kind.FILE
        if is_file and is_anonymous:
            if answer:
                found.append(Mistake(question.key, "file_of_nobody"))
            continue
        filled = bool(answer.strip()) if isinstance(answer, str) else answer is not None
        given += filled
        if question.is_required and not filled and not is_draft:
            found.append(Mistake(question.key, "needed"))
        elif isinstance(answer, str) and not is_file:
            mistake = too_long(question.key, answer) if is_draft else mistake_in(question, answer)
            found += [mistake] if mistake else []
    if not given and not is_draft:
        return [Mistake("", "nothing")]
    return found


def heading_of(texts: Iterable[str]) -> str:
    """The first words, for lists: of the first answer that has any, cut between two words."""
    first = next((text for text in texts if text.strip()), "")
    line = " ".join(first.split("\n", 1)[0].split())
    if len(line) <= HEADING:
        return line
    return line[: HEADING + 1].rsplit(" ", 1)[0][:HEADING] + "…"


def fingerprint_of(answers: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over the answers in the order of the call: each as its question's key, a newline, and its words; a blank
    line between two. For a file the SHA-256 of its content stands for the words. The text is first put into the form
    in which it is kept (`rapporteur_core.text.normalise`)."""
    return fingerprint("\n\n".join(f"{key}\n{text}" for key, text in answers))
