"""Numbers of paragraphs: how they are written, compared, and which comes next."""

from __future__ import annotations

import re
import unicodedata

LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")
VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
TENS = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
SUFFIX = rf"(?:\.?\s?(?:{'|'.join(LATIN)})\b)?(?:\s[A-Z]{{1,2}}\b(?!['’]|\s[a-zà-ÿ]))?"
# What a paragraph begins with: I. - , II bis. - , 3° , 2° bis , a) , (b) , 12. , after the mark of a quoted block.
ENUMERATOR = re.compile(
    rf"(?P<mark>[\"«“]?\s?)(?P<number>(?P<roman>[IVXLC]{{1,7}}){SUFFIX}(?=\s?[.)]|\s?[-–—]\s)"
    rf"|(?P<degree>\d{{1,3}})\s?°{SUFFIX}|\(?(?P<letter>[a-z]{{1,2}}){SUFFIX}\)|\(?(?P<digits>\d{{1,3}}){SUFFIX}[.)])"
    r"(?P<tail>\s?\.?\)?(?:\s?[-–—](?=\s))?\s*)"
)
# An amendment leaves the number to the clerks: “… – The State”, “...° After”, “…) At the end”.
OPEN_NUMBER = re.compile(r"(?P<mark>[\"«“]?\s?)(?:…|\.{2,6})(?P<tail>\s?(?:°|\)|\.?\s?[-–—](?=\s))\s*)")


def key(number: str) -> str:
    """A number as it is compared: “OP4 bis.” and “op 4bis” are one."""
    plain = unicodedata.normalize("NFKD", number).casefold()
    return re.sub(r"[^0-9a-z]", "", plain)


def roman(value: int) -> str:
    """1 to 399 in Roman numerals."""
    written = ""
    for worth, sign in TENS:
        count, value = divmod(value, worth)
        written += sign * count
    return written


def value_of(numeral: str) -> int | None:
    """What a Roman numeral is worth; None for what is none."""
    if not numeral or set(numeral) - set(VALUES):
        return None
    worths = [VALUES[sign] for sign in numeral]
    total = sum(-one if one < two else one for one, two in zip(worths, [*worths[1:], 0], strict=True))
    return total if roman(total) == numeral else None


def following(number: str) -> str:
    """The next working number of the same row: 4 to 5, IV to V, b to c, 4 bis to 4 ter."""
    stem, latin = split(number)
    if latin:
        return f"{stem} {LATIN[min(LATIN.index(latin) + 1, len(LATIN) - 1)]}"
    match = re.search(r"\d+$|[A-Za-z]+$", stem)
    if match is None:
        return f"{stem} bis"
    return stem[: match.start()] + _next(match[0])


def inserted_after(number: str, taken: set[str]) -> str:
    """The first of 4 bis, 4 ter, ... that is not in `taken` (keys): a paragraph that comes in moves no other number."""
    stem, latin = split(number)
    begin = LATIN.index(latin) + 1 if latin else 0
    names = [f"{stem} {name}" for name in LATIN[begin:]]
    return next((name for name in names if key(name) not in taken), f"{number} bis" if number else "")


def numbered_like(number: str, like: str) -> str:
    """A number with the letters that another has before its own: 6 beside OP5 is OP6."""
    prefix = re.match(r"(?:OP|PP)\s?", like)
    return f"{prefix[0]}{number}" if prefix and not key(number)[:2].isalpha() else number


def split(number: str) -> tuple[str, str]:
    """A number without its bis or ter, and that."""
    match = re.fullmatch(rf"(.*?)\s?({'|'.join(LATIN)})\.?", number.strip())
    return (match[1], match[2]) if match and match[1] else (number.strip(), "")


def _next(last: str) -> str:
    if last.isdigit():
        return str(int(last) + 1)
    value = value_of(last)
    if value is not None and (len(last) > 1 or last in "IVX"):
        return roman(value + 1)
    return last[:-1] + chr(ord(last[-1]) + 1) if last[-1] not in "zZ" else last + last[-1]
