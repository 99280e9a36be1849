"""The drafting room: one page that a committee projects and works on; it follows what others do."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.queries import last_number
from rapporteur.foundation.people.reader import DELEGATE, Refused
from rapporteur.foundation.ui.pages import page, to
from rapporteur.foundation.ui.paging import whole_number

from .. import actions, queries
from ..models import Amendment, Draft
from ..permissions import decide_amendments, may_amend, read_draft

# Of a paragraph, in characters.
LONGEST_KEY = 20


@page(read_draft, act=decide_amendments)
def room(request):
    """The last frozen text with what stands on it, whole or one paragraph large; those who decide have their buttons."""
    last = queries.last_frozen(request.conference)
    if last is None:
        return render(request, "drafting/none.html", {"draft": queries.draft_of(request.conference)})
    in_the_way = None
    if request.method == "POST":
        try:
            return _acted(request, last)
        except actions.InTheWay as told:
            in_the_way = told
    context = _context(request, last)
    if in_the_way is not None:
        # It is read again and again until it is settled: what others do meanwhile would take the note away.
        context |= {"in_the_way": in_the_way, "current": queries.as_accepted(in_the_way.other), "is_still": True}
        context["sent"] = whole_number(request.POST.get("number"))
    return render(request, "drafting/room.html", context)


@page(read_draft)
def room_changes(request):
    """What of the room has changed since the act `seen`: nothing (204), or the page as it is now."""
    if last_number(request.conference.slug) == whole_number(request.GET.get("seen")):
        return HttpResponse(status=204)
    last = queries.last_frozen(request.conference)
    if last is None:
        return HttpResponse(status=204)
    return render(request, "drafting/room_parts.html", _context(request, last))


def _context(request, last):
    found = queries.room_of(last, request.reader)
    key = request.GET.get("p", "")
    at = found.at(key) if key else None
    context = {
        "room": found,
        "revision": last,
        "draft": last.draft,
        "is_still": "still" in request.GET,
        "decides": request.reader.is_staff and last.draft.phase != Draft.Phase.ADOPTED,
        "can_amend": request.reader.has(DELEGATE) and bool(may_amend(request.reader, last.draft)),
    }
    if at is not None:
        context |= {
            "focus": found.rows[at],
            "key": key,
            "before": found.rows[at - 1].row if at else None,
            "behind": found.rows[at + 1].row if at + 1 < len(found.rows) else None,
        }
    else:
        context |= _part(request, found)
    context["address"] = _address(context)
    return context


def _part(request, found):
    """The part of the whole text that is asked for."""
    start = request.GET.get("from", "")
    at = next((at for at, rows in enumerate(found.pages) if any(each.row.key == start for each in rows)), 0)
    pages = found.pages
    return {
        "rows": pages[at],
        "start": start if at else "",
        "earlier": pages[at - 1][0].row.key if at else "",
        "later": pages[at + 1][0].row.key if at + 1 < len(pages) else "",
        "is_last": at + 1 == len(pages),
    }


def _address(context):
    """The query string of what is shown, for the links that stay here and for the next look."""
    shown = {"p": context.get("key", ""), "from": context.get("start", "")}
    return urlencode({name: value for name, value in shown.items() if value})


def _acted(request, last):
    act, by = request.POST.get("act"), request.reader
    shown = Amendment.objects.visible_to(by).filter(draft=last.draft_id).select_related("draft__conference")
    amendment = get_object_or_404(shown, number=whole_number(request.POST.get("number")))
    if act == "admit":
        actions.declare_admissible(amendment=amendment, by=by)
    elif act in {"accept", "accept_beside"}:
        actions.accept_amendment(amendment=amendment, by=by, beside=act == "accept_beside")
    else:
        raise Refused(_("This form was not understood. Load the page again."))
    messages.success(request, _("Done, and kept in the journal."))
    stays = {name: sent for name in ("p", "from", "still") if 0 < len(sent := request.GET.get(name, "")) <= LONGEST_KEY}
    return redirect(f"{to(request, 'drafting:room')}?{urlencode(stays)}")
