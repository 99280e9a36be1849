"""Writing to the outbox, and sending what waits in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .models import Mail

MOST_ATTEMPTS = 8


def write_mail(
    *, to: str, language: str, kind: str, conference: str, now: datetime, context: dict[str, Any]
) -> Mail | None:
    """Put a mail in the outbox, in the language of the one it goes to, within the transaction of the act.

    The text is the template `mail/KIND.txt`: its first line is the subject. Without an address nothing is written.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A mail is written in the transaction of the act that causes it.")
    if not to:
        return None
    with translation.override(language or "en"):
        text = render_to_string(f"mail/{kind}.txt", context).strip()
    subject, _newline, body = text.partition("\n")
    return Mail.objects.create(
        conference=conference,
        kind=kind,
        address=to,
        language=language or "en",
        subject=" ".join(subject.split())[:250],
        body=body.strip() + "\n",
        written_at=now,
    )


@transaction.atomic
def forget_mail(*, kind: str, before: datetime) -> int:
    """Delete the mails of `kind` that were written before a moment; gives how many."""
    return Mail.objects.filter(kind=kind, written_at__lt=before).delete()[0]


def send_waiting(*, most: int = 50) -> int:
    """Send what waits, each mail taken and marked in transactions of its own; gives how many were sent.

    A failure is tried again later. Raises OSError when no mail can be sent at all.
    """
    now = timezone.now()
    rows = Mail.objects.filter(state=Mail.State.WAITING).exclude(next_attempt_at__gt=now)
    waiting = list(rows.order_by("pk")[:most])
    if not waiting:
        return 0
    with get_connection() as line:
        return sum(_send(mail, line, now) for mail in waiting)


def _send(mail: Mail, line: Any, now: datetime) -> int:
    if not _take(mail, now):
        return 0
    try:
        headers = {"Message-ID": _message_id(mail)}
        EmailMessage(mail.subject, mail.body, to=[mail.address], connection=line, headers=headers).send()
    except Exception as trouble:  # A mail that cannot be sent must not hold up those behind it.
        state = Mail.State.FAILED if mail.attempt_count + 1 >= MOST_ATTEMPTS else Mail.State.WAITING
        with transaction.atomic():
            Mail.objects.filter(pk=mail.pk).update(last_trouble=str(trouble)[:300], state=state)
        return 0
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=now)
    return 1


def _take(mail: Mail, now: datetime) -> bool:
    """Whether the mail is ours to send: two workers read the same outbox, and one of them counts the attempt."""
    attempts = mail.attempt_count + 1
    with transaction.atomic():
        mine = Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING, attempt_count=mail.attempt_count)
        return bool(mine.update(attempt_count=attempts, next_attempt_at=now + timedelta(minutes=2**attempts)))


def _message_id(mail: Mail) -> str:
    """The same at each attempt, so that a mail sent twice is seen as one."""
    return (
        f"<{mail.pk}.{mail.written_at.timestamp():.6f}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"
    )
