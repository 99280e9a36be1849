"""An output as a file: the same content gives the same bytes."""

from __future__ import annotations

import json
import threading
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import Refused
from rapporteur_core.documents import pdf, word
from rapporteur_core.documents.model import Document

from .queries import Output, not_final

TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}
# A document of this size (some 4,000 short passages) takes about a second and 180 MB to become a PDF; longer ones
# are left to Word and JSON.
LONGEST_PDF = 1_000_000
_one_at_a_time = threading.Lock()


def file_of(output: Output, form: str) -> bytes:
    """The bytes of an output in `form`: html, docx, pdf or json.

    Refused while a reference in it is unverified, naming it and where it stands, or when it is too long for a PDF.
    """
    if not output.is_final:
        raise Refused(not_final(output.unverified))
    if form == "json":
        return (json.dumps(output.data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    if form == "html":
        return render_to_string("outputs/standalone.html", {"document": output.document}).encode()
    return _written(output, form)


def name_of(output: Output, form: str) -> str:
    """The name of the file, such as `CCM-2017-REC.fr.pdf`."""
    return f"{output.document.symbol.replace('/', '-')}.{output.document.language}.{form}"


def _written(output: Output, form: str) -> bytes:
    with _one_at_a_time:
        if form == "docx" and output.text is not None:
            return word.write_text(output.text)
        return _bytes(output.document, form)


@lru_cache(maxsize=8)
def _bytes(document: Document, form: str) -> bytes:
    if form == "docx":
        return word.write(document)
    if len(repr(document)) > LONGEST_PDF:
        raise Refused(_("This output is too long for a PDF. Take it as Word or JSON."))
    return pdf.write(document)
