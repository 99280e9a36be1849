"""What texts end with. All looks go to the last characters only, so that a long text costs no more than a short one."""

from __future__ import annotations

import re

LAST = 90
FINAL = re.compile(r"\s?[.;:,!?]$")
CLOSED = re.compile(r"\s?[»”\"]\s?[.;,]?$")
LIST_MARK = re.compile(r"\s?[.;,]$")
COMMA_OR_SEMICOLON = re.compile(r"\s?[;,]$")
SEMICOLON = re.compile(r"\s?;$")
FULL_STOP = re.compile(r"\s?\.$")
LAST_ITEM = re.compile(r"\.$")
LAST_QUOTED_ITEM = re.compile(r"\.\s?[»”\"]?\s?[.;]?$")
# “is replaced by two paragraphs as follows:”: below it stand quoted paragraphs.
ANNOUNCEMENT = re.compile(r"(?:r[ée]dig|con[çc]u|read|follow|sigu|redact|par les|par un)[^:\n]{0,60}:$", re.IGNORECASE)


def ends(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match of a pattern at the end of a text, blanks after it left out."""
    bare = text.rstrip()
    return pattern.search(bare, max(0, len(bare) - LAST))


def without(pattern: re.Pattern[str], text: str) -> str:
    """A text without the end that a pattern matches."""
    match = ends(pattern, text)
    return text[: match.start()] if match else text


def is_ended(text: str) -> bool:
    """Whether a text ends with a mark of its own, inside a quotation or not."""
    return ends(FINAL, text) is not None or text.rstrip()[-1:] in ("»", "”", '"')
