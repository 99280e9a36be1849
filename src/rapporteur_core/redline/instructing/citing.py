"""The places that a mail cites: paragraph 5 (b), the last two sentences, alinéas 7 à 14."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapporteur_core.redline.instructing.patterns import NUMBER
from rapporteur_core.redline.instructing.tokens import Language, Token

ONE_NUMBER = re.compile(NUMBER, re.IGNORECASE)
SUBPARAGRAPHS = re.compile(r"\(([a-z]{1,4}|\d{1,2})\)", re.IGNORECASE)
LETTER = re.compile(r"\(?\b(\d{1,2}\s?°.*|[a-z]{1,4}|\d{1,2}|[IVX]{1,5})\)?$", re.IGNORECASE)
UP_TO = re.compile(r"\s?(?:-|\b(?:a|au|al|to|through)\b)", re.IGNORECASE)
PARTS = ("paragraph", "preambular", "operative", "chapeau", "heading", "elsewhere")


@dataclass(frozen=True)
class Cited:
    """A place as cited, the characters start:end of the mail.

    part:      paragraph, preambular, operative, chapeau, heading, elsewhere, this, or "" where none is cited
    numbers:   rows of the first and last number, equal where one is cited
    ordinals:  1 for the first of its part, -1 for the last
    chapeau:   whether the paragraph is meant without what is below it
    counted:   whether the number counts the paragraphs of the text (an alinéa), whatever numbers they bear
    """

    start: int
    end: int
    part: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    ordinals: tuple[int, ...] = ()
    counted: bool = False
    chapeau: bool = False
    subparagraph: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    edge: str = ""

    @property
    def names_a_paragraph(self) -> bool:
        return bool(self.part)

    def joined(self, other: Cited) -> Cited | None:
        """Both in one, as in “paragraph 5, second sentence”; None where both cite the same level."""
        if "chapeau" in (self.part, other.part) and self.part != other.part and self.part and other.part:
            above, below = (self, other) if other.part == "chapeau" else (other, self)
            start, end = min(self.start, other.start), max(self.end, other.end)
            return replace(above, start=start, end=end, chapeau=True, edge=above.edge or below.edge)
        clash = (
            (self.part and other.part)
            or (self.subparagraph and other.subparagraph)
            or (self.sentences and other.sentences)
            or (self.lines and other.lines)
        )
        if clash:
            return None
        return replace(
            self,
            start=min(self.start, other.start),
            end=max(self.end, other.end),
            part=self.part or other.part,
            numbers=self.numbers or other.numbers,
            ordinals=self.ordinals or other.ordinals,
            counted=self.counted or other.counted,
            chapeau=self.chapeau or other.chapeau,
            subparagraph=self.subparagraph or other.subparagraph,
            sentences=self.sentences or other.sentences,
            lines=self.lines or other.lines,
            edge=self.edge or other.edge,
        )


def cited(token: Token, language: Language) -> Cited:
    """What a token of kind place cites."""
    part, by_ordinal = token.value.rstrip("#"), token.value.endswith("#")
    here = Cited(token.start, token.end)
    ordinals = _ordinals(token.text, language) if by_ordinal else ()
    if part == "sentence":
        return replace(here, sentences=ordinals)
    if part == "line":
        return replace(here, lines=ordinals or tuple(_integers(token.text)))
    if part == "sub":
        match = LETTER.search(token.text)
        return replace(here, subparagraph=(match[1],) if match else ())
    numbers, inner = _numbers(token.text)
    counted = "alinea" in token.text.lower()
    return replace(here, part=part, numbers=numbers, ordinals=ordinals, counted=counted, subparagraph=inner)


def counted_units(token: Token, language: Language) -> int | None:
    """How many paragraphs or sentences a token of kind unit announces; None where it does not say."""
    words = re.findall(r"[a-z]+(?:-[a-z]+)*|\d+", token.text.lower())
    for word in words:
        if word in language.counts:
            return language.counts[word]
    if words and words[0].isdigit():
        return int(words[0])
    return 1 if not re.search(r"s\b", re.sub(r"^(?:les|des|los|las|aux)\b", "s ", token.text.lower())) else None


def number_named(token: Token) -> str:
    """The number that a token of kind unit gives to what comes in: “a new OP4 bis”."""
    if token.value == "sub":
        letter = re.search(r"\(?\b[a-z]{1,3}\)", token.text)
        return f"({letter[0].strip('()')})" if letter else ""
    match = ONE_NUMBER.search(token.text)
    return match[0].strip() if match else ""


def ordinals_in(text: str, language: Language) -> tuple[int, ...]:
    return _ordinals(text, language)


def _numbers(text: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    found: list[tuple[str, str]] = []
    inner: tuple[str, ...] = ()
    position = 0
    for match in ONE_NUMBER.finditer(text):
        inner = tuple(SUBPARAGRAPHS.findall(match[0])) or inner
        number = SUBPARAGRAPHS.sub("", match[0]).strip()
        if found and UP_TO.match(text[position : match.start()]):
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
        position = match.end()
    return tuple(found), inner


def _integers(text: str) -> list[int]:
    numbers, _inner = _numbers(text)
    values: list[int] = []
    for first, last in numbers:
        one, two = (re.match(r"\d+", each) for each in (first, last))
        if one and two and int(one[0]) <= int(two[0]) <= int(one[0]) + 99:
            values += range(int(one[0]), int(two[0]) + 1)
    return values


def _ordinals(text: str, language: Language) -> tuple[int, ...]:
    """The first and third: 1, 3; the last two: -2, -1; the first to third: 1, 2, 3."""
    lower = text.lower()
    words = sorted(language.ordinals, key=len, reverse=True)
    pattern = rf"\b(?:{'|'.join(words)}|\d{{1,2}}(?=[a-z]))(?![-\w]*-)"
    found = [
        (match.start(), match.end(), int(match[0]) if match[0].isdigit() else language.ordinals[match[0]])
        for match in re.finditer(pattern, lower)
    ]
    values = [value for _start, _end, value in found]
    if len(found) == 2 and UP_TO.match(lower[found[0][1] : found[1][0]].strip() or ","):
        return tuple(range(values[0], values[1] + 1))
    count = next((language.counts[each] for each in re.findall(r"[a-z]+", lower) if each in language.counts), 1)
    if len(values) == 1 and count > 1:
        return tuple(range(-count, 0)) if values[0] == -1 else tuple(range(1, count + 1)) if values[0] == 1 else ()
    return tuple(values)
