"""Checks of form: what a reader of such texts would stumble over. They are told as hints and stand in nobody's way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapporteur_core.text import all_above, words
from rapporteur_core.text.verbs import Lexicon, opening

from ..models import Draft, Paragraph, Revision, Wording
from .names import paragraph_name
from .numbers import SERIES, numbered
from .texts import wordings_of
from .verbs import lexicon_of

NUMBERLESS = (Paragraph.Kind.HEADING, Paragraph.Kind.CHAPEAU)
# What may follow the last word: quotation marks and parentheses; and the word that joins a list with its last item.
CLOSING = "\"'»”’)] \xa0\u202f"
JOINING = re.compile(r"\s(?:and|or|et|ou|y|e|o|u|و|أو)$")
MARKS = {"،": ",", "؛": ";"}


@dataclass(frozen=True)
class Hint:
    """Something about a paragraph: `code` names what (the sign that is usual at its end, or a word), `words` a verb."""

    code: str
    wording: Wording
    words: str = ""

    @property
    def key(self) -> str:
        return self.wording.paragraph.key

    @property
    def sentence(self) -> str:
        """The hint in the reader's language, without the name of its paragraph."""
        return _sentences()[self.code] % {"words": self.words}

    @property
    def name(self) -> str:
        return paragraph_name(self.wording)


def _sentences() -> dict[str, str]:
    return {
        ",": _("It usually ends with a comma."),
        ";": _("It usually ends with a semicolon."),
        ".": _("It usually ends with a full stop."),
        ":": _("Subparagraphs follow, and it does not end with a colon."),
        "colon_alone": _("It ends with a colon, and no subparagraph follows."),
        "no_verb": _("It opens with no verb that the lexicon knows."),
        "preambular_verb": _("“%(words)s” opens a preambular paragraph; this one is operative."),
        "operative_verb": _("“%(words)s” opens an operative paragraph; this one is preambular."),
        "level": _("Its level lies more than one below that of what stands above it."),
        "alone": _("It is a subparagraph, and no paragraph stands above it."),
    }


def hints(revision: Revision, wordings: Sequence[Wording]) -> list[Hint]:
    """What the form of a text lets wish for, in its order; `paragraph` and the draft are fetched beside. No query.

    Other wordings of a paragraph (alt. 1) are not looked at, and annexes only as far as their structure goes.
    """
    rows = [each for each in wordings if each.alternative_of_id is None]
    ends = next((at for at, each in enumerate(rows) if each.paragraph.kind == Paragraph.Kind.ANNEX), len(rows))
    template = Draft.Template(revision.draft.template)
    lexicon = lexicon_of(revision.language)
    found: list[tuple[int, Hint]] = [(at, hint) for at, hint in _of_structure(rows)]
    found += [(at, hint) for at, hint in _of_ends(rows[:ends], template)]
    if lexicon is not None:
        found += [(at, hint) for at, hint in _of_verbs(rows[:ends], template, lexicon)]
    return [hint for _at, hint in sorted(found, key=lambda each: each[0])]


def hints_of(revision: Revision, key: str, text: str | None = None) -> list[Hint]:
    """The hints on one paragraph, as it would be with the words `text`, where they are given: two queries."""
    rows = list(wordings_of(revision))
    for each in rows:
        if each.paragraph.key == key and text is not None:
            each.text = text
    return [hint for hint in hints(revision, rows) if hint.key == key]


def _of_structure(rows: Sequence[Wording]) -> Iterator[tuple[int, Hint]]:
    over = all_above(numbered(rows))
    for at, each in enumerate(rows):
        if each.paragraph.kind != Paragraph.Kind.SUBPARAGRAPH:
            continue
        above = over[at]
        if above is None:
            yield at, Hint("alone", each)
        elif each.level > rows[above].level + 1:
            yield at, Hint("level", each)


def _of_ends(rows: Sequence[Wording], template: Draft.Template) -> Iterator[tuple[int, Hint]]:
    """Signs at the end. A paragraph ends where its last subparagraph does."""
    last = max((at for at, each in enumerate(rows) if each.paragraph.kind not in NUMBERLESS), default=-1)
    root = None
    for at, each in enumerate(rows):
        kind = each.paragraph.kind
        if kind == Paragraph.Kind.HEADING:
            continue
        root = each if kind != Paragraph.Kind.SUBPARAGRAPH else root
        ending = _ending(each.text)
        if kind != Paragraph.Kind.CHAPEAU and _has_below(rows, at):
            usual = ":"
        elif kind != Paragraph.Kind.CHAPEAU and ending == ":":
            yield at, Hint("colon_alone", each)
            continue
        else:
            ends_paragraph = at + 1 == len(rows) or rows[at + 1].paragraph.kind != Paragraph.Kind.SUBPARAGRAPH
            usual = _usual(root.paragraph.kind if root else kind, template, ends_paragraph, at == last)
        if ending not in usual:
            yield at, Hint(usual[0], each)


def _usual(root: str, template: Draft.Template, ends_paragraph: bool, is_last: bool) -> str:
    """The signs that are usual at an end, the commonest first."""
    is_resolution = template == Draft.Template.RESOLUTION
    if root == Paragraph.Kind.CHAPEAU:
        return "," if is_resolution else ",:."
    if root == Paragraph.Kind.PREAMBULAR:
        return "," if ends_paragraph else ";,"
    if is_last:
        return "."
    if is_resolution:
        return ";"
    return ".;" if ends_paragraph else ";.,"


def _ending(text: str) -> str:
    """The last sign of a text, Arabic ones as their Latin likes; a list's "and" behind it does not count."""
    last = JOINING.sub("", text.rstrip(CLOSING)).rstrip(CLOSING)[-1:]
    return MARKS.get(last, last) or " "


def _has_below(rows: Sequence[Wording], at: int) -> bool:
    if at + 1 == len(rows):
        return False
    following = rows[at + 1]
    return following.paragraph.kind == Paragraph.Kind.SUBPARAGRAPH and following.level > rows[at].level


def _of_verbs(rows: Sequence[Wording], template: Draft.Template, lexicon: Lexicon) -> Iterator[tuple[int, Hint]]:
    """Opening verbs. In a declaration a numbered paragraph may open with anything, and with a participle where it says
    further on who acts ("Recognizing that, we commit")."""
    acting = {word for subject in lexicon.subjects for word in words(subject)}
    for at, each in enumerate(rows):
        kind = each.paragraph.kind
        if kind not in SERIES:
            continue
        is_free = template == Draft.Template.DECLARATION and kind == Paragraph.Kind.OPERATIVE
        found = opening(each.text, lexicon)
        if found is None:
            if not is_free:
                yield at, Hint("no_verb", each)
        elif found.kind != kind and not (is_free and acting & set(words(each.text))):
            yield at, Hint(f"{found.kind}_verb", each, words=each.text[found.start : found.end])
