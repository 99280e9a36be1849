"""The text as all read it: a revision, two of them compared."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render

from rapporteur.foundation.people.reader import DELEGATE
from rapporteur.foundation.ui import said
from rapporteur.foundation.ui.pages import go, page

from .. import queries
from ..models import Draft
from ..permissions import may_amend, may_issue, read_draft
from .versions import reading


@page(read_draft)
def draft(request):
    """The last revision that the reader may see."""
    latest = queries.latest_revision(request.conference, request.reader)
    if latest is None:
        found = queries.draft_of(request.conference)
        return render(request, "drafting/none.html", {"draft": found})
    return _revision(request, latest.number)


@page(read_draft)
def revision(request, number):
    """One revision with what stands behind each paragraph and what was proposed to it."""
    return _revision(request, number)


def _revision(request, number):
    found = queries.revision_page(request.conference, number, request.reader)
    if found is None:
        raise Http404
    draft = found.revision.draft
    prefetch_related_objects([draft], "deadlines")
    last = next((each for each in reversed(found.revisions) if each.frozen_at), None)
    is_amended = last is not None and last.number == number
    closes_at = draft.amendments_close_at if draft.phase == Draft.Phase.AMENDMENTS else None
    is_open = closes_at is not None and request.reader.now < closes_at
    answer = may_amend(request.reader, draft)
    issues = queries.issues_of(found.revision)
    mended = queries.mended(issues)
    for row in found.rows:
        row.mended = mended.get(row.wording.paragraph.key, [])
    context = {
        "direction_of_text": said.direction(found.revision.language),
        "issues": issues,
        "may_issue": may_issue(request.reader, found.revision),
        "shown": found,
        "revision": found.revision,
        "draft": draft,
        "name": queries.revision_name(found.revision),
        "previous_name": queries.revision_name(found.previous) if found.previous else "",
        "phase_label": queries.phase_name(draft.phase),
        "others": [(each, queries.revision_name(each)) for each in found.revisions if each.number != number],
        "is_open": is_open,
        "decides": request.reader.is_staff and draft.phase != Draft.Phase.ADOPTED,
        "can_amend": is_amended and bool(answer),
        "why_not": answer.reason if is_amended and request.reader.has(DELEGATE) and not answer else "",
        "languages": queries.language_counts(found.revision),
        "budget": queries.budget_of(found.revision, [row.wording for row in found.rows]),
    }
    if request.GET.get("lang") in draft.version_languages:
        return reading(request, context, request.GET["lang"])
    return render(request, "drafting/revision.html", context)


@page(read_draft)
def text(request, number):
    """The canonical text: its SHA-256, after normalisation, is the fingerprint."""
    found = queries.revision_page(request.conference, number, request.reader)
    if found is None:
        raise Http404
    return HttpResponse(queries.canonical_text(found.revision), content_type="text/plain; charset=utf-8")


@page(read_draft)
def compare(request, old, new):
    """What became of each paragraph from one revision to another."""
    is_number = max(old, new) < 2**31  # beyond, the database cannot be asked
    if old == new:
        return go(request, "drafting:choose_compared")
    found = queries.comparison(request.conference, old, new, request.reader) if is_number else None
    if found is None:
        raise Http404
    context = {
        "compared": found,
        "draft": found.new.draft,
        "old_name": queries.revision_name(found.old),
        "new_name": queries.revision_name(found.new),
        "revisions": _named_revisions(request),
    }
    return render(request, "drafting/compare.html", context)


@page(read_draft)
def choose_compared(request):
    """Any two revisions, chosen by a form, lead to their comparison."""
    revisions = _named_revisions(request)
    last = [str(each.number) for each, _name in revisions][-2:]
    sent = request.GET.dict() or dict(zip(("old", "new"), last, strict=False))
    old, new = (sent.get(name, "") for name in ("old", "new"))
    numbers = {str(each.number) for each, _name in revisions}
    if request.GET and {old, new} <= numbers and old != new:
        return go(request, "drafting:compare", old=int(old), new=int(new))
    is_same = old == new and old in numbers
    context = {"revisions": revisions, "old": old, "new": new, "is_same": is_same}
    return render(request, "drafting/choose_compared.html", context)


def _named_revisions(request):
    found = queries.compared_revisions(request.conference, request.reader)
    return [(each, queries.revision_name(each)) for each in found]
