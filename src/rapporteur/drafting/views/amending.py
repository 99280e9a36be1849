"""Amendments: proposed, read, decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import DELEGATE, Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur_core.redline import Change, compare

from .. import actions, queries
from ..forms import AmendmentForm, ReasonForm
from ..models import Amendment
from ..permissions import (
    amend_draft,
    follow_amendments,
    may_amend,
    may_co_sponsor,
    may_decide,
    may_withdraw,
    read_draft,
)


@page(amend_draft, act=amend_draft)
def amend(request, key):
    """Propose other words for a paragraph, its deletion, or a new one after it; first seen, then sent."""
    last = queries.last_frozen(request.conference)
    wording = queries.wordings_of(last).filter(paragraph__key=key).first() if last else None
    if wording is None:
        raise Http404
    may_amend(request.reader, last.draft).enforce()
    mandates = queries.mandates(request.conference, request.reader)
    kind = request.GET.get("kind", Amendment.Kind.CHANGE)
    form = AmendmentForm(
        request.POST or None,
        initial={"kind": kind, "proposed_text": "" if kind == Amendment.Kind.ADD else wording.text},
        mandates=mandates,
        governments=queries.accredited_governments(request.conference),
        language=last.language,
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = _preview(wording, form.cleaned_data)
        elif made := _tabled(request, form, wording, last):
            messages.success(request, _("Your amendment was received as %(amendment)s.") % {"amendment": made})
            return go(request, "drafting:amendment", number=made.number)
    context = {
        "form": form,
        "wording": wording,
        "revision": last,
        "draft": last.draft,
        "name": queries.paragraph_name(wording),
        "preview": preview,
        "mandates": mandates,
    }
    return render(request, "drafting/amend.html", context)


def _preview(wording, sent):
    if sent["kind"] == Amendment.Kind.DELETE:
        return [Change("delete", wording.text)]
    if sent["kind"] == Amendment.Kind.ADD:
        return [Change("insert", sent["proposed_text"])]
    return compare(wording.text, sent["proposed_text"])


def _tabled(request, form, wording, last):
    try:
        return actions.table_amendment(
            paragraph=wording.paragraph,
            revision=last,
            by=request.reader,
            language=get_language() or "en",
            **form.cleaned_data,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@page(read_draft, act=follow_amendments)
def amendment(request, number):
    """An amendment: what it changes, who stands behind it, what became of it, and what the reader may do with it."""
    found = queries.amendment_page(request.conference, number, request.reader)
    if found is None:
        raise Http404
    row = found.row
    reason = ReasonForm(request.POST if request.POST.get("act") == "reject" else None)
    if request.method == "POST" and _acted(request, row.amendment, reason):
        return go(request, "drafting:amendment", number=number)
    reader, mandates = request.reader, []
    if reader.has(DELEGATE) and may_co_sponsor(reader, row.amendment):
        sponsors = {row.amendment.sponsor_id, *(government.pk for government in row.co_sponsors)}
        mandates = [each for each in queries.mandates(request.conference, reader) if each.pk not in sponsors]
    context = {
        "shown": found,
        "row": row,
        "amendment": row.amendment,
        "draft": row.amendment.draft,
        "form": reason,
        "joining": mandates,
        "may_withdraw": may_withdraw(reader, row.amendment) if reader.has(DELEGATE) else None,
        "may_decide": may_decide(reader, row.amendment) if reader.is_staff else None,
    }
    return render(request, "drafting/amendment.html", context)


def _acted(request, amendment, reason):
    """Do what the form asks for; False when the reason must be mended first."""
    act, by = request.POST.get("act"), request.reader
    if act == "reject":
        if not reason.is_valid():
            return False
        actions.reject_amendment(amendment=amendment, reason=reason.cleaned_data["reason"], by=by)
    elif act == "accept":
        actions.accept_amendment(amendment=amendment, by=by)
    elif act == "admit":
        actions.declare_admissible(amendment=amendment, by=by)
    elif act == "withdraw":
        actions.withdraw_amendment(amendment=amendment, by=by)
    elif act == "co_sponsor":
        joining = queries.mandates(request.conference, by).filter(pk=_whole(request.POST.get("government"))).first()
        actions.co_sponsor(amendment=amendment, by=by, government=joining)
    else:
        raise Refused(_("This form was not understood. Load the page again."))
    messages.success(request, _("Done, and kept in the journal."))
    return True


def _whole(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0
