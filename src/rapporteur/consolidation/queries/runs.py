"""Runs of a consolidation, and what the line and the desk say of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.contributions.models import Contribution
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.people.reader import RAPPORTEUR, SECRETARIAT, Reader
from rapporteur.foundation.ui.said import number, short_day

from ..models import Run
from .themes import theme_counts

SILENT_FOR = timedelta(seconds=20)
STEPS = ("duplicates", "related", "themes", "mapping", "store")


def step_name(step: str) -> str:
    names = {
        "duplicates": _("finding duplicates"),
        "related": _("finding related contributions"),
        "themes": _("proposing themes"),
        "mapping": _("mapping to provisions"),
        "store": _("storing the results"),
    }
    return names.get(step, _("preparing"))


def run_state_name(state: str) -> str:
    names = {
        "waiting": _("waiting"),
        "running": _("running"),
        "stopped": _("stopped"),
        "done": _("done"),
        "failed": _("failed"),
    }
    return names.get(state, state)


def part_done(run: Run) -> float:
    """How much of all steps is done, from 0 to 1; steps count alike."""
    if run.state == Run.State.DONE:
        return 1.0
    if run.step not in STEPS:
        return 0.0
    inside = run.done_count / run.total_count if run.total_count else 0.0
    return (STEPS.index(run.step) + min(inside, 1.0)) / len(STEPS)


def last_run(conference: Conference) -> Run | None:
    return Run.objects.filter(conference=conference).order_by("-number").first()


def last_done(conference: Conference) -> Run | None:
    """The run whose results are shown."""
    return Run.objects.filter(conference=conference, state=Run.State.DONE).order_by("-number").first()


def due() -> Q:
    """Runs that wait, and runs whose process has given no sign of life for twenty seconds of the server's clock."""
    return Q(state=Run.State.WAITING) | Q(state=Run.State.RUNNING, beat_at__lt=timezone.now() - SILENT_FOR)


def next_due() -> Run | None:
    """The oldest run that is due, of any conference: one query."""
    return Run.objects.filter(due()).select_related("conference").order_by("pk").first()


def received_count(conference: Conference) -> int:
    return Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED).count()


def station(conference: Conference, reader: Reader) -> Station:
    """Consolidation on the line: done when the last run holds all that is received; three queries."""
    url = reverse("consolidation:themes", kwargs={"slug": conference.slug})
    done = last_done(conference)
    if done is None or done.ended_at is None:
        is_begun = Run.objects.filter(conference=conference).exists()
        return Station(_("Consolidation"), url, "now" if is_begun else "", ())
    total = theme_counts(conference)["themes"]
    lines = (
        ngettext("%(total)s theme", "%(total)s themes", total) % {"total": number(total)},
        _("as of %(day)s") % {"day": short_day(done.ended_at, conference.zone)},
    )
    is_whole = done.counts.get("contributions") == received_count(conference)
    return Station(_("Consolidation"), url, "done" if is_whole else "now", lines)


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """Themes to confirm, a run that failed, contributions since the last run: at most four queries."""
    if not reader.has(SECRETARIAT, RAPPORTEUR):
        return []
    found = []
    desk = reverse("consolidation:desk", kwargs={"slug": conference.slug})
    last, done = last_run(conference), last_done(conference)
    if last is not None and last.state == Run.State.FAILED:
        found.append(Waiting(1, _("consolidation that failed"), desk))
    if (total := theme_counts(conference)["proposed"]) > 0:
        label = ngettext("theme to confirm", "themes to confirm", total)
        found.append(Waiting(total, label, reverse("consolidation:themes", kwargs={"slug": conference.slug})))
    if done is not None and (new := received_count(conference) - done.counts.get("contributions", 0)) > 0:
        label = ngettext("contribution not yet consolidated", "contributions not yet consolidated", new)
        found.append(Waiting(new, label, desk))
    return found


def instants() -> list[tuple[int, datetime]]:
    """Nothing here changes by itself: no deadline."""
    return []
