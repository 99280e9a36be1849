"""Splits and joins in a Word file: the end of a paragraph alone is put in or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.documents.word.model import Side, WordFile
from rapporteur_core.documents.word.negotiated import (
    Mark,
    MarkKind,
    NegotiatedText,
)
from rapporteur_core.documents.word.reading import read
from rapporteur_core.documents.word.tests.examples import (
    PARTED,
    QUITO,
    par,
)
from rapporteur_core.documents.word.tests.test_tracked import W, part, text_of
from rapporteur_core.documents.word.tracked import write_text


def test_a_split_and_a_join_mark_the_ends_of_paragraphs_and_no_word_that_stays() -> None:
    file = read(write_text(PARTED))
    assert [(each.kind, each.text) for each in file.changes if each.kind != "format"] == [
        ("delete", "; "),
        ("paragraph_insert", ""),
        ("delete", " and"),
        ("paragraph_insert", ""),
        ("insert", "all "),
        ("delete", "Urge nobody;"),
        ("paragraph_delete", ""),
        ("insert", ", and"),
        ("paragraph_delete", ""),
    ]
    assert keyed(file, "accepted") == [
        ("title", "Declaration on cities"),
        ("s1", "Decide to issue cards"),
        ("s2", "Decide that they are free"),
        ("s3", "for all residents;"),
        ("j1", "Invite cities to share, and the United Nations to listen;"),
        ("last", "Decide to meet again."),
    ]
    assert keyed(file, "rejected") == [
        ("title", "Declaration on cities"),
        ("s1", "Decide to issue cards; Decide that they are free andfor residents;"),
        ("gone", "Urge nobody;"),
        ("j1", "Invite cities to share"),
        ("j2", " the United Nations to listen;"),
        ("last", "Decide to meet again."),
    ]


def keyed(file: WordFile, side: Side) -> list[tuple[str, str]]:
    return [(line.key, line.text) for line in file.lines(side) if line.key]


def test_the_last_part_of_a_split_or_join_has_the_shape_of_before_that_word_gives_back_when_it_is_refused() -> None:
    body = part(PARTED)
    shapes = []
    for change in body.iter(f"{W}pPrChange"):
        was = change[0]
        style, number = was.find(f"{W}pStyle"), was.find(f"{W}numPr/{W}numId")
        assert style is not None and number is not None
        shapes.append((change.get(f"{W}author"), style.get(f"{W}val"), shown(PARTED, str(number.get(f"{W}val")))))
    assert shapes == [("Quito (A-3)", "Operative", "OP1"), ("Quito (A-3)", "Operative", "OP4")]


def shown(text: NegotiatedText, identifier: str) -> str | None:
    """What the list `identifier` of a file shows."""
    lists = part(text, "numbering.xml").iter(f"{W}abstractNum")
    level = next(each for each in lists if each.get(f"{W}abstractNumId") == identifier).find(f"{W}lvl/{W}lvlText")
    return None if level is None else level.get(f"{W}val")


ENDS = [None, Mark("inserted", *QUITO), Mark("deleted", *QUITO)]
PARTS = st.lists(st.tuples(st.text("ab ", min_size=1, max_size=5).filter(str.strip), st.sampled_from(ENDS)), max_size=8)


@given(PARTS)
def test_whatever_is_split_and_joined_both_texts_come_back_each_paragraph_by_its_first_identifier(
    parts: list[tuple[str, Mark | None]],
) -> None:
    every = [*parts, ("Last.", None)]
    text = text_of(*[replace(par(f"k{at}", "operative", words), end=end) for at, (words, end) in enumerate(every)])
    file = read(write_text(text))
    assert (keyed(file, "accepted"), keyed(file, "rejected")) == (without(every, "deleted"), without(every, "inserted"))


def without(parts: Sequence[tuple[str, Mark | None]], kind: MarkKind) -> list[tuple[str, str]]:
    """The paragraphs, each going on with the next one where its end is of this kind."""
    found: list[tuple[str, str]] = []
    is_open = False
    for at, (words, end) in enumerate(parts):
        if is_open:
            found[-1] = (found[-1][0], found[-1][1] + words)
        else:
            found.append((f"k{at}", words))
        is_open = end is not None and end.kind == kind
    return found
