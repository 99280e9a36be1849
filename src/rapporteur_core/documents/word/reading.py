"""Word files (.docx) read as plain values: paragraphs, tracked changes with author and moment, comments, leftovers."""

from __future__ import annotations

from pathlib import Path

from rapporteur_core.documents import child
from rapporteur_core.documents.child import Failed
from rapporteur_core.documents.problems import Unreadable
from rapporteur_core.documents.word.comments import comments_of
from rapporteur_core.documents.word.gathering import Gathering
from rapporteur_core.documents.word.identity import PROPERTIES, Identity
from rapporteur_core.documents.word.model import BODY, Leftover, Place, WordFile
from rapporteur_core.documents.word.names import children
from rapporteur_core.documents.word.numbering import Numbering
from rapporteur_core.documents.word.package import LARGEST_FILE, MEGABYTE, Package, open_package
from rapporteur_core.documents.word.styles import Styles
from rapporteur_core.documents.word.walking import walk_document

SECONDS = 30.0
MEGABYTES = 1024
LONGEST_PROPERTY = 500


def read(source: str | Path | bytes) -> WordFile:
    """What a Word file says; Unreadable, with the reason as a sentence, where it is none or not a plain one.

    source: the path of the file, or its bytes. Time and memory grow with the size of the file and in no other way; for
    files of strangers `read_safely` sets limits to both.
    Source: ECMA-376 (ISO/IEC 29500), transitional and strict; [MS-DOCX] for comments that answer others.
    """
    package = open_package(source if isinstance(source, bytes) else _bytes_of(Path(source)))
    styles = Styles(package.xml(_part(package, "styles")))
    numbering = Numbering(package.xml(_part(package, "numbering")), styles)
    gathering = Gathering(package, styles, numbering, package.main)
    walk_document(gathering)
    comments = comments_of(gathering)
    templates = [Leftover("template", Place(BODY), detail=each) for each in dict.fromkeys(package.templates)]
    return WordFile(
        paragraphs=tuple(each.done() for each in gathering.paragraphs),
        changes=gathering.ledger.changes(),
        comments=tuple(comments),
        leftovers=(*(each.done() for each in gathering.leftovers), *templates),
        identity=_identity(package),
        duplicates=tuple(gathering.duplicates),
    )


def read_safely(data: bytes, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> WordFile | Failed:
    """`read` in a process of its own with limits of time and memory; Failed tells in a sentence why it is not read."""
    if len(data) > LARGEST_FILE:
        return Failed("word_large", _sizes(len(data)))
    return child.run(read, data, seconds=seconds, megabytes=megabytes)


def _bytes_of(path: Path) -> bytes:
    if (size := path.stat().st_size) > LARGEST_FILE:
        raise Unreadable("word_large", **_sizes(size))
    return path.read_bytes()


def _sizes(size: int) -> dict[str, str | int]:
    return {"size": size // MEGABYTE, "limit": LARGEST_FILE // MEGABYTE}


def _part(package: Package, kind: str) -> str:
    return next(iter(package.related(package.main, kind)), "")


def _identity(package: Package) -> Identity:
    """What the file's own properties say of the document that it was written from."""
    found = {}
    for part in package.related("", "custom-properties"):
        for element in children(package.xml(part)):
            field = PROPERTIES.get(element.get("name", ""))
            if field and (text := "".join(map(str, element.itertext())).strip()):
                found[field] = text[:LONGEST_PROPERTY]
    return Identity(**found)
