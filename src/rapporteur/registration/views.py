"""Pages of registration: for a delegation, and for the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.calls.queries import call_of
from rapporteur.foundation.files.actions import FileRefused, store_file
from rapporteur.foundation.files.queries import as_attachment, download
from rapporteur.foundation.people.actions import government_of
from rapporteur.foundation.people.models import Government, Place
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.forms import file_sentence
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.paging import slice_of
from rapporteur_core.documents.sheets import write_csv

from . import actions, forms, queries
from .models import Delegation, Member
from .permissions import accredit, may_decide, may_manage, may_register, read_own
from .permissions import apply as may_apply

BY_HAND = ("place", "body")


# ---- registering


@page(may_apply)
def places(request):
    """Governments that fit the search: a whole page, or its list alone where the page asks for that."""
    facts = _search(request)
    name = "registration/_places.html" if request.headers.get("HX-Request") else "registration/find.html"
    response = render(request, name, facts)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _search(request):
    text = request.GET.get("q", "")[:200]
    answer = may_register(request.reader, call_of(request.conference), request.reader.now)
    return {"q": text, "choices": queries.choices_for(text), "answer": answer}


@page(may_apply, act=may_apply)
def apply(request):
    """First the government is found, then its delegation is entered; `more` gives rows, and checks and keeps nothing."""
    chosen = _chosen(request)
    answer = may_register(request.reader, call_of(request.conference), request.reader.now)
    if chosen is None:
        return render(request, "registration/find.html", _search(request))
    by_hand = chosen if isinstance(chosen, str) else ""
    is_more = "more" in request.POST
    bound = request.POST if request.method == "POST" and not is_more else None
    first = {"category": _category(chosen), **(request.POST.dict() if is_more else {})}
    form = forms.DelegationForm(bound, request.FILES if bound else None, by_hand=by_hand, initial=first)
    language = get_language() or "en"
    shown = forms.more_rows(request.POST, language) if is_more else forms.first_rows(request.reader.person, language)
    rows = forms.MemberRows(
        bound,
        initial=shown,
        prefix="members",
        conference=request.conference,
        form_kwargs={"empty_permitted": True},
    )
    if bound and form.is_valid() & rows.is_valid():
        try:
            _register(request, chosen, form.cleaned_data, forms.members_in(rows))
        except Refused as refused:
            form.add_error(None, str(refused))
        except FileRefused as trouble:
            form.add_error("letter", file_sentence(trouble))
        else:
            messages.success(request, _("The delegation is registered. The secretariat will write to you."))
            return go(request, "registration:mine")
    facts = {"form": form, "rows": rows, "chosen": chosen, "by_hand": by_hand, "answer": answer}
    return render(request, "registration/apply.html", facts)


def _chosen(request):
    """The place or body that the address names; 'place' or 'body' for one by hand; None before the search."""
    params = request.GET
    if params.get("add") in BY_HAND:
        return params["add"]
    if "place" in params:
        return get_object_or_404(Place, pk=_whole(params["place"]))
    if "government" in params:
        return get_object_or_404(Government, pk=_whole(params["government"]))
    return None


def _category(chosen):
    if isinstance(chosen, Government):
        return chosen.category
    return "city_network" if chosen == "body" else "lrg"


def _register(request, chosen, sent, members):
    reader = request.reader
    may_register(reader, call_of(request.conference), reader.now).enforce()
    if isinstance(chosen, Place):
        government = government_of(place=chosen, by=reader)
    elif isinstance(chosen, Government):
        government = chosen
    else:
        government = actions.government_by_hand(
            name=sent["name"],
            country=sent["country"],
            is_place=chosen == "place",
            category=sent["category"],
            by=reader,
        )
    actions.register_delegation(
        conference=request.conference,
        government=government,
        category=sent["category"],
        members=members,
        letter=_kept(sent["letter"]),
        by=reader,
    )


def _kept(file):
    return store_file(data=file.read(), name=file.name) if file else None


# ---- one's own delegation


@page(read_own, act=read_own)
def mine(request):
    """One's delegations: their state and members, what was asked, and what can be done."""
    delegations = list(queries.own_delegations(request.reader))
    bound = {}
    if request.method == "POST":
        found = {row.number: row for row in delegations}
        delegation = found.get(_whole(request.POST.get("number", "")))
        act = OWN_ACTS.get(request.POST.get("act", ""))
        if delegation is None or act is None:
            raise Http404
        form = act(request, delegation)
        if form is None:
            return go(request, "registration:mine")
        bound = {(delegation.pk, request.POST["act"]): form}
    cards = [_card(request, delegation, bound) for delegation in delegations]
    mistaken = next(iter(bound.values()), None)
    return render(request, "registration/mine.html", {"cards": cards, "mistaken": mistaken})


def _card(request, delegation, bound):
    """A delegation with the forms that its reader may send; none for acts that are not allowed."""
    found = {"delegation": delegation}
    makers = {"answer": forms.AnswerForm, "letter": forms.LetterForm, "add": forms.MemberForm}
    needed = {"answer": "answer", "letter": "change", "add": "change"}
    for name, maker in makers.items():
        if may_manage(request.reader, delegation, needed[name]):
            prefix = f"{name}-{delegation.number}"
            blank = maker(prefix=prefix, initial={"language": get_language(), "part": Member.Part.ADVISER})
            found[name] = bound.get((delegation.pk, name)) or blank
    found["can_change"] = bool(may_manage(request.reader, delegation, "change"))
    found["can_withdraw"] = bool(may_manage(request.reader, delegation, "withdraw"))
    return found


def _answer(request, delegation):
    form = forms.AnswerForm(request.POST, request.FILES, prefix=f"answer-{delegation.number}")

    def act(sent):
        letter = _kept(sent["letter"])
        actions.answer_question(delegation=delegation, answer=sent["answer"], letter=letter, by=request.reader)

    return _done(form, act)


def _letter(request, delegation):
    form = forms.LetterForm(request.POST, request.FILES, prefix=f"letter-{delegation.number}")

    def act(sent):
        actions.replace_letter(delegation=delegation, letter=_kept(sent["letter"]), by=request.reader)

    return _done(form, act)


def _add(request, delegation):
    form = forms.MemberForm(request.POST, prefix=f"add-{delegation.number}")
    return _done(form, lambda sent: actions.add_member(delegation=delegation, by=request.reader, **sent))


def _remove(request, delegation):
    member = get_object_or_404(delegation.members, pk=_whole(request.POST.get("member", "")))
    actions.remove_member(member=member, by=request.reader)


def _withdraw(request, delegation):
    actions.withdraw_delegation(delegation=delegation, by=request.reader)
    messages.success(request, _("The delegation is withdrawn."))


OWN_ACTS = {"answer": _answer, "letter": _letter, "add": _add, "remove": _remove, "withdraw": _withdraw}


def _done(form, act):
    """Do `act` with what `form` holds; gives None when it was done, else the form with its mistakes."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except FileRefused as trouble:
            form.add_error("letter", file_sentence(trouble))
        except Refused as refused:
            form.add_error(None, str(refused))
    return None if form.is_valid() else form


@page(read_own)
def letter(request, number):
    """The letter of nomination, for the delegation itself and the secretariat."""
    delegation = get_object_or_404(Delegation.objects.visible_to(request.reader), number=number)
    if delegation.letter is None:
        raise Http404
    try:
        return as_attachment(delegation.letter)
    except FileNotFoundError as error:
        raise Http404 from error


# ---- the desk


@page(accredit)
def desk(request):
    """All delegations, filtered and searched, fifty a page."""
    rows = queries.with_government(queries.delegations_for(request.reader, request.GET))
    facts = {
        "page": slice_of(rows, request.GET, key="number"),
        "filter": forms.FilterForm(request.GET),
        "counts": queries.state_counts(request.conference),
        "query": request.GET.urlencode(),
    }
    return render(request, "registration/desk.html", facts)


@page(accredit)
def export(request):
    """The same list, whole, one row a person."""
    rows = queries.delegations_for(request.reader, request.GET)
    text = write_csv(queries.sheet_header(), queries.sheet_rows(rows, request.conference.zone))
    name = f"{request.conference.slug}-delegations.csv"
    # With a byte order mark: spreadsheet programs read other scripts wrongly without it.
    return download(text.encode("utf-8-sig"), name=name, content_type="text/csv; charset=utf-8")


@page(accredit, act=accredit)
def delegation(request, number):
    """One delegation, and what the desk decides on it."""
    rows = queries.with_members(Delegation.objects.visible_to(request.reader))
    row = get_object_or_404(rows, number=number)
    bound = {}
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in DESK_ACTS:
            raise Http404
        form = DESK_ACTS[name](request, row)
        if form is None:
            messages.success(request, _("Done."))
            return go(request, "registration:delegation", number=number)
        bound = {name: form}
    facts = {
        "delegation": row,
        "ask_back": bound.get("ask_back") or forms.QuestionForm(),
        "refuse": bound.get("refuse") or forms.GroundForm(),
        "check_place": bound.get("check_place") or forms.PlaceForm(),
        "mistaken": next(iter(bound.values()), None),
        **_decisions(request.reader, row),
    }
    if facts["place_waits"]:
        text = request.GET.get("like", "")[:200]
        facts |= {"like": text, "candidates": queries.places_like(row.government.place, text)}
    return render(request, "registration/delegation.html", facts)


def _decisions(reader, row):
    place = row.government.place
    members = row.members.all()
    has_fresh = any(member.accredited_at is None and member.is_standing for member in members)
    is_accredited = row.state == Delegation.State.ACCREDITED
    return {
        "place_waits": place is not None and not place.is_checked,
        "can_accredit": bool(may_decide(reader, row, "accredit")) and (has_fresh or not is_accredited),
        "can_ask": bool(may_decide(reader, row, "ask_back")),
        "can_refuse": bool(may_decide(reader, row, "refuse")),
    }


def _accredit(request, row):
    actions.accredit_delegation(delegation=row, by=request.reader)


def _ask_back(request, row):
    form = forms.QuestionForm(request.POST)
    return _done(form, lambda sent: actions.ask_back(delegation=row, question=sent["question"], by=request.reader))


def _refuse(request, row):
    form = forms.GroundForm(request.POST)
    return _done(form, lambda sent: actions.refuse_delegation(delegation=row, ground=sent["ground"], by=request.reader))


def _check_place(request, row):
    form = forms.PlaceForm(request.POST)
    return _done(form, lambda sent: actions.check_added_place(delegation=row, by=request.reader, **sent))


def _settle(request, row):
    place = get_object_or_404(Place, pk=_whole(request.POST.get("place", "")))
    actions.settle_place(delegation=row, place=place, by=request.reader)


DESK_ACTS = {
    "accredit": _accredit,
    "ask_back": _ask_back,
    "refuse": _refuse,
    "check_place": _check_place,
    "settle": _settle,
}


@page(accredit)
def places_added(request):
    """Places that were added by hand and wait for a check."""
    rows = queries.with_added_place(request.conference)[:200]
    return render(request, "registration/places_added.html", {"delegations": rows})


def _whole(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
