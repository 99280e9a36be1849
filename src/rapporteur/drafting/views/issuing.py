"""Documents issued beside a frozen text: read by all, made by the secretariat."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.said import language_name

from .. import actions, queries
from ..forms import AddendumForm, LanguageForm, MendForm, MendingForm, ReissueForm
from ..models import Issue
from ..permissions import issue_documents, may_issue, read_draft

# Beyond that the database cannot be asked.
LARGEST_KEY, LARGEST_NUMBER = 2**63, 2**15


def _issue(request, pk):
    found = queries.issue_page(request.conference, pk, request.reader) if pk < LARGEST_KEY else None
    if found is None:
        raise Http404
    return found


@page(read_draft, act=issue_documents)
def issue(request, pk):
    """A document that was issued: what it says, why, when; here it is issued anew."""
    found = _issue(request, pk)
    form = ReissueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.reissue(issue=found.issue, by=request.reader, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Issued: %(symbol)s.") % {"symbol": made})
            return go(request, "drafting:issue", pk=made.pk)
    context = {"found": found, "issue": found.issue, "revision": found.issue.revision, "form": form}
    context["may_reissue"] = found.is_last and may_issue(request.reader, found.issue.revision)
    return render(request, "drafting/issue.html", context)


@page(read_draft)
def issue_text(request, pk):
    """The canonical text of an issue: its SHA-256, after normalisation, is the fingerprint."""
    found = _issue(request, pk).issue
    return HttpResponse(queries.issued_text(found.symbol, found.body), content_type="text/plain; charset=utf-8")


@page(issue_documents, act=issue_documents)
def new_issue(request, number):
    """Choose what is issued, and in which language; then the words."""
    shown = queries.revision_page(request.conference, number, request.reader) if number < LARGEST_NUMBER else None
    if shown is None:
        raise Http404
    revision = shown.revision
    may_issue(request.reader, revision).enforce()
    issues, act = queries.issues_of(revision), request.POST.get("act", "")
    languages = queries.issued_languages(revision)
    open_versions = [
        (code, language_name(code)) for code in revision.draft.version_languages if code not in dict(languages)
    ]
    choosing = MendingForm(
        request.GET if "kind" in request.GET else None,
        languages=languages,
        is_adopted=revision.is_adopted,
        paragraphs=[
            (row.wording.paragraph.key, f"{row.name}: {Truncator(row.wording.text).words(12)}") for row in shown.rows
        ],
    )
    forms = {
        "addendum": AddendumForm(
            request.POST if act == "addendum" else None,
            languages=queries.languages_of(request.conference),
            issues=[each for each in issues if each.kind == Issue.Kind.ADDENDUM],
        ),
        "version": LanguageForm(request.POST if act == "version" else None, languages=open_versions),
    }
    if choosing.is_bound and choosing.is_valid():
        forms["mend"] = _mend_form(request, revision, choosing.cleaned_data, issues)
    if request.method == "POST" and (made := _issued(request, revision, act, forms, choosing)):
        messages.success(request, _("Issued: %(symbol)s.") % {"symbol": made})
        return go(request, "drafting:issue", pk=made.pk)
    context = {"revision": revision, "choosing": choosing, "open_versions": open_versions, **forms}
    return render(request, "drafting/new_issue.html", context)


def _mend_form(request, revision, chosen, issues):
    standing = queries.standing_words(revision, chosen["language"])
    return MendForm(
        request.POST if request.POST.get("act") == "mend" else None,
        items=[standing[key] for key in chosen["keys"] if key in standing],
        language=chosen["language"],
        issues=[each for each in issues if each.kind == chosen["kind"] and each.language != chosen["language"]],
    )


def _issued(request, revision, act, forms, choosing):
    """The document that the form asks for; None when the form must be mended first."""
    form = forms.get(act)
    if form is None:
        raise Refused(_("This form was not understood. Load the page again."))
    if not form.is_valid():
        return None
    facts, sent = {"revision": revision, "by": request.reader}, form.cleaned_data
    try:
        if act == "version":
            return actions.issue_version(language=sent["language"], **facts)
        facts |= {"reason": sent["reason"], "beside": form.beside}
        if act == "addendum":
            return actions.issue_addendum(language=sent["language"], text=sent["added"], **facts)
        facts["language"] = choosing.cleaned_data["language"]
        if choosing.cleaned_data["kind"] == Issue.Kind.AMENDMENT:
            return actions.issue_amendment_by_decision(changes=form.changed(), **facts)
        return actions.issue_corrigendum(corrections=form.changed(), **facts)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
