"""What everybody reads: the list, one contribution, its files, the list as CSV."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render

from rapporteur.calls.queries import call_of, phase_of, questions_of
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.files.queries import as_attachment, download
from rapporteur.foundation.ui.pages import page
from rapporteur.foundation.ui.paging import slice_of
from rapporteur_core.documents.sheets import write_csv

from .. import queries
from ..models import Contribution
from ..permissions import may_withdraw, mend_contributions, read_contributions

SIZE = 25


def contribution_or_404(request, number):
    """The contribution with this number, where the reader may see it."""
    found = queries.by_number(request.reader, number)
    if found is None:
        raise Http404
    return found


def as_csv(request, rows, name):
    """A list with the words by question, as a file that an import reads back."""
    call = call_of(request.conference)
    questions = list(questions_of(call)) if call else []
    lines = queries.table_of(rows.order_by("number").iterator(chunk_size=2000), questions)
    text = "\ufeff" + write_csv(queries.table_header(questions), lines)
    return download(text, name=name, content_type="text/csv; charset=utf-8")


@page(read_contributions)
def listed(request):
    call = call_of(request.conference)
    languages = queries.languages_received(request.conference)
    return render(
        request,
        "contributions/list.html",
        {
            "call": call,
            "is_open": call is not None and phase_of(call, request.reader.now) == "open",
            "page": slice_of(queries.public_list(request.reader, request.GET), request.GET, size=SIZE, key="number"),
            "regions": queries.regions(),
            "languages": [(code, queries.language_shown(code)) for code in languages],
            "filters": request.GET,
            "is_filtered": any(request.GET.get(key) for key in ("q", "region", "language")),
        },
    )


@page(read_contributions)
def export(request):
    """The public list under its filters, words included."""
    rows = queries.public_list(request.reader, request.GET)
    return as_csv(request, rows, f"{request.conference.slug}-contributions.csv")


@page(read_contributions)
def detail(request, number):
    """The words of one contribution, each passage with its address; of a withdrawn one only that it was withdrawn."""
    found = queries.by_number(request.reader, number)
    if found is None:
        day = queries.withdrawn_on(request.conference, number)
        if day is None:
            raise Http404
        return render(request, "contributions/withdrawn.html", {"number": number, "day": day}, status=410)
    is_author = request.reader.person is not None and found.author_id == request.reader.person.pk
    return render(
        request,
        "contributions/detail.html",
        {
            "contribution": found,
            "words": queries.words_of(found),
            "is_author": is_author,
            "withdrawing": may_withdraw(request.reader, found, holds_receipt=False) if is_author else None,
            "is_received": found.state == Contribution.State.RECEIVED,
            "may_mend": bool(mend_contributions(request.reader)),
        },
    )


@page(read_contributions)
def file(request, number, key):
    """A file that was sent as an answer; of a withdrawn contribution for the desk and its author only."""
    answers = queries.answers_of(contribution_or_404(request, number))
    found = answers.get(key)
    if not isinstance(found, StoredFile):
        raise Http404
    return as_attachment(found)
