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
    read = None
    if request.method == "POST" and form.is_valid():
        read = queries.mailed(last, form.cleaned_data["text"], form.cleaned_data["language"])
        if request.POST.get("act") == "file" and _filed(request, form, draft, last, read):
            return go(request, "drafting:mail")
        is_filing = request.POST.get("act") == "file" and form.is_as_read
    answer = may_file(request.reader, draft, "", Amendment.Channel.MAIL)
    context = {"form": form, "draft": draft, "last": last, "why_not": answer.reason, "read": read}
    if read is not None:
        context["shown"] = [
            (each, [(row, _typed(request, row, is_filing)) for row in each.rows], [*map(of_refusal, each.refusals)])
            for each in read.instructions
        ]
    return render(request, "drafting/mail.html", context)


def _typed(request, row, is_filing):
    """What the officer made of an amendment so far; all that is clear is chosen until the page was filed once."""
    if not is_filing:
        return {"is_chosen": row.is_clear, "words": row.proposed}
    return {
        "is_chosen": f"file-{row.index}" in request.POST,
        "words": request.POST.get(f"words-{row.index}", row.proposed),
    }


def _filed(request, form, draft, last, read):
    """File the chosen amendments; False when something must be mended first."""
    sent = form.cleaned_data
    if not form.is_as_read:
        form.add_error(None, _("The mail was changed since it was shown. Look at its instructions, then file them."))
        return False
    chosen = [
        actions.Mailed(
            row.key, row.kind, request.POST.get(f"words-{row.index}", row.proposed), sent["rationale"], row.target
        )
        for row in read.rows
        if f"file-{row.index}" in request.POST
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
