"""Words that amendments would change differently, side by side: ordered, bracketed, joined by hand, or one taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur_core.redline import merge

from .. import actions, queries
from ..forms import JoinForm, OrderForm
from ..models import Amendment, Draft
from ..permissions import decide_amendments, may_write, read_draft


@page(read_draft, act=decide_amendments)
def conflict(request, key):
    """The conflict sets of a paragraph, or of the title; those who decide settle them here."""
    last = queries.last_frozen(request.conference)
    found = queries.compilation(last, request.reader) if last else None
    row = next((each for each in found.rows if _is_of(each, key)), None) if found else None
    if row is None:
        raise Http404
    context = {
        "row": row,
        "revision": last,
        "draft": last.draft,
        "sets": _shown(row, found),
        "names": found.names,
        "changes": queries.RoomRow(row, []).changes,
    }
    if request.reader.is_staff and last.draft.phase != Draft.Phase.ADOPTED:
        context |= _settling(request, row, last)
        context["written"] = _written(request, row)
    if request.method == "POST" and _acted(request, row, last, context):
        return go(request, "drafting:conflict", key=key)
    return render(request, "drafting/conflict.html", context)


def _shown(row, found):
    """Each set with its alternatives, these with their proposals and what each was declared incompatible with."""
    proposals = {each.amendment.pk: each for other in found.rows for each in other.proposals}
    meeting = {each.pk: each for conflict in row.all_sets for each in conflict.amendments}
    apart = queries.incompatible_among(meeting.values())
    return [
        (
            conflict,
            [
                (way, [(proposals[each.pk], apart.get(each.pk, [])) for each in way.amendments])
                for way in conflict.alternatives
            ],
        )
        for conflict in row.all_sets
    ]


def _is_of(row, key):
    """Whether the conflict sets of a paragraph stand in this row: it is the first of those that joins tie together."""
    tied = [each.paragraph.key for each in row.unit.wordings] if row.unit else []
    return key in {row.key, *tied}


def _settling(request, row, last):
    """The forms of those who decide, as far as there is something to settle."""
    act = request.POST.get("act", "")
    meeting = {each.pk: each for conflict in row.all_sets for each in conflict.amendments}
    context = {"decides": True, "meeting": list(meeting.values())}
    if not meeting:
        return context
    context["ordering"] = OrderForm(request.POST if act == "order" else None, amendments=meeting.values())
    working = queries.working_revision(request.conference)
    context |= {"working": working, "beginning": may_write(request.reader, last.draft)}
    wording = _wording_in(working, row)
    if wording is not None:
        accepted = {key for key, each in row.unit.amendments.items() if each.state == Amendment.State.ACCEPTED}
        words = {key: text for key, text in row.unit.proposals.items() if key in accepted}
        words[queries.CURRENT] = wording.text
        first = {
            "amendments": [str(key) for key in meeting],
            "text": merge(row.unit.base, words).text,
            "seen": queries.bracketed_words(wording),
        }
        context["joining"] = JoinForm(
            request.POST if act in {"join", "brackets"} else None,
            amendments=row.unit.amendments.values(),
            language=working.language,
            initial=first,
        )
    return context


def _written(request, row):
    """The paragraph as the revision that is being written has it, where that is no longer what is amended here."""
    working = queries.working_revision(request.conference)
    if working is None or row.wording is None:
        return None
    wording = queries.wordings_of(working).filter(paragraph=row.wording.paragraph_id).first()
    is_other = wording is not None and queries.bracketed_words(wording) != queries.bracketed_words(row.wording)
    return wording if is_other else None


def _wording_in(working, row):
    """The paragraph in the revision that is being written; None where several are tied, or it is the title."""
    if working is None or row.unit is None or len(row.unit.wordings) != 1:
        return None
    return queries.wordings_of(working).filter(paragraph=row.unit.wordings[0].paragraph_id).first()


def _acted(request, row, last, context):
    """Do what the form asks for; False when something must be looked at first."""
    act, by = request.POST.get("act"), request.reader
    form = {"order": "ordering", "join": "joining", "brackets": "joining"}.get(act)
    form = context.get(form) if form else None
    try:
        if act in {"accept", "accept_beside"}:
            amendment = _amendment(request, last, "number")
            actions.accept_amendment(amendment=amendment, by=by, beside=act == "accept_beside")
        elif act == "incompatible":
            actions.declare_incompatible(
                one=_amendment(request, last, "one"), other=_amendment(request, last, "other"), by=by
            )
        elif act == "begin":
            actions.begin_revision(draft=last.draft, by=by)
        elif form is None:
            raise Refused(_("This form was not understood. Load the page again."))
        elif not form.is_valid():
            return False
        elif act == "order":
            actions.order_amendments(amendments=form.in_order(), by=by)
        elif act == "brackets":
            actions.bracket_alternatives(amendments=form.chosen(), revision=context["working"], by=by)
        else:
            actions.join_by_hand(
                amendments=form.chosen(),
                revision=context["working"],
                text=form.cleaned_data["text"],
                seen=form.cleaned_data["seen"],
                by=by,
            )
    except actions.Stale as stale:
        form.show_meanwhile(stale.current, str(stale))
        return False
    except actions.InTheWay as told:
        context |= {"in_the_way": told, "sent": amendment, "current": queries.as_accepted(told.other)}
        return False
    except Refused as refused:
        if form is None:
            raise
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Done, and kept in the journal."))
    return True


def _amendment(request, last, name):
    sent = request.POST.get(name, "")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    shown = Amendment.objects.visible_to(request.reader).filter(draft=last.draft_id)
    return get_object_or_404(shown.select_related("draft__conference"), number=number)
