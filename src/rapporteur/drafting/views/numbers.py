"""Numbers of paragraphs through the revisions, and the final ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from rapporteur.foundation.files.queries import download
from rapporteur.foundation.ui.pages import go, page
from rapporteur_core.documents.sheets import write_csv

from .. import actions, queries
from ..permissions import finalise_draft, may_finalise, read_draft


def _concordance(request, number):
    # Beyond that the database cannot be asked.
    found = queries.concordance(request.conference, number, request.reader) if number < 2**15 else None
    if found is None:
        raise Http404
    return found


@page(read_draft, act=finalise_draft)
def concordance(request, number):
    """Which number each paragraph had in each revision; here the final ones are given."""
    found = _concordance(request, number)
    if request.method == "POST":
        actions.finalise_revision(revision=found.revision, by=request.reader)
        messages.success(request, _("The text has its final numbers."))
        return go(request, "drafting:concordance", number=number)
    context = {"found": found, "revision": found.revision}
    if request.reader.is_staff:
        context["finalising"] = may_finalise(request.reader, found.revision)
    return render(request, "drafting/concordance.html", context)


@page(read_draft)
def concordance_file(request, number):
    """The same table as CSV."""
    found = _concordance(request, number)
    name = f"{found.revision.symbol.replace('/', '-')}-numbers.csv"
    # With a byte order mark: spreadsheet programs read other scripts wrongly without it.
    data = write_csv(*queries.concordance_sheet(found)).encode("utf-8-sig")
    return download(data, name=name, content_type="text/csv; charset=utf-8")
