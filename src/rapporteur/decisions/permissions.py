"""Who may open and conclude a procedure, and who may speak in one."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import ALLOWED, DELEGATE, PUBLIC, SECRETARIAT, Answer, Reader, refuse

from .models import Procedure, Statement

read_decision = permission("decisions.read", PUBLIC)
run_decision = permission(
    "decisions.run", SECRETARIAT, refusal=gettext_lazy("Only the secretariat opens and concludes a decision.")
)
speak = permission(
    "decisions.speak",
    DELEGATE,
    refusal=gettext_lazy("Only the delegate of an accredited government can object, reserve or explain."),
)


def may_speak(reader: Reader, procedure: Procedure, government: Government, kind: str) -> Answer:
    """Whether `reader` may make a statement of `kind` for `government` in `procedure` at this moment."""
    if not reader.is_system and not (reader.has(DELEGATE) and government.pk in reader.government_ids):
        return refuse(speak.refusal)
    if not procedure.entitled.filter(government=government).exists():
        return refuse(_("Your government is not on the closed list of those entitled in this procedure."))
    if kind == Statement.Kind.OBJECTION:
        return _may_object(reader, procedure)
    if procedure.state in {Procedure.State.BROKEN, Procedure.State.NOT_ADOPTED}:
        return refuse(_("This procedure has ended without agreement. Speak in the next one."))
    return ALLOWED


def _may_object(reader: Reader, procedure: Procedure) -> Answer:
    if procedure.state != Procedure.State.RUNNING:
        return refuse(_("This procedure is over. An objection can no longer be made."))
    if reader.now < procedure.opened_at:
        return refuse(_("This procedure has not begun."))
    if procedure.deadline and reader.now >= procedure.deadline:
        return refuse(_("The deadline of the silence procedure has passed. An objection can no longer be made."))
    return ALLOWED
