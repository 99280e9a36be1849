"""Word files of a text that come back, read as proposals."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rapporteur_core.documents import word
from rapporteur_core.documents.word.identity import Identity
from rapporteur_core.documents.word.model import BODY, Change, Paragraph, Place, WordFile
from rapporteur_core.documents.word.model import Comment as ReadComment
from rapporteur_core.documents.word.model import Piece as ReadPiece
from rapporteur_core.documents.word.negotiated import (
    Comment,
    Mark,
    NegotiatedParagraph,
    NegotiatedText,
    Piece,
)
from rapporteur_core.returning import Base, TooMuch, reading, returned

WHEN = datetime(2017, 11, 2, 9, 30, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = {
    "pp1": "Recalling the New Urban Agenda,",
    "p1": "Publish figures for each city every year.",
    "p2": "Give every person access to basic services. Keep them apart from police.",
    "p3": "Report on these commitments every two years.",
}
BASE = [Base("title", "Declaration on cities"), *(Base(key, text) for key, text in TEXTS.items())]


def keep(text):
    return Piece("keep", text)


def insert(text, author="Amina"):
    return Piece("insert", text, author, WHEN)


def delete(text, author="Amina"):
    return Piece("delete", text, author, WHEN)


def written(changed=(), *, order=None, marks=(), comments=(), texts=TEXTS):
    """The file with the pieces of `changed` (by key) in place of plain words."""
    changed, marks, comments = dict(changed), dict(marks), dict(comments)
    keys = order or list(texts)
    paragraphs = [
        NegotiatedParagraph(
            key if key in texts else "", "operative", changed.get(key) or [keep(texts[key])], mark=marks.get(key),
            comments=comments.get(key, ()),
        )
        for key in keys
    ]  # fmt: skip
    text = NegotiatedText(
        "Declaration on cities", "CCM/2017/L.1", "en", date(2017, 10, 20), paragraphs,
        identity=Identity("cities", "CCM/2017/L.1", "ab" * 32, "en"),
    )  # fmt: skip
    return word.write_text(text)


def read(data, **facts):
    return returned(word.read(data), BASE, **facts)


def told(proposals):
    return [(each.kind, each.key, each.proposed_text, each.doubt) for each in proposals]


def test_an_unchanged_file_holds_no_proposal():
    found = read(written())
    assert (found.proposals, found.remarks, found.is_tracked, found.is_known) == ((), (), False, True)


def bracketed(*signs):
    return [keep("Publish "), signs[0], keep("figures"), signs[1], keep(" for each city every year.")]


def test_brackets_of_the_negotiation_are_no_words_and_one_that_was_taken_away_is_told():
    signs = [Piece("keep", "[", bracket=True), Piece("keep", "]", bracket=True)]
    assert read(written({"p1": bracketed(*signs)})).proposals == ()
    gone = [replace(each, kind="delete", author="Amina", instant=WHEN) for each in signs]
    found = read(written({"p1": bracketed(*gone)}))
    assert (found.proposals, [(each.kind, each.detail) for each in found.leftovers]) == (
        (),
        [("bracket", "deleted"), ("bracket", "deleted")],
    )


def test_words_typed_in_the_face_of_a_bracket_are_words():
    typed = Piece("insert", "all ", "Amina", WHEN, bracket=True)
    pieces = [keep("Publish "), Piece("keep", "[", bracket=True), typed, keep("figures for each city every year.")]
    assert told(read(written({"p1": pieces})).proposals) == [
        ("change", "p1", "Publish all figures for each city every year.", "")
    ]


def test_each_change_of_words_is_a_proposal_with_its_author_and_moment():
    data = written(
        {"p2": [keep("Give every person access to "), delete("basic"), insert("essential"), keep(" services. Keep them "
                "apart from "), insert("the "), keep("police.")]}
    )  # fmt: skip
    found = read(data).proposals
    assert told(found) == [
        ("change", "p2", TEXTS["p2"].replace("basic", "essential"), ""),
        ("change", "p2", TEXTS["p2"].replace("police", "the police"), ""),
    ]
    assert {(each.author, each.instant, each.base_text) for each in found} == {("Amina", WHEN, TEXTS["p2"])}


def test_all_changes_of_one_author_to_a_paragraph_can_be_one_proposal():
    data = written(
        {"p2": [keep("Give every person access to "), delete("basic"), insert("essential"), keep(" services. Keep them "
                "apart from "), insert("all ", "Bo"), insert("the "), keep("police.")]}
    )  # fmt: skip
    assert [(each.author, each.proposed_text) for each in read(data, by="paragraph").proposals] == [
        ("Amina", TEXTS["p2"].replace("basic", "essential").replace("police", "the police")),
        ("Bo", TEXTS["p2"].replace("police", "all police")),
    ]


def test_what_one_deletes_of_anothers_insertion_is_in_no_proposal_of_the_text():
    within = [keep("Publish "), insert("all figures "), keep("for each city every year.")]
    data = written({"p1": [keep("Publish "), delete("figures "), *within[1:]]})
    assert told(read(data).proposals) == [("change", "p1", "Publish all figures for each city every year.", "")]


def test_a_comment_on_changed_words_is_the_rationale_and_any_other_is_a_remark():
    data = written(
        {"p1": [keep("Publish "), insert("all "), keep("figures for each city every year.")]},
        comments={
            "p1": [Comment("Amina", WHEN, "None must be left out.", 1, 2)],
            "p3": [Comment("Bo", WHEN, "Who pays?", 0, 1)],
        },
    )
    found = read(data)
    assert [each.rationale for each in found.proposals] == ["None must be left out."]
    assert [(each.key, each.author, each.text) for each in found.remarks] == [("p3", "Bo", "Who pays?")]


def test_a_paragraph_is_deleted_and_another_is_new():
    data = written(
        {"new": [insert("Train those who work at the counters.")]},
        order=["pp1", "p1", "new", "p2", "p3"],
        marks={"p3": Mark("deleted", "Amina", WHEN), "new": Mark("inserted", "Amina", WHEN)},
    )
    assert told(read(data).proposals) == [
        ("add", "p1", "Train those who work at the counters.", ""),
        ("delete", "p3", "", ""),
    ]


def test_a_moved_paragraph_is_a_move_behind_the_one_before_it():
    paragraphs = [
        NegotiatedParagraph("p1", "operative", [keep(TEXTS["p1"])],
                            mark=Mark("moved_from", "Amina", WHEN, "m1")),
        *(NegotiatedParagraph(key, "operative", [keep(TEXTS[key])]) for key in ("p2", "p3")),
        NegotiatedParagraph("p1", "operative", [keep(TEXTS["p1"])],
                            mark=Mark("moved_to", "Amina", WHEN, "m1")),
    ]  # fmt: skip
    text = NegotiatedText("Declaration on cities", "CCM/2017/L.1", "en", date(2017, 10, 20),
                          [NegotiatedParagraph("pp1", "operative", [keep(TEXTS["pp1"])]), *paragraphs])  # fmt: skip
    found = read(word.write_text(text)).proposals
    assert [(each.kind, each.key, each.target) for each in found] == [("move", "p1", "p3")]


def edited(data, change):
    """The file with its document part changed by `change(body)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for part in given.namelist():
            content = given.read(part)
            if part == "word/document.xml":
                root = etree.fromstring(content)
                change(root.find(f"{W}body"))
                content = etree.tostring(root)
            made.writestr(part, content)
    return out.getvalue()


def paragraph_with(body, words):
    return next(each for each in body.iter(f"{W}p") if words in "".join(each.itertext(f"{W}t", f"{W}delText")))


def mark(paragraph, kind):
    """Track the end of a paragraph as inserted or deleted, as Word does when one splits or joins."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.SubElement(paragraph, f"{W}pPr")
        paragraph.insert(0, properties)
    face = properties.find(f"{W}rPr")
    if face is None:
        face = etree.SubElement(properties, f"{W}rPr")
    face.insert(
        0, etree.Element(f"{W}{kind}", {f"{W}id": "900", f"{W}author": "Amina", f"{W}date": "2017-11-02T09:30:00Z"})
    )


def test_a_paragraph_split_in_word_is_a_split():
    def split(body):
        first = paragraph_with(body, "basic services")
        run = next(each for each in first.iter(f"{W}r") if "basic" in "".join(each.itertext(f"{W}t")))
        text = run.find(f"{W}t")
        second = etree.fromstring(etree.tostring(first))
        for old in second.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            old.getparent().remove(old)
        whole = text.text
        text.text = whole.split("Keep")[0]
        next(second.iter(f"{W}t")).text = "Keep" + whole.split("Keep")[1]
        first.addnext(second)
        mark(first, "ins")

    found = read(edited(written(), split)).proposals
    assert [(each.kind, each.key, each.proposed_text, each.author) for each in found] == [
        ("split", "p2", "Give every person access to basic services.\n\nKeep them apart from police.", "Amina")
    ]


def test_two_paragraphs_joined_in_word_are_a_join():
    found = read(edited(written(), lambda body: mark(paragraph_with(body, "Publish figures"), "del"))).proposals
    assert [(each.kind, each.key, each.target, each.author) for each in found] == [("join", "p1", "p2", "Amina")]
    assert found[0].base_text == f"{TEXTS['p1']}\n\n{TEXTS['p2']}"


def test_a_paragraph_typed_at_the_end_of_another_is_new_and_no_split():
    def type_on(body):
        first = paragraph_with(body, "Publish figures")
        second = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:ins w:id="901" w:author="Amina"><w:r><w:t>Name a '
                                  "guardian.</w:t></w:r></w:ins></w:p>")  # fmt: skip
        first.addnext(second)
        mark(first, "ins")

    assert told(read(edited(written(), type_on)).proposals) == [("add", "p1", "Name a guardian.", "")]


@pytest.mark.parametrize(("behind", "key"), [("Publish figures", "p1"), ("counters", "p3")])
def test_a_paragraph_typed_without_tracking_is_proposed_and_doubted(behind, key):
    texts = {**TEXTS, "p3": "Train those at the counters."}

    def type_on(body):
        paragraph_with(body, behind).addnext(
            etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>Name a guardian.</w:t></w:r></w:p>')
        )

    found = returned(
        word.read(edited(written(texts=texts), type_on)), [*BASE[:-1], replace(BASE[-1], text=texts["p3"])]
    )
    assert told(found.proposals) == [("add", key, "Name a guardian.", "untracked")]


def test_words_changed_without_tracking_are_proposed_and_doubted():
    texts = {**TEXTS, "p1": "Publish all figures for each city every year."}
    found = read(written(texts=texts))
    assert (told(found.proposals), found.is_tracked) == (
        [("change", "p1", "Publish all figures for each city every year.", "untracked")],
        False,
    )


def test_a_tracked_change_beside_words_changed_without_tracking_is_laid_on_the_words_that_went_out():
    changed = [keep("Publish "), insert("all "), keep("figures for each town every year.")]
    found = read(written({"p1": changed})).proposals
    assert told(found) == [
        ("change", "p1", "Publish figures for each town every year.", "untracked"),
        ("change", "p1", "Publish all figures for each city every year.", ""),
    ]


def test_without_identifiers_paragraphs_are_found_by_their_words_and_doubted_where_those_differ():
    def forget(body):
        for each in list(body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            each.getparent().remove(each)

    changed = [keep("Publish "), insert("all "), keep("figures for each town every year.")]
    found = read(edited(written({"p1": changed}), forget))
    assert found.is_known is False
    assert [(each.key, each.doubt) for each in found.proposals] == [("p1", "untracked"), ("p1", "by_content")]
    assert all(0.5 <= each.confidence < 1 for each in found.proposals)


@given(st.data())
def test_all_changes_of_a_paragraph_together_give_its_text_with_all_taken(data):
    words = TEXTS["p2"].split(" ")
    pieces = []
    for number, each in enumerate(words):
        what = data.draw(st.sampled_from(["keep", "keep", "keep", "delete", "replace", "insert"]))
        blank = " " if number < len(words) - 1 else ""
        pieces += [keep(each + blank)] if what in {"keep", "insert"} else [delete(each + blank)]
        pieces += [insert(f"new{number} ")] if what != "keep" and what != "delete" else []
    file = word.read(written({"p2": pieces}))
    found = returned(file, BASE, by="paragraph").proposals
    text = "".join(piece.text for piece in pieces if piece.kind != "delete").strip()
    assert [each.proposed_text for each in found if each.kind == "change"] == (
        [text] if text and text != TEXTS["p2"] else []
    )


def file_of(*paragraphs, comments=()):
    """A file as read, of rows of pieces; each piece that is not kept is a change of its own by Amina."""
    changes, read_paragraphs = [], []
    for key, *pieces in paragraphs:
        made = []
        for kind, text in pieces:
            number = None if kind == "keep" else len(changes)
            changes += [] if kind == "keep" else [Change(kind, "Amina", WHEN, text, Place(BODY))]
            made.append(ReadPiece("insert" if kind == "move_to" else kind, text, number))
        read_paragraphs.append(Paragraph(tuple(made), BODY, 0, key))
    return WordFile(tuple(read_paragraphs), tuple(changes), tuple(comments), (), Identity("", "", "", "en"))


def test_a_file_of_two_thousand_changes_is_read_and_one_more_is_refused():
    text = "Publish figures."
    new = [("", ("insert", f"Paragraph {at}.")) for at in range(2_001)]
    found = returned(file_of(("p1", ("keep", text)), *new[:2_000]), [Base("p1", text)]).proposals
    assert [each.proposed_text for each in found] == [f"Paragraph {at}." for at in range(2_000)]
    with pytest.raises(TooMuch) as refused:
        returned(file_of(("p1", ("keep", text)), *new), [Base("p1", text)])
    assert (refused.value.what, refused.value.limit) == ("changes", 2_000)


def test_changes_whose_paragraphs_are_too_long_together_are_refused_and_fit_as_one():
    words = [f"word{at} " for at in range(1_500)]
    pieces = [piece for word in words for piece in (("keep", word), ("insert", "new "))]
    file, base = file_of(("p1", *pieces)), [Base("p1", "".join(words).strip())]
    with pytest.raises(TooMuch) as refused:
        returned(file, base)
    assert (refused.value.what, refused.value.limit) == ("characters", 4_000_000)
    (together,) = returned(file, base, by="paragraph").proposals
    assert together.proposed_text == "".join(f"{word}new " for word in words).strip()


def test_a_moved_paragraph_with_changed_words_is_a_move_and_a_change_and_each_end_is_taken_once():
    base = [Base(f"p{at}", f"City {at} reports to all on its water every year.") for at in range(3)]
    kept = [(each.key, ("keep", each.text)) for each in base[:1]]
    gone = [(each.key, ("delete", each.text)) for each in base[1:]]
    moved = [("", ("move_to", each.text.replace("every", "each"))) for each in base[1:]]
    found = returned(file_of(*kept, *gone, *moved), base).proposals
    assert [(each.kind, each.key, each.proposed_text) for each in found] == [
        (kind, each.key, each.text.replace("every", "each") if kind == "change" else each.text)
        for each in base[1:]
        for kind in ("move", "change")
    ]


def test_the_very_words_are_found_before_words_that_are_like_them():
    base = [Base("p0", "Act on water."), Base("p1", "Report on water every year.")]
    like, same = ("", ("move_to", "Report on water each year.")), ("", ("insert", base[1].text))
    found = returned(file_of(("p1", ("delete", base[1].text)), ("p0", ("keep", "Act on water.")), like, same), base)
    assert [(each.kind, each.key) for each in found.proposals] == [("add", "p0"), ("move", "p1")]


def test_without_identifiers_equal_paragraphs_are_matched_in_their_order():
    base = [Base(f"p{at}", "Report every year." if at % 2 else f"City {at} acts.") for at in range(6)]
    file = file_of(*((None, ("keep", each.text), ("insert", f" No {each.key}.")) for each in base))
    assert [(each.key, each.proposed_text) for each in returned(file, base).proposals] == [
        (each.key, f"{each.text} No {each.key}.") for each in base
    ]


def test_answers_to_a_comment_on_changed_words_follow_it_and_stand_once():
    def comment(text, parent=None, offset=30):
        return ReadComment("Bo", WHEN, text, "words", Place(BODY, 0, offset), parent)

    said = [comment("Weak.", offset=8), comment("Why?", 0), comment("See above.", 1), comment("Elsewhere.")]
    pieces = [("keep", "Publish "), ("insert", "all "), ("keep", "figures for each city every year.")]
    found = returned(file_of(("p1", *pieces), comments=said), BASE[2:3])
    assert [each.rationale for each in found.proposals] == ["Weak.\nBo: Why?\nBo: See above."]
    assert [each.text for each in found.remarks] == ["Elsewhere."]


def test_a_change_that_cannot_be_laid_on_the_words_that_went_out_is_a_conflict():
    pieces = [
        ("keep", "Publish all "),
        ("delete", "numbers"),
        ("insert", "tables"),
        ("keep", " for each city every year."),
    ]
    found = returned(file_of(("p1", *pieces)), BASE[2:3]).proposals
    assert [each.doubt for each in found] == ["untracked", "conflict"]


def test_what_would_take_too_long_to_lay_on_the_words_that_went_out_is_a_conflict(monkeypatch):
    pieces = [
        ("keep", "Publish "),
        ("insert", "all "),
        ("keep", "figures for each town every year"),
        ("insert", " or two"),
    ]
    file = file_of(("p1", *pieces, ("keep", ".")))
    assert [each.doubt for each in returned(file, BASE[2:3]).proposals] == ["untracked", "", ""]
    monkeypatch.setattr(reading, "MOST_LAID", 100)
    found = returned(file, BASE[2:3]).proposals
    assert [each.doubt for each in found] == ["untracked", "", "conflict"]
    assert found[2].proposed_text == "Publish figures for each town every year or two."


def test_the_title_has_its_own_kind():
    title = NegotiatedParagraph("", "title", [keep("Declaration on cities"), insert(" and migration")])
    text = NegotiatedText("Declaration on cities", "CCM/2017/L.1", "en", date(2017, 10, 20),
                          [title, *(NegotiatedParagraph(key, "operative", [keep(words)]) for key, words in TEXTS.items())])  # fmt: skip
    found = read(word.write_text(text)).proposals
    assert told(found) == [("title", "title", "Declaration on cities and migration", "")]


def test_a_file_of_something_else_is_all_doubt():
    other = NegotiatedText(
        "Minutes", "X", "en", date(2017, 1, 1), [NegotiatedParagraph("", "operative", [keep("Lunch.")])]
    )
    found = read(word.write_text(replace(other, tracks_changes=False)))
    assert {each.doubt for each in found.proposals} == {"untracked"}
    assert {each.kind for each in found.proposals} >= {"delete"}


@pytest.mark.parametrize("by", ["change", "paragraph"])
def test_the_same_file_gives_the_same_proposals(by):
    data = written({"p1": [keep("Publish "), insert("all "), keep("figures for each city every year.")]})
    assert read(data, by=by) == read(data, by=by)


OPEN = f'xmlns:w="{W[1:-1]}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
TABLE = (
    f"<w:tbl {OPEN}><w:tr><w:tc><w:p><w:r><w:t>Towns</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>People</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
FIELD = '<w:fldSimple w:instr=" DATE "><w:r><w:t>8 November</w:t></w:r></w:fldSimple>'
EQUATION = "<m:oMath><m:r><m:t>x+y=2</m:t></m:r></m:oMath>"


def held(found):
    return [(each.kind, each.key, each.text, each.detail) for each in found.leftovers]


def test_a_table_is_told_with_its_words_and_the_paragraph_that_it_stands_behind():
    def lay(body):
        paragraph_with(body, "Publish figures").addnext(etree.fromstring(TABLE))
        paragraph_with(body, "Report on").addnext(etree.fromstring(TABLE.replace("Towns", "Years")))

    found = read(edited(written(), lay))
    assert (found.proposals, held(found)) == (
        (),
        [("table", "p1", "Towns | People", "1 × 2"), ("table", "p3", "Years | People", "1 × 2")],
    )


@pytest.mark.parametrize("is_tracked", [False, True])
def test_words_of_fields_and_equations_are_told_with_the_proposal_that_brings_them(is_tracked):
    def lay(body):
        paragraph = paragraph_with(body, "Publish figures")
        inside = FIELD + EQUATION
        whole = f'<w:ins w:id="904" w:author="Amina">{inside}</w:ins>' if is_tracked else inside
        for each in etree.fromstring(f"<w:p {OPEN}>{whole}</w:p>"):
            paragraph.append(each)

    found = read(edited(written(), lay))
    (proposal,) = found.proposals
    assert proposal.proposed_text == f"{TEXTS['p1']}8 Novemberx+y=2"
    assert proposal.holds == (("field", "8 November"), ("equation", "x+y=2"))
    assert [(kind, key, text) for kind, key, text, _detail in held(found)] == [
        ("field", "p1", "8 November"),
        ("equation", "p1", "x+y=2"),
    ]


def test_a_field_beside_the_words_that_change_is_told_with_no_proposal():
    def lay(body):
        for each in etree.fromstring(f"<w:p {OPEN}>{FIELD}</w:p>"):
            paragraph_with(body, "every year").append(each)

    base = [replace(each, text=f"{each.text}8 November") if each.key == "p1" else each for each in BASE]
    data = edited(written({"p1": [keep("Publish "), insert("all "), keep(TEXTS["p1"][8:])]}), lay)
    (proposal,) = returned(word.read(data), base).proposals
    assert (proposal.proposed_text, proposal.holds) == ("Publish all figures for each city every year.8 November", ())


def test_a_paragraph_found_by_its_words_says_by_which_and_how_alike_they_are():
    changed = {"p1": [keep("Publish "), insert("all "), keep(TEXTS["p1"][8:])]}
    other = {**TEXTS, "p2": TEXTS["p2"].replace("basic", "all")}

    def forget(body):
        for each in [*body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
            each.getparent().remove(each)

    known, found = read(written(changed)).proposals, read(edited(written(changed, texts=other), forget)).proposals
    assert [(each.key, each.confidence, each.matched) for each in known] == [("p1", 1.0, "")]
    assert [(each.key, each.confidence < 1, each.matched) for each in found] == [
        ("p1", False, TEXTS["p1"]),
        ("p2", True, other["p2"]),
    ]
