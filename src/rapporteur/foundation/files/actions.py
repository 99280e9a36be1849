"""Keeping files: on disk and synced first, referenced after."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from rapporteur_core.documents import sniff

from .models import StoredFile

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpeg": "image/jpeg",
}
LARGEST = 10 * 1024 * 1024


class FileRefused(Exception):
    """A file that is not taken; says why: 'size', 'kind' or 'empty'."""


def place_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def keep_bytes(data: bytes) -> str:
    """Write `data` under its hash, synced with its folder; gives the hash."""
    digest = hashlib.sha256(data).hexdigest()
    target = place_of(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def clean_name(name: str) -> str:
    """The last part of a file name, without control characters, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:200] or "file"


def store_file(*, data: bytes, name: str, allowed: tuple[str, ...] = ("pdf", "docx", "png", "jpeg")) -> StoredFile:
    """Keep an uploaded file whose kind, read from its content, is one of `allowed`; FileRefused otherwise."""
    if not data:
        raise FileRefused("empty")
    if len(data) > LARGEST:
        raise FileRefused("size")
    kind = sniff.kind(data)
    if kind not in allowed:
        raise FileRefused("kind")
    content_type = TYPES.get(kind, "application/octet-stream")
    return StoredFile.objects.create(
        sha256=keep_bytes(data), name=clean_name(name), content_type=content_type, size=len(data)
    )


def store_made(*, data: bytes, name: str, content_type: str) -> StoredFile:
    """Keep a file that the product itself made."""
    return StoredFile.objects.create(
        sha256=keep_bytes(data), name=clean_name(name), content_type=content_type, size=len(data)
    )
