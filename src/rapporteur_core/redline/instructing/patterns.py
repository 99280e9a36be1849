"""What the vocabularies of the languages are built from; all patterns meet plain text (no accents) and bound their
repeats, so that none can backtrack far."""

from __future__ import annotations

from collections.abc import Iterable

LATIN = r"(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b"
SUB = r"(?:\s?\((?:[a-z]{1,4}|\d{1,2})\)){0,3}"
NUMBER = (
    r"(?:\d{1,4}(?:(?:er|ere|re|eme|nde|nd|st|rd|th|e|o|a)\b|\s?°)?|(?<![A-Za-z])(?-i:[IVXLC]{1,6})\b)"
    rf"(?:\s?{LATIN})?(?:\s(?-i:[A-H])\b(?!'))?{SUB}"
)


def numbers(*words: str) -> str:
    """One or more numbers: 5, 7 and 9 to 11; `words` are those that join them, such as and, to."""
    joint = rf"(?:\s?[,/]\s?(?:(?:{either(words)})\s)?|\s(?:{either(words)})\s(?:(?:l'|the|la|le|el|al)\s?)?|\s?-\s?)"
    return rf"(?:n\s?[o°]s?\.?\s?)?{NUMBER}(?:{joint}{NUMBER}){{0,40}}"


def ordinals(known: Iterable[str], *words: str) -> str:
    """One or more ordinals: the second, third and last."""
    one = rf"(?:{either(known)}|\d{{1,2}}(?:er|ere|re|eme|nde|nd|st|rd|th|e|o|a))"
    return rf"{one}(?:(?:\s?,\s?|\s(?:{either(words)})\s)(?:(?:l'|the|la|le|el)\s?)?{one}){{0,20}}"


def either(words: Iterable[str]) -> str:
    """One of several words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def row(kind: str, value: str, *patterns: str) -> tuple[str, str, str]:
    """Whole words of any of the patterns as a token of a kind; one that ends in an apostrophe ends there."""
    return kind, value, rf"(?<!\w)(?:{'|'.join(patterns)})(?:(?<=\W)|(?!\w))"


def compounds(tens: dict[str, int], units: dict[str, int], joint: str) -> dict[str, int]:
    """Twenty-first and the like."""
    return {f"{ten}{joint}{unit}": value + n for ten, value in tens.items() for unit, n in units.items() if n < 10}
