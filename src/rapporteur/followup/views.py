"""Pages of the follow-up."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapporteur.drafting.models import Sentence
from rapporteur.foundation.people.models import Region
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.paging import slice_of
from rapporteur.reviews.actions import year_of
from rapporteur.reviews.models import Stage
from rapporteur.reviews.queries import ANSWER, region_choices

from . import actions, queries
from .forms import LiftForm, ProgressForm, TakeOnForm
from .models import Commitment
from .permissions import may_report_on, read_commitments, run_followup, speak_for_owner

STAGES = (*Stage.values, queries.NO_REPORT)


@page(read_commitments)
def listing(request):
    """What was promised; before the adoption, when the follow-up begins and what it will hold."""
    revision = queries.adopted_revision(request.conference)
    if revision is None:
        return render(request, "followup/coming.html")
    day = queries.today(request.conference)
    search = {
        "owner": request.GET.get("owner", "")[:200],
        "region": chosen(request, "region", Region.values),
        "stage": chosen(request, "stage", STAGES),
        "only_overdue": bool(request.GET.get("overdue")),
    }
    facts = {
        "revision": revision,
        "today": day,
        "page": slice_of(queries.commitments(request.reader, day, **search), request.GET, size=30, key="number"),
        "counts": queries.counts(request.conference),
        "search": search,
        "regions": region_choices(),
        "stages": [*Stage.choices, (queries.NO_REPORT, queries.stage_name(""))],
        "may_run": run_followup(request.reader),
    }
    return render(request, "followup/list.html", facts)


def chosen(request, name, values):
    value = request.GET.get(name, "")
    return value if value in values else ""


def commitment_or_404(request, number) -> Commitment:
    rows = queries.with_last_stage(Commitment.objects.visible_to(request.reader))
    related = rows.select_related("conference", "owner", "sentence__wording__revision", "sentence__wording__paragraph")
    return get_object_or_404(related, number=number)


@page(read_commitments)
def commitment(request, number):
    """One commitment: its sentence, owner, measure, day, and every progress report in the order of time."""
    found = commitment_or_404(request, number)
    reports = queries.reports_on(found)
    facts = {
        "commitment": found,
        "today": queries.today(request.conference),
        "reports": reports,
        "may_take_on": found.owner_id is None and bool(speak_for_owner(request.reader)),
        "may_report": bool(may_report_on(request.reader, found)),
    }
    return render(request, "followup/commitment.html", facts)


@page(run_followup, act=run_followup)
def lift(request):
    """Pick a sentence of the adopted text, then say measure, day and owner."""
    revision = queries.adopted_revision(request.conference)
    if revision is None:
        return render(request, "followup/coming.html")
    sentence = chosen_sentence(request, revision)
    if sentence is None:
        return render(
            request, "followup/pick.html", {"revision": revision, "wordings": queries.paragraphs_of(revision)}
        )
    form = LiftForm(
        request.POST or None,
        conference=request.conference,
        today=queries.today(request.conference),
        language=get_language() or "en",
    )
    if form.is_valid():
        made = actions.lift_commitment(sentence=sentence, by=request.reader, **form.cleaned_data)
        messages.success(request, _("%(number)s is lifted from the adopted text.") % {"number": made})
        return go(request, "followup:commitment", number=made.number)
    return render(request, "followup/lift.html", {"revision": revision, "sentence": sentence, "form": form})


def chosen_sentence(request, revision) -> Sentence | None:
    """The sentence of `?sentence=`; 404 for one that is not in the adopted text."""
    wanted = request.GET.get("sentence", "")
    if not wanted:
        if request.method == "POST":
            raise Http404
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 16):
        raise Http404
    rows = Sentence.objects.select_related("wording__revision__draft__conference", "wording__paragraph")
    return get_object_or_404(rows, pk=wanted, wording__revision=revision)


@page(speak_for_owner, act=speak_for_owner)
def take_on(request, number):
    """A delegate or a mayor's office takes a commitment on for its government."""
    found = commitment_or_404(request, number)
    form = TakeOnForm(request.POST or None, government_ids=request.reader.government_ids)
    if form.is_valid():
        government = form.cleaned_data["government"]
        actions.take_on(commitment=found, government=government, by=request.reader)
        messages.success(request, _("%(owner)s has taken this commitment on.") % {"owner": government})
        return go(request, "followup:commitment", number=number)
    return render(request, "followup/take_on.html", {"commitment": found, "form": form})


@page(speak_for_owner, act=speak_for_owner)
def report(request, number):
    """The owner reports progress."""
    found = commitment_or_404(request, number)
    may_report_on(request.reader, found).enforce()
    form = ProgressForm(
        request.POST or None,
        conference=request.conference,
        year_now=year_of(request.conference),
        language=get_language() or "en",
    )
    if form.is_valid():
        answer = {name: form.cleaned_data[name] for name in ANSWER}
        actions.report_on(commitment=found, by=request.reader, **answer)
        messages.success(request, _("Your report is kept."))
        return go(request, "followup:commitment", number=number)
    last = queries.reports_on(found)[-1:]
    facts = {"commitment": found, "form": form, "last": last[0] if last else None}
    return render(request, "followup/report.html", facts)


@page(run_followup, act=run_followup)
def remind(request):
    """Remind the owners of what is overdue or due soon."""
    if request.method == "POST":
        count = actions.remind_owners(conference=request.conference, by=request.reader)
        sentence = ngettext("One reminder was written.", "%(count)s reminders were written.", count)
        messages.success(request, sentence % {"count": count})
        return go(request, "followup:list")
    facts = {
        "due": queries.to_remind(request.conference),
        "today": queries.today(request.conference),
        "reminded_at": queries.last_reminder(request.conference),
    }
    return render(request, "followup/remind.html", facts)
