"""The desk's pages: the long list, languages, passages, imports."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.calls.queries import call_of, questions_of
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page, to
from rapporteur.foundation.ui.paging import slice_of
from rapporteur.foundation.ui.said import number as shown

from .. import actions, queries, sentences
from ..actions.importing import MOST_BYTES
from ..forms import ImportForm, MappingForm
from ..models import Contribution
from ..permissions import import_contributions, mend_contributions, use_contributions_desk
from ..rows import Unsound
from .public import as_csv, contribution_or_404

SIZE = 50


@page(use_contributions_desk)
def desk(request):
    """All that was received, searched and filtered."""
    languages = queries.languages_received(request.conference)
    return render(
        request,
        "contributions/desk.html",
        {
            "page": slice_of(queries.desk_list(request.reader, request.GET), request.GET, size=SIZE, key="number"),
            "regions": queries.regions(),
            "languages": [(code, queries.language_shown(code)) for code in languages],
            "filters": request.GET,
            "choices": queries.language_choices(request.conference),
            "may_mend": bool(mend_contributions(request.reader)),
            "may_import": bool(import_contributions(request.reader)),
        },
    )


@page(use_contributions_desk)
def export(request):
    """The desk's list under its filters. Withdrawn ones are in it without their words."""
    rows = queries.desk_list(request.reader, request.GET)
    return as_csv(request, rows, f"{request.conference.slug}-contributions-desk.csv")


@page(mend_contributions, act=mend_contributions)
def language(request):
    """Correct the language of the contributions that were ticked."""
    if request.method != "POST":
        return go(request, "contributions:desk")
    numbers = [
        int(each) for each in request.POST.getlist("number") if each.isascii() and each.isdigit() and len(each) < 10
    ]
    if not numbers:
        raise Refused(_("Tick at least one contribution, then choose its language."))
    rows = Contribution.objects.visible_to(request.reader).filter(number__in=numbers)
    changed = actions.correct_language(contributions=rows, language=request.POST.get("language", ""), by=request.reader)
    said = ngettext("%(count)s contribution changed.", "%(count)s contributions changed.", changed)
    messages.success(request, said % {"count": shown(changed)})
    return go(request, "contributions:desk")


@page(mend_contributions, act=mend_contributions)
def passages(request, number):
    """The passages of one contribution: split one at a word, join two neighbours."""
    found = contribution_or_404(request, number)
    rows = queries.passages_of(found)
    if request.method == "POST":
        _recut(request, rows)
        return go(request, "contributions:passages", number=number)
    chosen = next((row for row in rows if str(row.number) == request.GET.get("split")), None)
    return render(
        request,
        "contributions/passages.html",
        {
            "contribution": found,
            "groups": _by_answer(rows),
            "chosen": chosen,
            "points": queries.split_points(chosen) if chosen else [],
        },
    )


def _by_answer(rows):
    groups = {}
    for row in rows:
        groups.setdefault(row.answer.question, []).append(row)
    return list(groups.items())


def _recut(request, rows):
    passage = next((row for row in rows if str(row.pk) == request.POST.get("passage")), None)
    if passage is None:
        raise Refused(_("Somebody has just cut this contribution otherwise. Load the page again."))
    if request.POST.get("act") == "join":
        actions.join_passages(passage=passage, by=request.reader)
        messages.success(request, _("Two passages joined."))
        return
    at = request.POST.get("at", "")
    if not (at.isascii() and at.isdigit() and len(at) < 10):
        raise Refused(_("Choose the place at which the passage is split."))
    actions.split_passage(passage=passage, at=int(at), by=request.reader)
    messages.success(request, _("The passage is split."))


@page(import_contributions, act=import_contributions, keeps=False)
def import_file(request):
    """Send a file: its problems all at once, or a preview. A file sent twice is looked at twice, imported once."""
    form = ImportForm(request.POST or None, request.FILES or None)
    troubles = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MOST_BYTES:
                raise Refused(_("The file is larger than 50 MB. Send it in parts."))
            batch = actions.preview_import(
                conference=request.conference, data=file.read(), name=file.name, by=request.reader
            )
        except Unsound as unsound:
            troubles = [sentences.of_trouble(each) for each in unsound.troubles]
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return go(request, "contributions:batch", number=batch.number)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "troubles": troubles, "batches": _named(queries.batches(request.conference)[:50])}
    return render(request, "contributions/import.html", context, status=status)


def _named(batches):
    return [{"batch": batch, "state": queries.batch_state_name(batch.state)} for batch in batches]


@page(import_contributions, act=import_contributions, keeps=False)
def batch(request, number):
    """What a file holds: columns, first rows, problems; then import it, or undo. Each act is done once by the state."""
    found = get_object_or_404(queries.batches(request.conference), number=number)
    call = call_of(request.conference)
    questions = list(questions_of(call)) if call else []
    form = MappingForm(request.POST if request.POST.get("act") == "map" else None, batch=found, questions=questions)
    if request.method == "POST":
        _do(request, found, form)
        return go(request, "contributions:batch", number=number)
    problems = [each for each in found.problems if not sentences.is_warning(each)]
    warnings = [each for each in found.problems if sentences.is_warning(each)]
    return render(
        request,
        "contributions/batch.html",
        {
            "batch": found,
            "state": queries.batch_state_name(found.state),
            "form": form,
            "problems": [sentences.of_trouble(each) for each in problems],
            "warnings": [sentences.of_trouble(each) for each in warnings],
            "list_address": to(request, "contributions:desk") + f"?batch={found.number}",
        },
    )


def _do(request, found, form):
    act = request.POST.get("act")
    if act == "map" and form.is_valid():
        actions.remap_import(batch=found, mapping=form.mapping, by=request.reader)
    elif act == "import":
        done = actions.import_batch(batch=found, by=request.reader)
        said = ngettext("%(count)s contribution imported.", "%(count)s contributions imported.", done.row_count)
        messages.success(request, said % {"count": shown(done.row_count)})
    elif act == "undo":
        actions.undo_import(batch=found, by=request.reader)
        messages.success(request, _("Undone: nothing of this file is kept as a contribution."))
    else:
        raise Http404
