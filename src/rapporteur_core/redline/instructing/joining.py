"""Words put into, or taken out of, a paragraph so that blanks, marks and capital letters still fit."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from rapporteur_core.redline.instructing.endings import is_ended
from rapporteur_core.redline.instructing.matching import begins_a_sentence

OPENS = "(«“„‹[\"'’/-–"
NO_BLANK_BEFORE = ",.;:!?)]»”"
MARKS = frozenset(",.;:!?")
# The end of a paragraph: its mark, the mark that closes a quoted paragraph, and what follows that.
ENDING = re.compile(r"(?P<stop>\s{0,2}(?:[.!?;:,…]{0,3}))(?P<close>\s?[\"»”]{0,2})(?P<after>\s?[.;,]{0,2})$")
LAST = 16


@dataclass(frozen=True)
class Ending:
    """Where the words of a text end, its last sentence, and the text without the blanks after it."""

    words: int
    sentence: int
    close: int
    end: int


def ending(text: str, start: int, end: int) -> Ending:
    """The ending of the characters start:end of a paragraph.

    In a paragraph that begins with a quotation mark the mark at the end is its own, in another one it belongs to words.
    """
    end = start + len(text[start:end].rstrip())
    begin = max(start, end - LAST)
    match = ENDING.search(text[begin:end])
    if match is None:
        return Ending(end, end, end, end)
    is_block = text.lstrip()[:1] in ("«", "“", '"')
    last = begin + match.end("after")
    if match["close"].strip() and not is_block:
        return Ending(begin + match.end("close"), last, last, last)
    if not match["close"].strip() and match["after"].strip():
        return Ending(begin + match.start("stop"), last, last, last)
    stop = begin + match.end("stop") if match["stop"].strip() else begin + match.start("stop")
    return Ending(begin + match.start("stop"), stop, stop, last)


def insertion(text: str, position: int, words: str) -> tuple[int, int, str]:
    """The range to replace and the words for it, to put words in at a position; after an elision no blank stays."""
    end = position + 1 if words[-1:] in "'’" and text[position : position + 1] in (" ", "\xa0") else position
    left = text[:position][-1:]
    blank = " " if end > position and left and not left.isspace() and left not in OPENS else ""
    return (position, end, blank + words) if end > position else (position, position, inserted(text, position, words))


def inserted(text: str, position: int, words: str) -> str:
    """The words with the blanks that they need at a position of a text."""
    left, right = text[:position][-1:], text[position : position + 1]
    begins = words[:1]
    if left and not left.isspace() and left not in OPENS and begins not in NO_BLANK_BEFORE:
        words = " " + words
    if right and not right.isspace() and right not in NO_BLANK_BEFORE + '"' and words[-1:] not in OPENS:
        words += " "
    return _without_twin(words, text[position:])


def _without_twin(words: str, right: str) -> str:
    """A mark that both the new words and the text after them bring stands once."""
    mark = words.rstrip()[-1:]
    return words.rstrip()[:-1].rstrip() if mark in MARKS and right.lstrip()[:1] == mark else words


def replaced(text: str, start: int, end: int, quoted: str, words: str) -> tuple[int, int, str]:
    """The range to replace and the words that take its place: with a capital where they now begin the sentence."""
    first = text[start : start + 1]
    if first.isupper() and quoted[:1].islower() and words[:1].islower():
        words = words[:1].upper() + words[1:]
    if words[:1] in (",", ".", ")") and text[:start][-1:] in (" ", "\xa0"):
        start -= 1
    return start, end, _without_twin(words, text[end:])


def sentence_of(words: str) -> str:
    """Words as a sentence: with a full stop where they bring no mark of their own."""
    return words if is_ended(words) else f"{words}."


def removal(text: str, start: int, end: int) -> tuple[int, int, str]:
    """The range to take out so that no blank stands twice or before a mark, and what takes its place.

    A word that now begins the sentence gets the capital of the one that did.
    """
    left, right = text[:start][-1:], text[end : end + 1]
    if right == "," and text[:start].rstrip()[-1:] == ",":
        return len(text[:start].rstrip()), end + 1, ""
    ends = (
        not right or right.isspace() or right in ",.;:!?)»”" or (right == '"' and not text[end + 1 : end + 2].isalnum())
    )
    if left.isspace() and left != "\n" and ends:
        return start - 1, end, ""
    if right.isspace() and right != "\n" and (not left or left in OPENS):
        end += 1
    first = text[end : end + 1]
    if first.islower() and text[start : start + 1].isupper() and begins_a_sentence(text, start):
        return start, end + 1, first.upper()
    return start, end, ""


def lowered(text: str, start: int, little: Set[str]) -> str:
    """The first letter at `start` as it is written inside a sentence: small if it was a capital for its place only."""
    match = re.compile(r"[^\W\d_]+").match(text, start)
    if match is None or match[0].lower() not in little or (len(match[0]) > 1 and match[0].isupper()):
        return text[start : start + 1]
    return text[start].lower()
