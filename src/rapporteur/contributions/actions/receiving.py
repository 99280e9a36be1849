"""Drafts, contributions received, and their withdrawal."""

from __future__ import annotations

import secrets as random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rapporteur.calls.models import Call, Question
from rapporteur.calls.queries import may_still_send, questions_of
from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.foundation.ui.said import moment, plain
from rapporteur_core.text import fold, normalise, passages

from .. import sentences
from ..answers import fingerprint_of, heading_of, kept, mistakes_in
from ..models import Answer, Contribution, Passage
from ..permissions import may_send, may_speak, may_withdraw
from ..queries import answers_of, digest_of, draft_of, language_code

Given = Mapping[str, "str | StoredFile | None"]
Attribution = Contribution.Attribution


@transaction.atomic
def save_draft(
    *,
    conference: Conference,
    by: Reader,
    answers: Given,
    language: str = "und",
    attribution: str = Attribution.NAMED,
    government: Government | None = None,
    author: Person | None = None,
    author_name: str = "",
    category: str = "",
) -> Contribution:
    """Keep the draft of `by`, or, where the product itself acts, of `author`: one an author. Limits are not yet held."""
    call = its_call(conference)
    author = author if by.is_system else by.person
    if author is None or attribution == Attribution.ANONYMOUS:
        raise Refused(_("An anonymous contribution has no draft: a draft must know whose it is."))
    draft = _locked_draft(call, author)
    may_send(by, call, draft.begun_at or by.now if draft else by.now).enforce()
    may_speak(by, call, government).enforce()
    questions = list(questions_of(call))
    _enforce_answers(questions, answers, is_draft=True)
    is_new = draft is None
    draft = draft or Contribution(conference=conference, call=call, author=author, begun_at=by.now)
    _describe(draft, attribution, language, government, author_name, category)
    draft.save()
    _keep_answers(draft, questions, answers)
    record(by, "began draft" if is_new else "saved draft", draft)
    return draft


@transaction.atomic
def receive_contribution(
    *,
    conference: Conference,
    by: Reader,
    answers: Given,
    attribution: str,
    language: str,
    government: Government | None = None,
    author: Person | None = None,
    begun_at: datetime | None = None,
    author_name: str = "",
    category: str = "",
    secret: str = "",
) -> tuple[Contribution, str]:
    """Receive a contribution and cut it into passages; gives it with the secret of its receipt's address.

    answers: text, choice's id, figure or stored file by key of the question. The author is `by`; where the product itself
    acts (`by` is the system), `author` and `begun_at` are as given. An author's draft becomes the contribution. An
    anonymous one keeps no author, government or hour, and its journal entry bears the day only.
    Refused: outside the time of the call, for a government not one's own, with answers that cannot be taken, or with
    words that its author or government sent already and did not withdraw. The product itself may bring these again.
    """
    call = its_call(conference)
    is_anonymous = attribution == Attribution.ANONYMOUS
    if is_anonymous:
        author, government, author_name, draft = None, None, "", None
    else:
        author = author if by.is_system else by.person
        draft = _locked_draft(call, author) if author else None
    begun_at = (draft.begun_at if draft else begun_at if by.is_system else None) or by.now
    may_send(by, call, begun_at).enforce()
    may_speak(_nobody(by, by.now) if is_anonymous else by, call, government).enforce()
    questions = list(questions_of(call))
    given = dict(answers)
    if draft:
        files = {key: value for key, value in answers_of(draft).items() if isinstance(value, StoredFile)}
        given = {**files, **{key: value for key, value in given.items() if value is not None}}
    _enforce_answers(questions, given, is_draft=False, is_anonymous=is_anonymous)
    secret = secret or random.token_urlsafe(32)
    row = draft or Contribution(conference=conference, call=call, author=author)
    author_name = author_name or (author.name if author and attribution == Attribution.NAMED else "")
    _describe(row, attribution, language, government, author_name, category)
    row.state, row.number = Contribution.State.RECEIVED, next_number(conference, "contribution")
    row.is_late = may_still_send(call, begun_at, by.now) == "late"
    row.begun_at = None if is_anonymous else begun_at
    row.received_at = day_of(by.now, conference) if is_anonymous else by.now
    row.receipt = digest_of(secret)
    row.save()
    texts = _keep_answers(row, questions, given)
    row.fingerprint = fingerprint_of(texts)
    if author is not None and not by.is_system:
        _enforce_new_words(row)
    row.heading = heading_of(text for _key, text in texts)
    row.folded = folded_of(row, [text for _key, text in texts])
    row.save(update_fields=["fingerprint", "heading", "folded"])
    actor = _nobody(by, row.received_at) if is_anonymous else by
    facts = {"number": row.number, "fingerprint": row.fingerprint, "language": row.language, "is_late": row.is_late}
    record(actor, "received contribution", row, **facts)
    if author is not None:
        _mail_receipt(row, author, secret, by)
    return row, secret


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, by: Reader, holds_receipt: bool = False) -> Contribution:
    """Withdraw a contribution: its number and place stay, its words are shown to the desk only. Twice is once."""
    row = (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("call", "conference")
        .get(pk=contribution.pk)
    )
    may_withdraw(by, row, holds_receipt=holds_receipt).enforce()
    if row.state == Contribution.State.WITHDRAWN:
        return row
    if row.state == Contribution.State.DRAFT:
        raise Refused(_("This is a draft and was not sent. There is nothing to withdraw."))
    row.withdrawn_at = day_of(by.now, row.conference) if row.is_anonymous else by.now
    row.state = Contribution.State.WITHDRAWN
    row.save(update_fields=["state", "withdrawn_at"])
    actor = _nobody(by, row.withdrawn_at) if row.is_anonymous else by
    record(actor, "withdrew contribution", row, number=row.number)
    return row


def cut(answer: Answer, *, first: int, language: str) -> list[Passage]:
    """The passages of a text, numbered from `first`, not saved yet."""
    return [
        Passage(
            contribution_id=answer.contribution_id,
            answer=answer,
            number=number,
            start=start,
            end=end,
            language=language,
        )
        for number, (start, end) in enumerate(passages(answer.text), first)
    ]


def folded_of(row: Contribution, texts: Iterable[str]) -> str:
    """What a search looks through: number, who is shown, the first words."""
    words = " ".join(" ".join(texts).split())
    return fold(f"{row} {row.source_id} {row.shown_as} {words[:500]}")[:500]


def its_call(conference: Conference) -> Call:
    call = Call.objects.filter(conference=conference).select_related("conference").first()
    if call is None:
        raise Refused(_("This conference has no call for contributions yet."))
    return call


def _locked_draft(call: Call, author: Person) -> Contribution | None:
    found = draft_of(call, author)
    if found is None:
        return None
    rows = Contribution.objects.select_for_update().filter(pk=found.pk, state=Contribution.State.DRAFT)
    return rows.first()


def _describe(
    row: Contribution, attribution: str, language: str, government: Government | None, author_name: str, category: str
) -> None:
    """Who speaks, under what name, in which language; Refused when these do not go together."""
    if attribution not in Attribution.values:
        raise Refused(_("Choose under what name the contribution is shown."))
    if attribution == Attribution.GOVERNMENT and government is None:
        raise Refused(_("Only a contribution of a government can be shown under the government's name alone."))
    author_name = " ".join(normalise(author_name).split())
    if len(author_name) > 200:
        raise Refused(_("The name has more than 200 characters. Shorten it."))
    if (
        attribution == Attribution.NAMED
        and row.state == Contribution.State.RECEIVED
        and not (author_name or government)
    ):
        raise Refused(_("Say under which name the contribution is shown, or send it anonymously."))
    code = language_code(language)
    if code is None:
        raise Refused(_("Choose the language in which it is written."))
    row.attribution, row.language, row.government = attribution, code, government
    row.author_name = author_name if attribution == Attribution.NAMED else ""
    row.category = government.category if government else category[:30]
    row.region = government.region if government else ""


def _enforce_answers(questions: list[Question], answers: Given, *, is_draft: bool, is_anonymous: bool = False) -> None:
    labels = {question.key: plain(question.label) for question in questions}
    for key in answers:
        if key not in labels:
            raise Refused(_("The call has no question “%(key)s”.") % {"key": key})
    found = mistakes_in(questions, answers, is_draft=is_draft, is_anonymous=is_anonymous)
    if found:
        said = [(labels.get(mistake.key, ""), sentences.of_mistake(mistake)) for mistake in found]
        raise Refused(" ".join(f"{label}: {sentence}" if label else sentence for label, sentence in said))


def _enforce_new_words(row: Contribution) -> None:
    """The same words from the same author or government stand once; the lock on the numbers keeps two from passing."""
    same = Contribution.objects.filter(
        call=row.call, state=Contribution.State.RECEIVED, fingerprint=row.fingerprint
    ).exclude(pk=row.pk)
    # One who speaks for two governments may bring the same words for both.
    own = Q(author=row.author)
    whose = Q(government=row.government) | own & Q(government=None) if row.government else own
    first = same.filter(whose).order_by("number").first()
    if first is not None:
        sentence = _("%(contribution)s has these very words. Its author withdraws it first, or you change the words.")
        raise Refused(sentence % {"contribution": first})


def _keep_answers(row: Contribution, questions: list[Question], answers: Given) -> list[tuple[str, str]]:
    """Keep the answers in the place of those of the draft; gives key and kept text, for a file its hash.

    What is received is cut into its passages.
    """
    held = {answer.question_id: answer.file for answer in row.answers.exclude(file=None).select_related("file")}
    row.answers.all().delete()
    rows: list[Answer] = []
    for question in questions:
        given = answers.get(question.key)
        if question.kind == Question.Kind.FILE:
            file = given if isinstance(given, StoredFile) else held.get(question.pk)
            if file is not None:
                rows.append(Answer(contribution=row, question=question, file=file))
        elif isinstance(given, str) and given.strip():
            # A draft keeps a figure as it was typed: it may be half of one.
            text = kept(question, given) if row.state != Contribution.State.DRAFT else normalise(given)
            rows.append(Answer(contribution=row, question=question, text=text))
    saved = list(Answer.objects.bulk_create(rows))
    if row.state == Contribution.State.RECEIVED:
        _cut_all(saved, row.language)
    return [(answer.question.key, answer.file.sha256 if answer.file else answer.text) for answer in saved]


def _cut_all(answers: Iterable[Answer], language: str) -> None:
    made: list[Passage] = []
    for answer in answers:
        if answer.question.kind == Question.Kind.TEXT:
            made += cut(answer, first=len(made) + 1, language=language)
    Passage.objects.bulk_create(made)


def day_of(moment: datetime, conference: Conference) -> datetime:
    """The day of the conference's zone, at 00:00 UTC: all that is kept of when an anonymous one came."""
    return datetime.combine(moment.astimezone(conference.timezone).date(), time(0), tzinfo=UTC)


def _nobody(by: Reader, moment: datetime) -> Reader:
    """`by` without person, roles and hour, for what must not lead back to anyone."""
    return replace(by, person=None, roles=frozenset(), government_ids=frozenset(), clock=lambda: moment)


def _mail_receipt(row: Contribution, author: Person, secret: str, by: Reader) -> None:
    conference = row.conference
    with translation.override(author.language):
        path = reverse("contributions:receipt", kwargs={"slug": conference.slug, "secret": secret})
        context = {
            "conference": conference,
            "contribution": row,
            "title": plain(conference.title),
            "address": settings.BASE_ADDRESS + path,
            "received": moment(row.received_at or by.now, conference.zone),
            "until": moment(row.call.withdrawal_until, conference.zone),
        }
        write_mail(
            to=author.email,
            language=author.language,
            kind="contribution_received",
            conference=conference.slug,
            now=by.now,
            context=context,
        )
