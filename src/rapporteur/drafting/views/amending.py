"""Amendments: proposed, read, decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import DELEGATE, Refused
from rapporteur.foundation.ui import said
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.paging import whole_number
from rapporteur_core.redline import Change, compare

from .. import actions, queries
from ..forms import AmendmentForm, ReasonForm
from ..models import Amendment, Incompatibility, Revision, Wording
from ..permissions import (
    SUB,
    amend_draft,
    closed_kinds,
    follow_amendments,
    may_accept_as_friendly,
    may_amend,
    may_co_sponsor,
    may_decide,
    may_decline,
    may_leave,
    may_reopen,
    may_stand,
    may_take_over,
    may_withdraw,
    read_draft,
)

ON_A_VERSION = [Amendment.Kind.CHANGE, Amendment.Kind.SPLIT, Amendment.Kind.ADD]
ON_A_PARAGRAPH = [kind for kind in Amendment.Kind.values if kind != Amendment.Kind.TITLE]


@dataclass(frozen=True)
class Place:
    """What an amendment is made to: a paragraph, the title, or the words of another amendment."""

    revision: Revision
    name: str
    words: str
    kinds: list[str]
    language: str
    wording: Wording | None = None
    parent: Amendment | None = None


@page(amend_draft, act=amend_draft)
def amend(request, key):
    """Propose other words for a paragraph, its deletion, another place, or a new one after it; seen first, then sent."""
    last = _last(request)
    wording = get_object_or_404(queries.wordings_of(last), paragraph__key=key)
    language = request.GET.get("lang") or last.language
    words, kinds = wording.text, ON_A_PARAGRAPH
    if language != last.language:
        words, kinds = actions.checked_words_in(wording, language), ON_A_VERSION
    return _amending(
        request, Place(last, queries.paragraph_name(wording), words, kinds, language=language, wording=wording)
    )


@page(amend_draft, act=amend_draft)
def amend_title(request):
    """Propose another title of the text."""
    last = _last(request)
    title, _language = said.pick(last.title, last.language)
    return _amending(
        request, Place(last, _("Title of the text"), title, [Amendment.Kind.TITLE], language=last.language)
    )


@page(amend_draft, act=amend_draft)
def amend_amendment(request, number):
    """Propose other words for those that an amendment proposes."""
    shown = Amendment.objects.visible_to(request.reader).select_related("revision__draft__conference", "paragraph")
    parent, last = get_object_or_404(shown, number=number), _last(request)
    may_amend(request.reader, last.draft, SUB).enforce()
    actions.refuse_to_amend(parent)
    words, kinds = queries.proposed_on(parent, last.pk), [Amendment.Kind.CHANGE]
    place = Place(last, str(parent), words, kinds, language=parent.words_language, parent=parent)
    return _amending(request, place)


def _last(request):
    last = queries.last_frozen(request.conference)
    if last is None:
        raise Http404
    return last


def _amending(request, place):
    draft = place.revision.draft
    closed = closed_kinds(draft, request.reader.now) if len(place.kinds) > 1 else frozenset()
    kind = request.GET.get("kind") or next((each for each in place.kinds if each not in closed), place.kinds[0])
    may_amend(request.reader, draft, SUB if place.parent else kind).enforce()
    mandates = queries.mandates(request.conference, request.reader)
    others = queries.wordings_of(place.revision).exclude(paragraph=place.wording.paragraph_id) if place.wording else []
    form = AmendmentForm(
        None if "empty" in request.POST else request.POST or None,
        initial=_first(request, place, kind),
        kinds=place.kinds,
        closed=closed,
        paragraphs=[(each.paragraph_id, queries.paragraph_name(each)) for each in others],
        mandates=mandates,
        governments=queries.accredited_governments(request.conference),
        language=place.language,
    )
    context = {"form": form, "place": place, "draft": draft, "mandates": mandates}
    if form.is_bound and form.is_valid() and _is_no_copy(place, form, context):
        other = others.filter(paragraph=form.cleaned_data["target"]).first() if form.cleaned_data["target"] else None
        sent = _as_meant(place, form.cleaned_data)
        if "preview" in request.POST:
            context |= _previewed(form, place, sent, other)
        elif made := _tabled(request, form, place, sent, other, context):
            messages.success(request, _("Your amendment was received as %(amendment)s.") % {"amendment": made})
            return go(request, "drafting:amendment", number=made.number)
    return render(request, "drafting/amend.html", context)


def _first(request, place, kind):
    """What the form begins with: the words as they stand, or none for a new paragraph; emptied, what else was sent."""
    if "empty" not in request.POST:
        return {"kind": kind, "proposed_text": "" if kind == Amendment.Kind.ADD else place.words}
    kept = {name: request.POST.get(name, "") for name in ("target", "rationale", "government")}
    return {**kept, "co_sponsors": request.POST.getlist("co_sponsors"), "kind": Amendment.Kind.ADD, "proposed_text": ""}


def _is_no_copy(place, form, context):
    """Whether a new paragraph has words of its own: those of the text stand in the form where it was opened to change
    them, and nobody means a paragraph twice."""
    sent = form.cleaned_data
    if sent["kind"] != Amendment.Kind.ADD:
        return True
    same = queries.wordings_of(place.revision).filter(text=sent["proposed_text"]).first()
    if same is None and sent["proposed_text"] != place.words:
        return True
    name = queries.paragraph_name(same or place.wording)
    form.add_error(
        "proposed_text", _("These are the words of: %(name)s. Write those of the new paragraph.") % {"name": name}
    )
    context["is_copy"] = True
    return False


def _as_meant(place, sent):
    """What was sent; a joining whose words are those of the one paragraph means the words of both."""
    is_left = sent["kind"] == Amendment.Kind.JOIN and sent["proposed_text"].strip() == place.words
    return {**sent, "proposed_text": ""} if is_left else sent


def _previewed(form, place, sent, other):
    """What a preview shows; nothing where the form must be mended first."""
    try:
        preview = _preview(place, sent, other)
    except Refused as refused:
        form.add_error(None, str(refused))
        return {}
    name = queries.paragraph_name(other) if other else ""
    return {"preview": preview, "where": queries.where(sent["kind"], name), "shift": _shift(place, sent)}


def _preview(place, sent, other):
    if sent["kind"] == Amendment.Kind.JOIN:
        base, proposed = actions.joined(place.wording, other, sent["proposed_text"])
        return queries.redline_between(Amendment.Kind.JOIN, base, proposed)
    if sent["kind"] == Amendment.Kind.SPLIT:
        return queries.redline_between(Amendment.Kind.SPLIT, place.words, sent["proposed_text"])
    if sent["kind"] == Amendment.Kind.DELETE:
        words = queries.words_with_below(place.revision, place.wording.paragraph)
        return queries.redline_between(Amendment.Kind.DELETE, words, "")
    if sent["kind"] == Amendment.Kind.MOVE:
        return [Change("keep", place.words)]
    if sent["kind"] == Amendment.Kind.ADD:
        return [Change("insert", sent["proposed_text"])]
    return compare(place.words, sent["proposed_text"])


def _shift(place, sent):
    """What the amendment would do to the opening verb of the paragraph."""
    if sent["kind"] not in queries.CHANGING or (place.wording is None and place.parent is None):
        return None
    return queries.shift_between(place.words, sent["proposed_text"], place.language)


def _tabled(request, form, place, sent, other, context):
    sent = {name: value for name, value in sent.items() if name != "target"}
    try:
        return actions.table_amendment(
            paragraph=place.wording.paragraph if place.wording else None,
            target=other.paragraph if other else None,
            parent=place.parent,
            revision=place.revision,
            by=request.reader,
            language=get_language() or "en",
            words_language=place.language,
            with_below=True,
            **sent,
        )
    except actions.Identical as identical:
        context["identical"] = identical.amendment
        form.add_error(None, str(identical))
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


@page(read_draft, act=follow_amendments)
def amendment(request, number):
    """An amendment: what it changes, who stands behind it, what became of it, and what the reader may do with it."""
    found = queries.amendment_page(request.conference, number, request.reader)
    if found is None:
        raise Http404
    row, act = found.row, request.POST.get("act", "")
    reason = ReasonForm(request.POST if act in WITH_REASON else None)
    in_the_way = None
    if request.method == "POST":
        try:
            if _acted(request, row.amendment, reason):
                # Who declines may not see it any more.
                return (
                    go(request, "drafting:draft")
                    if act == "decline"
                    else go(request, "drafting:amendment", number=number)
                )
        except actions.InTheWay as told:
            in_the_way = told
    context = {
        "shown": found,
        "row": row,
        "amendment": row.amendment,
        "draft": row.amendment.draft,
        "renderings": queries.renderings_of(row.amendment),
        "form": reason,
        "in_the_way": in_the_way,
        "current": queries.as_accepted(in_the_way.other) if in_the_way else (),
        **_rights(request, row),
    }
    return render(request, "drafting/amendment.html", context)


def _rights(request, row):
    """What the reader may do here, each as an answer with its reason; governments that they may do it for."""
    reader, amendment = request.reader, row.amendment
    asked = queries.asked_to_co_sponsor(amendment, reader)
    rights = {}
    if reader.is_staff:
        rights = {"may_decide": may_decide(reader, amendment), "may_reopen": may_reopen(reader, amendment)}
    rights |= {"asked": [each.name for each in asked]}
    if not reader.has(DELEGATE):
        return rights
    mandates = list(queries.mandates(request.conference, reader))
    sponsors = {amendment.sponsor_id, *(government.pk for government in row.co_sponsors)}
    others = [each for each in mandates if each.pk != amendment.sponsor_id]
    return rights | {
        "joining": [each for each in mandates if each.pk not in sponsors and may_co_sponsor(reader, amendment, each)],
        "declining": [each for each in mandates if each in asked and may_decline(reader, amendment, each)],
        "leaving": [each for each in others if each.pk in sponsors and may_leave(reader, amendment, each)],
        "speaking": [each for each in others if each.pk not in sponsors] if may_stand(reader, amendment) else [],
        "heirs": others if may_take_over(reader, amendment) else [],
        "may_withdraw": may_withdraw(reader, amendment),
        "may_be_friendly": may_accept_as_friendly(reader, amendment),
        "may_amend": amendment.parent is None
        and amendment.state == Amendment.State.STANDING
        and amendment.proposed_text
        and may_amend(reader, amendment.draft, SUB),
    }


WITH_REASON = {"reject", "inadmissible", "reopen"}
PLAIN = {
    "accept": actions.accept_amendment,
    "admit": actions.declare_admissible,
    "friendly": actions.accept_as_friendly,
    "withdraw": actions.withdraw_amendment,
}


def _acted(request, amendment, reason):
    """Do what the form asks for; False when the reason must be mended first."""
    act, by = request.POST.get("act"), request.reader
    if act in PLAIN:
        PLAIN[act](amendment=amendment, by=by)
    elif act == "accept_beside":
        actions.accept_amendment(amendment=amendment, by=by, beside=True)
    elif act in WITH_REASON:
        if not reason.is_valid():
            return False
        words = reason.cleaned_data["reason"]
        if act == "reject":
            actions.reject_amendment(amendment=amendment, reason=words, by=by)
        elif act == "reopen":
            actions.reopen_amendment(amendment=amendment, reason=words, by=by)
        else:
            actions.declare_inadmissible(amendment=amendment, ground=words, by=by)
    elif act in {*FOR_A_GOVERNMENT, "support", "oppose", "none"}:
        _acted_for_a_government(request, amendment, act)
    elif act == "incompatible":
        other = _named(request, amendment, request.POST.get("other", ""))
        actions.declare_incompatible(one=amendment, other=other, by=by)
    elif act == "compatible":
        pairs = Incompatibility.objects.filter(one__draft=amendment.draft_id).select_related(
            "one__draft", "other__draft"
        )
        pair = get_object_or_404(pairs, pk=whole_number(request.POST.get("pair")))
        actions.take_incompatibility_back(pair=pair, by=by)
    else:
        raise Refused(_("This form was not understood. Load the page again."))
    messages.success(request, _("Done, and kept in the journal."))
    return True


def _named(request, amendment, said):
    """The amendment that a person names, as 14 or as A-14, of those that they may see."""
    number = whole_number(said.strip().upper().removeprefix("A-"))
    found = Amendment.objects.visible_to(request.reader).filter(draft=amendment.draft_id, number=number).first()
    if found is None:
        raise Refused(
            _("There is no amendment “%(number)s” to this text. Write its number, such as A-14.") % {"number": said}
        )
    return found


FOR_A_GOVERNMENT = {
    "co_sponsor": actions.co_sponsor,
    "decline": actions.decline_to_co_sponsor,
    "leave": actions.leave_co_sponsors,
    "take_over": actions.take_over,
}


def _acted_for_a_government(request, amendment, act):
    by = request.reader
    government = (
        queries.mandates(request.conference, by).filter(pk=whole_number(request.POST.get("government"))).first()
    )
    if government is None and request.POST.get("government"):
        raise Refused(_("You do not speak for this government. Load the page again."))
    facts = {"amendment": amendment, "by": by, "government": government}
    if act in FOR_A_GOVERNMENT:
        FOR_A_GOVERNMENT[act](**facts)
    else:
        actions.take_stand(**facts, stance=act, reason=request.POST.get("reason", ""))
