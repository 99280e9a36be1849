"""The forms of a text: as it is kept, as it is compared, as words."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# Directional overrides and isolates can make a page show other words than those kept; a byte order mark shows nothing.
UNWANTED = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
CONTROLS = {code: None for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and code not in (9, 10)}
LONE_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
KEPT = {**UNWANTED, **CONTROLS, **LONE_SURROGATES, 9: " "}
BLANK_LINES = re.compile(r"\n{3,}")

# Writers of Arabic, Persian and Urdu use these letters for one another; readers do not notice.
ARABIC: dict[str, str | int | None] = {
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ک": "ك",
    "ـ": None,
}
DIGITS = {chr(start + n): str(n) for start in (0x0660, 0x06F0) for n in range(10)}


class _Letters(dict[int, str | int | None]):
    """What a letter folds to, worked out when it is first met: a table of all of Unicode would slow every start."""

    def __missing__(self, code: int) -> int | None:
        letter = chr(code)
        is_mark = unicodedata.combining(letter) or unicodedata.category(letter) == "Cf"
        self[code] = None if is_mark else code
        return None if is_mark else code


FOLDED = _Letters(str.maketrans({**ARABIC, **DIGITS}))

# Vowel signs of Indic and South-East Asian scripts stand inside words, yet \w leaves them out. Scripts written without
# blanks count by character, the nearest thing to a word that needs no dictionary.
SIGNS = "".join(chr(c) for c in range(0x900, 0x1900) if unicodedata.category(chr(c)) in ("Mn", "Mc"))
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[^\W_]|[{SIGNS}])+")


def normalise(text: str) -> str:
    """The form in which every text is kept: NFC, newlines as \\n, no control characters, at most one blank line.

    A tab becomes a blank; directional overrides (U+202A-202E, U+2066-2069) and half surrogates do not survive.
    Blanks at the ends of lines and of the text go. Doing it twice changes nothing.
    """
    clean = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text).translate(KEPT))
    lines = "\n".join(line.rstrip() for line in clean.split("\n"))
    return BLANK_LINES.sub("\n\n", lines).strip()


def fold(text: str) -> str:
    """The form in which texts are compared and searched: no case, accents or width, Arabic letter variants as one."""
    if text.isascii():
        return text.casefold()
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKD", bare.translate(FOLDED))


def words(text: str) -> list[str]:
    """The folded words of a text in any script; an ideograph is a word, an elided article too (l'eau: l, eau)."""
    return WORD.findall(fold(text))


def word_count(text: str) -> int:
    """How many words `words` finds."""
    return len(words(text))


def fingerprint(text: str) -> str:
    """SHA-256 in 64 hexadecimal digits of the UTF-8 bytes of the normalised text."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()
