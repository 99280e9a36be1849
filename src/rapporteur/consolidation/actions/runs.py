"""Asking for a run, stopping and resuming it; and what the worker says of it on its way.

Progress and signs of life are no acts: they go into the row alone, by the server's clock, and not into the journal.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused

from ..models import Run
from ..permissions import may_run
from ..queries.runs import due, received_count

MOST_ATTEMPTS = 3
ACTIVE = (Run.State.WAITING, Run.State.RUNNING)


@transaction.atomic
def ask_run(*, conference: Conference, by: Reader, seed: int = 0) -> Run:
    """Ask for a consolidation of all that is received; Refused while another one waits or runs."""
    may_run(by, conference).enforce()
    if not received_count(conference):
        raise Refused(_("No contribution is received yet, so there is nothing to consolidate."))
    try:
        with transaction.atomic():
            run = Run.objects.create(
                conference=conference, number=next_number(conference, "run"), seed=seed, asked_at=by.now
            )
    except IntegrityError as error:
        raise Refused(_("A consolidation waits or runs already. Wait for its end, or stop it.")) from error
    record(by, "asked for consolidation", run, number=run.number, seed=seed)
    return run


@transaction.atomic
def stop_run(*, run: Run, by: Reader) -> Run:
    """Stop a run: one that waits at once, one that runs at its next step. What is done is kept for resuming."""
    may_run(by, run.conference).enforce()
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state not in ACTIVE:
        raise Refused(_("This consolidation doesn't run any more."))
    if run.state == Run.State.WAITING:
        run.state, run.ended_at = Run.State.STOPPED, by.now
    run.is_stop_asked = True
    run.save(update_fields=["state", "ended_at", "is_stop_asked"])
    record(by, "stopped consolidation", run, number=run.number)
    return run


@transaction.atomic
def resume_run(*, run: Run, by: Reader) -> Run:
    """Let a run that was stopped or failed go on after its last finished step."""
    may_run(by, run.conference).enforce()
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state not in {Run.State.STOPPED, Run.State.FAILED}:
        raise Refused(_("Only a consolidation that was stopped or failed can be resumed."))
    run.state, run.is_stop_asked, run.attempt_count, run.trouble = Run.State.WAITING, False, 0, ""
    run.ended_at = None
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise Refused(_("A consolidation waits or runs already. Wait for its end, or stop it.")) from error
    record(by, "resumed consolidation", run, number=run.number)
    return run


def begin_run(*, run: Run, by: Reader) -> bool:
    """Take a run that is due; False when another process has it, or when it was begun three times."""
    mine = Run.objects.filter(due(), pk=run.pk, attempt_count__lt=MOST_ATTEMPTS)
    taken = mine.update(
        state=Run.State.RUNNING,
        attempt_count=F("attempt_count") + 1,
        beat_at=timezone.now(),
        started_at=run.started_at or by.now,
        trouble="",
    )
    return bool(taken)


def tell_progress(*, run: Run, step: str = "", done: int = 0, total: int = 0) -> bool:
    """Write how far a run is, or without a step only that it lives; False when somebody has asked to stop it."""
    facts = {"step": step, "done_count": done, "total_count": total} if step else {}
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(beat_at=timezone.now(), **facts)
    return not Run.objects.filter(pk=run.pk).exclude(state=Run.State.RUNNING, is_stop_asked=False).exists()


@transaction.atomic
def hand_back(*, run: Run) -> None:
    """Let a run wait again, because its worker ends; this counts as no attempt."""
    rows = Run.objects.filter(pk=run.pk, state=Run.State.RUNNING, is_stop_asked=False)
    rows.update(state=Run.State.WAITING, attempt_count=F("attempt_count") - 1)


@transaction.atomic
def end_stopped(*, run: Run, by: Reader) -> None:
    """The process has stopped as it was asked."""
    if Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(state=Run.State.STOPPED, ended_at=by.now):
        record(by, "ended stopped consolidation", run, number=run.number)


@transaction.atomic
def end_failed(*, run: Run, trouble: str, by: Reader) -> None:
    """The process could not go on; `trouble` is shown on the desk."""
    facts = {"state": Run.State.FAILED, "ended_at": by.now, "trouble": trouble[:2000]}
    if Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(**facts):
        record(by, "consolidation failed", run, number=run.number)


def give_up_lost(*, run: Run, by: Reader) -> bool:
    """End a run whose process was lost three times; True when that was so."""
    lost = Run.objects.filter(due(), pk=run.pk, state=Run.State.RUNNING, attempt_count__gte=MOST_ATTEMPTS)
    if not lost.exists():
        return False
    trouble = "The process ended three times before its work was done. The server may be short of memory."
    end_failed(run=run, trouble=trouble, by=by)
    return True
