"""What a Word file of ours carries unseen: which document it is, and the identifier of each paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

PREFIX = "_rap_"
# Word's own bound for the name of a bookmark.
LONGEST_BOOKMARK = 40
BOOKMARK = re.compile(r"_rap_((?:[a-z0-9]|_[0-9a-f]{2})+)")
PLAIN = re.compile(r"[^a-z0-9]")
CODED = re.compile(rb"_([0-9a-f]{2})")
# Names of the properties in docProps/custom.xml, and the fields of an Identity that they fill.
PROPERTIES = {
    "RapporteurDocument": "document",
    "RapporteurSymbol": "symbol",
    "RapporteurFingerprint": "fingerprint",
    "RapporteurLanguage": "language",
}


@dataclass(frozen=True)
class Identity:
    """Which revision a file was written from; a field is empty where the file does not say."""

    document: str = ""
    symbol: str = ""
    fingerprint: str = ""
    language: str = ""


def bookmark_of(key: str) -> str:
    """The name of the bookmark that carries the identifier `key` of a paragraph.

    A letter a-z or digit stands for itself; any other byte of its UTF-8 form is _ and two hexadecimal digits, so that
    every key has one name and every name one key. ValueError for an empty key, and for one whose name Word would cut.
    """
    name = PREFIX + PLAIN.sub(lambda sign: "".join(f"_{byte:02x}" for byte in sign[0].encode()), key)
    if not key or len(name) > LONGEST_BOOKMARK:
        raise ValueError(
            f"The identifier “{key}” is empty or too long for a bookmark of {LONGEST_BOOKMARK} characters."
        )
    return name


def key_of(bookmark: str) -> str | None:
    """The identifier that a bookmark carries; None where it is not one of ours."""
    if not (found := BOOKMARK.fullmatch(bookmark)):
        return None
    try:
        key = CODED.sub(lambda coded: bytes([int(coded[1], 16)]), found[1].encode()).decode()
        return key if bookmark_of(key) == bookmark else None
    except ValueError:
        return None
