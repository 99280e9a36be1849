"""Numbers of the paragraphs of a negotiated text: working numbers, never given anew, and final ones, given once.

A number is whole: that of a subparagraph begins with that of what stands above it ("OP3 (a) (i)"), that of a paragraph
of an annex with the annex ("Annex I, 2"). What is printed before the paragraph is its own part alone; see `own_number`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

# Latin, in every language of a text: the paragraph that comes in behind 12 is 12 bis, the next 12 ter.
IN_ORDER = (
    "bis ter quater quinquies sexies septies octies nonies decies undecies duodecies terdecies quaterdecies quindecies "
    "sedecies septendecies octodecies novodecies vicies"
)
ORDINALS = tuple(IN_ORDER.split())
ENDING = re.compile(rf"(?: (?:{'|'.join(ORDINALS)}))?(?: alt\. \d+)?$")
COUNTED = re.compile(r"(\D*)(\d+)")
ALTERNATIVES = " alt. "
LATIN = "abcdefghijklmnopqrstuvwxyz"
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
# Levels 1 to 3 of subparagraphs; {a} is a letter, {i} a small Roman number, {1} a number.
LABELS = {
    "en": ("({a})", "({i})", "{a}."),
    "fr": ("{a})", "{i})", "{a}."),
    "es": ("{a})", "{i})", "{a}."),
    "ar": ("({a})", "‘{1}’", "{a} -"),
}
ANNEXES = {
    "fr": "Annexe",
    "es": "Anexo",
    "pt": "Anexo",
    "de": "Anlage",
    "it": "Allegato",
    "nl": "Bijlage",
    "ar": "المرفق",
}
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
SERIES = ("preambular", "operative")
# Letters that a list may leave out and still go on where it ended.
GAP = 60


@dataclass(frozen=True)
class Numbered:
    """A paragraph as far as its number goes. kind: chapeau (the opening sentence), heading, preambular, operative,
    subparagraph or annex (the head of one); level: 1 to 3 for a subparagraph, else 0; number: its working number."""

    kind: str
    level: int = 0
    number: str = ""


def label(level: int, place: int, language: str) -> str:
    """What is printed before the subparagraph at `place` (from 1) of a level (1 to 3): (a), (i), a. in English.

    After z comes aa, then bb. A language that is not known is written as English is.
    """
    letters = ABJAD if language == "ar" else LATIN
    turns, letter = divmod(place - 1, len(letters))
    values = {"{a}": letters[letter] * (turns + 1), "{i}": roman(place), "{1}": str(place)}
    form = LABELS.get(language, LABELS["en"])[level - 1]
    for name, value in values.items():
        form = form.replace(name, value)
    return form


def roman(number: int) -> str:
    """A number from 1 in small Roman letters."""
    text = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def own_number(number: str, above: str) -> str:
    """The part of a whole number that is printed: without that of the paragraph, or of the annex, that stands above."""
    for joint in (" ", ", "):
        if above and number.startswith(above + joint):
            return number[len(above + joint) :]
    return number


def all_above(text: Sequence[Numbered]) -> list[int | None]:
    """For each paragraph where the one stands whose number begins its own: what a subparagraph belongs to, or the head
    of the annex that another paragraph stands in; None where there is none. A heading ends what it stands behind."""
    found: list[int | None] = []
    annex: int | None = None
    open_levels: list[tuple[int, int]] = []
    for at, each in enumerate(text):
        if each.kind == "subparagraph":
            open_levels = [(level, place) for level, place in open_levels if level < each.level]
            found.append(open_levels[-1][1] if open_levels else annex)
            open_levels.append((each.level, at))
            continue
        annex = at if each.kind == "annex" else annex
        open_levels = [(0, at)] if each.kind in SERIES else []
        found.append(annex if each.kind in SERIES else None)
    return found


def following(number: str, taken: Collection[str]) -> str:
    """The number of what comes in right behind `number`: the first of bis, ter, quater and so on that is not taken.

    Empty for a paragraph without a number, and when all are taken.
    """
    stem = ENDING.sub("", number)
    return next((found for each in ORDINALS if (found := f"{stem} {each}") not in taken), "") if stem else ""


def alternative(number: str, taken: Collection[str]) -> str:
    """The number of another wording of a paragraph: "12 alt. 1", the first that is not taken; empty without a number."""
    stem = number.split(ALTERNATIVES)[0]
    names = (f"{stem}{ALTERNATIVES}{n}" for n in count(1))
    return next(each for each in names if each not in taken) if stem else ""


def suggested(
    text: Sequence[Numbered],
    at: int,
    new: Numbered,
    language: str,
    *,
    taken: Collection[str],
    prefixes: Mapping[str, str],
) -> str:
    """The working number of a `new` paragraph put before the one at index `at` of a text (its length: at the end).

    The next free one of its series at the end of it; between two others bis, ter and so on; empty for what bears none,
    and before the first of a series. Numbers that a text ever had (`taken`) are not given again. A series goes on as
    it began ("OP4" behind "OP3"), else it begins with its prefix by kind of `prefixes`.
    """
    taken = {*taken, *(each.number for each in text)}
    rows = [*text[:at], new, *text[at:]]
    if new.kind == "annex":
        return _next_annex(language, taken)
    if new.kind not in (*SERIES, "subparagraph"):
        return ""
    above = all_above(rows)
    own = [
        index
        for index, each in enumerate(rows)
        if (each.kind, each.level, above[index]) == (new.kind, new.level, above[at])
    ]
    before = [rows[index] for index in own if index < at]
    if own[-1] != at:
        return following(before[-1].number, taken) if before else ""
    over = above[at]
    stem = rows[over].number if over is not None else ""
    if new.kind == "subparagraph":
        return _next_label(stem, new.level, language, taken)
    return _next_number(before, stem, prefixes.get(new.kind, ""), taken)


def _next_annex(language: str, taken: Collection[str]) -> str:
    names = (f"{annex_word(language)} {roman(n).upper()}" for n in count(1))
    return next(each for each in names if each not in taken)


def _next_label(stem: str, level: int, language: str, taken: Collection[str]) -> str:
    wholes = [f"{stem} {label(level, place, language)}".strip() for place in range(1, len(taken) + GAP)]
    last = max((index for index, whole in enumerate(wholes) if whole in taken), default=-1)
    return wholes[last + 1] if last + 1 < len(wholes) else ""


def _next_number(before: Sequence[Numbered], annex: str, prefix: str, taken: Collection[str]) -> str:
    begun = next((found[1] for each in reversed(before) if (found := COUNTED.match(each.number))), None)
    if begun is None:
        begun = f"{annex}, " if annex else prefix
    counts = [int(found[2]) for each in taken if (found := COUNTED.match(each)) and found[1] == begun]
    return f"{begun}{max(counts, default=0) + 1}"


def annex_word(language: str) -> str:
    """What an annex is called in a language."""
    return ANNEXES.get(language, "Annex")


def final_numbers(text: Sequence[Numbered], language: str) -> list[str]:
    """The final number of each paragraph, in order; empty for what bears none.

    Preambular paragraphs, headings and the opening sentence bear none. Operative ones are numbered through from 1,
    whatever headings stand between; one that is alone bears none. Subparagraphs are lettered within what they belong
    to. Each annex has its own series, its head its name, with a Roman number where there are several.
    """
    annex_count = sum(each.kind == "annex" for each in text)
    counts = _operative_counts(text)
    above = all_above(text)
    numbers: list[str] = []
    given: Counter[tuple[int | None, int]] = Counter()
    part = 0
    for at, each in enumerate(text):
        over = above[at]
        stem = numbers[over] if over is not None else ""
        given[over, each.level] += each.kind in ("operative", "subparagraph")
        place = given[over, each.level]
        if each.kind == "annex":
            part += 1
            word = annex_word(language)
            numbers.append(f"{word} {roman(part).upper()}" if annex_count > 1 else word)
        elif each.kind == "subparagraph":
            numbers.append(f"{stem} {label(each.level, place, language)}".strip())
        elif each.kind == "operative" and counts[part] > 1:
            numbers.append(f"{stem}, {place}" if stem else str(place))
        else:
            numbers.append("")
    return numbers


def _operative_counts(text: Sequence[Numbered]) -> Counter[int]:
    """How many operative paragraphs the text (0) and each annex (from 1) have."""
    counts: Counter[int] = Counter()
    part = 0
    for each in text:
        part += each.kind == "annex"
        counts[part] += each.kind == "operative"
    return counts
