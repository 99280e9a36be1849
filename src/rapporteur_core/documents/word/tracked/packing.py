"""Parts put into a .docx file: the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from lxml import etree

from rapporteur_core.documents.model import printable
from rapporteur_core.documents.word.identity import PROPERTIES, Identity
from rapporteur_core.documents.word.negotiated import NegotiatedText
from rapporteur_core.documents.word.tracked.elements import Element
from rapporteur_core.documents.word.writing import ZIP_MOMENT

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument"
CUSTOM = f"{OFFICE}/custom-properties"
VALUES = f"{OFFICE}/docPropsVTypes"
CORE = f"{PACKAGE}/metadata/core-properties"
DUBLIN, TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
# The set of properties that a user of Word sees as “Custom”.
USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
FIRST_PROPERTY = 2
LONGEST_PROPERTY = 255

# For each part of the document: its file, the last word of its relationship and of its content type.
FILES = {
    "styles": ("styles.xml", "styles", "styles"),
    "settings": ("settings.xml", "settings", "settings"),
    "numbering": ("numbering.xml", "numbering", "numbering"),
    "header": ("header1.xml", "header", "header"),
    "first_header": ("header2.xml", "header", "header"),
    "footer": ("footer1.xml", "footer", "footer"),
    "comments": ("comments.xml", "comments", "comments"),
    "footnotes": ("footnotes.xml", "footnotes", "footnotes"),
}
RELATIONS = {part: f"rId{number}" for number, part in enumerate(FILES, 1)}


def packed(text: NegotiatedText, document: Element, parts: dict[str, Element]) -> bytes:
    """The bytes of the file; `parts` are some of those that FILES names."""
    files = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relationships(
            {
                "rId1": (f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
                "rId2": (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                "rId3": (f"{OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
            }
        ),
        "docProps/core.xml": _core(text),
        "docProps/custom.xml": _custom(text.identity),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relationships(
            {RELATIONS[part]: (f"{OFFICE}/relationships/{FILES[part][1]}", FILES[part][0]) for part in parts}
        ),
        **{f"word/{FILES[part][0]}": root for part, root in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, root in files.items():
            info = zipfile.ZipInfo(name, ZIP_MOMENT)
            # Of MS-DOS, on whatever system it is made.
            info.create_system, info.compress_type = 0, zipfile.ZIP_DEFLATED
            archive.writestr(info, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return out.getvalue()


def _content_types(parts: dict[str, Element]) -> Element:
    space = f"{PACKAGE}/content-types"
    types = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for extension, kind in defaults.items():
        etree.SubElement(types, f"{{{space}}}Default", Extension=extension, ContentType=kind)
    overrides = {
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/custom.xml": f"{TYPES}.custom-properties+xml",
        "/word/document.xml": f"{TYPES}.wordprocessingml.document.main+xml",
        **{f"/word/{FILES[part][0]}": f"{TYPES}.wordprocessingml.{FILES[part][2]}+xml" for part in parts},
    }
    for name, kind in overrides.items():
        etree.SubElement(types, f"{{{space}}}Override", PartName=name, ContentType=kind)
    return types


def _relationships(targets: dict[str, tuple[str, str]]) -> Element:
    space = f"{PACKAGE}/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    for identifier, (kind, target) in targets.items():
        etree.SubElement(root, f"{{{space}}}Relationship", Id=identifier, Type=kind, Target=target)
    return root


def _core(text: NegotiatedText) -> Element:
    root = etree.Element(
        f"{{{CORE}}}coreProperties", nsmap={"cp": CORE, "dc": DUBLIN, "dcterms": TERMS, "xsi": INSTANCE}
    )
    for name, value in {"title": text.title, "subject": text.symbol, "language": text.language}.items():
        etree.SubElement(root, f"{{{DUBLIN}}}{name}").text = printable(value)[:LONGEST_PROPERTY]
    for name in ("created", "modified"):
        made = etree.SubElement(root, f"{{{TERMS}}}{name}")
        made.set(f"{{{INSTANCE}}}type", "dcterms:W3CDTF")
        made.text = _midnight(text.date)
    return root


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _custom(identity: Identity) -> Element:
    root = etree.Element(f"{{{CUSTOM}}}Properties", nsmap={None: CUSTOM, "vt": VALUES})
    said = {name: value for name, of in PROPERTIES.items() if (value := printable(getattr(identity, of)))}
    for number, (name, value) in enumerate(said.items(), FIRST_PROPERTY):
        made = etree.SubElement(root, f"{{{CUSTOM}}}property", fmtid=USER_DEFINED, pid=str(number), name=name)
        etree.SubElement(made, f"{{{VALUES}}}lpwstr").text = value
    return root
