"""How the clerks of the French parliament print a bill, where an amendment or the text leaves it open or says it otherwise.

Each rule shows in at least two bills of `fr-amendment-application`, has no exception in the texts printed there, and
follows the Guide de légistique (secrétariat général du Gouvernement and Conseil d'État). What clerks do one way and
another there is left as the amendment has it: “les dispositions de”, “même”, “il est ajouté”, capital letters of names.
No rule touches mails outside the practice FRENCH_BILL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapporteur_core.redline.instructing.blocks import quoted_below
from rapporteur_core.redline.instructing.desk import Desk
from rapporteur_core.redline.instructing.numbering import ENUMERATOR
from rapporteur_core.redline.instructing.typography import House
from rapporteur_core.redline.instructing.values import Revision

LATIN = r"(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)"
BLANK = "[ \xa0\u202f]"
MARK = r"[\"«“]?[ \xa0\u202f]?"
# “1°bis”, “3° bisÀ”: the adverb of a number stands apart.
GLUED = re.compile(rf"(?P<number>\d°|\b[IVX]{{1,5}}){BLANK}?(?P<latin>{LATIN})(?![a-zà-ÿ])")
# “II.- The”, “III.–The”, “VIII . - The”: a part begins with its number, full stop, dash.
TIGHT = re.compile(rf"^(?P<number>{MARK}[IVXLC]{{1,7}}(?: {LATIN})?(?: [A-Z])?){BLANK}?\.{BLANK}?[-–—]{BLANK}*(?=\S)")
# “CHAPITRE IIIBIS”, “SECTION 1”: divisions of a code are printed in small letters.
DIVISION = re.compile(
    rf"^(?P<mark>{MARK})(?P<name>SOUS-SECTION|SECTION|CHAPITRE|TITRE|LIVRE|PARTIE) (?P<number>[IVXLC]{{1,7}}|\d{{1,3}})"
    rf"(?:{BLANK}?(?P<latin>{LATIN.upper()}))?(?![^\W\d_])"
)
TIGHT_SEMICOLON = re.compile(r"(?<=[»”\"]);")
# “the number: ‘six’”: figures are numbers, and what is written in letters is a word.
NUMBER_IN_LETTERS = re.compile(rf"\bnombre(?={BLANK}?:{BLANK}?[«“\"]{BLANK}?[a-zà-ÿ]+{BLANK}?[»”\"])")
# “are inserted two alinéas as follows:” above one that has a number of its own: it is called by that number.
COUNTED = re.compile(
    rf"(?:sont|est) (?P<verb>insér|ajout)ée?s? (?:un|deux|trois|quatre|cinq|six) alinéas? ainsi rédigés?(?P<colon>{BLANK}?:)$"
)
SUBSTITUTED = re.compile(rf"(?P<verb>est|sont) remplacé(?P<ending>e?s?) par les dispositions suivantes(?={BLANK}?:$)")
OF_SEVERAL = re.compile(r"\b(?:alinéa|phrase)s?\b[^,;:]{0,160}$")
# The same preposition twice, where what stood between was taken out or by a slip of the pen.
TWICE = re.compile(rf"\b(?P<word>de|des|du|par|pour|à|au|aux|dans|sur|avec)(?:{BLANK}(?P=word)\b){{1,9}}")


class Clerks:
    """Prints new paragraphs of one document; `house` gives its typography."""

    def __init__(self, house: House) -> None:
        self.house = house

    def printed(self, lines: Sequence[str]) -> list[str]:
        """New paragraphs that follow one another, as they are printed."""
        below = [*lines[1:], ""]
        return [self._line(line, after) for line, after in zip(lines, below, strict=True)]

    def _line(self, line: str, below: str) -> str:
        line = GLUED.sub(lambda match: f"{match['number']} {match['latin']}{_apart(match)}", line)
        line = DIVISION.sub(_division, line)
        line = TIGHT.sub(lambda match: f"{match['number']}. {self.house.dash or '–'} ", line)
        line = TIGHT_SEMICOLON.sub(self.house.semicolon, line)
        line = NUMBER_IN_LETTERS.sub("mot", line)
        line = TWICE.sub(lambda match: match["word"], line)
        return _called_by_number(substituted(line, []), below)


def _apart(match: re.Match[str]) -> str:
    return " " if match.string[match.end() : match.end() + 1].isalpha() else ""


def _division(match: re.Match[str]) -> str:
    latin = f" {match['latin'].lower()}" if match["latin"] else ""
    return f"{match['mark']}{match['name'].capitalize()} {match['number']}{latin}"


def _called_by_number(line: str, below: str) -> str:
    match = COUNTED.search(line)
    begin = ENUMERATOR.match(below.replace("\u202f", " ").replace("\xa0", " ")) if match else None
    if match is None or begin is None or not begin["mark"] or begin["letter"]:
        return line
    return f"{line[: match.start()]}est {match['verb']}é un {begin['number']} ainsi rédigé{match['colon']}"


# The whole text.


def substituted(text: str, below: Sequence[int]) -> str:
    """“is replaced by the following provisions:” as “reads as follows:”; several for one alinéa are counted instead."""
    match = SUBSTITUTED.search(text)
    if match is None or (len(below) > 1 and OF_SEVERAL.search(text[: match.start()])):
        return text
    return f"{text[: match.start()]}{match['verb']} ainsi rédigé{match['ending']}{text[match.end() :]}"


def finished(desk: Desk) -> list[Revision]:
    """Print the paragraphs of a text under change; gives those in which no instruction asked for what is printed."""
    found: list[Revision] = []
    for index, entry in enumerate(desk.entries):
        if not entry.is_whole:
            continue
        was = entry.text
        text = TWICE.sub(lambda match: match["word"], was) if entry.edits else was
        text = substituted(text.rstrip(), quoted_below(desk, index)) + text[len(text.rstrip()) :]
        if text != was:
            entry.settle()
            entry.base = text
            found.append(Revision(index, was, text))
    return found
