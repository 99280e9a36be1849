"""Comments in the margin and notes at the foot of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapporteur_core.documents.model import printable
from rapporteur_core.documents.word.negotiated import Comment, Footnote
from rapporteur_core.documents.word.tracked.elements import Element, is_rtl, moment, runs, w


@dataclass
class Comments:
    """The comments of a file, numbered from 0 in the order in which they are met."""

    kept: list[Element] = field(default_factory=list)

    def add(self, comment: Comment, language: str) -> int:
        """Keep a comment; its number, which the marks around its words bear."""
        number = len(self.kept)
        paragraphs = [
            _paragraph("CommentText", language, *runs(line, language)) for line in comment.text.split("\n") or [""]
        ]
        self.kept.append(
            w(
                "comment",
                *paragraphs,
                id=number,
                author=printable(comment.author),
                date=moment(comment.instant),
                initials=initials(comment.author),
            )
        )
        return number

    def part(self) -> Element:
        """The part word/comments.xml."""
        return w("comments", *self.kept)


@dataclass
class Footnotes:
    """The footnotes of a file, numbered from 1; the format has two of its own before them."""

    kept: list[Element] = field(default_factory=list)

    def add(self, footnote: Footnote, language: str) -> int:
        number = len(self.kept) + 1
        sign = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef"))
        content: Sequence[Element] = [sign, *runs(f" {footnote.text}", language)]
        self.kept.append(w("footnote", _paragraph("FootnoteText", language, *content), id=number))
        return number

    def part(self) -> Element:
        """The part word/footnotes.xml."""
        return w(
            "footnotes",
            w("footnote", w("p", w("r", w("separator"))), type="separator", id=-1),
            w("footnote", w("p", w("r", w("continuationSeparator"))), type="continuationSeparator", id=0),
            *self.kept,
        )


def initials(author: str) -> str:
    """Of the words of a name, at most three letters: what Word shows in narrow margins."""
    return "".join(word[0] for word in printable(author).split() if word[0].isalnum())[:3]


def _paragraph(style: str, language: str, *content: Element) -> Element:
    return w("p", w("pPr", w("pStyle", val=style), w("bidi") if is_rtl(language) else None), *content)
