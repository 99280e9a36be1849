"""The outbox: mail is a row, written with the act that causes it and sent afterwards."""

from __future__ import annotations

from django.db import models


class Mail(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    conference = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=60)
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_attempt_at"]),
            models.Index(fields=["conference", "-written_at"]),
        ]

    def __str__(self) -> str:
        return self.subject
