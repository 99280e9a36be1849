"""Signed notes (C2SP signed-note) and the signatures of witnesses on them (C2SP tlog-cosignature, Ed25519)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace

from .keys import COSIGNATURE, PrivateKey, PublicKey

MOST_SIGNATURES = 100
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
LINE = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True)
class Note:
    """A text that ends in a newline, and who signed it: name, and the bytes of key's ID and signature."""

    text: str
    signatures: tuple[tuple[str, bytes], ...] = ()

    def __str__(self) -> str:
        lines = [f"— {name} {base64.b64encode(signature).decode()}\n" for name, signature in self.signatures]
        return "\n".join([self.text, "".join(lines)])


def read_note(content: bytes) -> Note:
    """The note that a file holds; ValueError with a sentence when it holds none."""
    try:
        whole = content.decode()
    except UnicodeDecodeError as trouble:
        raise ValueError("This is no signed note: it is not UTF-8.") from trouble
    text, blank, below = whole.rpartition("\n\n")
    found = [LINE.fullmatch(line) for line in below.removesuffix("\n").split("\n")]
    if CONTROL.search(whole) or not (text and blank and below.endswith("\n") and all(found)):
        raise ValueError("This is no signed note: a text, an empty line, and lines “— NAME SIGNATURE” are asked for.")
    if len(found) > MOST_SIGNATURES:
        raise ValueError(f"This note has {len(found)} signatures; {MOST_SIGNATURES} are read at most.")
    try:
        signatures = [(line[1], base64.b64decode(line[2], validate=True)) for line in found if line]
    except ValueError as trouble:
        raise ValueError("This is no signed note: a signature is not base64.") from trouble
    return Note(text + "\n", tuple(signatures))


def signed(note: Note, key: PrivateKey) -> Note:
    """`note` with the signature of `key` after the others."""
    return _with(note, key.public(), key.sign(note.text.encode()))


def cosigned(note: Note, key: PrivateKey, *, at: int) -> Note:
    """`note` with the signature of a witness after the others. `at`: seconds since 1970, which are signed too."""
    signature = at.to_bytes(8, "big") + key.sign(_with_time(note.text, at))
    return _with(note, key.public(COSIGNATURE), signature)


def is_signed_by(note: Note, key: PublicKey) -> bool:
    """Whether `key` signed, and each signature under its name and ID is its own."""
    own = [found[4:] for name, found in note.signatures if (name, found[:4]) == (key.name, key.key_id)]
    return bool(own) and all(_holds(note.text, key, signature) for signature in own)


def _with(note: Note, key: PublicKey, signature: bytes) -> Note:
    return replace(note, signatures=(*note.signatures, (key.name, key.key_id + signature)))


def _with_time(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _holds(text: str, key: PublicKey, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    message = text.encode()
    if key.kind == COSIGNATURE:
        message, signature = _with_time(text, int.from_bytes(signature[:8], "big")), signature[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
