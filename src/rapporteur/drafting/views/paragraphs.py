"""Paragraphs of the revision that is being written: added, changed, taken out, given other wordings."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.paging import whole_number
from rapporteur_core.text import normalise

from .. import actions, queries
from ..forms import AlternativeForm, WordingForm
from ..models import Amendment, Paragraph
from ..permissions import may_change, write_draft

HEADS = (Paragraph.Kind.HEADING, Paragraph.Kind.ANNEX, Paragraph.Kind.CHAPEAU)


def working_of(request):
    """The revision that is being written; Refused when there is none or the reader may not change it."""
    found = queries.working_revision(request.conference)
    if found is None:
        raise Refused(_("No revision is being written. Begin one on the drafting desk."))
    may_change(request.reader, found).enforce()
    return found


def warn_of_shift(request, old, new, language):
    """Say on the next page that an edit made the opening of a paragraph weaker or stronger."""
    shift = queries.shift_between(old, new, language)
    if shift is not None:
        messages.warning(request, _("Look again: %(shift)s.") % {"shift": queries.shift_sentence(shift)})


@page(write_draft, act=write_draft)
def add_paragraph(request):
    """Put a new paragraph into the revision that is being written, with the number that comes next in its place."""
    working = working_of(request)
    form = WordingForm(request.POST or None, language=working.language, initial=_first(request, working))
    if "suggest" in request.POST:
        form.suggest(queries.suggested_number(working, **form.place()))
    elif request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        if working.wordings.filter(paragraph__key=key).exists():
            form.add_error("key", _("A paragraph with this key stands in the text already."))
        elif "preview" not in request.POST and _written(request, form, working, form.cleaned_data.pop("key")):
            return go(request, "drafting:desk")
    context = {"form": form, "revision": working, **_previewed(request, form, working, "")}
    return render(request, "drafting/paragraph.html", context)


def _first(request, working):
    """What a new paragraph begins with: its place behind the one named in the address, else at the end."""
    behind, position = queries.place_behind(working, request.GET.get("behind", ""))
    kind = behind.paragraph.kind if behind else Paragraph.Kind.OPERATIVE
    kind = Paragraph.Kind.OPERATIVE if kind in HEADS else kind
    level = behind.level if behind else 0
    return {
        "key": queries.free_key(working.draft),
        "kind": kind,
        "level": level or "",
        "position": position,
        "number": queries.suggested_number(working, kind=kind, level=level, position=position),
    }


@page(write_draft, act=write_draft)
def edit_paragraph(request, key):
    """Change the words, number, place or brackets of a paragraph, give it another wording, or take it out."""
    working = working_of(request)
    wording = get_object_or_404(queries.wordings_of(working), paragraph__key=key)
    act = request.POST.get("act", "")
    another = AlternativeForm(request.POST if act == "alternative" else None, language=working.language)
    if request.method == "POST" and act and _acted(request, working, wording, act, another):
        return go(request, "drafting:desk")
    first = {
        "kind": wording.paragraph.kind,
        "number": wording.number,
        "position": wording.position,
        "level": wording.level or "",
        "text": queries.bracketed_words(wording),
        "seen": queries.bracketed_words(wording),
    }
    sent = request.POST if request.method == "POST" and not act else None
    form = WordingForm(sent, wording=wording, language=working.language, initial=first)
    if sent is not None and form.is_valid() and "preview" not in sent and _written(request, form, working, key):
        warn_of_shift(request, wording.text, form.cleaned_data["text"], working.language)
        return go(request, "drafting:desk")
    context = {
        "form": form,
        "another": another,
        "revision": working,
        "wording": wording,
        "name": queries.paragraph_name(wording),
        "others": queries.alternatives_of(wording),
        "side_by_side": [each for group in _groups(wording) for each in group],
        "sentences": wording.sentences.prefetch_related("sources"),
        **_previewed(request, form, working, wording.text),
        "hints": queries.hints_of(working, key, form.words),
    }
    return render(request, "drafting/paragraph.html", context)


def _groups(wording):
    return queries.alternatives_within(wording, list(wording.brackets.all()))


def _acted(request, working, wording, act, another):
    """Do what a button of the page asks for; False when its form must be mended first."""
    facts = {"revision": working, "key": wording.paragraph.key, "by": request.reader}
    if act == "remove":
        actions.remove_with_below(**facts)
        messages.success(request, _("The paragraph was taken out. What lost its sources is listed on the desk."))
    elif act == "agree":
        bracket = get_object_or_404(wording.brackets, pk=whole_number(request.POST.get("bracket")))
        actions.agree(bracket=bracket, by=request.reader)
        messages.success(request, _("These words are agreed: their brackets are gone."))
    elif act == "take_bracketed":
        bracket = get_object_or_404(wording.brackets, pk=whole_number(request.POST.get("bracket")))
        actions.take_bracketed(bracket=bracket, by=request.reader)
        messages.success(request, _("These words stand now; those of the other alternatives are gone."))
    elif act == "take":
        actions.take_alternative(**facts)
        messages.success(request, _("This wording stands now; the other ones are gone."))
    elif act == "alternative":
        if not another.is_valid():
            return False
        try:
            made = actions.add_alternative(text=another.cleaned_data["other_text"], **facts)
        except Refused as refused:
            another.add_error("other_text", str(refused))
            return False
        messages.success(request, _("Written beside it: %(number)s.") % {"number": made.number or made.paragraph.key})
    else:
        raise Refused(_("This form was not understood. Load the page again."))
    return True


def _previewed(request, form, working, before):
    """What a preview shows: the redline against the words before, and what becomes of the opening verb."""
    if "preview" not in request.POST or not form.is_valid():
        return {}
    text = normalise(form.cleaned_data["text"])
    return {
        "preview": queries.redline_between(Amendment.Kind.SPLIT, before, text),
        "shift": queries.shift_between(before, text, working.language),
    }


def _written(request, form, working, key):
    is_several = queries.PARAGRAPH_BREAK in form.cleaned_data["text"]
    if is_several and form.wording is None:
        form.add_error("text", _("These are several paragraphs. Add them one by one."))
        return False
    write = actions.split_wording if is_several else actions.set_wording
    try:
        write(revision=working, key=key, by=request.reader, **form.cleaned_data)
    except actions.Stale as stale:
        form.show_meanwhile(stale.current, str(stale))
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The paragraph was written."))
    return True
