"""Reading files."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse

from .actions import place_of
from .models import StoredFile


def content(stored: StoredFile) -> bytes:
    """The bytes of `stored`; OSError when they are not on the disk."""
    return place_of(stored.sha256).read_bytes()


def as_attachment(stored: StoredFile) -> HttpResponse:
    """The file as a download that no browser opens in our origin. The caller has checked the reader."""
    return download(content(stored), name=stored.name, content_type=stored.content_type)


def download(data: bytes | str, *, name: str, content_type: str) -> HttpResponse:
    """Bytes as an attachment with the headers that keep them from running."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = _disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _disposition(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(True, name) or "attachment"


def file_faults() -> list[str]:
    """Stored files whose bytes are missing or changed, as sentences."""
    found = []
    for stored in StoredFile.objects.order_by("pk").iterator():
        try:
            data = content(stored)
        except OSError:
            found.append(f"File {stored.pk} ({stored.name}) is not on the disk.")
            continue
        if hashlib.sha256(data).hexdigest() != stored.sha256:
            found.append(f"File {stored.pk} ({stored.name}) was changed on the disk.")
    return found
