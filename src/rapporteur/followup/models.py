"""What was promised, by whom, and how far it has come."""

from __future__ import annotations

from django.db import models

from rapporteur.drafting.models import Sentence
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader
from rapporteur.reviews.models import Reported


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, reader: Reader) -> CommitmentQuerySet:
        """The commitments of the reader's conference: what was promised is public."""
        return self.filter(conference_id=reader.conference_id)


class Commitment(models.Model):
    """A commitment lifted from a sentence of the adopted text and taken on by an owner."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="commitments")
    number = models.PositiveIntegerField()
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="commitments")
    owner = models.ForeignKey(Government, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    measure = models.TextField()
    language = models.CharField(max_length=10, default="en")
    due_on = models.DateField()

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_commitment_a_number")]

    def __str__(self) -> str:
        return f"F-{self.number:02}"


class ProgressReport(Reported):
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reports")

    class Meta:
        ordering = ["-reported_at", "-pk"]
