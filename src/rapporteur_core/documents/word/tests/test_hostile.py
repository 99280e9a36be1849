"""Files that are no plain Word documents are refused, each with its reason and its limit."""

from __future__ import annotations

import io
import zipfile

import pytest

from rapporteur_core.documents import child
from rapporteur_core.documents.child import Failed
from rapporteur_core.documents.problems import OF_WORD, SENTENCES, Unreadable
from rapporteur_core.documents.word import package, read, read_safely
from rapporteur_core.documents.word.model import WordFile
from rapporteur_core.documents.word.tests.files import (
    TYPES,
    named,
    paragraph,
    relations,
    run,
    word_file,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MAIN = relations([("rId1", "officeDocument", "word/document.xml")])


def ole(entry: str) -> bytes:
    return OLE + entry.encode("utf-16-le").ljust(64, b"\0") + bytes(512)


def refused(data: bytes) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.text[-1] in ".”"
    return refusal.value.code, refusal.value.values


def typed(of: str) -> str:
    return TYPES.replace("</Types>", f'<Override PartName="/word/x.bin" ContentType="{of}"/></Types>')


def test_the_codes_of_word_files_are_no_codes_of_tables() -> None:
    assert OF_WORD.keys() & SENTENCES.keys() == set()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (ole("WordDocument"), "word_is_old"),
        (ole("EncryptedPackage"), "word_password"),
        (ole("Workbook"), "word_is_office"),
        (b"%PDF-1.7\n", "word_is_pdf"),
        (rb"{\rtf1 text}", "word_is_rtf"),
        (b"<html><body>text</body></html>", "word_is_markup"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "word_is_markup"),
        (b"Just a text, and nothing more.", "word_is_other"),
        (b"\x89PNG\r\n\x1a\n", "word_is_other"),
        (b"\x7fELF\x02", "word_is_other"),
        (zipped({"xl/workbook.xml": "<x/>"}), "word_is_excel"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "word_is_powerpoint"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "word_is_opendocument"),
        (zipped({"holiday.txt": "text"}), "word_is_other"),
        (zipped({"word/document.xml": named("w:document", "")}), "word_is_other"),
        (word_file(parts={"word/document.xml": named("w:styles", "")}), "word_is_other"),
        (word_file(parts={"word/document.xml": "<w:document"}), "damaged"),
        (word_file(parts={"word/document.xml": b"<a>\xff\xfe\xfd</a>"}), "damaged"),
    ],
)
def test_what_is_no_word_document_is_called_what_it_is(data: bytes, code: str) -> None:
    assert refused(data) == (code, {})


def test_a_file_cut_in_half_is_told() -> None:
    data = word_file(paragraph(run("text " * 500)))
    assert {refused(data[:length])[0] for length in (200, len(data) // 2, len(data) - 30)} == {"cut_archive"}


def test_a_file_with_a_damaged_byte_is_told() -> None:
    data = bytearray(word_file(paragraph(run("A text with words in it that no other part has."))))
    data[data.index(b"word/document.xml") + 60] ^= 0xFF
    assert refused(bytes(data))[0] == "damaged"


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        ({"word/vbaProject.bin": b"macro"}, "word/vbaProject.bin"),
        ({"word/vbaData.xml": "<x/>"}, "word/vbaData.xml"),
        ({"word/activeX/activeX1.xml": "<x/>"}, "word/activeX/activeX1.xml"),
        ({"[Content_Types].xml": typed("application/vnd.ms-office.vbaProject")}, "word/x.bin"),
        (
            {"[Content_Types].xml": typed("application/vnd.ms-word.document.macroEnabled.main+xml")},
            "word/x.bin",
        ),
        ({"word/_rels/document.xml.rels": relations([("r1", "vbaProject", "innocent.bin")])}, "innocent.bin"),
    ],
)
def test_macros_are_refused_under_any_name(parts: dict[str, str | bytes], part: str) -> None:
    assert refused(word_file(parts=parts)) == ("word_macros", {"part": part})


def test_a_field_that_starts_a_program_is_refused() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>'
        '<w:r><w:instrText>AUTO c:\\\\windows "calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert refused(word_file(paragraph(field)))[0] == "word_macros"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "https://tracker.example/pixel.png"),
        ("oleObject", "file:///C:/secret.xls"),
        ("attachedTemplate", "https://evil.example/t.dotm"),
        ("attachedTemplate", "file://server/share/t.dotm"),
        ("attachedTemplate", "file:////server/share/t.dotm"),
        ("attachedTemplate", "file:///%5C%5Cserver/t.dotm"),
        ("attachedTemplate", "\\\\server\\share\\t.dotm"),
        ("subDocument", "https://evil.example/sub.docx"),
        ("frame", "https://evil.example/"),
        ("aFChunk", "https://evil.example/chunk.html"),
    ],
)
def test_what_is_fetched_from_outside_is_refused_and_named(kind: str, target: str) -> None:
    assert refused(word_file(related=[("r1", kind, target)])) == ("word_external", {"part": f"{kind}: {target}"})


def test_many_outside_links_are_named_up_to_three() -> None:
    many = [(f"r{number}", "image", f"https://a.example/{number}") for number in range(5)]
    named_ones = "; ".join(f"image: https://a.example/{number}" for number in range(3))
    assert refused(word_file(related=many)) == ("word_external", {"part": f"{named_ones} (+2)"})


def test_outside_links_of_any_part_are_found() -> None:
    hidden = {"word/_rels/header9.xml.rels": relations([("r1", "image", "https://a.example/x")])}
    assert refused(word_file(parts=hidden))[0] == "word_external"


def test_links_for_readers_and_templates_of_ones_own_disk_are_no_danger() -> None:
    file = read(
        word_file(
            related=[
                ("r1", "hyperlink", "https://city.example/"),
                ("r2", "attachedTemplate", "file:///R:\\TEMPLATE\\T.dotx"),
            ]
        )
    )
    assert [(each.kind, each.detail) for each in file.leftovers] == [("template", "file:///R:\\TEMPLATE\\T.dotx")]


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FETCHES = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [LAUGHS, FETCHES])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_document_types_and_entities_are_refused_in_any_writing(declared: str, encoding: str) -> None:
    text = named("w:document", "<w:body/>").replace("<?xml version", f"{declared}<?xml version")
    text = declared + text.partition("?>")[2]
    data = word_file(parts={"word/document.xml": text.encode(encoding)})
    assert refused(data) == ("word_dtd", {"part": "word/document.xml"})


@pytest.mark.parametrize("declared", ["utf-7", "utf-32", "ebcdic-cp-us", "cp037"])
def test_no_other_writing_hides_a_document_type(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>{FETCHES}<w/>'
    try:
        data = text.encode(declared)
    except LookupError:
        data = text.encode("cp037")
    assert refused(word_file(parts={"word/document.xml": data}))[0] in ("damaged", "word_dtd")


def test_entities_in_other_parts_are_refused() -> None:
    data = word_file(parts={"word/styles.xml": LAUGHS + "<w/>"}, related=[("r1", "styles", "styles.xml")])
    assert refused(data) == ("word_dtd", {"part": "word/styles.xml"})


def test_a_bomb_is_refused_unopened() -> None:
    data = word_file(parts={"word/media/image1.png": bytes(30 << 20)})
    assert len(data) < 100_000
    assert refused(data) == ("word_bomb", {"limit": 300, "part": "word/media/image1.png"})


def test_a_file_too_large_once_unpacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST_UNPACKED", 1 << 20)
    noisy = {f"word/media/image{number}.png": bytes(300_000) for number in range(5)}
    assert refused(word_file(parts=noisy)) == ("word_unpacks", {"limit": 1})


def test_more_text_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST_XML", 1 << 20)
    assert refused(word_file(paragraph(run("text ")) * 20_000)) == ("word_unpacks", {"limit": 1})


def test_a_part_that_lies_about_its_size_gives_no_more_than_it_declared() -> None:
    data = bytearray(word_file(paragraph(run("text " * 10_000))))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    while (found := data.find(size.to_bytes(4, "little"))) >= 0:
        data[found : found + 4] = (100).to_bytes(4, "little")
    assert refused(bytes(data))[0] == "damaged"


def test_200_megabytes_are_refused_unread() -> None:
    data = word_file() + bytes(200 << 20)
    assert refused(data) == ("word_large", {"size": 200, "limit": 50})
    assert read_safely(data) == Failed("word_large", {"size": 200, "limit": 50})


def test_a_million_parts_are_refused() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    data = word_file()
    end = data.index(b"PK\x05\x06")
    assert refused(data[:end] + entry * 1_000_000 + data[end:]) == ("word_parts", {"limit": 5_000})


def test_a_true_archive_of_many_parts_is_refused() -> None:
    assert refused(word_file(parts={f"word/x{number}.xml": "" for number in range(5_100)}))[0] == "word_parts"


@pytest.mark.parametrize(
    "packed", [zipped({"a.txt": "x"}), b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x00"]
)
def test_archives_within_are_refused_under_any_name(packed: bytes) -> None:
    data = word_file(parts={"word/media/image1.png": packed})
    assert refused(data) == ("word_nested", {"part": "word/media/image1.png"})


@pytest.mark.parametrize(
    "name",
    ["/word/x.xml", "../x.xml", "word/../../x.xml", "word\\x.xml", "C:/x.xml", "word/./x.xml", "word/%2e%2e/x.xml"],
)
def test_names_that_lead_out_of_the_file_are_refused(name: str) -> None:
    assert refused(word_file(parts={name: "<x/>"})) == ("word_part_name", {"part": name})


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.xml"])
def test_two_parts_of_one_name_are_refused(name: str) -> None:
    out = io.BytesIO(word_file())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, named("w:document", "<w:body/>"))
    assert refused(out.getvalue()) == ("word_part_twice", {"part": name})


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(word_file())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
    at = data.index(b"PK\x01\x02")
    data[first.header_offset + 6] |= 1
    data[at + 8] |= 1
    assert refused(bytes(data)) == ("word_password", {})


@pytest.mark.parametrize("element", ["w:ins", "w:sdt><w:sdtContent", "w:tbl><w:tr><w:tc", "w:unknown"])
def test_deep_nesting_is_refused(element: str) -> None:
    opened = f"<{element}>" * 300
    closed = "".join(f"</{each}>" for each in reversed(element.split("><"))) * 300
    assert refused(word_file(opened + closed)) == ("word_deep", {"limit": 256, "part": "word/document.xml"})


@pytest.mark.parametrize("content", [run("x" * 600_000), run("word ") * 150_000])
def test_a_gigantic_paragraph_is_refused(content: str) -> None:
    assert refused(word_file(paragraph(content))) == ("word_long_paragraph", {"limit": 500_000})


def test_more_paragraphs_than_any_text_has_are_refused() -> None:
    assert refused(word_file("<w:p/>" * 100_001)) == ("word_paragraphs", {"limit": 100_000})


MANY = " ".join(f"a{number}=''" for number in range(10_000))


@pytest.mark.parametrize("content", ["<w:r/>" * 10_000, f"<w:r {MANY}/>", f"<w:r {MANY.replace(chr(39), chr(34))}/>"])
def test_more_elements_or_attributes_than_any_text_has_are_refused(
    monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(package, "MOST_ELEMENTS", 10_000)
    assert refused(word_file(paragraph(content))) == ("word_elements", {"limit": 10_000})


def test_one_text_beyond_the_parsers_bound_is_refused() -> None:
    assert refused(word_file(paragraph(run("x" * 11_000_000)))) == ("word_long_paragraph", {"limit": 10_000_000})


def test_a_good_file_is_read_in_a_process_of_its_own_as_in_ours() -> None:
    data = word_file(paragraph(run("Water is life.")))
    assert read_safely(data) == read(data)


def test_a_refusal_comes_back_from_the_process_as_its_sentence() -> None:
    failed = read_safely(word_file(parts={"word/vbaProject.bin": b"macro"}))
    assert failed == Failed("word_macros", {"part": "word/vbaProject.bin"})
    assert failed.text == (
        "The file holds macros or controls that can run (word/vbaProject.bin). "
        "Save it as “Word document (.docx)”, without macros."
    )


def test_a_reader_beyond_its_time_or_memory_ends_in_a_sentence() -> None:
    data = word_file("".join(paragraph(run(f"Paragraph {number}.")) for number in range(40_000)))
    assert read_safely(data, seconds=0.05) == Failed("too_long", {"limit": 1})
    assert read_safely(data, megabytes=100) == Failed("too_much_memory", {"limit": 100})


def test_a_changed_reader_sends_back_no_code() -> None:
    assert isinstance(child._answer(b"cos\nsystem\n(S'true'\ntR."), Failed)
    assert isinstance(read_safely(word_file()), WordFile)
