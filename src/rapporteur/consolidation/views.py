"""Pages of the consolidation."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.contributions.models import Contribution
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page, to
from rapporteur.foundation.ui.paging import slice_of
from rapporteur_core.redline import compare

from . import actions, queries
from .forms import AddForm, NameForm, OtherThemeForm, RenameForm, SplitForm, StartForm
from .models import Run
from .permissions import curate, read_themes, read_work, run_consolidation

ACTIVE = {Run.State.WAITING, Run.State.RUNNING}
LONGEST_COMPARED = 20_000


@page(read_themes)
def themes(request):
    """All themes, the largest first."""
    search = request.GET.get("q", "")[:100]
    found = queries.themes(request.reader, search=search)
    context = {
        "page": slice_of(found, request.GET, size=30, key="weight"),
        "search": search,
        "run": queries.last_done(request.conference),
        "received": queries.received_count(request.conference),
        "counts": queries.theme_counts(request.conference),
    }
    return render(request, "consolidation/themes.html", context)


@page(read_themes, act=curate)
def theme(request, number):
    """A theme with all its passages; people put it right here."""
    found = queries.theme_page(request.reader, number)
    if found is None:
        raise Http404
    if found.number != number:
        return go(request, "consolidation:theme", number=found.number)
    trouble = ""
    if request.method == "POST":
        try:
            target = _change(request, found)
        except Refused as refused:
            trouble = str(refused)
            found.refresh_from_db()
        else:
            return go(request, "consolidation:theme", number=target)
    return render(request, "consolidation/theme.html", _theme_context(request, found, trouble))


def _theme_context(request, found, trouble):
    region, language = request.GET.get("region", "")[:30], request.GET.get("language", "")[:10]
    context = {
        "theme": found,
        "trouble": trouble,
        "evidence": queries.evidence(found),
        "page": slice_of(queries.passages_of(found, region=region, language=language), request.GET, size=30),
        "balance": queries.kept_balance(found.balance),
        "provisions": queries.provisions_of_passages(found),
        "region": region,
        "language_wanted": language,
    }
    if curate(request.reader):
        choices = [choice for choice in queries.theme_choices(request.conference) if choice[0] != found.number]
        facts = {"label": found.label, "description": found.description}
        context["forms"] = {
            "rename": RenameForm(initial=facts, auto_id="rename_%s"),
            "merge": OtherThemeForm(choices=choices, auto_id="merge_%s"),
            "move": OtherThemeForm(choices=choices, auto_id="move_%s", prefix="move"),
            "split": SplitForm(auto_id="split_%s", prefix="split"),
        }
    return context


def _change(request, found):
    """Do what a form of the theme's page asks; gives the number of the theme to show next."""
    by, act = request.reader, request.POST.get("act", "")
    if act == "rename":
        form = _checked(RenameForm(request.POST))
        actions.rename_theme(theme=found, by=by, **form)
    elif act == "confirm":
        actions.confirm_theme(theme=found, by=by)
    elif act == "lock":
        actions.lock_theme(theme=found, by=by)
    elif act == "unlock":
        actions.unlock_theme(theme=found, by=by)
    elif act == "merge":
        return actions.merge_themes(theme=found, into=_other(request, ""), by=by).number
    elif act == "split":
        label = _checked(SplitForm(request.POST, prefix="split"))["label"]
        return actions.split_theme(theme=found, passages=_chosen(request), label=label, by=by).number
    elif act == "move":
        total = actions.move_passages(passages=_chosen(request), to=_other(request, "move"), by=by)
        text = ngettext("%(total)s passage moved.", "%(total)s passages moved.", total)
        messages.success(request, text % {"total": total})
    else:
        raise Refused(_("This form was not understood. Load the page again."))
    return found.number


def _checked(form):
    """The values of a small form; Refused with its first mistake."""
    if not form.is_valid():
        field, mistakes = next(iter(form.errors.items()))
        raise Refused(f"{form.fields[field].label}: {mistakes[0]}")
    return form.cleaned_data


def _chosen(request):
    return queries.passages_here(request.conference, request.POST.getlist("passages")[:500])


def _other(request, prefix):
    form = OtherThemeForm(request.POST, choices=queries.theme_choices(request.conference), prefix=prefix)
    found = queries.theme_page(request.reader, _checked(form)["theme"])
    if found is None:
        raise Refused(_("This theme is not there any more. Load the page again."))
    return found


@page(read_work, act=run_consolidation)
def desk(request):
    """Start, stop and resume a run; what the last one gave."""
    trouble = ""
    if request.method == "POST":
        try:
            _run(request)
        except Refused as refused:
            trouble = str(refused)
        else:
            return go(request, "consolidation:desk")
    context = {**_run_facts(request), "trouble": trouble, "counts": queries.theme_counts(request.conference)}
    return render(request, "consolidation/desk.html", context)


def _run(request):
    act, last = request.POST.get("act", ""), queries.last_run(request.conference)
    if act == "start":
        seed = _checked(StartForm(request.POST))["seed"] or 0
        actions.ask_run(conference=request.conference, seed=seed, by=request.reader)
    elif act == "stop" and last is not None:
        actions.stop_run(run=last, by=request.reader)
    elif act == "resume" and last is not None:
        actions.resume_run(run=last, by=request.reader)
    else:
        raise Refused(_("This form was not understood. Load the page again."))


@page(read_work)
def progress(request):
    """The part of the desk that changes while a run works."""
    return render(request, "consolidation/run.html", _run_facts(request))


def _run_facts(request):
    last, done = queries.last_run(request.conference), queries.last_done(request.conference)
    may_run = bool(run_consolidation(request.reader))
    return {
        "run": last,
        "is_active": last is not None and last.state in ACTIVE,
        "part": round(1000 * queries.part_done(last)) if last else 0,
        "done": done,
        "received": queries.received_count(request.conference),
        "form": StartForm() if may_run else None,
    }


@page(read_work)
def duplicates(request):
    """Groups of contributions that repeat one another, the largest first."""
    piece = slice_of(queries.groups(request.conference), request.GET, size=30)
    first = queries.first_words(piece.rows)
    rows = [(group, first.get(group.pk)) for group in piece.rows]
    return render(request, "consolidation/duplicates.html", {"page": piece, "rows": rows})


@page(read_work, act=curate)
def group(request, pk):
    """One group: each member against the first."""
    found = queries.group_page(request.conference, pk)
    if found is None:
        raise Http404
    trouble = ""
    if request.method == "POST":
        try:
            _change_group(request, found)
        except Refused as refused:
            trouble = str(refused)
        else:
            is_left = queries.group_page(request.conference, pk) is not None
            return go(request, "consolidation:group", pk=pk) if is_left else go(request, "consolidation:duplicates")
    members = queries.members_page(found)
    piece = slice_of(members, request.GET, size=20)
    first = members.order_by("contribution__number").first()
    base = queries.whole_text(first.contribution)
    rows = [(row, _changes(base, row, first)) for row in piece.rows if row.pk != first.pk]
    form = NameForm(initial={"name": found.name}) if curate(request.reader) else None
    context = {"group": found, "page": piece, "first": first, "rows": rows, "form": form, "trouble": trouble}
    return render(request, "consolidation/group.html", context)


def _changes(base, row, first):
    """The redline of a member against the first; empty when the words are the same, None when it would be too long."""
    text = queries.whole_text(row.contribution)
    if text == base:
        return []
    return compare(base, text) if max(len(base), len(text)) <= LONGEST_COMPARED else None


def _change_group(request, found):
    act = request.POST.get("act", "")
    if act == "name":
        actions.name_group(group=found, by=request.reader, **_checked(NameForm(request.POST)))
    elif act == "confirm":
        actions.confirm_group(group=found, by=request.reader)
    elif act == "take_out":
        received = Contribution.objects.visible_to(request.reader)
        number = request.POST.get("contribution", "")
        contribution = get_object_or_404(received, number=number if number.isascii() and number.isdigit() else 0)
        actions.take_out(group=found, contribution=contribution, by=request.reader)
    else:
        raise Refused(_("This form was not understood. Load the page again."))


@page(read_themes)
def mapping(request):
    """The provisions that passages speak to."""
    context = {"rows": queries.provision_counts(request.conference), "run": queries.last_done(request.conference)}
    return render(request, "consolidation/mapping.html", context)


@page(read_themes, act=curate)
def provision(request, identifier):
    """The passages that speak to one provision; people confirm, reject and add here."""
    item = queries.known_provision(identifier)
    if item is None:
        raise Http404
    trouble = ""
    if request.method == "POST":
        try:
            _decide(request, identifier)
        except Refused as refused:
            trouble = str(refused)
        else:
            return go(request, "consolidation:provision", identifier=identifier)
    state = request.GET.get("state", "")
    state = state if state in {"proposed", "confirmed", "rejected"} else ""
    context = {
        "item": item,
        "state": state,
        "page": slice_of(queries.mapped_passages(request.conference, identifier, state), request.GET, size=30),
        "form": AddForm() if curate(request.reader) else None,
        "trouble": trouble,
        "address": to(request, "consolidation:provision", identifier=identifier),
    }
    return render(request, "consolidation/provision.html", context)


def _decide(request, identifier):
    act = request.POST.get("act", "")
    if act == "add":
        found = queries.passages_here(request.conference, [_checked(AddForm(request.POST))["passage"]])
        if not found:
            raise Refused(_("No received contribution has this passage. Write it as C-0087.3."))
        actions.add_mapping(passage=found[0], provision=identifier, by=request.reader)
        return
    keys = [key for key in request.POST.getlist("mappings")[:500] if key.isascii() and key.isdigit() and len(key) < 16]
    everything = queries.mapped_passages(request.conference, identifier, any_state=True)
    chosen = list(everything.filter(pk__in=keys))
    if act == "confirm":
        actions.confirm_mappings(mappings=chosen, by=request.reader)
    elif act == "reject":
        actions.reject_mappings(mappings=chosen, by=request.reader)
    else:
        raise Refused(_("This form was not understood. Load the page again."))


@page(read_themes)
def balance(request):
    """Who spoke, against who is accredited."""
    facets = queries.balance_of(request.conference)
    context = {"facets": facets, "received": queries.received_count(request.conference)}
    return render(request, "consolidation/balance.html", context)
