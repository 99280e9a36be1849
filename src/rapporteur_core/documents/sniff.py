"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile

BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
    b"{\\rtf": "rtf",
    b"MZ": "executable",
    b"\x7fELF": "executable",
    b"\xcf\xfa\xed\xfe": "executable",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"Rar!\x1a\x07": "archive",
    b"BZh": "archive",
    b"\xfd7zXZ\x00": "archive",
}
# A directory entry of an OLE file: its name in 64 bytes.
ENTRY = 64
OLE_ENTRIES = {"EncryptedPackage": "encrypted", "WordDocument": "doc"}
PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "ppt/presentation.xml": "pptx",
}
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SAMPLE = 65_536
# What a zip has before each entry of its directory.
OF_DIRECTORY = b"PK\x01\x02"
MOST_PARTS = 10_000
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def kind(data: bytes) -> str:
    """One of: empty, docx, xlsx, xlsb, pptx, odt, ods, zip, pdf, png, jpeg, gif, webp, gzip, ole (Word or Excel before
    2007, or encrypted), rtf, html, json, jsonl, csv, text, executable, archive, unknown.

    Reads the directory of a zip, but unpacks nothing save the first 100 bytes of an OpenDocument's type.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "empty"
    for beginning, name in BEGINNINGS.items():
        if data.startswith(beginning):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _zipped(data) if data.startswith(b"PK\x03\x04") else _written(data)


def part_count(data: bytes) -> int:
    """How many entries the directory of a zip can have at most, told without reading it."""
    return data.count(OF_DIRECTORY)


def ole_kind(data: bytes) -> str:
    """What an OLE file is: encrypted (an Office file with a password), doc (Word before 2007) or ole."""
    for entry, name in OLE_ENTRIES.items():
        if entry.encode("utf-16-le").ljust(ENTRY, b"\x00") in data:
            return name
    return "ole"


def text_encoding(data: bytes) -> str:
    """The encoding that the first bytes tell (byte order mark, or the zeros of UTF-16), else utf-8."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    sample = data[:SAMPLE]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    # A third: scripts other than Latin have fewer zeros, but blanks and digits in every line.
    if max(zeros) * 3 > len(sample) / 2 and min(zeros) * 10 < max(zeros):
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return "utf-8"


def _zipped(data: bytes) -> str:
    if part_count(data) > MOST_PARTS:
        return "zip"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            for part, name in PARTS.items():
                if part in names:
                    return name
            if "mimetype" in names and (head := _open_document(archive)):
                return head
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return "zip"
    return "zip"


def _open_document(archive: zipfile.ZipFile) -> str | None:
    with archive.open("mimetype") as part:
        declared = part.read(100)
    if declared.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    return "ods" if declared.startswith(b"application/vnd.oasis.opendocument.spreadsheet") else None


def _written(data: bytes) -> str:
    text = data[:SAMPLE].decode(text_encoding(data), errors="replace")
    # A few zeros are damage that the reader of a table should be told of; many mean that this is no text.
    if len(CONTROL.findall(text)) + text.count("\x00") / 4 > len(text) / 50 + 4:
        return "unknown"
    start = text.lstrip("\ufeff \t\r\n\x00")
    if start.startswith("{"):
        return "jsonl"
    if start.startswith("["):
        return "json"
    if re.match(r"<(?:!doctype|html|\?xml|head|body)", start, re.IGNORECASE):
        return "html"
    first = start.split("\n", 1)[0]
    return "csv" if re.search(r"[,;\t|]", first) else "text"
