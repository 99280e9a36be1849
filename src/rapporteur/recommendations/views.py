"""Pages of the recommendations."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapporteur.consolidation.queries import passages_here, provisions_of_passages, theme_choices, theme_page
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.paging import slice_of

from . import actions, queries
from .forms import DispositionForm, PositionForm, WriteForm
from .models import Disposition, Recommendation
from .permissions import (
    dispose,
    may_change,
    may_put_forward,
    may_withdraw,
    put_forward,
    read_recommendations,
    read_work,
    take_position,
    write,
)

AT_HAND = 100


@page(read_recommendations)
def listed(request):
    """All recommendations that are put forward, in their order."""
    context = {"rows": queries.recommendations(request.reader), "base": queries.base_of(request.conference)}
    return render(request, "recommendations/list.html", context)


def _recommendation(request, number):
    found = queries.recommendation_page(request.reader, number)
    if found is None:
        raise Http404
    return found


@page(read_recommendations, act=put_forward)
def detail(request, number):
    """One recommendation with what stands behind it; the rapporteur puts it forward or withdraws it here."""
    found, trouble = _recommendation(request, number), ""
    if request.method == "POST":
        try:
            _advance(request, found)
        except Refused as refused:
            trouble = str(refused)
        else:
            return go(request, "recommendations:detail", number=number)
    return render(request, "recommendations/detail.html", _detail_context(request, found, trouble))


def _advance(request, found):
    act = request.POST.get("act", "")
    if act == "put_forward":
        actions.put_forward(recommendation=found, by=request.reader)
    elif act == "withdraw":
        actions.withdraw_recommendation(recommendation=found, by=request.reader)
    else:
        raise Refused(_("This form was not understood. Load the page again."))


def _detail_context(request, found, trouble):
    reader = request.reader
    is_open = found.state == Recommendation.State.PUT_FORWARD and found.positions_closed_at is None
    counts = queries.counts_of(found)
    return {
        "recommendation": found,
        "trouble": trouble,
        "counts": counts,
        "said": queries.said_counts(counts),
        "base": queries.said_counts(queries.base_of(request.conference)),
        "withdrawn": queries.withdrawn_count(found),
        "page": slice_of(queries.sources_of(found), request.GET, size=50),
        "positions": queries.positions_of(found),
        "stances": queries.stances_of(found),
        "may_change": bool(may_change(reader, found)),
        "may_put_forward": bool(may_put_forward(reader, found)),
        "may_withdraw": bool(may_withdraw(reader, found)),
        "position_form": _position_form(request, found) if is_open and take_position(reader) else None,
    }


def _position_form(request, found, data=None):
    own = queries.own_position(found, request.reader)
    initial = {"government": own.government_id, "stance": own.stance, "reason": own.reason} if own else None
    return PositionForm(data, governments=queries.speaking_for(request.reader), initial=initial)


@page(take_position, act=take_position)
def position(request, number):
    """A delegation takes or changes its position."""
    found = _recommendation(request, number)
    form = _position_form(request, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_position(recommendation=found, by=request.reader, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your position is kept."))
            return go(request, "recommendations:detail", number=number)
    return render(request, "recommendations/position.html", {"recommendation": found, "form": form})


@page(read_work)
def desk(request):
    """Drafts and what is put forward; the share of points answered."""
    context = {
        "rows": queries.recommendations(request.reader),
        "passages": queries.passage_count(request.conference),
        "disposed": queries.disposed_count(request.conference),
        "outcomes": queries.outcome_counts(request.conference),
        "may_write": bool(write(request.reader)),
    }
    return render(request, "recommendations/desk.html", context)


@dataclass
class _AtHand:
    """The passages of a theme to choose from, a page at a time."""

    rows: list = field(default_factory=list)
    part: int = 1
    has_more: bool = False


def _at_hand(request, theme, chosen):
    if theme is None:
        return _AtHand()
    text = request.GET.get("part", "")
    part = int(text) if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 10_000 else 1
    rows = queries.passages_to_choose(theme, besides=[passage.pk for passage in chosen])
    found = list(rows[(part - 1) * AT_HAND : part * AT_HAND + 1])
    return _AtHand(found[:AT_HAND], part, len(found) > AT_HAND)


@page(write, act=write)
def write_new(request):
    """A new recommendation, from a theme (?theme=N) with its passages at hand."""
    text = request.GET.get("theme", "")
    theme = theme_page(request.reader, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if text and theme is None:
        raise Http404
    return _editor(request, None, theme)


@page(write, act=write)
def edit(request, number):
    """Change a draft."""
    found = _recommendation(request, number)
    may_change(request.reader, found).enforce()
    return _editor(request, found, found.theme)


def _editor(request, found, theme):
    if request.method == "POST":
        form = WriteForm(request.POST)
        chosen = passages_here(request.conference, request.POST.getlist("passages")[:2000])
        if form.is_valid() and (kept := _keep(request, found, theme, form, chosen)):
            return go(request, "recommendations:detail", number=kept.number)
    else:
        form = WriteForm(initial=_initial(found), title=found.title if found else None)
        chosen = [row.passage for row in queries.sources_of(found).order_by("passage_id")] if found else []
    context = {
        "recommendation": found,
        "theme": theme,
        "form": form,
        "chosen": chosen,
        "at_hand": _at_hand(request, theme, chosen),
        "touched": provisions_of_passages(theme) if theme else [],
    }
    return render(request, "recommendations/write.html", context)


def _initial(found):
    if found is None:
        return {"level": Recommendation.Level.LOCAL, "kind": Recommendation.Kind.COMMITMENT}
    names = ("text", "level", "kind", "actors", "due_on")
    return {**{name: getattr(found, name) for name in names}, "provisions": ", ".join(found.provisions)}


def _keep(request, found, theme, form, chosen):
    """Write or change the recommendation; None with a mistake on the form when it cannot be."""
    facts = {name: form.cleaned_data[name] for name in ("text", "level", "kind", "actors", "due_on", "provisions")}
    further = form.cleaned_data["further"]
    named = passages_here(request.conference, further)
    if len(named) != len(set(further)):
        form.add_error("further", _("One of these passages is not there. Write each as C-0087.3."))
        return None
    facts.update(title=form.said("title"), passages=[*chosen, *named], by=request.reader)
    try:
        if found is not None:
            return actions.change_recommendation(recommendation=found, **facts)
        language = get_language() or "en"
        return actions.write_recommendation(conference=request.conference, theme=theme, language=language, **facts)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@page(read_work, act=dispose)
def dispositions(request):
    """Passages with what became of them; several are disposed of at once with one reason."""
    choices = queries.recommendation_choices(request.reader)
    form = DispositionForm(request.POST if request.method == "POST" else None, choices=choices)
    chosen = []
    if request.method == "POST":
        chosen = passages_here(request.conference, request.POST.getlist("passages")[:500])
        if form.is_valid() and (total := _dispose(request, form, chosen)):
            text = ngettext("%(total)s passage disposed of.", "%(total)s passages disposed of.", total)
            messages.success(request, text % {"total": total})
            return redirect(request.get_full_path())
    return render(request, "recommendations/dispositions.html", _dispositions_context(request, form, chosen))


def _dispositions_context(request, form, chosen):
    show = request.GET.get("show", "")
    show = show if show in {"undisposed", *Disposition.Outcome.values} else ""
    text = request.GET.get("theme", "")
    theme = theme_page(request.reader, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None
    piece = slice_of(queries.points(request.conference, show=show, theme=theme), request.GET, size=30)
    return {
        "form": form if dispose(request.reader) else None,
        "page": piece,
        "rows": queries.with_answers(piece.rows),
        "chosen": {passage.pk for passage in chosen},
        "show": show,
        "theme": theme,
        "themes": theme_choices(request.conference),
        "outcomes": Disposition.Outcome.values,
        "passages": queries.passage_count(request.conference),
        "disposed": queries.disposed_count(request.conference),
    }


def _dispose(request, form, chosen):
    number = form.cleaned_data["recommendation"]
    recommendation = queries.recommendation_page(request.reader, number) if number else None
    facts = {"outcome": form.cleaned_data["outcome"], "reason": form.cleaned_data["reason"]}
    try:
        return actions.dispose(
            passages=chosen,
            recommendation=recommendation,
            by=request.reader,
            language=get_language() or "en",
            **facts,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return 0
