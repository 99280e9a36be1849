"""The drafting desk: the next revision is written, amendments are taken in, sources are linked."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Passage
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.paging import whole_number
from rapporteur.recommendations.models import Recommendation
from rapporteur_core.redline import compare, rebase

from .. import actions, queries
from ..forms import DeadlineForm, DraftForm, KindDeadlineForm, MergeForm, SetUpForm, SourcesForm
from ..models import Amendment, SentenceSource
from ..permissions import file_for_delegations, may_freeze, write_draft
from .paragraphs import warn_of_shift, working_of


@page(write_draft, act=write_draft)
def desk(request):
    """Where the text stands, what waits, and the acts of those who write it."""
    conference = request.conference
    act = request.POST.get("act", "")
    opening = DraftForm(
        request.POST if act == "open" else None,
        languages=queries.languages_of(conference),
        symbol=f"{conference.symbol_root}/L.1",
    )
    facts = queries.desk_facts(conference, request.reader)
    draft = facts["draft"]
    deadline = DeadlineForm(
        request.POST if act == "open_amendments" else None,
        zone=conference.zone,
        initial={"closes_at": draft.amendments_close_at if draft else None},
    )
    own = KindDeadlineForm(request.POST if act == "set_deadline" else None, zone=conference.zone)
    forms = {
        "open": opening,
        "open_amendments": deadline,
        "set_deadline": own,
        "set_up": SetUpForm(request.POST if act == "set_up" else None, draft=draft),
    }
    if request.method == "POST" and _acted(request, facts, forms):
        return go(request, "drafting:desk")
    context = {**facts, "opening": opening, "deadline": deadline, "own_deadline": own, "set_up": forms["set_up"]}
    context["mails"] = bool(file_for_delegations(request.reader))
    if draft is not None:
        context["template_label"] = queries.template_name(draft.template)
        context["phase_label"] = queries.phase_name(draft.phase)
        context["reasons"] = {
            "conflict": _("conflicts with other words"),
            "moved": _("amends words that have changed since"),
            "gone": _("its paragraph is no longer in the text"),
        }
    if facts.get("working"):
        context["freezing"] = may_freeze(request.reader, facts["working"])
    return render(request, "drafting/desk.html", context)


def _acted(request, facts, forms):
    """Do what the form asks for; False when a form must be mended first."""
    act, by, draft, working = request.POST.get("act"), request.reader, facts["draft"], facts.get("working")
    form = forms.get(act)
    if form is not None and not form.is_valid():
        return False
    try:
        if act == "open":
            _open(request, form)
        elif act == "set_up" and draft:
            actions.set_up_draft(draft=draft, by=by, **form.cleaned_data)
        elif act == "open_amendments" and draft:
            actions.open_amendments(draft=draft, closes_at=form.cleaned_data["closes_at"], by=by)
        elif act == "set_deadline" and draft:
            sent = form.cleaned_data
            actions.set_deadline(draft=draft, kind=sent["kind"], closes_at=sent["own_closes_at"], by=by)
        elif act == "close_amendments" and draft:
            actions.close_amendments(draft=draft, by=by)
        elif act == "begin" and draft:
            actions.begin_revision(draft=draft, by=by)
        elif act == "freeze" and working:
            actions.freeze_revision(revision=working, by=by)
        elif act == "put_back" and working:
            actions.put_back(revision=working, key=request.POST.get("key", ""), by=by)
        elif act == "apply" and working:
            return _applied(request, working)
        else:
            raise Refused(_("This form was not understood. Load the page again."))
    except Refused as refused:
        if form is not None:
            form.add_error(None, str(refused))
            return False
        raise
    messages.success(request, _("Done, and kept in the journal."))
    return True


def _open(request, form):
    sent, conference = form.cleaned_data, request.conference
    opening = queries.opening_sentence(conference, sent["template"], sent["language"]) if sent["has_opening"] else ""
    actions.open_draft(
        conference=conference,
        title=form.said("title"),
        symbol=sent["symbol"],
        language=sent["language"],
        template=sent["template"],
        opening=opening,
        by=request.reader,
    )


def _applied(request, working):
    taken, left = actions.apply_accepted(revision=working, by=request.reader)
    said = ngettext("%(count)s amendment was taken in.", "%(count)s amendments were taken in.", len(taken)) % {
        "count": len(taken)
    }
    unrendered = [each for each in left if queries.in_original(each) is None]
    by_hand = [each for each in left if each not in unrendered]
    if by_hand:
        said += " " + _("To be merged by hand: %(list)s.") % {"list": ", ".join(map(str, by_hand))}
    if unrendered:
        names = {"list": ", ".join(map(str, unrendered))}
        said += " " + _("To be rendered in the language of the text first: %(list)s.") % names
    messages.success(request, said)
    return True


@page(write_draft, act=write_draft)
def merge(request, number):
    """Take an accepted amendment in by hand: all words side by side, and the paragraph as it shall read."""
    working = working_of(request)
    waiting = Amendment.objects.waiting_to_come_in(working.draft_id)
    amendment = get_object_or_404(waiting.select_related("sponsor", "paragraph", "revision"), number=number)
    base, proposed = queries.in_original(amendment) or (amendment.base_text, amendment.proposed_text)
    named = queries.named_in(amendment, working)
    wording = next((each for each in named if each.paragraph_id == amendment.paragraph_id), None)
    current = queries.PARAGRAPH_BREAK.join(each.text for each in named)
    first = {"text": _first_words(amendment.kind, base, proposed, current)}
    first["seen"] = queries.printed_together(named)
    form = MergeForm(request.POST or None, language=working.language, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge_by_hand(amendment=amendment, revision=working, by=request.reader, **_sent(form, wording))
        except actions.Stale as stale:
            form.show_meanwhile(stale.current, str(stale))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            amendment.refresh_from_db()
            is_taken = amendment.state == Amendment.State.ACCEPTED
            said = _("%(amendment)s was taken in.") if is_taken else _("%(amendment)s fell: its paragraph is gone.")
            messages.success(request, said % {"amendment": amendment})
            warn_of_shift(request, current, form.cleaned_data["text"], working.language)
            return go(request, "drafting:desk")
    context = {
        "form": form,
        "amendment": amendment,
        "revision": working,
        "wording": wording,
        "name": queries.paragraph_name(wording) if wording else "",
        "proposed": compare(base, proposed),
        "meanwhile": compare(base, current) if wording and current != base else None,
    }
    return render(request, "drafting/merge.html", context)


def _first_words(kind, base, proposed, current):
    """What stands in the form: what is clear of the amendment on the words of now."""
    if kind in {Amendment.Kind.ADD, Amendment.Kind.JOIN, Amendment.Kind.TITLE}:
        return proposed
    if kind in {Amendment.Kind.CHANGE, Amendment.Kind.SPLIT} and current:
        return rebase(base, current, proposed).text
    return current


def _sent(form, wording):
    return {"text": form.cleaned_data["text"], "seen": (form.cleaned_data["seen"] or None) if wording else None}


@page(write_draft, act=write_draft)
def sources(request, pk):
    """What stands behind a sentence: seen, added, taken away."""
    sentence = queries.sentence_page(request.conference, pk)
    if sentence is None:
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "remove":
        source = get_object_or_404(SentenceSource, sentence=sentence, pk=whole_number(request.POST.get("source")))
        actions.remove_source(source=source, by=request.reader)
        return go(request, "drafting:sources", pk=pk)
    shown = Recommendation.objects.visible_to(request.reader).order_by("number")
    chosen = shown.filter(pk=whole_number(request.GET.get("recommendation"))).first()
    words = request.GET.get("q", "")
    offered = queries.passages_to_choose(request.conference, words=words, recommendation=chosen)
    form = SourcesForm(
        request.POST or None,
        passages=Passage.objects.filter(contribution__conference=request.conference).select_related("contribution"),
        recommendations=shown,
        language=get_language() or "en",
    )
    if request.method == "POST" and form.is_valid():
        actions.add_sources(sentence=sentence, by=request.reader, **form.cleaned_data)
        messages.success(request, _("The sources were added."))
        return go(request, "drafting:sources", pk=pk)
    context = {
        "form": form,
        "sentence": sentence,
        "revision": sentence.wording.revision,
        "name": queries.paragraph_name(sentence.wording),
        "offered": offered,
        "recommendations": shown,
        "chosen": chosen,
        "words": words,
    }
    return render(request, "drafting/sources.html", context)
