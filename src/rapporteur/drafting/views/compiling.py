"""The compilation: each paragraph of a text with all proposals to it, as it stands or stood, by filter."""

from __future__ import annotations

from django.shortcuts import render

from rapporteur.foundation.ui.pages import page

from .. import queries
from ..forms import CompilationForm
from ..permissions import read_draft


@page(read_draft)
def compilation(request):
    """Each paragraph of a frozen text with all proposals to it; what is asked for stands in the address."""
    form, found = compiled(request)
    if found is None:
        draft = queries.draft_of(request.conference)
        name = "drafting/compilation.html" if form.revisions else "drafting/none.html"
        return render(request, name, {"draft": draft, "form": form})
    at = found.page_with(request.GET.get("from", ""))
    context = {
        "compilation": found,
        "form": form,
        "draft": found.revision.draft,
        "rows": found.pages[at],
        "is_last": at == len(found.pages) - 1,
        "earlier": _with(request, found.pages[at - 1][0].key) if at else "",
        "later": _with(request, found.pages[at + 1][0].key) if at + 1 < len(found.pages) else "",
        "number": at + 1,
        "query": _with(request, ""),
    }
    return render(request, "drafting/compilation.html", context)


def compiled(request):
    """The form that asks, and the compilation that it asks for; None where no text was frozen at that moment."""
    revisions = queries.frozen_revisions(request.conference)
    form = CompilationForm(
        request.GET, revisions=revisions, zone=request.conference.zone, now=request.reader.now
    )  # fmt: skip
    form.is_valid()
    revision = form.chosen()
    if revision is None:
        return form, None
    found = queries.compilation(revision, request.reader, **form.asked())
    form.offer(found.places, found.sponsors)
    return form, found


def _with(request, key):
    """The query string of this page with another first paragraph; none for the beginning."""
    params = request.GET.copy()
    params.pop("from", None)
    if key:
        params["from"] = key
    return params.urlencode()
