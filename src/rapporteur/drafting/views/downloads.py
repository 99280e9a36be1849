"""The text, what changed in it and what is proposed to it, as files."""

from __future__ import annotations

import threading

from django.http import Http404
from django.utils.translation import gettext as _

from rapporteur.foundation.files.queries import download
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import page
from rapporteur_core.documents import pdf, word

from .. import queries
from ..permissions import read_draft
from .compiling import compiled

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
# In signs of text and proposals; longer ones take seconds and hundreds of megabytes, and are left to Word.
LONGEST_PDF = 1_000_000
_one_at_a_time = threading.Lock()


@page(read_draft)
def text_file(request, number):
    """The words of a revision as Word, to be worked on with tracked changes; in another language, to be read."""
    found = queries.revision_of(request.conference, number, request.reader)
    if found is None:
        raise Http404
    language = request.GET.get("lang", found.language)
    if language in found.draft.version_languages:
        return _word(queries.version_text(queries.version_page(found, language), now=request.reader.now), "")
    if language != found.language:
        raise Http404
    return _word(queries.clean_text(found, now=request.reader.now), "")


@page(read_draft)
def redline_file(request, old, new):
    """What changed from one revision to another, as tracked changes."""
    is_number = max(old, new) < 2**15  # beyond, the database cannot be asked
    found = queries.comparison(request.conference, old, new, request.reader) if is_number else None
    if found is None:
        raise Http404
    text = queries.redline_text(found, now=request.reader.now)
    return _word(text, f"-since-{found.old.symbol}")


@page(read_draft)
def amendment_file(request, number):
    """One amendment as a tracked change."""
    found = queries.amendment_page(request.conference, number, request.reader)
    if found is None:
        raise Http404
    amendment = found.row.amendment
    wording = amendment.revision.wordings.filter(paragraph=amendment.paragraph_id).select_related("paragraph").first()
    return _word(queries.amendment_text(found, wording, now=request.reader.now), f"-{amendment}")


@page(read_draft)
def compilation_word(request):
    """The compilation as its page shows it, with all of its pages, as Word."""
    found = _compiled(request)
    return _word(queries.compiled_text(found, now=request.reader.now), "-compilation")


@page(read_draft)
def compilation_pdf(request):
    """The same as PDF."""
    found = _compiled(request)
    if sum(row.weight for row in found.rows) > LONGEST_PDF:
        raise Refused(_("This compilation is too long for a PDF. Take it as Word, or choose fewer proposals."))
    document = queries.compiled_document(found, now=request.reader.now)
    with _one_at_a_time:
        data = pdf.write(document)
    return download(data, name=_named(document.symbol, "-compilation", document.language, "pdf"), content_type=PDF)


def _compiled(request):
    form, found = compiled(request)
    if found is None:
        raise Http404
    if form.errors:  # a file says nowhere that it is not what was asked for
        raise Refused(" ".join(error for errors in form.errors.values() for error in errors))
    return found


def _word(text, part):
    with _one_at_a_time:
        data = word.write_text(text)
    return download(data, name=_named(text.symbol, part, text.language, "docx"), content_type=WORD)


def _named(symbol, part, language, form):
    """Such as CCM-2017-L.1-Rev.2-compilation.en.docx."""
    return f"{symbol}{part}".replace("/", "-") + f".{language}.{form}"
