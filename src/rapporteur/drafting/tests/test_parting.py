"""Splits and joins in the redline of two revisions: tracked as Word does it, both texts with their identifiers in it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.urls import reverse

from rapporteur.drafting.actions import (
    accept_amendment,
    apply_accepted,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    remove_wording,
    set_wording,
    table_amendment,
)
from rapporteur.drafting.actions.revisions import move_wording
from rapporteur.drafting.queries import bases_of
from rapporteur.drafting.queries.parting import cut
from rapporteur.drafting.queries.redlines import Sign
from rapporteur.drafting.queries.texts import bracketed_words
from rapporteur_core.documents import word
from rapporteur_core.redline import Change
from rapporteur_core.returning import returned

from .conftest import FIGURES, FIRST, SECOND, SERVICES

pytestmark = pytest.mark.django_db
SYMBOL = "CCM/2017/L.1/Rev.1"
CARDS = "Issue a card to every resident who asks for one."


class Texts:
    """The zero draft and Rev.1, which the test writes."""

    def __init__(self, writing, system, client):
        self.system, self.client, self.draft = system, client, writing.draft
        self.old = writing.revision
        self.new, self.moved = None, set()

    def before(self, key, text, *, kind="operative", number="", brackets=()):
        set_wording(revision=self.old, key=key, kind=kind, text=text, number=number, brackets=brackets, by=self.system)

    def begin(self):
        freeze_revision(revision=self.old, by=self.system)
        self.new = begin_revision(draft=self.draft, by=self.system)

    def write(self, key, text, *, kind="operative", number="", brackets=(), **facts):
        set_wording(
            revision=self.new, key=key, kind=kind, text=text, number=number, brackets=brackets, by=self.system, **facts
        )

    def remove(self, *keys):
        for key in keys:
            remove_wording(revision=self.new, key=key, by=self.system)

    def move(self, key, position):
        wording = self.new.wordings.get(paragraph__key=key)
        move_wording(wording=wording, position=position, by=self.system)
        self.moved.add(self.old.wordings.get(paragraph__key=key).text)

    def redline(self):
        return word.read(self.redline_bytes())

    def redline_bytes(self):
        freeze_revision(revision=self.new, by=self.system)
        address = reverse("drafting:redline_file", kwargs={"slug": "cities", "old": 0, "new": 1})
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.content


@pytest.fixture
def texts(writing, system, client):
    return Texts(writing, system, client)


def told(file):
    """The changes but for those of a format, as kind and words."""
    return [(each.kind, each.text) for each in file.changes if each.kind != "format"]


def lines_of(file, side):
    """Key and words of the paragraphs behind the title."""
    lines = [(line.key, line.text) for line in file.lines(side) if line.container.kind == "body" and line.text]
    return lines[[key for key, _text in lines].index("title") + 2 :]


def assert_both_texts_are_in(file, texts):
    """All changes refused: the older text with its identifiers; all accepted: the newer one. Of one that moved the
    identifier stands where it is now."""
    for side, revision in (("rejected", texts.old), ("accepted", texts.new)):
        expected = [(each.paragraph.key, each.text) for each in revision.wordings.order_by("position")]
        found = lines_of(file, side)
        assert [text for _key, text in found] == [text for _key, text in expected]
        moved = {text for key, text in found if key is None}
        assert [each for each in found if each[0]] == [each for each in expected if each[1] not in moved]
        assert moved == (texts.moved if side == "rejected" else set())


def printed(paragraph, left_out):
    """The words and brackets of a paragraph of document.xml but for those in `left_out` (ins or del)."""
    kept = re.sub(rf"<w:{left_out} [^>]*[^/]>.*?</w:{left_out}>", "", paragraph)
    return "".join(re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)<", kept))


def test_a_split_is_the_end_of_a_paragraph_put_in_and_marks_no_word_that_stays(texts):
    texts.begin()
    texts.write("p2", FIRST, number="2")
    texts.write("p3", SECOND, number="2 bis")
    file = texts.redline()
    assert told(file) == [("delete", " "), ("paragraph_insert", "")]
    assert [each.number for each in file.paragraphs if each.key in {"p2", "p3"}] == ["2.", "2 bis."]
    assert_both_texts_are_in(file, texts)


def test_a_join_is_the_end_of_a_paragraph_taken_away_and_marks_no_word_that_stays(texts):
    texts.begin()
    texts.write("p1", f"{FIGURES} {SERVICES}", number="1")
    texts.remove("p2")
    file = texts.redline()
    assert told(file) == [("insert", " "), ("paragraph_delete", "")]
    assert_both_texts_are_in(file, texts)


def in_three(texts):
    texts.begin()
    texts.write("p2", "Give every person access to basic services,")
    texts.write("p3", "whatever his or her status.")
    texts.write("p4", f"Do {SECOND.lower()}")


def three_joined(texts):
    texts.before("p3", CARDS)
    texts.begin()
    texts.write("p1", f"{FIGURES} {SERVICES} {CARDS}")
    texts.remove("p2", "p3")


def with_what_follows_deleted(texts):
    texts.before("p3", CARDS)
    texts.before("p4", "Meet again in two years in another city.")
    texts.begin()
    texts.write("p2", FIRST)
    texts.write("p9", SECOND, position=texts.new.wordings.get(paragraph__key="p3").position)
    texts.remove("p3")


def with_what_follows_moved(texts):
    texts.before("p3", CARDS)
    texts.begin()
    texts.write("p1", f"{FIGURES} {SERVICES}")
    texts.remove("p2")
    texts.move("p3", 1)


def both_at_once(texts):
    texts.before("p3", CARDS)
    texts.before("p4", "Meet again in two years in another city.")
    texts.begin()
    texts.write("p2", FIRST)
    texts.write("p9", SECOND, position=texts.new.wordings.get(paragraph__key="p3").position)
    texts.write("p3", f"{CARDS} Meet again in two years in another city.")
    texts.remove("p4")


def into_a_subparagraph(texts):
    texts.begin()
    texts.write("p2", FIRST, number="2")
    texts.write("p3", SECOND, kind="subparagraph", level=1, number="2 (a)")


@pytest.mark.parametrize(
    ("case", "ends"),
    [
        (in_three, ["paragraph_insert", "paragraph_insert"]),
        (three_joined, ["paragraph_delete", "paragraph_delete"]),
        (with_what_follows_deleted, ["paragraph_insert", "paragraph_delete"]),
        (with_what_follows_moved, ["paragraph_insert", "paragraph_delete", "paragraph_delete"]),
        (both_at_once, ["paragraph_insert", "paragraph_delete"]),
        (into_a_subparagraph, ["paragraph_insert"]),
    ],
)
def test_whatever_stands_around_a_split_or_join_both_texts_are_in_the_redline(texts, case, ends):
    case(texts)
    file = texts.redline()
    assert [kind for kind, _text in told(file) if kind.startswith("paragraph")] == ends
    assert_both_texts_are_in(file, texts)


def part_elsewhere(texts):
    texts.begin()
    texts.write("p2", FIRST)
    texts.write("p3", SECOND, position=1)


def whole_goes_on_second(texts):
    texts.begin()
    texts.write("p3", FIRST, position=texts.new.wordings.get(paragraph__key="p2").position)
    texts.write("p2", SECOND)


def in_another_order(texts):
    texts.begin()
    texts.write("p1", f"{SERVICES} {FIGURES}")
    texts.remove("p2")


def one_between_deleted(texts):
    texts.before("p3", CARDS)
    texts.begin()
    texts.write("p1", f"{FIGURES} {CARDS}")
    texts.remove("p2", "p3")


def joined_to_one_that_moved(texts):
    texts.begin()
    texts.write("p1", f"{FIGURES} {SERVICES}")
    texts.remove("p2")
    texts.move("p1", 0)


def written_anew(texts):
    texts.begin()
    texts.remove("p2")
    texts.write("p8", FIRST)
    texts.write("p9", SECOND)


@pytest.mark.parametrize(
    "case",
    [
        part_elsewhere,
        whole_goes_on_second,
        in_another_order,
        one_between_deleted,
        joined_to_one_that_moved,
        written_anew,
    ],
)
def test_what_ends_alone_cannot_tell_is_words_changed_and_whole_paragraphs(texts, case):
    case(texts)
    assert_both_texts_are_in(texts.redline(), texts)


def test_brackets_around_and_beside_the_new_end_are_tracked_where_they_came_or_went(texts):
    at = SERVICES.index("whatever")
    texts.before("p2", SERVICES, number="2", brackets=[(at, len(SERVICES), "Not agreed.")])
    texts.begin()
    texts.write("p2", FIRST, number="2", brackets=[(at, len(FIRST), "Not agreed.")])
    texts.write("p3", SECOND, number="2 bis", brackets=[(0, 4, "Keep?"), (0, len(SECOND), "Not agreed.")])
    body = zipfile.ZipFile(io.BytesIO(texts.redline_bytes())).read("word/document.xml").decode()
    p2, p3 = (each for each in body.split("<w:p>") if '"_rap_p2"' in each or '"_rap_p3"' in each)
    new = [bracketed_words(texts.new.wordings.get(paragraph__key=key)) for key in ("p2", "p3")]
    assert [printed(p2, "del"), printed(p3, "del")] == new
    assert printed(p2, "ins") + printed(p3, "ins") == bracketed_words(texts.old.wordings.get(paragraph__key="p2"))
    assert "<w:ins" in p2.split("</w:pPr>")[0]


@pytest.mark.parametrize("kind", ["split", "join"])
def test_the_end_is_that_of_the_amendment_that_asked_for_it(opened, system, accredit, client, kind):
    opened.draft.refresh_from_db()
    paragraph = opened.draft.paragraphs.get(key="p2" if kind == "split" else "p1")
    row = table_amendment(
        paragraph=paragraph,
        target=opened.draft.paragraphs.get(key="p2") if kind == "join" else None,
        revision=opened.revision,
        kind=kind,
        proposed_text=f"{FIRST}\n\n{SECOND}" if kind == "split" else "",
        rationale="It reads better.",
        government=accredit("Quito"),
        by=system,
    )
    accept_amendment(amendment=declare_admissible(amendment=row, by=system), by=system)
    close_amendments(draft=opened.draft, by=system)
    new = begin_revision(draft=opened.draft, by=system)
    apply_accepted(revision=new, by=system)
    freeze_revision(revision=new, by=system)
    address = reverse("drafting:redline_file", kwargs={"slug": "cities", "old": 0, "new": 1})
    file = word.read(client.get(address).content)
    expected = ("paragraph_insert", "Quito (A-01)") if kind == "split" else ("paragraph_delete", "Quito (A-01)")
    assert expected in [(each.kind, each.author) for each in file.changes]
    assert {each.author for each in file.changes} == {"Quito (A-01)"}


def test_an_end_that_no_amendment_asked_for_bears_the_symbol_of_the_newer_text(texts):
    texts.begin()
    texts.write("p2", FIRST)
    texts.write("p3", SECOND)
    assert {each.author for each in texts.redline().changes} == {SYMBOL}


@pytest.mark.parametrize(
    ("case", "kinds"),
    [
        (in_three, [("split", "p2", "")]),
        (three_joined, [("join", "p1", "p2"), ("delete", "p3", "")]),
        (both_at_once, [("split", "p2", ""), ("join", "p3", "p4")]),
    ],
)
def test_a_redline_that_comes_back_holds_its_splits_and_joins_and_nothing_else(texts, case, kinds):
    case(texts)
    found = returned(texts.redline(), bases_of(texts.old)).proposals
    assert [(each.kind, each.key, each.target) for each in found] == kinds
    assert {each.doubt for each in found} == {""}


def test_a_redline_is_cut_at_the_ends_of_the_texts_it_leads_to():
    changes = [Change("keep", "One."), Change("delete", " "), Change("insert", "\n\nAnd "), Change("keep", "two.")]
    assert cut(changes, ["One.", "And two."], 2) == [
        [Change("keep", "One."), Change("delete", " ")],
        [Change("insert", "And "), Change("keep", "two.")],
    ]
    signs = [Sign("["), Change("keep", "One."), Sign("]"), Sign("["), Change("keep", "two."), Sign("]")]
    assert cut(signs, ["One.", "two."], 0) == [signs[:3], signs[3:]]
