"""Writing to the outbox, and sending what waits in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

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


def send_waiting(*, most: int = 50) -> int:
    """Send what waits, each mail marked in its own transaction; gives how many were sent. A failure is tried again later."""
    now = timezone.now()
    waiting = Mail.objects.filter(state=Mail.State.WAITING).exclude(next_attempt_at__gt=now).order_by("pk")[:most]
    sent = 0
    with get_connection() as line:
        for mail in list(waiting):
            sent += _send(mail, line, now)
    return sent


def _send(mail: Mail, line: Any, now: datetime) -> int:
    message = EmailMessage(mail.subject, mail.body, to=[mail.address], connection=line)
    try:
        message.send()
    except OSError as trouble:
        attempts = mail.attempt_count + 1
        with transaction.atomic():
            Mail.objects.filter(pk=mail.pk).update(
                attempt_count=attempts,
                last_trouble=str(trouble)[:300],
                next_attempt_at=now + timedelta(minutes=2**attempts),
                state=Mail.State.FAILED if attempts >= MOST_ATTEMPTS else Mail.State.WAITING,
            )
        return 0
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=now)
    return 1
