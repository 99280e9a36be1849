"""Pages of the decision."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.files.queries import download
from rapporteur.foundation.people.reader import DELEGATE, Refused
from rapporteur.foundation.ui.pages import go, page

from . import actions, queries
from .forms import ConclusionForm, SilenceForm, StatementForm
from .models import Procedure, Statement
from .permissions import read_decision, run_decision, speak


def _procedure(request, number):
    found = queries.procedure_page(request.conference, number)
    if found is None:
        raise Http404
    return found


@page(read_decision)
def listed(request):
    return render(request, "decisions/list.html", {"procedures": queries.procedures(request.conference)})


@page(read_decision, act=speak)
def procedure(request, number):
    """A procedure with what was said in it; delegates speak here."""
    found = _procedure(request, number)
    form = None
    if request.reader.has(DELEGATE):
        kinds = Statement.Kind.values if found.state == Procedure.State.RUNNING else Statement.Kind.values[1:]
        form = StatementForm(request.POST or None, governments=queries.speaking_for(request.reader), kinds=kinds)
        if request.method == "POST" and form.is_valid():
            try:
                actions.make_statement(
                    procedure=found, by=request.reader, language=get_language() or "en", **form.cleaned_data
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Your statement is on the record."))
                return go(request, "decisions:procedure", number=number)
    return render(request, "decisions/procedure.html", {"procedure": found, "form": form})


@page(speak, act=speak)
def withdraw(request, number, pk):
    """Take back an objection made in the room."""
    found = _procedure(request, number)
    statement = get_object_or_404(found.statements, pk=pk, government_id__in=request.reader.government_ids)
    if request.method == "POST":
        actions.withdraw_objection(statement=statement, by=request.reader)
        return go(request, "decisions:procedure", number=number)
    return render(request, "decisions/withdraw.html", {"procedure": found, "statement": statement})


@page(read_decision)
def facts(request, number):
    """The record as JSON, from which the outcome can be recomputed."""
    found = _procedure(request, number)
    text = json.dumps(queries.open_record(found), ensure_ascii=False, indent=1, sort_keys=True)
    return download(text, name=f"procedure-{number}.json", content_type="application/json")


@page(run_decision, act=run_decision)
def desk(request):
    """Open a silence procedure or a consensus on the last frozen revision."""
    revision = queries.last_frozen(request.conference)
    form = SilenceForm(request.POST if request.POST.get("kind") == "silence" else None)
    if request.method == "POST" and revision is not None:
        try:
            if request.POST.get("kind") == "consensus":
                opened = actions.open_consensus(revision=revision, by=request.reader)
                return go(request, "decisions:conclude", number=opened.number)
            if form.is_valid():
                local = timezone.make_naive(form.cleaned_data["deadline"])
                deadline = local.replace(tzinfo=request.conference.timezone)
                opened = actions.open_silence(revision=revision, deadline=deadline, by=request.reader)
                return go(request, "decisions:procedure", number=opened.number)
        except Refused as refused:
            form = form if form.is_bound else SilenceForm({})
            form.full_clean()
            form.add_error(None, str(refused))
    context = {
        "revision": revision,
        "form": form,
        "procedures": queries.procedures(request.conference),
        "in_languages": queries.in_languages(revision) if revision else None,
    }
    return render(request, "decisions/desk.html", context)


@page(run_decision, act=run_decision)
def conclude(request, number):
    found = _procedure(request, number)
    form = ConclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.conclude(procedure=found, by=request.reader, present=form.cleaned_data["present"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return go(request, "decisions:procedure", number=number)
    context = {"procedure": found, "form": form, "in_languages": queries.in_languages(found.revision)}
    return render(request, "decisions/conclude.html", context)
