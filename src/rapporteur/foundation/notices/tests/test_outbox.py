from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from rapporteur.foundation.notices.actions import _send, send_waiting
from rapporteur.foundation.notices.models import Mail

pytestmark = pytest.mark.django_db


def written(address: str) -> Mail:
    return Mail.objects.create(
        kind="x", address=address, language="en", subject="Subject", body="Body\n", written_at=timezone.now()
    )


def test_a_mail_that_cannot_be_sent_does_not_hold_up_the_next():
    poisoned, _next = written(f"a@{'é' * 62}.example"), written("b@city.example")
    assert send_waiting() == 1
    assert [each.to for each in mail.outbox] == [["b@city.example"]]
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.attempt_count) == ("waiting", 1)
    assert poisoned.last_trouble and poisoned.next_attempt_at > timezone.now()


def test_a_mail_is_given_up_after_eight_attempts():
    poisoned = written(f"a@{'é' * 62}.example")
    for _attempt in range(8):
        Mail.objects.update(next_attempt_at=None)
        send_waiting()
    poisoned.refresh_from_db()
    assert poisoned.state == "failed"


def test_a_mail_that_another_worker_took_is_not_sent_again():
    row = written("a@city.example")
    assert [_send(row, None, timezone.now()) for _worker in range(2)] == [1, 0]
    assert len(mail.outbox) == 1


def test_each_attempt_bears_the_same_message_id():
    row = written("a@city.example")
    send_waiting()
    Mail.objects.update(state="waiting", next_attempt_at=None)
    send_waiting()
    first, second = (each.extra_headers["Message-ID"] for each in mail.outbox)
    assert first == second
    assert first.startswith(f"<{row.pk}.")


def test_no_connection_is_opened_when_nothing_waits(monkeypatch):
    monkeypatch.setattr("rapporteur.foundation.notices.actions.get_connection", lambda: pytest.fail("was opened"))
    assert send_waiting() == 0
