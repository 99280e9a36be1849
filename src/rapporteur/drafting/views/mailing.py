"""Amendments that arrive as instructions in a mail: pasted, seen as redlines, corrected, filed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page

from .. import actions, queries
from ..forms import MailForm
from ..models import Amendment
from ..permissions import file_for_delegations, may_file
from ..sentences import of_refusal


@page(file_for_delegations, act=file_for_delegations)
def mail(request):
    """Paste a mail, see what each instruction would change, correct it, file all of it for the delegation."""
    draft, last = queries.draft_of(request.conference), queries.last_frozen(request.conference)
    if draft is None or last is None:
        raise Http404
    form = MailForm(request.POST or None, governments=queries.accredited_governments(request.conference))
    is_sent = request.method == "POST" and form.is_valid()
    is_filing = request.POST.get("act") == "file"
    read = None
    if request.method == "POST" and form.is_readable:
        read = queries.mailed(last, form.cleaned_data["text"], form.cleaned_data["language"])
        if is_sent and is_filing and _filed(request, form, draft, last, read):
            return go(request, "drafting:mail")
    answer = may_file(request.reader, draft, "", Amendment.Channel.MAIL)
    context = {
        "form": form,
        "draft": draft,
        "last": last,
        "why_not": answer.reason,
        "read": read,
        "rationale": request.POST.get("rationale", ""),
        "lacking": _lacking(request, read) if is_filing and read and _is_as_read(request, read) else "",
    }
    if read is not None:
        context["shown"] = [
            (each, [(row, _typed(request, row, read)) for row in each.rows], [*map(of_refusal, each.refusals)])
            for each in read.instructions
        ]
    return render(request, "drafting/mail.html", context)


def _is_as_read(request, read):
    """Whether mail and text are those whose instructions were shown: the words beside them belong to no others."""
    return request.POST.get("shown") == read.digest


def _typed(request, row, read):
    """What the officer made of an amendment so far; all that is clear is chosen until the page was sent once."""
    if not _is_as_read(request, read):
        return {"is_chosen": row.is_clear, "words": row.proposed, "rationale": ""}
    return {
        "is_chosen": f"file-{row.index}" in request.POST,
        "words": request.POST.get(f"words-{row.index}", row.proposed),
        "rationale": _own_rationale(request, row),
    }


def _chosen(request, read):
    return [row for row in read.rows if f"file-{row.index}" in request.POST]


def _own_rationale(request, row):
    return request.POST.get(f"rationale-{row.index}", "").strip()


def _lacking(request, read):
    """The sentence for chosen amendments that are given no rationale; empty where each has one."""
    if request.POST.get("rationale", "").strip():
        return ""
    count = sum(not _own_rationale(request, row) for row in _chosen(request, read))
    return (
        ngettext(
            "%(count)s chosen amendment has no rationale of its own: write one here.",
            "%(count)s chosen amendments have no rationale of their own: write one for them here.",
            count,
        )
        % {"count": count}
        if count
        else ""
    )


def _filed(request, form, draft, last, read):
    """File the chosen amendments; False when something must be mended first."""
    sent = form.cleaned_data
    if not _is_as_read(request, read):
        form.add_error(
            None,
            _(
                "The mail, or the text that it amends, was changed since it was shown. Look at its instructions, then"
                " file them."
            ),
        )
        return False
    if _lacking(request, read):
        return False
    chosen = [
        actions.Mailed(
            row.key,
            row.kind,
            request.POST.get(f"words-{row.index}", row.proposed),
            _own_rationale(request, row) or request.POST.get("rationale", ""),
            row.target,
            row.language,
        )
        for row in _chosen(request, read)
    ]
    try:
        made = actions.file_mail(
            draft=draft,
            revision=last,
            government=sent["government"],
            amendments=chosen,
            language=sent["language"],
            by=request.reader,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    said = ngettext(
        "%(count)s amendment was filed: %(names)s.", "%(count)s amendments were filed: %(names)s.", len(made)
    )
    messages.success(request, said % {"count": len(made), "names": ", ".join(str(each) for each in made)})
    return True
