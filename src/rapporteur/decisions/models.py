"""How the text becomes the outcome: a procedure on a frozen revision and a closed list of those entitled."""

from __future__ import annotations

from django.db import models

from rapporteur.drafting.models import Revision
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government, Person


class Procedure(models.Model):
    class Kind(models.TextChoices):
        CONSENSUS = "consensus", "consensus"
        SILENCE = "silence", "silence procedure"

    class State(models.TextChoices):
        RUNNING = "running", "running"
        BROKEN = "broken", "broken"
        AGREED = "agreed", "agreed"
        ADOPTED = "adopted", "adopted"
        NOT_ADOPTED = "not_adopted", "not adopted"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="procedures")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="procedures")
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(default=dict, help_text="From which the outcome can be recomputed.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="one_procedure_a_number"),
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(state="running"), name="one_procedure_at_a_time"
            ),
        ]


class Entitled(models.Model):
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="entitled")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    notified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "government"], name="entitled_once")]


class Statement(models.Model):
    class Kind(models.TextChoices):
        OBJECTION = "objection", "objection"
        RESERVATION = "reservation", "reservation"
        EXPLANATION = "explanation", "explanation of position"

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="statements")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    language = models.CharField(max_length=10, default="en")
    is_withdrawn = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "government"],
                condition=models.Q(kind="objection", is_withdrawn=False),
                name="one_objection_a_government",
            )
        ]
