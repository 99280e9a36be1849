"""A Word file opened with limits that hold in themselves: what is not a plain document is refused with its reason.

Nothing is unpacked that is not read, and nothing is read beyond its limit; no address is ever followed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import unquote

from lxml import etree

from rapporteur_core.documents import sniff
from rapporteur_core.documents.problems import Unreadable
from rapporteur_core.documents.word.names import Element, children, name_of

MEGABYTE = 1 << 20
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 250 * MEGABYTE
# Of the parts that are read: a text of 2,000 pages has about 40 MB of XML and two million elements and attributes, each
# of which takes a hundred bytes or more once it is parsed.
LARGEST_XML = 40 * MEGABYTE
MOST_ELEMENTS = 5_000_000
MOST_PARTS = 5_000
# The XML of Word packs to a tenth, of a program that repeats itself to a hundredth; a bomb to a thousandth.
HIGHEST_RATIO = 300
RATIO_COUNTS_ABOVE = 16 * MEGABYTE
# The parser's own bound for elements within elements.
DEEPEST = 256
SHOWN = 100
SHOWN_PARTS = 3

NOT_WORD = {
    "encrypted": "word_password",
    "doc": "word_is_old",
    "ole": "word_is_office",
    "xlsx": "word_is_excel",
    "xlsb": "word_is_excel",
    "pptx": "word_is_powerpoint",
    "odt": "word_is_opendocument",
    "ods": "word_is_opendocument",
    "pdf": "word_is_pdf",
    "html": "word_is_markup",
    "rtf": "word_is_rtf",
    "empty": "empty",
}
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh")
# In the names of parts, of types and of relationships.
RUNS = re.compile(r"vbaproject|vbadata|/activex/|macroenabled|^control$|activexcontrol", re.IGNORECASE)
BAD_NAME = re.compile(r"(?:^|/)\.{1,2}(?:/|$)|^/|//|[\\:\x00-\x1f]")
# A template on the writer's own disk, which Word names in every document made from it: never fetched from elsewhere.
OWN_DISK = re.compile(r"(?:file://(?:localhost)?/)?[a-z]:[\\/]|file://(?:localhost)?/(?![\\/%])", re.IGNORECASE)


@dataclass(frozen=True)
class Relationship:
    """From one part to another: `kind` is the last word of its type; `target` a part's name, or an address."""

    kind: str
    target: str
    is_external: bool


@dataclass
class Package:
    """The parts of an opened file, by their names in small letters; `main` is that of the text, `document` its root.

    templates: what it says it was made from, on its writer's own disk.
    """

    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    main: str = ""
    document: Element | None = None
    templates: list[str] = field(default_factory=list)
    read_already: int = 0
    elements_already: int = 0
    _relations: dict[str, dict[str, Relationship]] = field(default_factory=dict)

    def xml(self, part: str) -> Element | None:
        """The root of an XML part; None where there is no such part. Unreadable above the limits, or with a DTD."""
        info = self.parts.get(part.lower())
        if info is None:
            return None
        self.read_already += info.file_size
        if self.read_already > LARGEST_XML:
            raise Unreadable("word_unpacks", limit=LARGEST_XML // MEGABYTE)
        data = _in_utf_8(_unpacked(self.archive, info))
        self.elements_already += data.count(b"<") + data.count(b'="') + data.count(b"='")
        if self.elements_already > MOST_ELEMENTS:
            raise Unreadable("word_elements", limit=MOST_ELEMENTS)
        return _parsed(data, info.filename)

    def relations(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part by their ids; empty where it has none."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._relations[part] = dict(_relations(root, folder))
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts to which a part has relationships of a kind, in order, each once."""
        found = [each.target for each in self.relations(part).values() if each.kind == kind and not each.is_external]
        return [each for each in dict.fromkeys(found) if each.lower() in self.parts]


def open_package(data: bytes) -> Package:
    """The parts of a Word file; Unreadable where it is none, breaks a limit or holds what could run or be fetched."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("word_large", size=len(data) // MEGABYTE, limit=LARGEST_FILE // MEGABYTE)
    _check_kind(data)
    if sniff.part_count(data) > MOST_PARTS:
        raise Unreadable("word_parts", limit=MOST_PARTS)
    try:
        package = _listed(data)
        _check_content(package)
        _check_relationships(package)
        _find_document(package)
    except zipfile.BadZipFile as error:
        is_cut = b"PK\x05\x06" not in data[-66_000:]
        raise Unreadable("cut_archive" if is_cut else "damaged") from error
    except (NotImplementedError, RuntimeError, zlib.error, EOFError, OSError, ValueError) as error:
        raise Unreadable("damaged") from error
    return package


def _check_kind(data: bytes) -> None:
    kind = sniff.kind(data)
    if kind == "ole":
        kind = sniff.ole_kind(data)
    if kind not in ("docx", "zip"):
        raise Unreadable(NOT_WORD.get(kind, "word_is_other"))


def _listed(data: bytes) -> Package:
    """The directory of the archive, its names, sizes and ratios checked; nothing is unpacked."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        # The name as it stands in the file: zipfile cuts it at a zero byte and turns backslashes on some systems.
        if BAD_NAME.search(info.orig_filename) or BAD_NAME.search(unquote(info.orig_filename)):
            _refuse("word_part_name", info)
        if info.flag_bits & 1:
            raise Unreadable("word_password")
        if info.is_dir():
            continue
        # Names of parts differ by more than the case of letters (ECMA-376, part 2).
        if parts.setdefault(info.filename.lower(), info) is not info:
            _refuse("word_part_twice", info)
        if info.file_size > max(RATIO_COUNTS_ABOVE, HIGHEST_RATIO * info.compress_size):
            _refuse("word_bomb", info, limit=HIGHEST_RATIO)
    if sum(info.file_size for info in parts.values()) > LARGEST_UNPACKED:
        raise Unreadable("word_unpacks", limit=LARGEST_UNPACKED // MEGABYTE)
    return Package(archive, parts)


def _check_content(package: Package) -> None:
    """Neither macros nor archives within the archive, whatever they are called."""
    for info in package.parts.values():
        if RUNS.search(info.filename):
            _refuse("word_macros", info)
        with package.archive.open(info) as opened:
            if opened.read(8).startswith(PACKED):
                _refuse("word_nested", info)
    for element in children(package.xml("[Content_Types].xml")):
        if RUNS.search(element.get("ContentType", "")):
            named = element.get("PartName") or f"*.{element.get('Extension')}"
            raise Unreadable("word_macros", part=_shown(named.lstrip("/")))


def _check_relationships(package: Package) -> None:
    outside = []
    for info in package.parts.values():
        if not info.filename.lower().endswith(".rels"):
            continue
        for _name, each in _relations(package.xml(info.filename), ""):
            if RUNS.search(each.kind):
                raise Unreadable("word_macros", part=_shown(each.target))
            if each.kind == "attachedTemplate" and OWN_DISK.match(each.target):
                package.templates.append(each.target)
            elif each.is_external and each.kind != "hyperlink":
                outside.append(f"{each.kind}: {each.target}")
    if outside:
        more = f" (+{len(outside) - SHOWN_PARTS})" if len(outside) > SHOWN_PARTS else ""
        raise Unreadable("word_external", part="; ".join(map(_shown, outside[:SHOWN_PARTS])) + more)


def _find_document(package: Package) -> None:
    for part in package.related("", "officeDocument"):
        root = package.xml(part)
        if root is not None and name_of(root) == "w:document":
            package.main, package.document = part, root
            return
    raise Unreadable("word_is_other")


def _relations(root: Element | None, folder: str) -> Iterator[tuple[str, Relationship]]:
    for element in children(root):
        if name_of(element) != "rel:Relationship":
            continue
        kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
        is_external = element.get("TargetMode", "").strip().lower() == "external"
        if not is_external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield element.get("Id", ""), Relationship(kind, target, is_external)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # What is declared was checked; no more than that is unpacked, and a part that lies about its size is damaged.
    with archive.open(info) as opened:
        return opened.read(info.file_size)


def _parsed(data: bytes, part: str) -> Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("word_dtd", part=_shown(part))
    try:
        root: Element = etree.fromstring(data, _parser())
        return root
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise Unreadable("word_deep", limit=DEEPEST, part=_shown(part)) from error
        if "too long" in str(error):
            raise Unreadable("word_long_paragraph", limit=10_000_000) from error
        raise Unreadable("damaged") from error


def _in_utf_8(data: bytes) -> bytes:
    """An XML document of UTF-8 or UTF-16, the two that the format allows."""
    # The parser is told UTF-8 whatever the file declares, so that no other writing can hide a document type.
    encoding = sniff.text_encoding(data)
    try:
        return data if encoding == "utf-8" else data.decode(encoding).encode()
    except UnicodeDecodeError as error:
        raise Unreadable("damaged") from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _refuse(code: str, info: zipfile.ZipInfo, **values: int) -> NoReturn:
    raise Unreadable(code, part=_shown(info.orig_filename), **values)


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:SHOWN])
