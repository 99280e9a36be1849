"""Numbers before paragraphs: Word counts nothing, each list has one level whose text is the working number itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapporteur_core.documents.model import printable
from rapporteur_core.documents.word.negotiated import NegotiatedParagraph
from rapporteur_core.documents.word.tracked.elements import Element, lang, w

# Twentieths of a point: a sign of a number takes 6 points at most, and 9 stand between it and the words.
SIGN, GAP = 120, 180
NARROWEST, WIDEST = 567, 1985
# A percent sign with a digit would be read as a counter of Word's own.
COUNTER = re.compile(r"%(?=[1-9])")
WORD_JOINER = "\u2060"


@dataclass(frozen=True)
class Indent:
    """Where the words begin, and how far before them the number hangs; twentieths of a point from the margin."""

    left: int = 0
    hanging: int = 0


@dataclass(frozen=True)
class Columns:
    """The columns of numbers: `body` that of numbered paragraphs, `sub` that of subparagraphs within it."""

    body: int = 0
    sub: int = NARROWEST

    def of(self, paragraph: NegotiatedParagraph, *, beyond: int = 0) -> Indent:
        """The indent of a paragraph, `beyond` the margin where it is a proposal."""
        if paragraph.kind in ("title", "heading", "annex", "note", "chapeau"):
            hanging = column([paragraph.number])
            return Indent(beyond + hanging, hanging)
        depth = depth_of(paragraph)
        hanging = self.sub if depth else self.body
        return Indent(beyond + self.body + depth * self.sub, hanging if paragraph.number else 0)


def columns(paragraphs: Iterable[NegotiatedParagraph]) -> Columns:
    """Columns as wide as the longest numbers in them."""
    shapes = (shape for each in paragraphs for shape in (each, each.before))
    kept = [each for each in shapes if each.kind in ("preambular", "operative", "subparagraph")]
    body = [each.number for each in kept if not depth_of(each)]
    return Columns(column(body), max(column(each.number for each in kept if depth_of(each)), NARROWEST))


def depth_of(paragraph: NegotiatedParagraph) -> int:
    """How deep a subparagraph is, 1 to 3; 0 for every other paragraph."""
    if paragraph.kind in ("operative", "subparagraph"):
        return paragraph.level or (1 if paragraph.kind == "subparagraph" else 0)
    return 0


def column(numbers: Iterable[str]) -> int:
    """How wide a column must be for these numbers; 0 where there are none."""
    longest = max((len(number) for number in numbers), default=0)
    return min(max(longest * SIGN + GAP, NARROWEST), WIDEST) if longest else 0


@dataclass
class Numbers:
    """The lists of a file, one for each number at an indent in a language; used again where they are the same."""

    known: dict[tuple[str, Indent, str], int] = field(default_factory=dict)

    def properties(self, number: str, indent: Indent, language: str) -> Element:
        """What makes a paragraph an item of the list that shows `number`."""
        identifier = self.known.setdefault((printable(number), indent, language), len(self.known) + 1)
        return w("numPr", w("ilvl", val=0), w("numId", val=identifier))

    def part(self) -> Element:
        """The part word/numbering.xml."""
        lists = [_list(identifier, *of) for of, identifier in self.known.items()]
        uses = [w("num", w("abstractNumId", val=each), numId=each) for each in self.known.values()]
        return w("numbering", *lists, *uses)


def _list(identifier: int, number: str, indent: Indent, language: str) -> Element:
    shown = COUNTER.sub(f"%{WORD_JOINER}", number)
    level = w(
        "lvl",
        w("start", val=1),
        w("numFmt", val="decimal"),
        w("suff", val="tab"),
        w("lvlText", val=shown),
        # Without lvlJc a number begins where its column begins, on the left or on the right as its text is read.
        w(
            "pPr",
            w("tabs", w("tab", val="num", pos=indent.left)),
            w("ind", left=indent.left, hanging=indent.hanging),
        ),
        w("rPr", lang(language)),
        ilvl=0,
    )
    # Word takes lists of one nsid for the same when texts are pasted together.
    nsid = w("nsid", val=f"{identifier:08X}")
    return w("abstractNum", nsid, w("multiLevelType", val="singleLevel"), level, abstractNumId=identifier)
