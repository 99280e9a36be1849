"""The queue of amendments that could not be laid on the last text without doubt."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.paging import whole_number

from .. import actions, queries
from ..forms import PlaceForm, ReasonForm, SettleForm
from ..models import Draft, Paragraph
from ..permissions import decide_amendments


@dataclass
class Item:
    """A row of the queue with its forms."""

    row: queries.CarriedRow
    settling: SettleForm
    placing: PlaceForm
    reason: ReasonForm


@page(decide_amendments, act=decide_amendments)
def queue(request):
    """Old words, new words and proposal side by side; say what the amendment makes of the new ones, or settle it."""
    last = queries.last_frozen(request.conference)
    if last is None:
        return render(request, "drafting/queue.html", {"items": [], "total": 0})
    after = whole_number(request.GET.get("after")) or 0
    rows = queries.carried_rows(last, after=after)
    sent, act = whole_number(request.POST.get("carried")), request.POST.get("act", "")
    places = [(each.paragraph_id, queries.paragraph_name(each)) for each in queries.wordings_of(last)]
    items = [
        _item(request, row, act if row.carried.pk == sent else "", last, places) for row in rows[: queries.MOST_SHOWN]
    ]
    if request.method == "POST":
        carried = get_object_or_404(queries.unclear_on(last).select_related("amendment__draft__conference"), pk=sent)
        if _acted(request, carried, next((item for item in items if item.row.carried.pk == sent), None)):
            return go(request, "drafting:queue")
    more = rows[queries.MOST_SHOWN - 1].amendment.number if len(rows) > queries.MOST_SHOWN else 0
    context = {
        "items": items,
        "revision": last,
        "total": queries.unclear_on(last).count(),
        "more": more,
        "after": after,
        "working": _open_for(request),
        "decides": last.draft.phase != Draft.Phase.ADOPTED,
    }
    return render(request, "drafting/queue.html", context)


def _working(request):
    return queries.working_revision(request.conference)


def _open_for(request):
    """The revision that is being written, with the keys of its paragraphs; None where there is none."""
    working = _working(request)
    return working and (working, set(working.wordings.values_list("paragraph__key", flat=True)))


def _item(request, row, act, revision, places):
    key = str(row.carried.pk)
    return Item(
        row,
        SettleForm(
            request.POST if act == "settle" else None,
            prefix=f"settle-{key}",
            language=revision.language,
            initial={"text": row.prepared},
        ),
        PlaceForm(
            request.POST if act == "place" else None,
            prefix=f"place-{key}",
            language=revision.language,
            places=places,
            initial={"text": row.proposed, "after": row.nearest},
        ),
        ReasonForm(request.POST if act == "reject" else None, prefix=f"reject-{key}"),
    )


def _acted(request, carried, item):
    """Do what the form asks for; False when it must be mended first."""
    act, by = request.POST.get("act"), request.reader
    form = {"settle": item.settling, "place": item.placing, "reject": item.reason}.get(act) if item else None
    try:
        if act == "contained":
            actions.mark_contained(carried=carried, by=by)
        elif act == "put_back" and carried.amendment.paragraph and (working := _working(request)):
            actions.put_back(revision=working, key=carried.amendment.paragraph.key, by=by)
        elif form is None:
            raise Refused(_("This form was not understood. Load the page again."))
        elif not form.is_valid():
            return False
        elif act == "place":
            after = get_object_or_404(Paragraph, pk=form.cleaned_data["after"], draft=carried.amendment.draft_id)
            actions.place_carried(carried=carried, after=after, text=form.cleaned_data["text"], by=by)
        elif act == "settle":
            actions.settle_carried(carried=carried, text=form.cleaned_data["text"], by=by)
        else:
            actions.reject_amendment(amendment=carried.amendment, reason=form.cleaned_data["reason"], by=by)
    except Refused as refused:
        if form is None:
            raise
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Done, and kept in the journal."))
    return True
