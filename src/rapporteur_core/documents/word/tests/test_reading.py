"""What a Word file says is read as it stands: words, changes, comments, and what is left over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rapporteur_core.documents.word import read
from rapporteur_core.documents.word.identity import Identity, bookmark_of
from rapporteur_core.documents.word.model import BODY, Container, Duplicate, Piece, Place, WordFile
from rapporteur_core.documents.word.tests.files import (
    BY,
    deleted,
    inserted,
    mark,
    named,
    paragraph,
    relations,
    run,
    word_file,
)

BO = 'w:id="2" w:author="Bo" w:date="2030-03-02T10:00:00Z"'
AT = datetime(2030, 3, 1, 10, tzinfo=UTC)


def texts(file: WordFile) -> tuple[str, str]:
    return file.accepted, file.rejected


def told(file: WordFile) -> list[tuple[str, str, str]]:
    return [(each.kind, each.text, each.detail) for each in file.leftovers]


def kinds(file: WordFile) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in file.changes]


def bookmark(key: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_of(key)}"/><w:bookmarkEnd w:id="{number}"/>'


def numbering(levels: str, extra: str = "") -> dict[str, str | bytes]:
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    of_list = '<w:abstractNumId w:val="0"/>'
    return {
        "word/numbering.xml": named(
            "w:numbering", f'{lists}<w:num w:numId="1">{of_list}</w:num><w:num w:numId="2">{of_list}{extra}</w:num>'
        )
    }


def level(number: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def listed(number: int, at: int = 0) -> str:
    return paragraph(run("x"), f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


LISTS = [("n1", "numbering", "numbering.xml")]


def test_words_are_read_from_bytes_and_from_a_path(tmp_path: Path) -> None:
    data = word_file(paragraph(run("Water")) + paragraph(run("is life.")))
    (tmp_path / "a.docx").write_bytes(data)
    assert read(data).accepted == "Water\nis life."
    assert read(tmp_path / "a.docx") == read(str(tmp_path / "a.docx")) == read(data)


@pytest.mark.parametrize("strict", [False, True])
def test_both_editions_of_the_standard_are_read(strict: bool) -> None:
    body = paragraph(run("Cities ") + deleted("may") + inserted("shall") + run(" act."))
    file = read(word_file(body, strict=strict))
    assert texts(file) == ("Cities shall act.", "Cities may act.")
    assert file.changes[0].author == "Ana"


def test_a_main_part_of_another_name_is_found() -> None:
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations([("r1", "officeDocument", "/word/document2.xml")]),
        "word/document2.xml": named("w:document", f"<w:body>{paragraph(run('Here'))}</w:body>"),
    }
    assert read(word_file(parts=parts)).accepted == "Here"


def test_a_change_has_author_instant_words_and_place() -> None:
    file = read(word_file(paragraph(run("Cities ") + deleted("may") + inserted("shall") + run(" act."))))
    removed, added = file.changes
    assert (removed.kind, removed.author, removed.instant, removed.text) == ("delete", "Ana", AT, "may")
    assert removed.place == Place(BODY, 0, 7, 7)
    assert (added.kind, added.text, added.place) == ("insert", "shall", Place(BODY, 0, 10, 7))
    assert file.paragraphs[0].pieces == (
        Piece("keep", "Cities "),
        Piece("delete", "may", 0),
        Piece("insert", "shall", 1),
        Piece("keep", " act."),
    )


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ('w:date="2030-03-01T10:00:00Z"', AT),
        ('w:date="2030-03-01T10:00:00"', AT),
        ('w:date="2030-03-01T12:00:00+02:00"', AT),
        ('w:date="2030-03-01T12:00:00Z" w16du:dateUtc="2030-03-01T10:00:00Z"', AT),
        ('w:date="0000-00-00T00:00:00Z"', None),
        ('w:date="0001-01-01T00:00:00+05:00"', None),
        ('w:date="soon"', None),
        ("", None),
    ],
)
def test_an_instant_is_in_utc_or_none(written: str, instant: datetime | None) -> None:
    file = read(word_file(paragraph(inserted("x", f'w:id="1" w:author="Ana" {written}'))))
    assert [each.instant for each in file.changes] == [instant]


def test_touching_parts_of_one_author_and_instant_are_one_change() -> None:
    body = paragraph(inserted("a ") + inserted("b ") + f"<w:proofErr/>{inserted('c')}" + inserted(" d", BO))
    changes = read(word_file(body)).changes
    assert [(each.author, each.text, each.parts) for each in changes] == [("Ana", "a b c", 3), ("Bo", " d", 1)]


def test_kept_words_or_a_picture_between_them_make_two_changes() -> None:
    picture = '<w:r><w:drawing><wp:docPr name="P"/><a:blip/></w:drawing></w:r>'
    body = paragraph(inserted("a") + run(" ") + inserted("b") + picture + inserted("c"))
    assert kinds(read(word_file(body))) == [("insert", "a"), ("insert", "b"), ("insert", "c")]


def test_a_deletion_inside_anothers_insertion_is_in_neither_text() -> None:
    within = f"<w:ins {BY}>{run('a ')}<w:del {BO}><w:r><w:delText>very </w:delText></w:r></w:del>{run('big ')}</w:ins>"
    file = read(word_file(paragraph(run("One ") + within + run("city."))))
    assert texts(file) == ("One a big city.", "One city.")
    by_ana, by_bo = file.changes
    assert (by_ana.author, by_ana.text, by_ana.within) == ("Ana", "a very big ", None)
    assert (by_bo.author, by_bo.kind, by_bo.text, by_bo.within) == ("Bo", "delete", "very ", 0)
    assert file.paragraphs[0].pieces[2] == Piece("delete", "very ", change=1, within=0)


def test_identifiers_repeated_across_kinds_mix_nothing_up() -> None:
    # LibreOffice writes the same w:id for changes, comments and bookmarks.
    same = 'w:id="0" w:author="Ana" w:date="2030-03-01T10:00:00Z"'
    body = paragraph(bookmark("p1", 0) + deleted("a", same) + inserted("b", same) + deleted("c", same))
    file = read(word_file(body))
    assert kinds(file) == [("delete", "a"), ("insert", "b"), ("delete", "c")]
    assert file.paragraphs[0].key == "p1"


def test_an_inserted_mark_joins_with_the_next_paragraph_when_refused() -> None:
    body = paragraph(run("First"), mark("ins")) + paragraph(inserted("Second")) + paragraph(run("Third"))
    assert texts(read(word_file(body))) == ("First\nSecond\nThird", "First\nThird")


def test_a_deleted_mark_joins_with_the_next_paragraph_when_taken() -> None:
    body = paragraph(run("First "), mark("del")) + paragraph(run("second")) + paragraph(run("Third"))
    file = read(word_file(body))
    assert texts(file) == ("First second\nThird", "First \nsecond\nThird")
    assert [(line.text, line.paragraphs) for line in file.lines("accepted")] == [
        ("First second", (0, 1)),
        ("Third", (2,)),
    ]


def test_a_paragraph_deleted_whole_is_gone() -> None:
    body = paragraph(run("First")) + paragraph(deleted("Second"), mark("del")) + paragraph(run("Third"))
    file = read(word_file(body))
    assert texts(file) == ("First\nThird", "First\nSecond\nThird")
    assert kinds(file) == [("delete", "Second"), ("paragraph_delete", "")]
    assert (file.paragraphs[1].mark_deleted, file.paragraphs[1].mark_inserted) == (1, None)


def test_the_last_paragraph_deleted_whole_is_gone_too() -> None:
    body = paragraph(run("First")) + paragraph(deleted("Second"), mark("del"))
    assert texts(read(word_file(body))) == ("First", "First\nSecond")


def test_a_mark_put_in_by_one_and_taken_out_by_another_is_in_neither_text() -> None:
    both = f"<w:rPr><w:ins {BY}/><w:del {BO}/></w:rPr>"
    body = paragraph(run("One "), both) + paragraph(run("line"))
    file = read(word_file(body))
    assert texts(file) == ("One line", "One line")
    assert [(each.kind, each.author) for each in file.changes] == [
        ("paragraph_insert", "Ana"),
        ("paragraph_delete", "Bo"),
    ]


def test_a_paragraph_does_not_join_into_a_table() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p>" + run("Cell") + "</w:p></w:tc></w:tr></w:tbl>"
    kept, gone = paragraph(run("Kept"), mark("del")), paragraph(deleted("Gone"), mark("del"))
    assert read(word_file(kept + table + paragraph(run("End")))).accepted == "Kept\nCell\nEnd"
    assert read(word_file(gone + table + paragraph(run("End")))).accepted == "Cell\nEnd"


def test_an_emptied_cell_keeps_a_line() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph(deleted('Cell'), mark('del'))}</w:tc></w:tr></w:tbl>"
    assert texts(read(word_file(table + paragraph(run("End"))))) == ("\nEnd", "Cell\nEnd")


MOVE_FROM = f'<w:moveFromRangeStart {BY} w:name="m1"/><w:moveFrom {BY}>{run("moved")}</w:moveFrom><w:moveFromRangeEnd w:id="1"/>'
MOVE_TO = f'<w:moveToRangeStart {BY} w:name="m1"/><w:moveTo {BY}>{run("moved")}</w:moveTo><w:moveToRangeEnd w:id="1"/>'


def test_both_ends_of_a_move_know_each_other() -> None:
    file = read(word_file(paragraph(run("A ") + MOVE_FROM) + paragraph(run("B ") + MOVE_TO)))
    assert texts(file) == ("A \nB moved", "A moved\nB ")
    assert [(each.kind, each.text, each.move, each.pair) for each in file.changes] == [
        ("move_from", "moved", "m1", 1),
        ("move_to", "moved", "m1", 0),
    ]


def test_a_moved_paragraph_takes_its_mark_with_it() -> None:
    gone = paragraph(MOVE_FROM, f"<w:rPr><w:moveFrom {BY}/></w:rPr>")
    come = paragraph(MOVE_TO, f"<w:rPr><w:moveTo {BY}/></w:rPr>")
    file = read(word_file(gone + paragraph(run("B")) + come + paragraph(run("C"))))
    assert texts(file) == ("B\nmoved\nC", "moved\nB\nC")


def test_changes_of_format_are_told_and_change_no_words() -> None:
    old = f"<w:rPrChange {BY}><w:rPr><w:ins {BO}/></w:rPr></w:rPrChange>"
    body = paragraph(
        run("bold ", old) + run("words", old) + run(" plain"),
        f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:ins {BY}/></w:numPr>"
        f"<w:rPr>{old}</w:rPr><w:sectPr><w:sectPrChange {BY}/></w:sectPr><w:pPrChange {BY}><w:pPr/></w:pPrChange>",
    )
    file = read(word_file(body))
    assert texts(file) == ("bold words plain",) * 2
    assert {each.kind for each in file.changes} == {"format"}
    assert [(each.detail, each.text, each.parts) for each in file.changes] == [
        ("run", "bold words", 2),
        ("mark", "", 1),
        ("paragraph", "", 1),
        ("section", "", 1),
        ("numbering", "", 1),
    ]


def test_rows_come_and_go_whole() -> None:
    def row(text: str, change: str = "") -> str:
        return f"<w:tr><w:trPr>{change}</w:trPr><w:tc>{paragraph(run(text))}</w:tc><w:tc>{paragraph(run('2'))}</w:tc></w:tr>"

    table = f"<w:tbl>{row('Stays')}{row('New', f'<w:ins {BY}/>')}{row('Old', f'<w:del {BO}/>')}</w:tbl>"
    file = read(word_file(table + paragraph("")))
    assert texts(file) == ("Stays\n2\nNew\n2\n", "Stays\n2\nOld\n2\n")
    assert kinds(file) == [("table_row_insert", "New\n2"), ("table_row_delete", "Old\n2")]
    assert told(file) == [("table", "", "3 × 2")]
    assert file.paragraphs[2].container == Container("cell", 1, row=2, column=1, within=BODY)
    assert (file.paragraphs[2].inserted_with, file.paragraphs[2].rejected, file.paragraphs[2].accepted) == (
        0,
        "",
        "New",
    )


def test_cells_come_and_go_whole() -> None:
    def cell(text: str, change: str = "") -> str:
        return f"<w:tc><w:tcPr>{change}</w:tcPr>{paragraph(run(text))}</w:tc>"

    cells = (
        cell("a")
        + cell("b", f"<w:cellIns {BY}/>")
        + cell("c", f"<w:cellDel {BY}/>")
        + cell("d", f"<w:cellMerge {BY}/>")
    )
    file = read(word_file(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    assert texts(file) == ("a\nb\nd", "a\nc\nd")
    assert kinds(file) == [("table_cell_insert", "b"), ("table_cell_delete", "c"), ("table_cell_merge", "d")]


def test_rows_inside_content_controls_and_merged_columns_are_counted() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph(run("wide"))}</w:tc>'
    row = f"<w:tr>{wide}<w:tc>{paragraph(run('third'))}</w:tc></w:tr>"
    table = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    file = read(word_file(table))
    assert [(each.accepted, each.container.row, each.container.column) for each in file.paragraphs] == [
        ("wide", 1, 1),
        ("third", 1, 3),
    ]
    assert ("table", "", "1 × 3") in told(file)


def test_signs_that_are_elements_become_characters() -> None:
    signs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:cr/><w:noBreakHyphen/><w:softHyphen/></w:r>"
    assert read(word_file(paragraph(signs))).accepted == "a\tb\n\n\u2011\u00ad"


def test_a_line_feed_within_words_is_a_blank() -> None:
    assert read(word_file(paragraph(run("two\nwords")))).accepted == "two words"


def test_breaks_of_pages_are_told() -> None:
    file = read(word_file(paragraph(run("a") + '<w:r><w:br w:type="page"/></w:r>' + run("b"))))
    assert (file.accepted, told(file)) == ("ab", [("break", "", "page")])


def field(code: str, result: str) -> str:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{middle}{result}{end}"


def test_the_result_of_a_field_is_kept_and_its_instruction_told() -> None:
    body = paragraph(run("See ") + field("REF a", run("page 3")) + run("."))
    file = read(word_file(body))
    assert (file.accepted, told(file)) == ("See page 3.", [("field", "page 3", "REF a")])


def test_a_field_within_the_instruction_of_another_is_not_shown() -> None:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end"))
    inner = field("PAGE", run("7"))
    outer = f"{begin}<w:r><w:instrText>IF </w:instrText></w:r>{inner}{middle}{run('shown')}{end}"
    file = read(word_file(paragraph(outer)))
    assert file.accepted == "shown"
    assert [(each.kind, each.detail) for each in file.leftovers] == [("field", "IF"), ("field", "PAGE")]


def test_words_in_a_field_that_never_ends_are_told() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    file = read(word_file(paragraph(run("a") + begin + run("lost")) + paragraph(run("too"))))
    assert file.accepted == "a\n"
    assert [(each.kind, each.text, each.is_kept) for each in file.leftovers] == [("field", "losttoo", False)]


def test_a_simple_field_and_an_inserted_field_are_told() -> None:
    simple = f'<w:fldSimple w:instr="DATE">{run("today")}</w:fldSimple>'
    added = f"<w:ins {BY}>{field('PAGE', run('1'))}</w:ins>"
    file = read(word_file(paragraph(simple + run(" ") + added)))
    assert texts(file) == ("today 1", "today ")
    assert told(file) == [("field", "today", "DATE"), ("field", "1", "PAGE")]
    assert [(each.kind, each.text, each.holds) for each in file.changes] == [("insert", "1", ("field",))]


def test_a_deleted_instruction_is_no_words() -> None:
    gone = f"<w:del {BY}><w:r><w:delInstrText> NOTEREF x </w:delInstrText></w:r></w:del>"
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end"))
    file = read(word_file(paragraph(f"{begin}{gone}{middle}{run('x')}{end}")))
    assert texts(file) == ("x", "x")
    assert [(each.kind, each.text, each.holds) for each in file.changes] == [("delete", "", ("field",))]


def test_contents_of_controls_links_and_tags_are_kept() -> None:
    control = f'<w:sdt><w:sdtPr><w:alias w:val="Title"/></w:sdtPr><w:sdtContent>{run("A")}</w:sdtContent></w:sdt>'
    link = f'<w:hyperlink r:id="r9" w:anchor="top">{run("B")}</w:hyperlink>'
    tag = f'<w:smartTag w:element="place">{run("C")}</w:smartTag><w:customXml w:element="x">{run("D")}</w:customXml>'
    file = read(word_file(paragraph(control + link + tag), related=[("r9", "hyperlink", "https://city.example/")]))
    assert file.accepted == "ABCD"
    assert told(file) == [
        ("content_control", "A", "Title"),
        ("hyperlink", "B", "https://city.example/#top"),
        ("smart_tag", "C", "place"),
        ("custom_xml", "D", "x"),
    ]
    assert all(each.is_kept for each in file.leftovers)


def test_a_control_deleted_around_its_words_is_one_change() -> None:
    start, end = f"<w:customXmlDelRangeStart {BY}/>", '<w:customXmlDelRangeEnd w:id="1"/>'
    body = paragraph(f"{start}<w:sdt><w:sdtContent>{end}{run('kept')}{start}</w:sdtContent></w:sdt>{end}")
    file = read(word_file(body))
    assert texts(file) == ("kept", "kept")
    assert [(each.kind, each.parts) for each in file.changes] == [("control_delete", 2)]


def test_an_equation_keeps_its_letters() -> None:
    fraction = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    control = f"<m:sSup><m:sSupPr><m:ctrlPr><w:ins {BY}/></m:ctrlPr></m:sSupPr><m:e/></m:sSup>"
    file = read(word_file(paragraph(run("x=") + f"<m:oMathPara><m:oMath>{fraction}{control}</m:oMath></m:oMathPara>")))
    assert (file.accepted, told(file)) == ("x=ab", [("equation", "ab", "")])
    assert [(each.kind, each.text, each.holds) for each in file.changes] == [("insert", "", ("equation",))]


def box(text: str) -> str:
    new = f"<w:drawing><wps:txbx><w:txbxContent>{paragraph(run(text))}</w:txbxContent></wps:txbx></w:drawing>"
    old = f"<w:pict><v:textbox><w:txbxContent>{paragraph(run(text))}</w:txbxContent></v:textbox></w:pict>"
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    file = read(word_file(paragraph(run("a") + f"<w:r>{box('boxed')}</w:r>" + run("b")) + paragraph(run("c"))))
    assert (file.accepted, told(file)) == ("ab\nboxed\nc", [("text_box", "boxed", "")])
    assert file.paragraphs[1].container == Container("text_box", 1, within=BODY)


def test_a_paragraph_goes_on_past_the_text_box_on_it() -> None:
    body = paragraph(run("a") + f"<w:r>{box('boxed')}</w:r>", mark("del")) + paragraph(run("b"))
    assert texts(read(word_file(body))) == ("ab\nboxed", "a\nboxed\nb")


def test_a_text_box_put_in_comes_with_its_words() -> None:
    body = paragraph(run("a") + f"<w:ins {BY}><w:r>{box('boxed')}</w:r></w:ins>")
    file = read(word_file(body))
    assert texts(file) == ("a\nboxed", "a")
    assert [(each.kind, each.holds) for each in file.changes] == [("insert", ("text_box",))]


def test_pictures_charts_diagrams_and_objects_are_told_by_what_they_show() -> None:
    drawings = [
        '<w:drawing><wp:docPr name="Picture 1" descr="A harbour"/><a:blip/></w:drawing>',
        '<w:drawing><wp:docPr name="D"/><dgm:relIds r:dm="r5"/></w:drawing>',
        '<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>',
        '<w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict>',
    ]
    data = word_file(
        paragraph("".join(f"<w:r>{each}</w:r>" for each in drawings)),
        parts={"word/d.xml": named("dgm:dataModel", "<a:t>Step 1</a:t><a:t> </a:t><a:t>Step 2</a:t>")},
        related=[("r5", "diagramData", "d.xml")],
    )
    file = read(data)
    assert told(file) == [
        ("image", "A harbour", "Picture 1"),
        ("diagram", "Step 1\nStep 2", "D"),
        ("embedded_object", "", "Excel.Sheet.12"),
        ("drawing", "DRAFT", ""),
    ]
    assert not any(each.is_kept for each in file.leftovers)


def test_a_picture_taken_out_is_a_change_without_words() -> None:
    body = paragraph(f"<w:del {BY}><w:r><w:drawing><a:blip/></w:drawing></w:r></w:del>")
    changes = read(word_file(body)).changes
    assert [(each.kind, each.text, each.holds) for each in changes] == [("delete", "", ("image",))]


def test_symbols_and_readings_are_told() -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
    ruby = f"<w:r><w:ruby><w:rt>{run('tokyo')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby></w:r>"
    file = read(word_file(paragraph(symbol + ruby)))
    assert (file.accepted, told(file)) == ("\uf0e0東京", [("symbol", "\uf0e0", "Wingdings"), ("ruby", "tokyo", "")])


@pytest.mark.parametrize("code", ["D800", "110000", "x", "-1", ""])
def test_a_symbol_that_is_no_character_is_shown_as_such(code: str) -> None:
    assert read(word_file(paragraph(f'<w:r><w:sym w:char="{code}"/></w:r>'))).accepted == "\ufffd"


def test_what_is_not_known_is_told_and_its_words_kept() -> None:
    file = read(
        word_file(paragraph(f"<w:novelty>{run('words')}</w:novelty>") + f"<w:other>{paragraph(run('more'))}</w:other>")
    )
    assert file.accepted == "words\nmore"
    assert [(each.kind, each.detail) for each in file.leftovers] == [("unknown", "w:novelty"), ("unknown", "w:other")]


def test_words_outside_any_paragraph_are_kept() -> None:
    assert (
        read(word_file(paragraph(run("a")) + run("stray") + f"<w:ins {BY}>{run('new')}</w:ins>")).accepted
        == "a\nstray\nnew"
    )


def test_a_paragraph_within_a_tracked_range_comes_whole() -> None:
    body = f"<w:ins {BY}>{paragraph(run('New'))}</w:ins>" + paragraph(run("Old"))
    assert texts(read(word_file(body))) == ("New\nOld", "Old")


def noted(of: str, notes: str) -> dict[str, str | bytes]:
    return {f"word/{of}s.xml": named(f"w:{of}s", notes)}


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_read_beside_the_text_in_the_order_of_their_references(kind: str) -> None:
    def note(number: int, text: str) -> str:
        return f'<w:{kind} w:id="{number}">{paragraph(text)}</w:{kind}>'

    notes = f'<w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>' + note(1, run("One ") + inserted("more"))
    notes += note(2, run("Two")) + note(3, run("Lost"))
    refer = [f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>' for number in (1, 2)]
    body = paragraph(run("a") + refer[1] + f"<w:del {BY}>{refer[0]}</w:del>")
    file = read(word_file(body, parts=noted(kind, notes), related=[("r1", f"{kind}s", f"{kind}s.xml")]))
    assert texts(file) == ("a", "a")
    assert [(line.text, line.container.number) for line in file.lines("accepted")[1:]] == [("Two", 1)]
    assert [(line.text, line.container.number) for line in file.lines("rejected")[1:]] == [("Two", 1), ("One ", 2)]
    assert told(file) == [(kind, "Two", "1"), (kind, "One more", "2"), (kind, "Lost", "")]
    assert [(each.kind, each.holds) for each in file.changes] == [("delete", (kind,)), ("insert", ())]


def test_headers_and_footers_are_read_beside_the_text() -> None:
    parts: dict[str, str | bytes] = {
        "word/header1.xml": named("w:hdr", paragraph(run("A/1"))),
        "word/footer1.xml": named("w:ftr", paragraph(run("page"))),
    }
    file = read(
        word_file(
            paragraph(run("a")), parts=parts, related=[("h", "header", "header1.xml"), ("f", "footer", "footer1.xml")]
        )
    )
    assert file.accepted == "a"
    assert [(each.container.kind, each.accepted) for each in file.paragraphs] == [
        ("body", "a"),
        ("header", "A/1"),
        ("footer", "page"),
    ]


def comment(number: int, text: str, para: str, author: str = "Ana") -> str:
    return (
        f'<w:comment w:id="{number}" w:author="{author}" w:initials="A" w:date="2030-03-01T10:00:00Z">'
        f'<w:p w14:paraId="{para}">{text}</w:p></w:comment>'
    )


def commented(body: str, comments: str, more: str = "") -> bytes:
    return word_file(
        body,
        parts={
            "word/comments.xml": named("w:comments", comments),
            "word/commentsExtended.xml": named("w15:commentsEx", more),
        },
        related=[("c1", "comments", "comments.xml"), ("c2", "commentsExtended", "commentsExtended.xml")],
    )


def around(number: int, content: str) -> str:
    return (
        f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def test_comments_know_their_words_their_place_and_whom_they_answer() -> None:
    body = paragraph(run("Let ") + around(0, around(1, run("cities") + deleted(" too"))) + run(" act."))
    data = commented(
        body,
        comment(0, run("Which?"), "AA") + comment(1, run("All of them."), "BB", "Bo"),
        '<w15:commentEx w15:paraId="AA" w15:done="1"/><w15:commentEx w15:paraId="BB" w15:paraIdParent="AA" w15:done="0"/>',
    )
    asked, answer = read(data).comments
    assert (asked.author, asked.instant, asked.text, asked.words) == ("Ana", AT, "Which?", "cities too")
    assert (asked.place, asked.parent, asked.is_resolved) == (Place(BODY, 0, 4, 4), None, True)
    assert (answer.author, answer.text, answer.words, answer.parent, answer.is_resolved) == (
        *("Bo", "All of them.", "cities too"),
        *(0, False),
    )


def test_a_comment_over_several_paragraphs_has_a_line_of_each() -> None:
    body = paragraph(f'{run("a ")}<w:commentRangeStart w:id="0"/>{run("b")}') + paragraph(run("c"))
    body += paragraph(f'{run("d")}<w:commentRangeEnd w:id="0"/>{run(" e")}')
    assert [each.words for each in read(commented(body, comment(0, run("x"), "AA"))).comments] == ["b\nc\nd"]


def test_a_comment_without_place_and_changes_in_a_comment_are_told() -> None:
    file = read(commented(paragraph(run("a")), comment(5, run("new ") + inserted("words") + deleted("old"), "AA")))
    assert [(each.text, each.words, each.place.paragraph) for each in file.comments] == [("new words", "", None)]
    assert told(file) == [("change_in_comment", "words", "insert: Ana"), ("change_in_comment", "old", "delete: Ana")]
    assert file.changes == ()


def test_a_comment_that_answers_itself_answers_none() -> None:
    more = '<w15:commentEx w15:paraId="AA" w15:paraIdParent="AA"/>'
    assert read(commented(paragraph(""), comment(0, run("x"), "AA"), more)).comments[0].parent is None


def test_paragraphs_have_the_keys_of_their_bookmarks() -> None:
    body = paragraph(bookmark("op-1") + run("a")) + bookmark("op-2") + paragraph(run("b")) + paragraph(run("c"))
    assert [each.key for each in read(word_file(body)).paragraphs] == ["op-1", "op-2", None]


def test_a_bookmark_over_several_paragraphs_is_of_the_first() -> None:
    name = bookmark_of("p1")
    body = paragraph(f'<w:bookmarkStart w:id="1" w:name="{name}"/>{run("a")}') + paragraph(run("b"))
    body += paragraph(f'{run("c")}<w:bookmarkEnd w:id="1"/>')
    assert [each.key for each in read(word_file(body)).paragraphs] == ["p1", None, None]


def test_a_copy_is_told_and_has_no_key() -> None:
    file = read(word_file(paragraph(bookmark("p1") + run("a")) + paragraph(bookmark("p1", 2) + run("a"))))
    assert [each.key for each in file.paragraphs] == ["p1", None]
    assert file.duplicates == (Duplicate("p1", 1),)


def test_a_paragraph_joined_without_trace_has_the_keys_of_both() -> None:
    file = read(word_file(paragraph(bookmark("p1") + run("a ") + bookmark("p2", 2) + run("b"))))
    assert (file.paragraphs[0].key, file.paragraphs[0].more_keys) == ("p1", ("p2",))


def test_a_line_joined_by_a_change_has_the_keys_of_its_paragraphs() -> None:
    body = paragraph(bookmark("p1") + run("a "), mark("del")) + paragraph(bookmark("p2") + run("b"))
    file = read(word_file(body))
    assert [(line.key, line.more_keys) for line in file.lines("accepted")] == [("p1", ("p2",))]
    assert [(line.key, line.more_keys) for line in file.lines("rejected")] == [("p1", ()), ("p2", ())]


def test_a_paragraph_that_came_or_went_whole_gives_no_key_to_the_line_it_touches() -> None:
    gone = paragraph(bookmark("p1") + deleted("Gone"), mark("del"))
    new = paragraph(bookmark("p2", 2) + inserted("New"), mark("ins"))
    file = read(word_file(gone + new + paragraph(bookmark("p3", 3) + run("Stays"))))
    assert [(line.text, line.key, line.more_keys) for line in file.lines("accepted")] == [
        ("New", "p2", ()),
        ("Stays", "p3", ()),
    ]
    assert [(line.text, line.key, line.more_keys) for line in file.lines("rejected")] == [
        ("Gone", "p1", ()),
        ("Stays", "p3", ()),
    ]


def test_an_empty_paragraph_that_came_gives_no_key_to_an_empty_one() -> None:
    body = paragraph(run("Words")) + paragraph(bookmark("p1"), mark("ins")) + paragraph("")
    assert [(line.text, line.key) for line in read(word_file(body)).lines("rejected")] == [("Words", None), ("", None)]


def test_a_paragraph_begun_anew_at_its_beginning_keeps_its_key() -> None:
    body = paragraph(bookmark("p1"), mark("ins")) + paragraph(run("Words"))
    assert [(line.text, line.key) for line in read(word_file(body)).lines("rejected")] == [("Words", "p1")]


def test_a_file_of_ours_tells_what_it_was_written_from() -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    rows = "".join(
        f'<property name="{name}"><lpwstr>{value}</lpwstr></property>'
        for name, value in [
            ("RapporteurDocument", "7"),
            ("RapporteurSymbol", "CCM/2030/1/Rev.2"),
            ("RapporteurFingerprint", "ab12"),
            ("RapporteurLanguage", "fr"),
            ("Company", "City"),
        ]
    )
    parts: dict[str, str | bytes] = {
        "docProps/custom.xml": f'<Properties xmlns="{space}">{rows}</Properties>',
        "_rels/.rels": relations(
            [("r1", "officeDocument", "word/document.xml"), ("r2", "custom-properties", "docProps/custom.xml")]
        ),
    }
    assert read(word_file(parts=parts)).identity == Identity("7", "CCM/2030/1/Rev.2", "ab12", "fr")
    assert read(word_file()).identity == Identity()


STYLES = named(
    "w:styles",
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:basedOn w:val="N"/>'
    '<w:pPr><w:outlineLvl w:val="1"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="Small"/><w:basedOn w:val="H"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="Loop"/><w:basedOn w:val="L"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="Arabic"/><w:pPr><w:bidi/></w:pPr></w:style>',
)


def styled(body: str) -> WordFile:
    parts = {
        "word/styles.xml": STYLES,
        **numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)", '<w:pStyle w:val="H"/>')),
    }
    return read(word_file(body, parts=parts, related=[("s1", "styles", "styles.xml"), *LISTS]))


def test_a_paragraph_has_what_its_style_and_that_ones_base_say() -> None:
    body = "".join(paragraph("", f'<w:pStyle w:val="{each}"/>') for each in "HSLX") + paragraph("")
    assert [(each.style, each.heading, each.level, each.number) for each in styled(body).paragraphs] == [
        ("heading 2", 2, 1, "(a)"),
        ("Small", 2, 0, "1."),
        ("Loop", None, None, None),
        ("Normal", None, None, None),
        ("Normal", None, None, None),
    ]


def test_a_paragraph_can_leave_the_list_and_the_level_of_its_style() -> None:
    out = '<w:pStyle w:val="H"/><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/>'
    assert [(each.number, each.level) for each in styled(paragraph("", out)).paragraphs] == [(None, None)]


def test_language_and_direction_are_told() -> None:
    french, arabic = '<w:lang w:val="fr-FR"/>', '<w:rtl/><w:lang w:val="en-US" w:bidi="ar-EG"/>'
    body = paragraph(run("Une longue phrase. ", french) + run("Short.", '<w:lang w:val="en-US"/>'))
    body += paragraph(run("سلام", arabic), "<w:bidi/>") + paragraph(run("x"), '<w:pStyle w:val="A"/>')
    body += paragraph(run("x"), '<w:pStyle w:val="A"/><w:bidi w:val="0"/>')
    assert [(each.language, each.is_rtl) for each in styled(body).paragraphs] == [
        ("fr-FR", False),
        ("ar-EG", True),
        ("ar-SA", True),
        ("en-GB", False),
    ]


def numbers(parts: dict[str, str | bytes], *items: str) -> list[str | None]:
    return [each.number for each in read(word_file("".join(items), parts=parts, related=LISTS)).paragraphs]


def test_numbers_are_displayed_as_word_counts_them() -> None:
    parts = numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "upperRoman", "%1.%2.%3"))
    items = [listed(1), listed(1, 1), listed(1, 1), listed(1, 2), listed(1), listed(1, 1), paragraph(""), listed(1, 2)]
    assert numbers(parts, *items) == ["1.", "(a)", "(b)", "1.b.I", "2.", "(a)", None, "2.a.I"]


def test_two_numbers_of_one_list_go_on_unless_one_begins_anew() -> None:
    begins = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    assert numbers(numbering(level(0, "decimal", "%1")), listed(1), listed(2), listed(1)) == ["1", "2", "3"]
    assert numbers(numbering(level(0, "decimal", "%1"), begins), listed(1), listed(2), listed(2)) == ["1", "7", "8"]


def test_a_number_can_have_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "none", "alt. 1")}</w:lvlOverride>'
    assert numbers(numbering(level(0, "decimal", "%1"), own), listed(2), listed(2)) == ["alt. 1", "alt. 1"]


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("upperLetter", "%1)", "A)"),
        ("decimalZero", "%1", "01"),
        ("arabicAbjad", "%1", "أ"),
        ("bullet", "\uf0b7", "•"),
        ("bullet", "–", "–"),
        ("chicago", "%1", None),
        ("none", "", ""),
    ],
)
def test_forms_of_numbers(form: str, text: str, shown: str | None) -> None:
    assert numbers(numbering(level(0, form, text)), listed(1)) == [shown]


def test_a_legal_list_shows_figures_only_and_can_go_on_over_higher_levels() -> None:
    legal = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/><w:lvlRestart w:val='0'/>")
    assert numbers(numbering(legal), listed(1), listed(1, 1), listed(1), listed(1, 1)) == ["I", "1.1", "II", "2.2"]


def test_a_list_that_is_not_there_has_no_number() -> None:
    assert numbers(numbering(level(0, "decimal", "%1")), listed(99)) == [None]
