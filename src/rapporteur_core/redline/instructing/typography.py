"""New words in the typography of the document that they come into."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapporteur_core.redline.instructing.quoting import quotes

INITIALS = re.compile(r"(?<!\w)(?:[A-ZÀ-Þ]\.){2,4}(?=\s?[A-ZÀ-Þ\d]|\s)")
SPACED_INITIALS = re.compile(r"(?<!\w)(?:[A-ZÀ-Þ]\. ?){2,4}")
WIDE = re.compile("[\xa0\u202f\u2007\u2009]")
SPACED_DASH = re.compile(r"(?<=\s)[–—](?=\s)")
TO_BE_FILLED = re.compile(r"(\S{1,20}) (?:…|\.{3,9}) (?=(\S{1,20}))")
# “0, 5 %”: a blank in a decimal; after another number than 0 the comma may also part a row of numbers.
OF_UNIT = r"(?=[ \xa0\u202f]?(?:%|€|(?:euros?|millions?|milliards?)\b))"
DECIMAL = re.compile(rf"(?<![\d,])\d{{1,3}},\d{{1,4}}{OF_UNIT}")
WIDE_DECIMAL = re.compile(rf"(?<![\d,])(\d{{1,3}}),[ \xa0\u202f](\d{{1,4}}){OF_UNIT}")
LONGEST_UNIT = 12
MOST_TO_BE_FILLED = 40
DEEPEST = 6
# Marks of a document, the opening one with the blank after it, and how often it must be there to be its own.
PAIRS = {"«": ("«", "»"), "“": ("“", "”"), '"': ('"', '"'), "„": ("„", "“"), "‹": ("‹", "›")}


@dataclass(frozen=True)
class House:
    """How a document writes what may be written in several ways; "" where it gives no evidence."""

    apostrophe: str
    opening: str
    closing: str
    blank: str
    dash: str
    hyphen: bool
    wide: bool
    spaced: frozenset[str]
    ligatures: bool
    text: str
    wide_before: tuple[tuple[str, str], ...]
    semicolon: str
    decimals: bool

    def dress(self, words: str) -> str:
        """Words in the typography of the document: marks, apostrophes, dashes, blanks, initials. No word changes."""
        words = self._quoted(words)
        if self.apostrophe:
            words = re.sub(r"(?<=\w)['’](?=\w)", self.apostrophe, words)
        if self.dash:
            words = SPACED_DASH.sub(self.dash, words)
        if self.hyphen:
            words = words.replace("\u2011", "-")
        if not self.wide:
            words = re.sub(" {2,}", " ", WIDE.sub(" ", words))
        if not self.ligatures:
            words = words.replace("œ", "oe").replace("Œ", "Oe")
        for sign, blank in self.wide_before:
            words = words.replace(f" {sign}", f"{blank}{sign}")
        if self.decimals:
            words = WIDE_DECIMAL.sub(_decimal, words)
        if self.text:
            words = TO_BE_FILLED.sub(self._filled, words, count=MOST_TO_BE_FILLED)
        return INITIALS.sub(self._initials, words)

    def _filled(self, match: re.Match[str]) -> str:
        """A space left to be filled (“law No. … of …”) as the house leaves it: it may print no dots there."""
        joined = f"{match[1]} {match[2]}"
        return f"{match[1]} " if joined in self.text and f"{match[1]} …" not in self.text else match[0]

    def _quoted(self, words: str, depth: int = 0) -> str:
        if not self.opening or depth > DEEPEST:
            return words
        pieces: list[str] = []
        position = 0
        for quote in quotes(words)[0]:
            if words[quote.start] not in PAIRS:
                continue
            inner = self._quoted(words[quote.inner_start : quote.inner_end], depth + 1)
            pieces += [self._unpaired(words[position : quote.start]), self.opening, self.blank, inner]
            pieces += [self.blank, self.closing] if quote.is_closed else [words[quote.inner_end : quote.end]]
            position = quote.end
        return "".join(pieces) + self._unpaired(words[position:])

    def _unpaired(self, words: str) -> str:
        """A mark whose partner stands in words that are left out."""
        words = re.sub(r"[«“„][ \xa0\u202f]?", lambda _mark: self.opening + self.blank, words)
        return re.sub(r"[ \xa0\u202f]?[»”]", lambda _mark: self.blank + self.closing, words)

    def _initials(self, match: re.Match[str]) -> str:
        if match[0] in self.spaced:
            after = "" if match.string[match.end() : match.end() + 1].isspace() else " "
            return match[0].replace(".", ". ").rstrip() + after
        return match[0]


def house(document: str, style: str = "") -> House:
    """The typography of a document, from what is most frequent in it, or in `style` where it gives no example."""
    opening = _most(document, PAIRS) or _most(style, PAIRS)
    sample = document if opening in document else style
    inner = re.search(rf"{opening}([ \xa0\u202f]?)(?=\w)", sample) if opening in ("«", "‹") else None
    both = f"{document}\n{style}"
    return House(
        apostrophe=_apostrophe(document) or _apostrophe(style),
        opening=opening,
        closing=PAIRS[opening][1] if opening else "",
        blank=inner[1] if inner else "",
        dash=_dash(document) or _dash(style),
        hyphen="\u2011" not in both,
        wide=WIDE.search(both) is not None or not both.strip(),
        ligatures="œ" in both or not ("oeu" in both or "oeil" in both),
        text=re.sub(r"[ \xa0\u202f]+", " ", both) if both.strip() else "",
        wide_before=_wide_before(document if WIDE.search(document) else both),
        semicolon=" ;" if " ;" in both or "\xa0;" in both else ";",
        decimals=DECIMAL.search(both) is not None and WIDE_DECIMAL.search(both) is None,
        spaced=_spaced(document) | (_spaced(style) - _closed(document)),
    )


def _decimal(match: re.Match[str]) -> str:
    is_alone = match.start() == 0 and len(match.string) < match.end() + LONGEST_UNIT
    return f"{match[1]},{match[2]}" if match[1] == "0" or is_alone else match[0]


def _wide_before(text: str) -> tuple[tuple[str, str], ...]:
    """Signs before which a text always puts a blank that does not break, and that blank."""
    return tuple(
        (sign, blank)
        for sign in "%€;:!?»"
        for blank in "\xa0\u202f"
        if f"{blank}{sign}" in text and f" {sign}" not in text
    )


def _most(text: str, signs: Iterable[str]) -> str:
    counts = {sign: text.count(sign) for sign in signs}
    return max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ""


def _apostrophe(text: str) -> str:
    typewriter, curly = len(re.findall(r"(?<=\w)'(?=\w)", text)), len(re.findall(r"(?<=\w)’(?=\w)", text))
    return "" if typewriter == curly else "'" if typewriter > curly else "’"


def _dash(text: str) -> str:
    counts = {sign: len(re.findall(rf"(?<=\s){sign}(?=\s)", text)) for sign in "-–—"}
    return max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ""


def _spaced(text: str) -> frozenset[str]:
    """Initials that a text always writes with blanks between them."""
    found = (match[0].rstrip() for match in SPACED_INITIALS.finditer(text))
    return frozenset(each.replace(" ", "") for each in found if " " in each) - _closed(text)


def _closed(text: str) -> frozenset[str]:
    return frozenset(match[0] for match in INITIALS.finditer(text))
