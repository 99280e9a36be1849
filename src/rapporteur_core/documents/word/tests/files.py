"""Word files made in a test, part by part, so that each holds just what the test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

TRANSITIONAL = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
STRICT = {
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "m": "http://purl.oclc.org/ooxml/officeDocument/math",
    "r": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "a": "http://purl.oclc.org/ooxml/drawingml/main",
    "wp": "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    "pic": "http://purl.oclc.org/ooxml/drawingml/picture",
    "dgm": "http://purl.oclc.org/ooxml/drawingml/diagram",
}
OTHERS = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "w16du": "http://schemas.microsoft.com/office/word/2023/wordml/word16du",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
BY = 'w:id="1" w:author="Ana" w:date="2030-03-01T10:00:00Z"'

# A relationship: identifier, last word of its type, target; external where its target is an address.
Relation = tuple[str, str, str]


def named(element: str, content: str, *, strict: bool = False) -> str:
    """A root element with all the names declared."""
    spaces = (STRICT if strict else TRANSITIONAL) | OTHERS
    declared = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><{element} {declared}>{content}</{element}>'


def relations(given: Sequence[Relation], *, strict: bool = False) -> str:
    space = (STRICT if strict else TRANSITIONAL)["r"]
    rows = "".join(
        f'<Relationship Id="{name}" Type="{space}/{kind}" Target="{target}"{_mode(target)}/>'
        for name, kind, target in given
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _mode(target: str) -> str:
    return ' TargetMode="External"' if "://" in target or ":\\" in target or target.startswith("\\\\") else ""


def word_file(
    body: str = "<w:p/>",
    *,
    parts: Mapping[str, str | bytes] | None = None,
    related: Sequence[Relation] = (),
    strict: bool = False,
) -> bytes:
    """A Word file of that body; `parts` come beside it or in its place, `related` are relationships of the text."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations([("rId1", "officeDocument", "word/document.xml")], strict=strict),
        "word/document.xml": named("w:document", f"<w:body>{body}</w:body>", strict=strict),
        "word/_rels/document.xml.rels": relations(related, strict=strict),
        **(parts or {}),
    }
    return zipped(whole)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str, by: str = BY) -> str:
    return f"<w:ins {by}>{run(text)}</w:ins>"


def deleted(text: str, by: str = BY) -> str:
    return f'<w:del {by}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def mark(kind: str, by: str = BY) -> str:
    """Properties of a paragraph whose mark is inserted (`ins`) or deleted (`del`)."""
    return f"<w:rPr><w:{kind} {by}/></w:rPr>"
