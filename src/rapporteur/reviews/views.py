"""Pages of the review: results, one commitment, one government, the form, the desk."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapporteur.foundation.files.queries import download
from rapporteur.foundation.frameworks.provisions import frameworks
from rapporteur.foundation.people.models import Region
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.paging import slice_of
from rapporteur.foundation.ui.world import HEIGHT, WIDTH, land
from rapporteur_core.documents.sheets import write_csv, write_xlsx

from . import actions, queries
from .forms import DatesForm, QuestionForm, ReportForm, RoundForm, framework_of
from .models import Report, Round, RoundItem, Stage
from .permissions import may_answer, read_results, run_rounds, send_reports

ROWS = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(read_results)
def results(request):
    """The matrix, the map and what stands out; before a round opens, its questions."""
    round = chosen_round(request)
    facts = {"round": round, "rounds": queries.rounds(request.conference), "is_open": is_open(request, round)}
    if round is None or request.reader.now < round.opens_at:
        return render(request, "reviews/coming.html", facts)
    return render(request, "reviews/results.html", facts | result_facts(request, round))


def result_facts(request, round: Round) -> dict[str, Any]:
    region = region_of(request)
    found = queries.standings(round, region=region)
    tallies = queries.tallies(round, len(found), region=region)
    shown = Paginator(found, ROWS).get_page(request.GET.get("page"))
    stages = queries.cells(round, [row.pk for row in shown])
    reported = [row for row in found if row.answered]
    answers = sum(tally.answered for tally in tallies)
    first, last = queries.furthest(tallies)
    return {
        "standings": found,
        "reported_count": len(reported),
        "ahead_count": sum(tally.ahead for tally in tallies),
        "answer_count": answers,
        "lagging_count": sum(bool(tally.lagging) for tally in tallies),
        "tallies": tallies,
        "first": first,
        "last": last,
        "shown": shown,
        "matrix": [(row, [stages.get((row.pk, tally.item.pk), "") for tally in tallies]) for row in shown],
        "dots": queries.dots(found, len(tallies)),
        "placeless_count": sum(row.latitude is None or row.longitude is None for row in found),
        "partner_count": queries.wanting_partners(round).count(),
        "legend": [*reversed(queries.STAGES), ""],
        "region": region,
        "regions": queries.region_choices(),
        "land": land(),
        "width": WIDTH,
        "height": HEIGHT,
    }


def chosen_round(request) -> Round | None:
    """The round asked for, else the last one opened; 404 for one that is not there."""
    wanted = request.GET.get("round", "")
    if not wanted:
        return queries.current_round(request.conference, request.reader.now)
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 16):
        raise Http404
    return get_object_or_404(Round.objects.visible_to(request.reader), pk=wanted)


def is_open(request, round: Round | None) -> bool:
    return round is not None and round.opens_at <= request.reader.now < round.closes_at


def region_of(request) -> str:
    region = request.GET.get("region", "")
    return region if region in Region.values else ""


@page(read_results)
def item(request, pk):
    """One commitment: every report on it, in its own language."""
    rounds = Round.objects.visible_to(request.reader).filter(opens_at__lte=request.reader.now)
    found = get_object_or_404(RoundItem.objects.select_related("round").filter(round__in=rounds), pk=pk)
    stage = request.GET.get("stage", "")
    stage = stage if stage in Stage.values else ""
    region = region_of(request)
    facts = {
        "item": found,
        "round": found.round,
        "page": slice_of(queries.reports_on(found, region=region, stage=stage), request.GET, size=30),
        "comparability": queries.comparability(found),
        "silent": queries.silent_on(found),
        "stage": stage,
        "stages": Stage.choices,
        "region": region,
        "regions": queries.region_choices(),
    }
    return render(request, "reviews/item.html", facts)


@page(read_results)
def government(request, pk):
    """One government: its answer to every commitment, the missing ones too."""
    round = chosen_round(request)
    if round is None or request.reader.now < round.opens_at:
        raise Http404
    found = get_object_or_404(queries.asked(round), pk=pk)
    reports = queries.reports_of(round, found)
    rows = [(item, reports.get(item.pk)) for item in round.items.all()]
    facts = {"government": found, "round": round, "rows": rows, "answered": len(reports)}
    return render(request, "reviews/government.html", facts)


@page(read_results)
def partners(request):
    """The governments that ask for a partner, and for what."""
    round = chosen_round(request)
    rows = queries.wanting_partners(round) if round else Report.objects.none()
    return render(request, "reviews/partners.html", {"round": round, "page": slice_of(rows, request.GET)})


@page(read_results)
def export(request):
    """All answers as CSV, XLSX or JSON (`?form=`), narrowed to a region as the page is."""
    round = chosen_round(request)
    form = request.GET.get("form", "csv")
    if round is None or request.reader.now < round.opens_at or form not in {"csv", "xlsx", "json"}:
        raise Http404
    answers = list(queries.exported(round, region=region_of(request)))
    name = f"{request.conference.slug}-review-{round.pk}.{form}"
    if form == "json":
        facts = {
            "conference": request.conference.slug,
            "title": round.title,
            "opens_at": round.opens_at.isoformat(),
            "closes_at": round.closes_at.isoformat(),
            "answers": answers,
        }
        return download(json.dumps(facts, ensure_ascii=False, indent=1), name=name, content_type="application/json")
    rows = [[answer[key] for key in queries.HEADER] for answer in answers]
    if form == "xlsx":
        return download(write_xlsx(queries.HEADER, rows), name=name, content_type=XLSX)
    return download(write_csv(queries.HEADER, rows), name=name, content_type="text/csv; charset=utf-8")


@page(send_reports, act=send_reports)
def report(request):
    """The form of a government: all commitments on one page, or the one of `?item=`. All rows are kept, or none."""
    round = chosen_round(request)
    mandates = queries.mandates(request.reader)
    if round is None or not mandates:
        sentence = _("Nothing can be reported yet: no reporting round was made, or you speak for no government.")
        raise Refused(sentence)
    government = mandate_of(request, mandates)
    rows = report_rows(request, round, government)
    if request.method == "POST":
        may_answer(request.reader, round).enforce()
        touched = [row for row in rows if row["form"].is_bound and row["form"].has_changed()]
        if not touched:
            messages.info(request, _("Nothing was changed."))
            return back_to_form(request, round, government)
        if all(row["form"].is_valid() for row in touched):
            for row in touched:
                send(request, row, government)
            return back_to_form(request, round, government)
    facts = {
        "round": round,
        "government": government,
        "mandates": mandates,
        "rows": rows,
        "forms": [row["form"] for row in rows],
        "is_single": bool(request.GET.get("item")),
        "answer": may_answer(request.reader, round),
        "answered": sum(row["report"] is not None for row in rows),
    }
    return render(request, "reviews/report.html", facts)


def mandate_of(request, mandates):
    wanted = request.GET.get("government", "")
    found = [row for row in mandates if str(row.pk) == wanted] if wanted else mandates
    if not found:
        raise Http404
    return found[0]


def report_rows(request, round: Round, government) -> list[dict[str, Any]]:
    """Each commitment with its form; a first answer begins with the words of the report of an earlier round."""
    reports = queries.reports_of(round, government)
    earlier = queries.last_reports(round, government)
    year_now = actions.year_of(request.conference)
    items = list(round.items.all())
    if wanted := request.GET.get("item"):
        items = [item for item in items if str(item.pk) == wanted]
    rows = []
    for item in items:
        kept, last = reports.get(item.pk), earlier.get(item.provision)
        bound = request.POST if request.method == "POST" and f"i{item.pk}-stage" in request.POST else None
        form = ReportForm(
            bound,
            prefix=f"i{item.pk}",
            instance=kept or Report(),
            initial=None if kept else draft_of(last) or {"language": get_language() or "en"},
            conference=request.conference,
            year_now=year_now,
        )
        rows.append({"item": item, "form": form, "report": kept, "last": last})
    if not rows:
        raise Http404
    return rows


def draft_of(last: Report | None) -> dict[str, Any]:
    """What an answer begins with: all of the last one but its stage, which must be said anew."""
    if last is None:
        return {}
    return {name: getattr(last, name) for name in queries.ANSWER if name != "stage"}


def send(request, row, government) -> None:
    """Keep one answer, and say where its unit is another than before."""
    before = row["last"]
    if row["report"] is not None:
        before = Report.objects.get(pk=row["report"].pk)
    answer = {name: row["form"].cleaned_data[name] for name in queries.ANSWER}
    actions.report_progress(item=row["item"], government=government, by=request.reader, **answer)
    if before is not None and before.unit and answer["unit"] and before.unit != answer["unit"]:
        sentence = _(
            "Commitment %(number)s: the unit changed from %(old)s to %(new)s; the two figures cannot be compared."
        )
        facts = {"number": row["item"].position, "old": before.unit, "new": answer["unit"]}
        messages.warning(request, sentence % facts)
    else:
        messages.success(request, _("Commitment %(number)s: your report is kept.") % {"number": row["item"].position})


def back_to_form(request, round: Round, government):
    response = go(request, "reviews:report")
    response["Location"] += f"?round={round.pk}&government={government.pk}"
    return response


@page(run_rounds, act=run_rounds)
def desk(request):
    """Rounds, who has answered, reminders, a new round."""
    framework = framework_of(request.GET.get("framework", ""))
    round = chosen_round(request)
    with timezone.override(request.conference.timezone):
        done = request.POST.get("do", "")
        made = RoundForm(
            request.POST if done == "open" else None, conference=request.conference, framework=framework, prefix="new"
        )
        begin = {"opens_at": round.opens_at, "closes_at": round.closes_at} if round else None
        dates = DatesForm(request.POST if done == "dates" else None, initial=begin, prefix="dates")
        if request.method == "POST" and (response := desk_act(request, round, made, dates)):
            return response
        found = queries.standings(round) if round else []
        facts = {
            "round": round,
            "rounds": queries.rounds(request.conference),
            "is_open": is_open(request, round),
            "item_count": round.items.count() if round else 0,
            "standings": found,
            "missing_count": sum(not row.answered for row in found),
            "reminded_at": queries.last_reminder(round) if round else None,
            "made": made,
            "dates": dates,
            "frameworks": frameworks(),
            "framework": framework,
        }
        return render(request, "reviews/desk.html", facts)


def desk_act(request, round, made, dates):
    """Do what the desk asks for; None when a form must be mended first."""
    done = request.POST.get("do")
    if done == "open" and made.is_valid():
        opened = actions.open_round(conference=request.conference, by=request.reader, **made.facts())
        messages.success(request, _("The reporting round is made."))
        return go(request, "reviews:questions", pk=opened.pk)
    if done == "dates" and round and dates.is_valid():
        actions.set_dates(round=round, by=request.reader, **dates.cleaned_data)
        messages.success(request, _("The dates are moved."))
        return go(request, "reviews:desk")
    if done == "remind" and round:
        count = actions.remind(round=round, by=request.reader)
        sentence = ngettext("One reminder was written.", "%(count)s reminders were written.", count)
        messages.success(request, sentence % {"count": count})
        return go(request, "reviews:desk")
    return None


@page(run_rounds, act=run_rounds)
def questions(request, pk):
    """The questions of a round, each in the conference's languages; they stand once the round is open."""
    round = get_object_or_404(Round.objects.visible_to(request.reader), pk=pk)
    rows = []
    for item in round.items.all():
        initial = {f"question_{code}": text for code, text in item.question.items()}
        bound = request.POST if request.POST.get("item") == str(item.pk) else None
        form = QuestionForm(bound, languages=request.conference.languages, initial=initial, prefix=f"q{item.pk}")
        if bound is not None and form.is_valid():
            actions.word_question(item=item, question=form.question(), by=request.reader)
            messages.success(request, _("The question is kept."))
            return go(request, "reviews:questions", pk=pk)
        rows.append((item, form))
    facts = {"round": round, "rows": rows, "has_opened": request.reader.now >= round.opens_at}
    return render(request, "reviews/questions.html", facts)
