"""The draft as a Word file that comes back: sent in, seen as proposals, filed in one act."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page

from .. import actions, queries
from ..forms import ReturnForm
from ..models import Amendment, Returned
from ..permissions import file_for_delegations, may_file, return_files
from ..sentences import of_doubt, of_leftover

ROWS = 6


@page(return_files, act=return_files, keeps=False)
def returns(request):
    """Send Word files of the draft in, and go on with those that were read.

    A file that is sent twice is known by its content, so that the form needs no key; it is read before any transaction.
    """
    draft = queries.draft_of(request.conference)
    last = queries.last_frozen(request.conference)
    if draft is None or last is None:
        raise Http404
    for_others = bool(file_for_delegations(request.reader))
    form = ReturnForm(
        request.POST or None,
        request.FILES or None,
        rows=ROWS if for_others else 1,
        governments=queries.accredited_governments(request.conference)
        if for_others
        else queries.mandates(request.conference, request.reader),
    )
    answer = may_file(request.reader, draft, "", Amendment.Channel.WORD)
    if request.method == "POST" and form.is_valid() and (made := _read(request, form, draft)):
        return go(request, "drafting:returned", pk=made[0].pk) if len(made) == 1 else go(request, "drafting:returns")
    files = list(queries.returned_to(request.reader, draft)[:200])
    waiting = [each for each in files if each.state == Returned.State.READ]
    context = {"form": form, "draft": draft, "last": last, "files": files, "why_not": answer.reason, "waiting": waiting}
    return render(request, "drafting/returns.html", context)


def _read(request, form, draft):
    """The files that were read, all of them; nothing when one was refused."""
    name = ""
    try:
        files = []
        for upload, government in form.sent():
            name, data = upload.name, upload.read()
            files.append((name, data, actions.opened(data, name), government))
        with transaction.atomic():
            made = []
            for name, data, file, government in files:
                facts = {"draft": draft, "data": data, "name": name, "file": file, "government": government}
                grouping = form.cleaned_data["grouping"]
                made.append(actions.read_return(**facts, grouping=grouping, by=request.reader))
            return made
    except actions.KnownFile as known:
        form.known = known.returned
        form.add_error(None, f"{name}: {known}")
    except Refused as refused:
        form.add_error(None, str(refused))
    return []


@page(return_files, act=return_files)
def returned(request, pk):
    """What a Word file proposes: each with its words, author and moment; filed in one act."""
    draft = queries.draft_of(request.conference)
    last = queries.last_frozen(request.conference)
    if draft is None or last is None:
        raise Http404
    file = get_object_or_404(queries.returned_to(request.reader, draft), pk=pk)
    mistake = ""
    if request.method == "POST":
        try:
            if request.POST.get("act") == "drop":
                actions.drop_return(returned=file, by=request.reader)
                messages.success(request, _("The file was dropped. It can be sent again."))
                return go(request, "drafting:returns")
            made = actions.file_return(
                returned=file, choices=_choices(request, file), other_persons=_persons(request), by=request.reader
            )
        except Refused as refused:
            mistake = str(refused)
        else:
            said = ngettext("%(count)s amendment was filed.", "%(count)s amendments were filed.", len(made))
            messages.success(request, said % {"count": len(made)})
            return go(request, "drafting:returns")
    facts = {"old": file.revision.symbol, "new": last.symbol}
    rows = [
        (row, of_doubt("same" if row.same else row.doubt, amendment=row.same, **facts), _typed(request, row))
        for row in queries.returned_rows(file, last)
    ]
    context = {
        "file": file,
        "draft": draft,
        "last": last,
        "ready": [each for each in rows if each[0].is_ready],
        "doubtful": [each for each in rows if not each[0].is_ready],
        "leftovers": [(of_leftover(each["kind"]), each) for each in file.leftovers],
        "shared": sorted(queries.shared_authors(file)),
        "is_open": file.state == Returned.State.READ,
        "filed": file.amendments.order_by("number"),
        "mistake": mistake,
    }
    return render(request, "drafting/returned.html", context)


def _typed(request, row):
    """What the person made of a proposal so far: whether it is filed, its words, its rationale."""
    if request.method != "POST":
        return {"is_chosen": row.is_ready, "words": row.proposed, "rationale": row.rationale}
    return {
        "is_chosen": f"file-{row.index}" in request.POST,
        "words": request.POST.get(f"words-{row.index}", row.proposed),
        "rationale": request.POST.get(f"rationale-{row.index}", ""),
    }


def _choices(request, file):
    """The chosen proposals; one without a rationale of its own gets the one for all."""
    of_all = request.POST.get("rationale", "")
    return {
        index: actions.Choice(
            request.POST.get(f"words-{index}", row["proposed"]),
            request.POST.get(f"rationale-{index}", "").strip() or of_all,
        )
        for index, row in enumerate(file.proposals)
        if f"file-{index}" in request.POST
    }


def _persons(request):
    names = [key.removeprefix("person-") for key in request.POST if key.startswith("person-")]
    return {name: request.POST[f"person-{name}"] == "other" for name in names}


@page(return_files)
def together(request):
    """What all files that wait propose, paragraph by paragraph, with what merges and what conflicts."""
    draft = queries.draft_of(request.conference)
    last = queries.last_frozen(request.conference)
    if draft is None or last is None:
        raise Http404
    files = [each for each in queries.returned_to(request.reader, draft) if each.state == Returned.State.READ][:30]
    rows, beside = queries.together(files, last)
    context = {"files": files, "last": last, "rows": rows, "beside": beside}
    return render(request, "drafting/together.html", context)
