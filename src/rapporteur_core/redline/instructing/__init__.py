"""Amendments that arrive as instructions: read in English, French and Spanish, placed, applied; what finds no place is
told."""

from __future__ import annotations

from collections.abc import Sequence

from rapporteur_core.redline.instructing.applying import Applier
from rapporteur_core.redline.instructing.clerks import Clerks, finished
from rapporteur_core.redline.instructing.desk import Desk
from rapporteur_core.redline.instructing.english import ENGLISH
from rapporteur_core.redline.instructing.french import FRENCH
from rapporteur_core.redline.instructing.placing import Finder
from rapporteur_core.redline.instructing.reading import read
from rapporteur_core.redline.instructing.refusals import Refusal, sentence
from rapporteur_core.redline.instructing.scene import Scene
from rapporteur_core.redline.instructing.spanish import SPANISH
from rapporteur_core.redline.instructing.typography import house
from rapporteur_core.redline.instructing.values import (
    FRENCH_BILL,
    PLAIN,
    Document,
    Instructed,
    Instruction,
    Paragraph,
    Place,
    Practice,
    Revision,
)

__all__ = [
    "FRENCH_BILL",
    "PLAIN",
    "Instructed",
    "Instruction",
    "Paragraph",
    "Place",
    "Practice",
    "Refusal",
    "Revision",
    "instructions",
    "sentence",
]
LANGUAGES = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH}


def instructions(
    text: str | Sequence[str], document: Document, language: str, *, practice: Practice = PLAIN, style: str = ""
) -> Instructed:
    """Read the instructions of a mail, or of several amendments of one text, and apply those that can be placed.

    text:     plain text in NFC; several are applied in order, and their places are all those of `document`
    document: the paragraphs in order, or a string whose lines are the paragraphs
    language: en, fr or es, of the mail; ValueError for another
    practice: what the house does beyond the words of an instruction
    style:    other text of the house; new words take its typography where the document gives no example

    Quoted words are found whatever their quotation marks, apostrophes, dashes and blanks, never with other words. An
    instruction is placed whole or not at all: words that stand several times where it does not say which, places that
    do not exist, words that an earlier instruction changed otherwise, and words that were not understood are refusals.
    Two instructions that ask for the same are made once. A paragraph bears another number only where the mail says which:
    “accordingly” gives none.
    """
    if language not in LANGUAGES:
        raise ValueError(f"Instructions are read in en, fr and es, not in {language}.")
    words = LANGUAGES[language]
    desk = Desk(document)
    dress = house(desk.written, style)
    clerks = Clerks(dress) if practice.prints_bills else None
    found: list[Instruction] = []
    unread: list[tuple[int, int, int]] = []
    for source, one in enumerate([text] if isinstance(text, str) else text):
        orders = read(one, words)
        applier = Applier(Scene(desk, one, Finder(desk, one), dress, practice, words, clerks), source)
        for order in orders.orders:
            found += applier.apply(order)
        unread += [(source, start, end) for start, end in orders.unread]
    printed = finished(desk) if clerks and any(each.state == "placed" for each in found) else []
    return Instructed(tuple(found), tuple(desk.paragraphs()), desk.text(), tuple(unread), tuple(printed))
