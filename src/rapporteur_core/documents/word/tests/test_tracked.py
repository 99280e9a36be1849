from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from rapporteur_core.documents import sniff
from rapporteur_core.documents.model import Heading, List, Paragraph, Run, Table
from rapporteur_core.documents.word.identity import Identity
from rapporteur_core.documents.word.negotiated import (
    Comment,
    Footnote,
    Former,
    Mark,
    MarkKind,
    Masthead,
    NegotiatedParagraph,
    NegotiatedText,
    Part,
    Piece,
    Proposal,
)
from rapporteur_core.documents.word.tests.examples import (
    ARABIC,
    ARABIC_COMPILATION,
    ENGLISH,
    ENGLISH_COMPILATION,
    LATER,
    PARTED,
    QUITO,
    WHEN,
    clean,
    par,
)
from rapporteur_core.documents.word.tracked import write_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXAMPLES = {
    "redline": ENGLISH,
    "clean": clean(ENGLISH),
    "compilation": ENGLISH_COMPILATION,
    "arabic redline": ARABIC,
    "arabic clean": clean(ARABIC),
    "arabic compilation": ARABIC_COMPILATION,
    "parted": PARTED,
}
# ECMA-376, part 1, 11.3.5 and 14.2.7: a package may be without a font table and without a theme.
MAY_BE_MISSING = ("relationships/fontTable' is missing", "relationships/theme' is missing")


def text_of(*parts: Part, language: str = "en") -> NegotiatedText:
    return NegotiatedText("A text", "RAP/L.1", language, date(2017, 11, 3), parts)


def part(text: NegotiatedText, name: str = "document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(write_text(text))) as archive:
        return etree.fromstring(archive.read(f"word/{name}"))


def names(text: NegotiatedText) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(write_text(text))) as archive:
        return archive.namelist()


def values(root: etree._Element, tag: str, attribute: str = "val") -> list[str]:
    return [str(element.get(W + attribute)) for element in root.iter(W + tag)]


def paragraph_with(root: etree._Element, words: str) -> etree._Element:
    return next(each for each in root.iter(W + "p") if words in "".join(each.itertext()))


def words_in(root: etree._Element, tag: str) -> list[tuple[str, str, str]]:
    """The author, date and words of each change, as one element holds them."""
    return [
        (each.get(W + "author"), each.get(W + "date"), "".join(each.itertext()))
        for each in root.iter(W + tag)
        if each.getparent().tag != W + "rPr"
    ]


def problems(data: bytes, folder: Path) -> list[str]:
    """What a file breaks of the schema and of its rules, as Microsoft's SDK has them in data."""
    path = folder / "text.docx"
    path.write_bytes(data)
    found = OpenXmlValidator().validate(path).errors
    return [
        f"{each.part_uri} {each.path}: {each.description}"
        for each in found
        if not any(missing in each.description for missing in MAY_BE_MISSING)
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_file_is_valid_against_the_schema(name: str, tmp_path: Path) -> None:
    assert problems(write_text(EXAMPLES[name]), tmp_path) == []


def test_the_check_against_the_schema_finds_what_is_wrong(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_text(ENGLISH))) as given_file, zipfile.ZipFile(out, "w") as broken:
        for each in given_file.namelist():
            data = given_file.read(each)
            if each == "word/document.xml":
                data = data.replace(b"<w:pStyle ", b"<w:jc w:val='sideways'/><w:pStyle ", 1)
            broken.writestr(each, data)
    found = problems(out.getvalue(), tmp_path)
    assert [any(word in each for each in found) for word in ("sideways", "pStyle")] == [True, True]


def test_the_same_text_gives_the_same_bytes_and_another_others() -> None:
    assert write_text(ENGLISH) == write_text(ENGLISH)
    assert write_text(ENGLISH) != write_text(replace(ENGLISH, date=date(2017, 11, 4)))
    assert sniff.kind(write_text(ENGLISH)) == "docx"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_file_tells_nothing_of_the_machine_or_moment_of_its_writing(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write_text(EXAMPLES[name]))) as archive:
        assert {(each.date_time, each.create_system) for each in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
        assert [each for each in archive.namelist() if b"rsid" in archive.read(each)] == []


def test_changes_bear_their_author_and_instant_in_utc() -> None:
    brussels = datetime(2017, 11, 2, 0, 30, 7, tzinfo=timezone(timedelta(hours=1)))
    root = part(
        text_of(
            NegotiatedParagraph(
                "a",
                "operative",
                [
                    Piece("keep", "We "),
                    Piece("delete", "ask ", "Quito (A-3)", brussels),
                    Piece("insert", "urge ", "Kisimamaji (A-14)", WHEN),
                    Piece("keep", "States."),
                ],
            )
        )
    )
    assert words_in(root, "del") == [("Quito (A-3)", "2017-11-01T23:30:07Z", "ask ")]
    assert words_in(root, "ins") == [("Kisimamaji (A-14)", "2017-11-02T09:30:00Z", "urge ")]
    assert [each.text for each in root.iter(W + "delText")] == ["ask "]


def test_pieces_of_one_change_in_two_faces_are_one_change() -> None:
    urges = [
        Piece("insert", "Urges", "Quito", WHEN, italic=True),
        Piece("insert", " States", "Quito", WHEN),
        Piece("insert", " now", "Quito", LATER),
    ]
    root = part(text_of(NegotiatedParagraph("a", "operative", urges)))
    assert [words for _who, _when, words in words_in(root, "ins")] == ["Urges States", " now"]
    assert len(list(root.iter(W + "i"))) == 1


def test_a_paragraph_added_or_deleted_whole_has_its_mark_tracked_too() -> None:
    root = part(
        text_of(
            par("a", "operative", "Added.", mark=("inserted", ""), author="Quito"),
            par("b", "operative", "Deleted.", mark=("deleted", ""), author="Quito"),
        )
    )
    tracked = [
        (child.tag.removeprefix(W), child.get(W + "author"))
        for each in root.iter(W + "rPr")
        if each.getparent().tag == W + "pPr"
        for child in each
        if child.get(W + "author")
    ]
    assert tracked == [("ins", "Quito"), ("del", "Quito")]
    assert (words_in(root, "ins")[0][2], words_in(root, "del")[0][2]) == ("Added.", "Deleted.")


def test_words_deleted_in_a_paragraph_that_another_inserted_are_inside_the_insertion() -> None:
    whole = Mark("inserted", "Quito", WHEN)
    both = [Piece("keep", "All "), Piece("delete", "eligible ", "Mechelen", LATER), Piece("keep", "residents.")]
    root = part(text_of(NegotiatedParagraph("a", "operative", both, mark=whole)))
    deleted = next(each for each in root.iter(W + "del"))
    assert (deleted.get(W + "author"), deleted.getparent().get(W + "author")) == ("Mechelen", "Quito")


def test_what_one_author_brings_and_takes_back_is_not_there() -> None:
    whole = Mark("inserted", "Quito", WHEN)
    both = [Piece("keep", "All "), Piece("delete", "eligible ", "Quito", LATER), Piece("keep", "residents.")]
    root = part(text_of(NegotiatedParagraph("a", "operative", both, mark=whole)))
    assert (words_in(root, "ins")[0][2], list(root.iter(W + "del"))) == ("All residents.", [])


def test_the_two_ends_of_a_move_bear_one_name_and_have_each_a_closed_range() -> None:
    root = part(ENGLISH)
    for side in ("moveFrom", "moveTo"):
        assert sorted(values(root, f"{side}RangeStart", "name")) == ["p1", "w1"]
        assert sorted(values(root, f"{side}RangeStart", "id")) == sorted(values(root, f"{side}RangeEnd", "id"))
    assert [words for _who, _when, words in words_in(root, "moveFrom")] == [
        "in all five regions ",
        "to publish all the figures that they hold by city;",
    ]


def test_the_range_of_a_moved_paragraph_ends_behind_its_mark() -> None:
    root = part(ENGLISH)
    behind = [each.tag.removeprefix(W) for each in root[0] if each.tag not in (W + "p", W + "tbl", W + "sectPr")]
    assert behind == ["moveFromRangeEnd", "moveToRangeEnd"]


def test_no_two_marks_of_a_file_have_one_number() -> None:
    root = part(ENGLISH)
    starts = ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "bookmarkStart")
    numbers = Counter(number for tag in starts for number in values(root, tag, "id"))
    assert [number for number, count in numbers.items() if count > 1] == []


def test_each_paragraph_of_the_text_has_its_identifier_around_its_words() -> None:
    given_keys = [each.key for each in ENGLISH.paragraphs if isinstance(each, NegotiatedParagraph)]
    given_keys.remove("o3c")  # it is there twice: where it was, and where it is
    root = part(ENGLISH)
    assert values(root, "bookmarkStart", "name") == [f"_rap_{key}" for key in given_keys]
    assert values(root, "bookmarkStart", "id") == values(root, "bookmarkEnd", "id")
    around = paragraph_with(root, "Reaffirming")
    inside = [each.tag.removeprefix(W) for each in around]
    assert (inside[1], inside[-1]) == ("bookmarkStart", "bookmarkEnd")


def test_what_is_proposed_and_what_stands_around_has_no_identifier() -> None:
    root = part(
        text_of(par("a", "operative", "Kept."), Proposal("A-1 · Quito", [par("", "operative", "New.")], "None."))
    )
    assert values(root, "bookmarkStart", "name") == ["_rap_a"]


def test_a_working_number_is_shown_by_a_list_and_is_not_in_the_text() -> None:
    text = text_of(par("a", "operative", "One.", "OP4 bis"), par("b", "subparagraph", "Two;", "(a)", level=1))
    assert values(part(text, "numbering.xml"), "lvlText") == ["OP4 bis", "(a)"]
    root = part(text)
    assert values(paragraph_with(root, "One."), "numId") == ["1"]
    assert "".join(root.itertext()) == "A textOne.Two;"


def test_a_number_given_twice_is_one_list() -> None:
    text = text_of(par("a", "operative", "One.", "1"), Proposal("A-1", [par("", "operative", "Une.", "1")]))
    again = replace(text, paragraphs=[*text.paragraphs, Proposal("A-2", [par("", "operative", "Uno.", "1")])])
    assert [len(values(part(each, "numbering.xml"), "lvlText")) for each in (text, again)] == [2, 2]


def test_a_percent_sign_in_a_number_counts_nothing() -> None:
    shown = values(part(text_of(par("a", "operative", "One.", "50 %1 %x")), "numbering.xml"), "lvlText")
    assert shown == ["50 %\u20601 %x"]


def test_numbers_hang_in_a_column_as_wide_as_the_longest() -> None:
    narrow = part(text_of(par("a", "operative", "One.", "1"), par("b", "preambular", "Two,")))
    wide = part(text_of(par("a", "operative", "One.", "OP4 quater"), par("b", "preambular", "Two,")))
    # Twentieths of a point; the paragraph without a number stands with the words of the others.
    assert [values(each, "ind", "left")[:2] for each in (narrow, wide)] == [["567", "567"], ["1380", "1380"]]
    assert [values(each, "ind", "hanging")[:2] for each in (narrow, wide)] == [["567", "0"], ["1380", "0"]]


def test_each_kind_of_paragraph_has_its_named_style() -> None:
    root = part(ENGLISH_COMPILATION)
    used = dict.fromkeys(values(root, "pStyle"))
    assert list(used) == [
        "Title",
        "Note",
        "Heading2",
        "Chapeau",
        "Preambular",
        "Sponsor",
        "Proposal",
        "Standing",
        "Heading1",
        "Operative",
        "Caption",
        "TableText",
        "Subparagraph1",
        "Subparagraph2",
        "Subparagraph3",
        "ListItem",
        "AnnexHeading",
        "Ending",
    ]
    assert set(used) <= set(values(part(ENGLISH_COMPILATION, "styles.xml"), "style", "styleId"))


def test_opening_words_are_italic_and_the_signs_of_the_negotiation_are_marked() -> None:
    root = part(text_of(par("a", "operative", "_Urges_ States [to act [now]].")))
    runs = list(paragraph_with(root, "Urges").iter(W + "r"))
    assert ["".join(each.itertext()) for each in runs if each.find(f"{W}rPr/{W}i") is not None] == ["Urges"]
    signs = ["".join(each.itertext()) for each in runs if each.find(f"{W}rPr/{W}rStyle") is not None]
    assert signs == ["[", "[", "]", "]"]
    assert set(values(root, "rStyle")) == {"Bracket"}


def test_a_comment_stands_on_its_words_and_keeps_its_lines() -> None:
    root, comments = part(ENGLISH), part(ENGLISH, "comments.xml")
    around = [each.tag.removeprefix(W) for each in paragraph_with(root, "Noting")]
    start = around.index("commentRangeStart")
    assert around[start : start + 5] == ["commentRangeStart", "del", "ins", "commentRangeEnd", "r"]
    first = comments[0]
    assert (first.get(W + "author"), first.get(W + "date"), first.get(W + "initials")) == (
        "Kisimamaji (A-14)",
        "2017-11-02T09:30:00Z",
        "K",
    )
    assert ["".join(each.itertext()) for each in first] == ["Transit cities", "are left out otherwise."]
    assert values(root, "commentReference", "id") == values(comments, "comment", "id") == ["0", "1"]


def test_a_comment_on_an_empty_paragraph_is_kept() -> None:
    root = part(text_of(NegotiatedParagraph("a", "operative", [], comments=[Comment("Quito", WHEN, "Why empty?")])))
    assert values(root, "commentRangeEnd", "id") == values(root, "commentReference", "id") == ["0"]


def test_a_footnote_shares_the_fate_of_its_words() -> None:
    new = Piece("insert", "by 2030", "Quito", WHEN, footnotes=[Footnote("See the Agenda.")])
    text = text_of(NegotiatedParagraph("a", "operative", [Piece("keep", "Decides "), new]))
    inserted = next(part(text).iter(W + "ins"))
    assert values(inserted, "footnoteReference", "id") == ["1"]
    notes = part(text, "footnotes.xml")
    assert values(notes, "footnote", "id") == ["-1", "0", "1"]
    assert "".join(notes[2].itertext()) == " See the Agenda."


def test_parts_that_hold_nothing_are_left_out() -> None:
    bare = names(text_of(par("a", "operative", "Decides.")))
    optional = {"word/comments.xml", "word/footnotes.xml", "word/numbering.xml"}
    assert optional & set(bare) == set()
    assert optional <= set(names(ENGLISH))


def test_a_text_from_right_to_left_is_so_in_all_its_parts() -> None:
    root = part(ARABIC_COMPILATION)
    without = ["".join(each.itertext()) for each in root.iter(W + "p") if each.find(f"{W}pPr/{W}bidi") is None]
    assert without == [""]  # the line at the end
    assert root[0][-1].find(W + "bidi") is not None
    assert all(each.find(f"{W}tblPr/{W}bidiVisual") is not None for each in root.iter(W + "tbl"))
    assert len(list(root.iter(W + "tbl"))) == 1
    header = part(ARABIC_COMPILATION, "header2.xml")
    assert header[0].find(f"{W}tblPr/{W}bidiVisual") is not None


def test_words_from_left_to_right_keep_their_direction_in_a_text_from_right_to_left() -> None:
    root = part(text_of(par("a", "operative", "القرار (A/RES/71/1 of 2016)، النص 5."), language="ar"))
    runs = [
        ("".join(each.itertext()), each.find(f"{W}rPr/{W}rtl") is not None)
        for each in paragraph_with(root, "القرار").iter(W + "r")
    ]
    assert runs == [("القرار (", True), ("A/RES/71/1 of", False), (" 2016)، النص 5.", True)]


def test_words_bear_the_language_of_their_paragraph() -> None:
    root = part(
        text_of(
            par("a", "operative", "We decide."),
            par("b", "operative", "Nous décidons.", language="fr"),
            par("c", "operative", "نقرر.", language="ar"),
            par("d", "operative", "我们决定。", language="zh"),
        )
    )

    def marks(words: str) -> list[dict[str, str]]:
        found = paragraph_with(root, words).findall(f"{W}r/{W}rPr/{W}lang")
        return [{str(name).removeprefix(W): str(value) for name, value in each.attrib.items()} for each in found]

    assert marks("decide") == [{"val": "en"}]
    assert marks("décidons") == [{"val": "fr"}]
    assert marks("نقرر") == [{"bidi": "ar"}]
    assert marks("我们") == [{"val": "zh", "eastAsia": "zh"}]


def test_the_properties_say_which_revision_the_file_is_of() -> None:
    with zipfile.ZipFile(io.BytesIO(write_text(ENGLISH))) as archive:
        root = etree.fromstring(archive.read("docProps/custom.xml"))
    assert {each.get("name"): "".join(each.itertext()) for each in root} == {
        "RapporteurDocument": "ccm-2017",
        "RapporteurSymbol": "CCM/2017/L.1/Rev.2",
        "RapporteurFingerprint": "ab" * 32,
        "RapporteurLanguage": "en",
    }


def test_what_is_not_known_of_a_text_is_not_said() -> None:
    text = replace(text_of(), identity=Identity(symbol="RAP/L.1"))
    with zipfile.ZipFile(io.BytesIO(write_text(text))) as archive:
        root = etree.fromstring(archive.read("docProps/custom.xml"))
    assert [each.get("name") for each in root] == ["RapporteurSymbol"]


def test_the_first_page_says_whose_text_it_is_and_the_others_its_symbol() -> None:
    first = part(ENGLISH, "header2.xml")
    assert ["".join(each.itertext()) for each in first.iter(W + "p")] == [
        "Conference of Cities on Migration",
        "CCM/2017/L.1/Rev.2",
        "Drafting Committee",
        "Distr.: Limited",
        "3 November 2017",
        "Original: English",
        "",
        "Second session",
        "Agenda item 4: Outcome of the conference",
    ]
    assert "".join(part(ENGLISH, "header1.xml").itertext()) == "CCM/2017/L.1/Rev.2"
    assert values(part(ENGLISH, "footer1.xml"), "fldSimple", "instr") == [" PAGE ", " NUMPAGES "]
    assert part(ENGLISH)[0][-1].find(W + "titlePg") is not None


def test_without_a_masthead_the_first_page_has_the_symbol_too_and_without_words_the_day_as_digits() -> None:
    assert "".join(part(text_of(), "header2.xml").itertext()) == "RAP/L.1"
    dated = replace(text_of(), masthead=Masthead(organ="Committee"))
    assert list(part(dated, "header2.xml").itertext()) == ["RAP/L.1", "Committee", "2017-11-03"]


def test_the_title_and_note_stand_first_whether_the_title_is_a_paragraph_or_not() -> None:
    note = replace(text_of(par("a", "operative", "One.")), note="Advance copy.")
    titled = replace(note, paragraphs=[par("t", "title", "A {+better +}title"), *note.paragraphs])
    read = ["".join(each.itertext()) for each in part(note).iter(W + "p")]
    assert read == ["A text", "Advance copy.", "One.", ""]
    assert ["".join(each.itertext()) for each in part(titled).iter(W + "p")] == [
        "A better title",
        "Advance copy.",
        "One.",
        "",
    ]


@pytest.mark.parametrize("tracks", [True, False])
def test_word_records_changes_from_the_start_where_the_text_is_open(tracks: bool) -> None:
    settings_part = part(replace(text_of(), tracks_changes=tracks), "settings.xml")
    assert (settings_part.find(W + "trackRevisions") is not None) == tracks


def test_tables_lists_and_notes_stand_between_paragraphs() -> None:
    root = part(
        text_of(
            par("a", "operative", "One.", "1"),
            Table(["Amendment", "Words"], [["A-1"], ["A-2", "city"]], "Conflict set 1"),
            List(["first", "second"], ordered=True),
            Paragraph([Run("Withdrawn", bold=True), Run(" on Friday.")], style="note"),
        )
    )
    rows = [["".join(cell.itertext()) for cell in row.iter(W + "tc")] for row in root.iter(W + "tr")]
    assert rows == [["Amendment", "Words"], ["A-1", ""], ["A-2", "city"]]
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in root.iter(W + "tr")] == [True, False, False]
    after = [each.tag.removeprefix(W) for each in root[0]]
    assert after == ["p", "p", "p", "tbl", "p", "p", "p", "p", "p", "sectPr"]


def test_a_table_without_columns_is_no_table() -> None:
    assert list(part(text_of(Table([], [], ""))).iter(W + "tbl")) == []


HOSTILE = "</w:t><w:del>&amp;<!--\x00\x0b\x1f\ud800\ufffe \u202e \u2028 ]]> \"quoted\" 'single'\t\n"


def test_what_is_written_is_never_markup_and_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    text = NegotiatedText(
        HOSTILE,
        HOSTILE,
        "en",
        date(2017, 11, 3),
        [
            NegotiatedParagraph(
                "a",
                "operative",
                [Piece("insert", HOSTILE, HOSTILE, WHEN, footnotes=[Footnote(HOSTILE)])],
                number=HOSTILE,
                comments=[Comment(HOSTILE, WHEN, HOSTILE)],
            ),
            Proposal(HOSTILE, [par("", "operative", "One.", HOSTILE)], HOSTILE),
            Table([HOSTILE], [[HOSTILE]], HOSTILE),
            List([HOSTILE]),
        ],
        Masthead(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        HOSTILE,
        Identity(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    )
    assert problems(write_text(text), tmp_path) == []
    kept = "</w:t><w:del>&amp;<!-- \u202e \u2028 ]]> \"quoted\" 'single'"
    assert "".join(next(part(text).iter(W + "ins")).itertext()) == kept


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "ar", "zh"]))
def test_every_text_stands_in_the_file_as_it_was_given(words: str, language: str) -> None:
    kept = "".join(
        sign for sign in words if sign >= " " and sign not in "\x7f\ufffe\uffff" and not "\ud800" <= sign <= "\udfff"
    )
    root = part(text_of(NegotiatedParagraph("a", "chapeau", [Piece("keep", words)]), language=language))
    around = next(each.getparent() for each in root.iter(W + "bookmarkStart"))
    assert "".join(around.itertext()) == kept.replace("\n", "").replace("\t", "")


PIECES = [Piece("keep", "Words.")]


def ended(kind: MarkKind) -> NegotiatedParagraph:
    return replace(par("a", "operative", "A."), end=Mark(kind, *QUITO))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([NegotiatedParagraph("a", "operative", [Piece("insert", "x", "", WHEN)], number="OP1")], "OP1.*author"),
        ([NegotiatedParagraph("a", "operative", [Piece("delete", "x", "Quito")])], "instant"),
        ([NegotiatedParagraph("a", "operative", [Piece("delete", "x", "Quito", datetime(2017, 1, 1))])], "time zone"),
        ([NegotiatedParagraph("a", "operative", PIECES, mark=Mark("inserted", " ", WHEN))], "author"),
        ([par("a", "operative", "{<m:gone<} and nowhere")], "“m”"),
        ([par("a", "operative", "{<m:x<}{>m:x>}{+a+}{>m:x>}")], "“m”"),
        ([par("a", "operative", "x", mark=("moved_to", "m"))], "“m”"),
        (
            [par("a", "operative", "x", mark=("moved_to", "")), par("a", "operative", "x", mark=("moved_from", ""))],
            "“”",
        ),
        ([par("a", "operative", "{<m:x<}", mark=("inserted", "")), par("b", "operative", "{>m:x>}")], "against"),
        ([par("a", "operative", "One."), par("a", "operative", "Two.")], "“a”"),
        ([par("a", "subparagraph", "One.", level=4)], "level 4"),
        ([par("a", "operative", "One.", comments=[Comment("Quito", WHEN, "Why?", 0, 2)])], "not there"),
        ([par("a", "operative", "One.", comments=[Comment("Quito", WHEN, "Why?", 1, 0)])], "not there"),
        ([par("a" * 40, "operative", "One.")], "bookmark"),
        ([Proposal("A-1", [NegotiatedParagraph("", "operative", [Piece("insert", "x")])])], "author"),
        ([ended("inserted")], "no paragraph follows"),
        ([ended("deleted"), Heading(1, "Next")], "no paragraph follows"),
        ([Proposal("A-1", [ended("deleted")]), par("b", "operative", "B.")], "no paragraph follows"),
        ([ended("moved_to"), par("b", "operative", "B.")], "its own fate"),
        ([replace(ended("deleted"), mark=Mark("deleted", *QUITO)), par("b", "operative", "B.")], "its own fate"),
        ([replace(ended("deleted"), end=Mark("deleted", "", WHEN)), par("b", "operative", "B.")], "author"),
        ([replace(par("a", "operative", "A."), former=Former("operative", 0, "", " ", WHEN))], "author"),
    ],
)
def test_what_a_file_could_not_tell_truly_is_refused(parts: list[Part], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        write_text(text_of(*parts))


def test_a_naive_instant_of_a_comment_is_refused() -> None:
    naive = WHEN.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        write_text(text_of(par("a", "operative", "One.", comments=[Comment("Quito", naive, "Why?")])))


def test_instants_of_every_zone_are_one() -> None:
    there = WHEN.astimezone(timezone(timedelta(hours=-5)))
    here = WHEN.astimezone(UTC)
    written = [
        write_text(text_of(NegotiatedParagraph("a", "operative", [Piece("insert", "x", "Quito", each)])))
        for each in (here, there)
    ]
    assert written[0] == written[1]
