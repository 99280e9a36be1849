"""The call for participation: a set of questions with limits, open between two instants."""

from __future__ import annotations

from django.db import models

from rapporteur.foundation.conferences.models import Conference, Said


class Call(models.Model):
    class LateRule(models.TextChoices):
        KEEP = "keep", "kept as late"
        REFUSE = "refuse", "refused"

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="call")
    title = Said()
    intro = Said()
    who_may_answer = Said()
    consent = Said(help_text="What one agrees to by sending.")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    registration_closes_at = models.DateTimeField()
    withdrawal_until = models.DateTimeField()
    late_rule = models.CharField(
        max_length=10,
        choices=LateRule,
        default=LateRule.KEEP,
        help_text="What happens to an answer begun before the closing and sent after it.",
    )
    is_open_to_public = models.BooleanField(default=True, help_text="Takes anonymous contributions without an account.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="a_call_closes_after_it_opens"
            )
        ]


class Question(models.Model):
    class Kind(models.TextChoices):
        TEXT = "text", "text"
        CHOICE = "choice", "choice"
        FIGURE = "figure", "figure with unit"
        FILE = "file", "file"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    label = Said()
    help = Said()
    is_required = models.BooleanField(default=False)
    word_limit = models.PositiveIntegerField(null=True, blank=True)
    character_limit = models.PositiveIntegerField(null=True, blank=True)
    choices = models.JSONField(default=list, blank=True, help_text='List of {"id": ..., "label": {language: text}}.')
    unit = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="a_question_key_once")]
