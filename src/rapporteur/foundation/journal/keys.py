"""Keys that sign notes: Ed25519, written as C2SP signed-note says.

A public key is written `NAME+ID+KEY`: ID is 8 hexadecimal digits, KEY the base64 of one byte for the kind of signature and
the 32 bytes of the key. A private one is a line `PRIVATE+KEY+NAME+ID+KEY`, with the seed in the place of the public key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PRIVATE = "PRIVATE+KEY+"
SIGNATURE, COSIGNATURE = 1, 4  # the kinds of C2SP signed-note: of the text, and of the text and the time


@dataclass(frozen=True)
class PublicKey:
    """Whose signatures are believed. `raw` has 32 bytes; `kind` is SIGNATURE or COSIGNATURE."""

    name: str
    kind: int
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """4 bytes that find the key's signatures, and prove nothing."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.raw).decode()}"


@dataclass(frozen=True)
class PrivateKey:
    name: str
    seed: bytes

    def public(self, kind: int = SIGNATURE) -> PublicKey:
        return PublicKey(self.name, kind, self._private().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """64 bytes; the same for the same message (RFC 8032)."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        # Loaded where it is needed: it takes 16 MB, and most processes sign nothing.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def __repr__(self) -> str:
        return f"<the private key of {self.name}>"

    def written(self) -> str:
        key = base64.b64encode(bytes([SIGNATURE]) + self.seed).decode()
        return f"{PRIVATE}{self.name}+{self.public().key_id.hex()}+{key}\n"


def read_public(text: str) -> PublicKey:
    """A public key as it is written; ValueError with a sentence when it is none."""
    name, key_id, kind, raw = _parts(text.strip())
    key = PublicKey(name, kind, raw)
    if kind not in {SIGNATURE, COSIGNATURE} or key.key_id.hex() != key_id:
        raise ValueError(f"“{text.strip()[:80]}” is no public key: it is cut off, mistyped, or of another kind.")
    return key


def read_private(text: str) -> PrivateKey:
    """A private key as it is written; ValueError with a sentence, which does not repeat it, when it is none."""
    written = text.strip()
    try:
        name, key_id, kind, seed = _parts(written.removeprefix(PRIVATE))
        key = PrivateKey(name, seed)
        is_whole = written.startswith(PRIVATE) and kind == SIGNATURE and key.public().key_id.hex() == key_id
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ValueError("This is no private key: a line that begins with PRIVATE+KEY+ is asked for.")
    return key


def key_at(path: Path, *, name: str) -> PrivateKey:
    """The private key kept at `path`; made there with `name` at first use, for its owner alone to read.

    Raises ValueError when something else is kept there, and OSError when it cannot be read or made.
    """
    if not path.exists():
        _make(path, PrivateKey(checked_name(name), secrets.token_bytes(32)))
    return read_private(path.read_text(encoding="utf-8"))


def checked_name(name: str) -> str:
    """`name`, which ValueError says is none when it is empty or has a blank or a plus."""
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise ValueError(f"“{name}” is no name of a key: it has neither blanks nor “+”, such as city.example/witness.")
    return name


def _make(path: Path, key: PrivateKey) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(key.written())
            file.flush()
            os.fsync(handle)
        # Of two processes that make it at once, the first keeps its own, whole.
        os.link(half, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(half)


def _parts(text: str) -> tuple[str, str, int, bytes]:
    """Name, ID, kind and the 32 bytes of a key; ValueError when it has no such parts."""
    try:
        name, key_id, encoded = text.split("+", 2)
        kind, *raw = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as trouble:
        raise ValueError(f"“{text[:80]}” is no key: NAME+ID+KEY is asked for.") from trouble
    if len(raw) != 32:
        raise ValueError(f"“{text[:80]}” is no key: its last part has {len(raw)} bytes where 32 belong.")
    return checked_name(name), key_id, kind, bytes(raw)
