"""Acts of a decision: open it, speak in it, conclude it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rapporteur.drafting.actions import mark_adopted
from rapporteur.drafting.models import Draft, Revision
from rapporteur.drafting.permissions import may_adopt, takes_amendments
from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.conferences.models import RoleGrant
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import DELEGATE, Reader, Refused
from rapporteur.foundation.ui import said
from rapporteur_core.text import normalise

from .models import Entitled, Procedure, Statement
from .permissions import may_speak, run_decision
from .queries import governments_of_delegations, outcome_of

LONGEST = 5000


@transaction.atomic
def open_silence(*, revision: Revision, deadline: datetime, by: Reader) -> Procedure:
    """Put a frozen revision under silence until `deadline`; each accredited government is told by mail, with the text's fingerprint."""
    run_decision(by).enforce()
    if deadline <= by.now:
        raise Refused(_("The deadline of a silence procedure must lie ahead. Give a later day or hour."))
    procedure = _open(revision, Procedure.Kind.SILENCE, deadline, by)
    _notify(procedure, "silence_opened", by)
    return procedure


@transaction.atomic
def open_consensus(*, revision: Revision, by: Reader) -> Procedure:
    """Ask the room for consensus on a frozen revision: on one that can be adopted, for consensus adopts it."""
    run_decision(by).enforce()
    procedure = _open(revision, Procedure.Kind.CONSENSUS, None, by)
    may_adopt(by, procedure.revision).enforce()
    return procedure


def _open(revision: Revision, kind: str, deadline: datetime | None, by: Reader) -> Procedure:
    conference = revision.draft.conference
    draft = Draft.objects.select_for_update().get(pk=revision.draft_id)
    if takes_amendments(draft, by.now):
        raise Refused(_("Amendments to this text are open. Close them before you put it to a decision."))
    if revision.frozen_at is None:
        raise Refused(_("Freeze the revision first: a decision is taken on a text that no longer changes."))
    if revision.is_adopted:
        raise Refused(_("This text is adopted already."))
    _end_overtaken(revision, by)
    if Procedure.objects.filter(conference=conference, state=Procedure.State.RUNNING).exists():
        raise Refused(_("Another procedure is running. Conclude it before you open the next."))
    if kind == Procedure.Kind.SILENCE and revision.procedures.filter(state=Procedure.State.BROKEN).exists():
        raise Refused(_("The silence on this revision was broken. Run it again on a new revision."))
    governments = list(governments_of_delegations(conference))
    if not governments:
        raise Refused(_("No government is accredited, so nobody is entitled. Accredit delegations first."))
    procedure = Procedure.objects.create(
        conference=conference,
        number=next_number(conference, "procedure"),
        kind=kind,
        revision=revision,
        fingerprint=revision.fingerprint,
        opened_at=by.now,
        deadline=deadline,
    )
    Entitled.objects.bulk_create(Entitled(procedure=procedure, government=government) for government in governments)
    record(
        by,
        f"opened {kind}",
        procedure,
        symbol=revision.symbol,
        fingerprint=revision.fingerprint,
        entitled=[government.pk for government in governments],
        deadline=deadline.isoformat() if deadline else None,
    )
    return procedure


def _end_overtaken(revision: Revision, by: Reader) -> None:
    """Close a consensus that was asked on an earlier text, which can no longer be adopted: a later one takes its place."""
    asked = Procedure.objects.filter(kind=Procedure.Kind.CONSENSUS, state=Procedure.State.RUNNING)
    for each in asked.filter(revision__draft=revision.draft_id, revision__number__lt=revision.number):
        facts = outcome_of(each, now=by.now).record
        _close(
            each, Procedure.State.NOT_ADOPTED, by, {**facts, "outcome": "not_adopted", "overtaken_by": revision.symbol}
        )


def _notify(procedure: Procedure, kind: str, by: Reader) -> None:
    """Write to the delegates of each entitled government; note when, for each government that could be written to."""
    entitled = [row.government_id for row in procedure.entitled.all()]
    grants = RoleGrant.objects.filter(
        conference=procedure.conference, role=DELEGATE, government_id__in=entitled
    ).select_related("person", "government")
    for grant in grants:
        with translation.override(grant.person.language):
            context = _letter(procedure, grant.government)
        write_mail(
            to=grant.person.email,
            language=grant.person.language,
            kind=kind,
            conference=procedure.conference.slug,
            now=by.now,
            context=context,
        )
    reached = {grant.government_id for grant in grants if grant.government_id}
    procedure.entitled.filter(government_id__in=reached, notified_at=None).update(notified_at=by.now)


def _letter(procedure: Procedure, government: Government | None) -> dict[str, Any]:
    conference = procedure.conference
    path = reverse("decisions:procedure", kwargs={"slug": conference.slug, "number": procedure.number})
    return {
        "title": said.plain(conference.title),
        "government": government,
        "symbol": procedure.revision.symbol,
        "fingerprint": procedure.fingerprint,
        "deadline": said.moment(procedure.deadline, conference.zone) if procedure.deadline else "",
        "state": procedure.state,
        "address": settings.BASE_ADDRESS + path,
    }


@transaction.atomic
def make_statement(
    *, procedure: Procedure, government: Government, kind: str, text: str, by: Reader, language: str = "en"
) -> Statement:
    """Object, reserve or explain for `government`. An objection in a silence procedure breaks it at once."""
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    may_speak(by, procedure, government, kind).enforce()
    text = normalise(text)
    if not text:
        raise Refused(_("Give the reason: a statement without words cannot be kept."))
    if len(text) > LONGEST:
        raise Refused(
            _("This statement has %(count)s characters; %(most)s are allowed.") % {"count": len(text), "most": LONGEST}
        )
    if kind == Statement.Kind.OBJECTION and _standing(procedure).filter(government=government).exists():
        raise Refused(_("Your government has objected already."))
    statement = Statement.objects.create(
        procedure=procedure,
        government=government,
        kind=kind,
        text=text,
        language=language,
        made_by=by.person,
        made_at=by.now,
    )
    record(by, f"made {kind}", statement, procedure=procedure.number, government=government.pk, text=text)
    if kind == Statement.Kind.OBJECTION and procedure.kind == Procedure.Kind.SILENCE:
        _close(procedure, Procedure.State.BROKEN, by)
        _notify(procedure, "silence_concluded", by)
    return statement


def _standing(procedure: Procedure) -> Any:
    return procedure.statements.filter(kind=Statement.Kind.OBJECTION, is_withdrawn=False)


@transaction.atomic
def withdraw_objection(*, statement: Statement, by: Reader) -> Statement:
    """Take back an objection made in the room; a silence once broken stays broken."""
    procedure = statement.procedure
    may_speak(by, procedure, statement.government, Statement.Kind.EXPLANATION).enforce()
    if procedure.kind != Procedure.Kind.CONSENSUS or procedure.state != Procedure.State.RUNNING:
        raise Refused(_("This objection can no longer be withdrawn."))
    statement.is_withdrawn = True
    statement.save(update_fields=["is_withdrawn"])
    record(by, "withdrew objection", statement, procedure=procedure.number)
    return statement


@transaction.atomic
def conclude(*, procedure: Procedure, by: Reader, present: int | None = None) -> Procedure:
    """Conclude a procedure by its rule. Consensus without a standing objection adopts the text."""
    run_decision(by).enforce()
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if procedure.state != Procedure.State.RUNNING:
        raise Refused(_("This procedure is concluded already."))
    outcome = outcome_of(procedure, now=by.now, present=present)
    if outcome.state == "running":
        raise Refused(_("The silence runs until its deadline. It can be concluded after that."))
    states = {"adopted": Procedure.State.ADOPTED, "agreed": Procedure.State.AGREED, "broken": Procedure.State.BROKEN}
    _close(procedure, states.get(outcome.state, Procedure.State.NOT_ADOPTED), by, outcome.record)
    if procedure.state == Procedure.State.ADOPTED:
        mark_adopted(revision=procedure.revision, by=by, procedure=procedure.kind)
    _notify(procedure, "silence_concluded" if procedure.kind == Procedure.Kind.SILENCE else "consensus_concluded", by)
    return procedure


def _close(procedure: Procedure, state: str, by: Reader, facts: dict[str, Any] | None = None) -> None:
    procedure.record = facts if facts is not None else outcome_of(procedure, now=by.now).record
    procedure.state, procedure.closed_at = state, by.now
    procedure.save(update_fields=["record", "state", "closed_at"])
    record(by, f"concluded {procedure.kind}", procedure, state=state, fingerprint=procedure.fingerprint)
