"""Acts of the follow-up: a commitment is lifted, taken on, reported on; owners are reminded."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.drafting.models import Sentence
from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.reviews.actions import refuse_faults, tidy, year_of
from rapporteur.reviews.queries import contacts
from rapporteur_core.text import normalise

from .models import Commitment, ProgressReport
from .permissions import may_lift, may_report_on, may_run, may_take_on
from .queries import last_reminder, to_remind, today

LONGEST = 2000
PAUSE = timedelta(days=1)


def faults_of_commitment(*, measure: str, due_on: date, today: date) -> list[tuple[str, str]]:
    """What keeps a commitment from being lifted, each as the field and a sentence."""
    found = []
    measure = normalise(measure)
    if not measure:
        found.append(("measure", _("Say by what it will be seen that the commitment is kept.")))
    if len(measure) > LONGEST:
        sentence = _("This text has %(count)s characters; at most %(most)s can be kept.")
        found.append(("measure", sentence % {"count": len(measure), "most": LONGEST}))
    if due_on < today:
        found.append(("due_on", _("This day has passed. Choose the day by which the commitment is to be done.")))
    return found


@transaction.atomic
def lift_commitment(
    *, sentence: Sentence, measure: str, due_on: date, owner: Government | None = None, language: str = "en", by: Reader
) -> Commitment:
    """Make a commitment of a sentence of the adopted text, with its measure in `language`, its day and its owner."""
    may_lift(by, sentence).enforce()
    conference = sentence.wording.revision.draft.conference
    if faults := faults_of_commitment(measure=measure, due_on=due_on, today=today(conference)):
        raise Refused(" ".join(text for _field, text in faults))
    commitment = Commitment.objects.create(
        conference=conference,
        number=next_number(conference, "commitment"),
        sentence=sentence,
        owner=owner,
        measure=normalise(measure),
        language=language,
        due_on=due_on,
    )
    record(
        by,
        "lifted commitment",
        commitment,
        number=commitment.number,
        sentence=sentence.pk,
        measure=commitment.measure,
        due_on=due_on.isoformat(),
        owner=owner.pk if owner else None,
    )
    return commitment


@transaction.atomic
def take_on(*, commitment: Commitment, government: Government, by: Reader) -> Commitment:
    """Make `government` the owner; done again it changes nothing, and what another has taken on stays with it."""
    kept = (
        Commitment.objects.select_for_update(of=("self",)).select_related("owner", "conference").get(pk=commitment.pk)
    )
    may_take_on(by, kept, government).enforce()
    if kept.owner_id != government.pk:
        kept.owner = government
        kept.save(update_fields=["owner"])
        record(by, "took on commitment", kept, government=government.pk)
    return kept


@transaction.atomic
def report_on(
    *,
    commitment: Commitment,
    stage: str,
    figure: Decimal | None = None,
    unit: str = "",
    year: int | None = None,
    source: str = "",
    narrative: str = "",
    language: str = "en",
    obstacle: str = "",
    partner_wanted: str = "",
    by: Reader,
) -> ProgressReport:
    """Add a progress report of the owner; earlier ones stand."""
    may_report_on(by, commitment).enforce()
    answer: dict[str, Any] = tidy(
        {
            "stage": stage,
            "figure": Decimal(str(figure)) if figure is not None else None,
            "unit": unit,
            "year": year,
            "source": source,
            "narrative": narrative,
            "language": language,
            "obstacle": obstacle,
            "partner_wanted": partner_wanted,
        }
    )
    refuse_faults(**answer, year_now=year_of(commitment.conference))
    report = ProgressReport.objects.create(commitment=commitment, reported_by=by.person, reported_at=by.now, **answer)
    content = answer | {
        "figure": str(answer["figure"]) if figure is not None else None,
        "commitment": commitment.number,
    }
    record(by, "reported on commitment", report, **content)
    return report


@transaction.atomic
def remind_owners(*, conference: Conference, by: Reader) -> int:
    """Write to the owners of what is overdue or due within 60 days, one mail a person and owner; gives how many."""
    may_run(by, conference).enforce()
    last = last_reminder(conference)
    if last is not None and by.now - last < PAUSE:
        raise Refused(_("Owners were reminded within the last 24 hours. Wait a day before you write again."))
    due = to_remind(conference)
    if not due:
        raise Refused(_("No commitment with an owner is overdue or due within 60 days."))
    people = contacts(conference, {row.owner_id for row in due})
    mails = [
        write_mail(**_reminder(conference, rows, person, by))
        for owner_id, rows in ((key, list(group)) for key, group in groupby(due, key=lambda row: row.owner_id))
        for person in people.get(owner_id, [])
    ]
    record(by, "reminded owners", conference, commitments=[row.number for row in due], mails=len(mails))
    return len(mails)


def _reminder(conference: Conference, rows: list[Any], person: Any, by: Reader) -> dict[str, Any]:
    context = {"conference": conference, "owner": rows[0].owner, "commitments": rows, "today": today(conference)}
    return {
        "to": person.email,
        "language": person.language,
        "kind": "followup_reminder",
        "conference": conference.slug,
        "now": by.now,
        "context": context,
    }
