"""Acts on the call and its questions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.queries import persons_with
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.reader import DELEGATE, MAYOR, OBSERVER, Reader, Refused
from rapporteur.foundation.ui.said import moment

from .models import Call, Question
from .permissions import edit_call
from .queries import answered_ids, call_of


@transaction.atomic
def open_call(*, conference: Conference, by: Reader, **facts: Any) -> Call:
    """Make the call of `conference`, or change the fields named in `facts`; a moved closing is told by mail.

    Refused when it would close before it opens, or end registration or withdrawal before it opens.
    """
    edit_call(by).enforce()
    call = call_of(conference)
    closed_at = call.closes_at if call else None
    call = call or Call(conference=conference)
    for name, value in facts.items():
        setattr(call, name, value)
    _keep_order(call)
    call.save()
    record(by, "opened call" if closed_at is None else "changed call", call, fields=sorted(facts))
    if closed_at is not None and closed_at != call.closes_at:
        _tell_the_new_closing(call, by)
    return call


def _keep_order(call: Call) -> None:
    if call.closes_at <= call.opens_at:
        raise Refused(_("The call would close before it opens. Set the closing after the opening."))
    if call.registration_closes_at <= call.opens_at:
        raise Refused(_("Registration would end before the call opens. Set its end after the opening."))
    if call.withdrawal_until <= call.opens_at:
        raise Refused(_("Withdrawal would end before the call opens. Set its end after the opening."))


def _tell_the_new_closing(call: Call, by: Reader) -> None:
    conference = call.conference
    closing = lazy(moment, str)(call.closes_at, conference.zone)
    context = {"conference": conference, "closing": closing, "base": settings.BASE_ADDRESS}
    for person in persons_with(conference, DELEGATE, MAYOR, OBSERVER):
        write_mail(
            to=person.email,
            language=person.language,
            kind="closing_moved",
            conference=conference.slug,
            now=by.now,
            context=context,
        )


@transaction.atomic
def set_question(*, call: Call, by: Reader, question: Question | None = None, **facts: Any) -> Question:
    """Add a question at the end of `call`, or change `question`.

    What was answered keeps its kind, and each of its choices: Refused otherwise.
    """
    edit_call(by).enforce()
    if question is None:
        last = call.questions.order_by("-position").values_list("position", flat=True).first()
        question = Question(call=call, position=0 if last is None else last + 1)
    elif question.pk in answered_ids(call):
        _keep_answers_readable(question, facts)
    for name, value in facts.items():
        setattr(question, name, value)
    if question.kind == Question.Kind.CHOICE and len(question.choices) < 2:
        raise Refused(_("A question with choices needs two of them at least."))
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise Refused(
            _("Another question has the key “%(key)s”. Choose another key.") % {"key": question.key}
        ) from error
    record(by, "set question", question, key=question.key)
    return question


def _keep_answers_readable(question: Question, facts: dict[str, Any]) -> None:
    if facts.get("kind", question.kind) != question.kind:
        raise Refused(_("This question was answered: its kind stays. Add another question instead."))
    kept = {choice["id"] for choice in facts.get("choices", question.choices)}
    lost = [choice["id"] for choice in question.choices if choice["id"] not in kept]
    if lost:
        sentence = _("This question was answered: the choice “%(choice)s” stays. Its wording may change.")
        raise Refused(sentence % {"choice": lost[0]})


@transaction.atomic
def remove_question(*, question: Question, by: Reader) -> None:
    """Take a question out of its call; Refused when somebody answered it."""
    edit_call(by).enforce()
    if question.pk in answered_ids(question.call):
        raise Refused(_("This question was answered and stays. Change its wording, or make it optional."))
    record(by, "removed question", question, key=question.key)
    question.delete()


@transaction.atomic
def move_question(*, question: Question, earlier: bool, by: Reader) -> None:
    """Change places with the question before (`earlier`) or after; at the end nothing changes."""
    edit_call(by).enforce()
    order = list(question.call.questions.order_by("position", "pk"))
    place = order.index(question)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, row in enumerate(order):
        row.position = position
    Question.objects.bulk_update(order, ["position"])
    record(by, "moved question", question, position=other)
