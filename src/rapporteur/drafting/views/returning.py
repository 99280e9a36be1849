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

# How many files one upload takes, and how many are shown side by side.
ROWS = 6
MOST_TOGETHER = 30


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
        messages.success(request, _said_of_reading(made))
        return go(request, "drafting:returned", pk=made[0].pk) if len(made) == 1 else go(request, "drafting:together")
    files = list(queries.returned_to(request.reader, draft)[:200])
    waiting = [each for each in files if each.state == Returned.State.READ]
    context = {"form": form, "draft": draft, "last": last, "files": files, "why_not": answer.reason, "waiting": waiting}
    return render(request, "drafting/returns.html", context)


def _read(request, form, draft):
    """The files that were read, all of them; nothing when one was refused."""
    name = ""
    try:
        may_file(request.reader, draft, "", Amendment.Channel.WORD).enforce()
        files = []
        for upload, government in form.sent():
            facts = {"draft": draft, "data": upload.read(), "name": upload.name}
            file = actions.opened(**facts, grouping=form.cleaned_data["grouping"])
            files.append({**facts, "file": file, "government": government})
        with transaction.atomic():
            made = []
            for facts in files:
                name = facts["name"]
                made.append(actions.read_return(**facts, by=request.reader))
            return made
    except actions.KnownFile as known:
        form.known = known.returned
        form.add_error(None, f"{name}: {known}")
    except Refused as refused:
        form.add_error(None, str(refused))
    return []


def _said_of_reading(made):
    """How many files were read and how many proposals are in them; nothing of it is filed yet."""
    proposals = sum(len(each.proposals) for each in made)
    files = ngettext("%(count)s file was read.", "%(count)s files were read.", len(made)) % {"count": len(made)}
    found = ngettext(
        "%(count)s proposal was found; it is not filed yet.",
        "%(count)s proposals were found; none is filed yet.",
        proposals,
    )
    return f"{files} {found % {'count': proposals}}"


@page(return_files, act=return_files)
def returned(request, pk):
    """What a Word file proposes: each with its words, author and moment; filed in one act."""
    draft = queries.draft_of(request.conference)
    last = queries.last_frozen(request.conference)
    if draft is None or last is None:
        raise Http404
    file = get_object_or_404(queries.returned_to(request.reader, draft), pk=pk)
    mistake, seen = "", _seen_on(request, draft)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "drop":
                actions.drop_return(returned=file, by=request.reader)
                messages.success(request, _("The file was dropped. It can be sent again."))
                return go(request, "drafting:returns")
            made = actions.file_return(
                returned=file,
                choices=_choices(request, file),
                other_persons=_persons(request),
                seen_on=seen,
                by=request.reader,
            )
        except Refused as refused:
            mistake = str(refused)
        else:
            said = ngettext("%(count)s amendment was filed.", "%(count)s amendments were filed.", len(made))
            messages.success(request, said % {"count": len(made)})
            return go(request, "drafting:returns")
    is_open = file.state == Returned.State.READ
    laid_on = last if is_open else file.laid_on or last
    facts = {"old": file.revision.symbol, "new": laid_on.symbol}
    written = queries.written_on(file, seen or file.laid_on, last, _words(request, file)) if mistake else {}
    rows = [
        (
            row,
            of_doubt("same" if row.same else row.doubt, amendment=row.same, **facts),
            _typed(request, row, written.get(row.index, (row.proposed, ""))),
            [(of_leftover(kind), text) for kind, text in row.holds],
        )
        for row in queries.returned_rows(file, last)
    ]
    places = queries.places_of(file.revision) if file.leftovers else {}
    context = {
        "file": file,
        "draft": draft,
        "last": last,
        "laid_on": laid_on,
        "ready": [each for each in rows if each[0].is_ready],
        "doubtful": [each for each in rows if not each[0].is_ready],
        "leftovers": [(of_leftover(each["kind"]), each, places.get(each["key"], "")) for each in file.leftovers],
        "shared": [
            (name, request.POST.get(f"person-{name}", ""))
            for name in sorted(queries.shared_authors(file, request.reader))
        ],
        "is_open": is_open,
        "filed": file.amendments.order_by("number"),
        "mistake": mistake,
        "rationale": request.POST.get("rationale", ""),
        "for_others": bool(file_for_delegations(request.reader)),
    }
    return render(request, "drafting/returned.html", context)


def _seen_on(request, draft):
    """The revision on whose words the page showed the proposals that are sent."""
    sent = request.POST.get("laid_on", "")
    return next((each for each in draft.revisions.filter(frozen_at__isnull=False) if str(each.pk) == sent), None)


def _words(request, file):
    return {index: request.POST.get(f"words-{index}", row["proposed"]) for index, row in enumerate(file.proposals)}


def _typed(request, row, written):
    """What the person made of a proposal so far: whether it is filed, its words, its rationale.

    written: the words, laid on the text of now, with their doubt; what could not be laid without doubt is no longer chosen.
    """
    if request.method != "POST":
        return {"is_chosen": row.is_ready, "words": row.proposed, "rationale": row.rationale}
    words, doubt = written
    return {
        "is_chosen": f"file-{row.index}" in request.POST and doubt not in queries.UNSURE,
        "words": words,
        "rationale": request.POST.get(f"rationale-{row.index}", ""),
    }


def _choices(request, file):
    """The chosen proposals; one without a rationale of its own gets the one for all."""
    of_all = request.POST.get("rationale", "")
    return {
        index: actions.Choice(
            words,
            request.POST.get(f"rationale-{index}", "").strip() or of_all,
        )
        for index, words in _words(request, file).items()
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
    waiting = queries.returned_to(request.reader, draft).filter(state=Returned.State.READ)
    files = list(waiting[:MOST_TOGETHER])
    left = waiting.count() - len(files) if len(files) == MOST_TOGETHER else 0
    rows, beside = queries.together(files, last)
    context = {"files": files, "last": last, "rows": rows, "beside": beside, "left": left}
    return render(request, "drafting/together.html", context)
