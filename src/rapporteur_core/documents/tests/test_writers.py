from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rapporteur_core.documents import pdf, sniff, word
from rapporteur_core.documents.model import Block, Document, Heading, List, Paragraph, Redline, Run, Table


@dataclass(frozen=True)
class Change:
    kind: str
    text: str


HOSTILE = '#import "x": * $ x^2 $ @ref \\ \\u{41} *b* _i_ <label> `raw` #panic() // c /* d */ {{}} [z] ~ -- = = -'
CHANGES = [Change("keep", "We "), Change("delete", "ask "), Change("insert", "urge "), Change("keep", "States.")]
BLOCKS: list[Block] = [
    Heading(2, "First part"),
    Paragraph("Noting the New Urban Agenda,", style="preambular"),
    Paragraph([Run("Decide", italic=True), Run(" to act."), Run(" Now.", bold=True)], number="1."),
    Redline(CHANGES, "Quito", date(2017, 11, 2), number="2."),
    Table(["City", "State"], [["Mechelen", "adopted"], ["Quito", ""]], caption="Who spoke"),
    List(["one", "two"]),
    List(["first", "second"], ordered=True),
    Paragraph("نص عربي للمدينة", language="ar"),
    Paragraph("Une citation", language="fr", style="quotation"),
]
DOCUMENT = Document("A Declaration", "RAP/2017/1/Rev.2", "en", date(2017, 11, 17), "A note.", BLOCKS)
ARABIC = Document("إعلان", "RAP/2017/1", "ar", date(2017, 11, 17), "", [Paragraph("نطلب السكن"), Table(["أ"], [["ب"]])])


def with_text(text: str) -> Document:
    blocks: list[Block] = [
        Heading(1, text),
        Paragraph(text, number=text),
        Redline([Change("insert", text)], text, date(2017, 11, 2)),
        Table([text], [[text]], caption=text),
        List([text]),
    ]
    return Document(text, text, "en", date(2017, 11, 17), text, blocks)


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def texts(data: bytes, tag: str) -> list[str]:
    return [element.text or "" for element in body(data).iter(qn(tag))]


@pytest.mark.parametrize("write", [word.write, pdf.write])
def test_the_same_document_gives_the_same_bytes_and_another_others(write: object) -> None:
    assert callable(write)
    assert write(DOCUMENT) == write(DOCUMENT)
    assert write(DOCUMENT) != write(replace(DOCUMENT, date=date(2017, 11, 18)))


def test_each_writer_writes_what_it_says() -> None:
    assert [sniff.kind(word.write(DOCUMENT)), sniff.kind(pdf.write(DOCUMENT))] == ["docx", "pdf"]


def test_a_word_file_holds_all_parts_in_order() -> None:
    written = docx.Document(io.BytesIO(word.write(DOCUMENT)))
    assert [paragraph.text for paragraph in written.paragraphs] == [
        "A Declaration",
        "RAP/2017/1/Rev.2 · 2017-11-17",
        "A note.",
        "First part",
        "Noting the New Urban Agenda,",
        "1.\tDecide to act. Now.",
        "2.\tWe States.",
        "Who spoke",
        "",
        "one",
        "two",
        "1.\tfirst",
        "2.\tsecond",
        "نص عربي للمدينة",
        "Une citation",
    ]
    cells = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    assert cells == [["City", "State"], ["Mechelen", "adopted"], ["Quito", ""]]


def test_changes_are_tracked_with_author_and_date() -> None:
    root = body(word.write(DOCUMENT))
    marks = list(root.iter(qn("w:ins"), qn("w:del")))
    assert [(each.tag, each.get(qn("w:author")), each.get(qn("w:date"))) for each in marks] == [
        (qn("w:del"), "Quito", "2017-11-02T00:00:00Z"),
        (qn("w:ins"), "Quito", "2017-11-02T00:00:00Z"),
    ]
    assert len({each.get(qn("w:id")) for each in marks}) == 2
    assert texts(word.write(DOCUMENT), "w:delText") == ["ask "]


def test_a_word_file_says_its_language_and_direction() -> None:
    written = docx.Document(io.BytesIO(word.write(ARABIC)))
    assert written.core_properties.language == "ar"
    paragraph = written.paragraphs[-2]
    assert paragraph._p.get_or_add_pPr().find(qn("w:bidi")) is not None
    assert paragraph.runs[0].font.rtl is True
    assert paragraph.runs[0]._r.get_or_add_rPr().find(qn("w:lang")).get(qn("w:bidi")) == "ar"
    assert [each.tag for each in written.sections[0]._sectPr][-2:] == [qn("w:bidi"), qn("w:docGrid")]
    assert [each.tag for each in written.tables[0]._tbl.tblPr][:2] == [qn("w:tblStyle"), qn("w:bidiVisual")]
    french = docx.Document(io.BytesIO(word.write(DOCUMENT))).paragraphs[-1].runs[0]._r.get_or_add_rPr()
    assert french.find(qn("w:lang")).get(qn("w:val")) == "fr"


def test_a_pdf_is_tagged_titled_and_in_its_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.write(DOCUMENT)))
    catalog: Any = reader.trailer["/Root"].get_object()
    assert "/StructTreeRoot" in catalog
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == ("en", True)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.get("/CreationDate")) == ("A Declaration", "D:20171117000000Z")
    arabic: Any = pypdf.PdfReader(io.BytesIO(pdf.write(ARABIC))).trailer["/Root"].get_object()
    assert arabic["/Lang"] == "ar"


def test_a_pdf_holds_all_text() -> None:
    text = " ".join(pdf_text(pdf.write(DOCUMENT)).split())
    for part in (
        "A Declaration",
        "A note.",
        "First part",
        "1. Decide to act. Now.",
        "2. We ask urge States.",
        "Who spoke",
    ):
        assert part in text
    for part in ("Mechelen adopted", "one", "1. first", "Une citation", "RAP/2017/1/Rev.2", "1 / 1"):
        assert part in text


def test_nothing_in_a_text_is_taken_for_code() -> None:
    document = with_text(HOSTILE)
    assert "".join(pdf_text(pdf.write(document)).split()).count("".join(HOSTILE.split())) >= 5
    assert texts(word.write(document), "w:t").count(HOSTILE) >= 5


def test_letters_without_a_shape_are_written_as_their_number() -> None:
    text = pdf_text(pdf.write(with_text("移 𒀀 😀 ok")))
    assert "移 [U+12000] [U+1F600] ok" in text


# A name of a place in each script that the typefaces have.
WRITTEN = {
    "en": "Łódź",
    "el": "Αθήνα",
    "uk": "Київ",
    "ar": "تونس",
    "he": "חיפה",
    "hi": "क्षेत्र दिल्ली",
    "bn": "ক্ষেত্র ঢাকা",
    "pa": "ਅੰਮ੍ਰਿਤਸਰ",
    "gu": "અમદાવાદ",
    "or": "ଭୁବନେଶ୍ୱର",
    "ta": "கொழும்பு",
    "te": "విశాఖపట్నం",
    "kn": "ಬೆಂಗಳೂರು",
    "ml": "കൊച്ചി",
    "si": "කොළඹ",
    "th": "เชียงใหม่",
    "lo": "ວຽງຈັນ",
    "dz": "ཐིམ་ཕུག",
    "my": "မြို့တော်",
    "ka": "თბილისი",
    "hy": "Գյումրի",
    "am": "አዲስ አበባ",
    "km": "ភ្នំពេញ",
    "jv": "ꦔꦪꦺꦴꦒꦾꦏꦂꦠ",
    "dv": "މާލެ",
    "zgh": "ⴰⴳⴰⴷⵉⵔ",
    "nqo": "ߓߡߊ߬ߞߐ߬",
    "iu": "ᐃᖃᓗᐃᑦ",
    "chr": "ᏣᎳᎩ",
    "zh": "直辖市重庆",
    "zh-Hant": "臺北直轄市",
    "ja": "横浜市カタカナ直",
    "ko": "부산광역시",
}


@pytest.mark.parametrize("language", WRITTEN)
def test_the_names_of_places_stand_in_their_own_letters_in_every_language(language: str) -> None:
    name = WRITTEN[language]
    for document in (with_text(name), replace(with_text(name), language=language)):
        text = unicodedata.normalize("NFKC", pdf_text(pdf.write(document)))
        assert "[U+" not in text
        assert set(unicodedata.normalize("NFKC", name)) <= set(text)


def test_each_language_that_writes_ideographs_has_its_own_forms_of_them() -> None:
    names = {language: embedded(pdf.write(replace(with_text("骨"), language=language))) for language in WRITTEN}
    cjk = {language: {name for name in found if "CJK" in name} for language, found in names.items()}
    assert cjk == {
        language: {"NotoSansCJKjp-Regular" if language == "ja" else "NotoSansCJKtc-Regular"}
        if language in ("ja", "zh-Hant")
        else {"NotoSansCJKsc-Regular"}
        for language in WRITTEN
    }


def embedded(data: bytes) -> set[str]:
    """The names of the typefaces that a PDF carries."""
    found = re.findall(rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z-]+)", data)
    return {each.decode().removesuffix("-Identity-H") for each in found}


def test_every_typeface_is_used_and_has_its_licence_beside_it() -> None:
    used = {face for faces in pdf.FAMILIES.values() for face in faces} | {
        "NotoSansCJKjp-Regular.otf",
        "NotoSansCJKtc-Regular.otf",
    }
    assert {each.name for each in pdf.FONTS.iterdir() if each.suffix != ".txt"} == used
    licences = [each.read_text(encoding="utf-8") for each in pdf.FONTS.glob("OFL-*.txt")]
    assert len(licences) == 4
    assert all("SIL OPEN FONT LICENSE" in each for each in licences)
    # What is installed stays small.
    assert sum(each.stat().st_size for each in pdf.FONTS.iterdir()) < 9_000_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01",
        "\ud800",
        "\ufffe",
        "a\u20e3\u0489",
        "\n\n",
        "مـ\u0301",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\U00013435",
        "a\u094dก\u0301",
    ],
)
def test_no_text_whatever_is_refused_by_a_writer(text: str) -> None:
    assert sniff.kind(word.write(with_text(text))) == "docx"
    assert sniff.kind(pdf.write(with_text(text))) == "pdf"


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_can_be_written(text: str) -> None:
    assert sniff.kind(pdf.write(with_text(text))) == "pdf"
    body(word.write(with_text(text)))


def test_headings_that_skip_a_level_and_uneven_tables_are_mended() -> None:
    blocks: list[Block] = [Heading(5, "Deep"), Table([], [["a", "b"], ["c"]]), Table([], []), List([]), Paragraph([])]
    document = replace(DOCUMENT, blocks=blocks, language="xx-invalid")
    assert sniff.kind(pdf.write(document)) == "pdf"
    assert sniff.kind(word.write(document)) == "docx"


def test_levels_are_steps_inwards() -> None:
    levels = [Paragraph("An act:", number="1."), Paragraph("a part", number="(a)", level=1), Paragraph("bare", level=2)]
    data = word.write(replace(DOCUMENT, blocks=levels))
    written = docx.Document(io.BytesIO(data)).paragraphs[-3:]
    assert [round(each.paragraph_format.left_indent.cm, 1) for each in written] == [1.0, 2.0, 2.0]
    assert pdf_text(pdf.write(replace(DOCUMENT, blocks=levels))).count("(a)") == 1
