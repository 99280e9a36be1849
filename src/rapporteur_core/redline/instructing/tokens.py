"""A mail as tokens: verbs of change, places, roles, quotations; what is none of these is a word not understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapporteur_core.redline.instructing.quoting import Quote

# In the masked text a quotation is one OPENING sign and as many FILLING signs as it needs: positions stay the same.
OPENING, FILLING = "\ue001", "\ue000"


@dataclass(frozen=True)
class Token:
    """kind: verb, place, this, role, edge, tail, unit, noun, occurrence, again, quote, and, colon, comma, stop, line,
    enumerator, filler or other; value: what the kind needs, such as the verb's operation."""

    kind: str
    value: str
    start: int
    end: int
    text: str = ""


class _Plain(dict[int, str]):
    """Each letter without its accent, dashes and apostrophes as one kind: one sign for one sign."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = unicodedata.normalize("NFD", sign)[0]
        self[code] = plain
        return plain


PLAIN = _Plain(
    {
        **dict.fromkeys(map(ord, "’‘ʼ´`"), "'"),
        **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
        **dict.fromkeys(map(ord, "\xa0\u202f\u2007\u2009\t"), " "),
        **dict.fromkeys((0xE000, 0xE001), " "),
    }
)


def masked(text: str, found: Sequence[Quote]) -> str:
    """The plain form of a mail with its quotations covered, of the same length."""
    plain = text.translate(PLAIN)
    pieces: list[str] = []
    position = 0
    for quote in found:
        pieces += [plain[position : quote.start], OPENING, FILLING * (quote.end - quote.start - 1)]
        position = quote.end
    return "".join(pieces) + plain[position:]


@dataclass(frozen=True)
class Language:
    """What the words of instructions are in one language.

    words:     (kind, value, pattern) in the order in which they are tried; patterns meet plain text, any case
    ordinals:  ordinal words to numbers, -1 for the last, -2 for the last but one
    counts:    number words to numbers
    little:    words after which a capital letter was only that of the start of the sentence
    """

    words: Sequence[tuple[str, str, str]]
    ordinals: Mapping[str, int]
    counts: Mapping[str, int]
    little: frozenset[str]

    def __hash__(self) -> int:
        return id(self)


COMMON = [
    ("quote", "", rf"{OPENING}{FILLING}*"),
    ("colon", "", r":"),
    ("comma", "", r"[,;]"),
    ("stop", "", r"\.(?=\s|$|\))|[!?]"),
]
LAST = [("other", "", r"\w+|[^\w\s]")]


@cache
def _grammar(language: Language) -> tuple[re.Pattern[str], list[tuple[str, str]]]:
    rows = [*COMMON, *language.words, *LAST]
    pattern = "|".join(f"(?P<g{index}>{row[2]})" for index, row in enumerate(rows))
    return re.compile(pattern, re.IGNORECASE), [(kind, value) for kind, value, _pattern in rows]


ENUMERATOR = re.compile(
    r"[^\S\n]*(?:(?P<major>(?-i:[IVXLC]{1,6}|[A-Z])(?:\s?(?:bis|ter|quater))?\s?"
    r"(?:[.)](?:\s?-{1,2})?(?=\s|\w)|-{1,2}(?=\s)))"
    r"|(?P<minor>\(?(?:[ivx]{1,5}|\d{1,2}|[a-z])\s?[.)°](?:\s?-{1,2})?(?=\s|\w)|[-*•·](?=\s)))\s?"
)


def tokens(plain: str, start: int, end: int, language: Language) -> list[Token]:
    """The tokens of the characters start:end of a masked mail, one line of it."""
    pattern, kinds = _grammar(language)
    found: list[Token] = []
    match = ENUMERATOR.match(plain, start, end)
    if match and match.end() < end:
        found.append(Token("enumerator", "major" if match["major"] else "minor", match.start(), match.end()))
        start = match.end()
    for match in pattern.finditer(plain, start, end):
        kind, value = kinds[int((match.lastgroup or "g0")[1:])]
        found.append(Token(kind, value, match.start(), match.end(), match[0]))
    return found
