"""Trace reads the links that the stages made; it keeps only what its contributors were last told."""

from __future__ import annotations

from django.db import models

from rapporteur.contributions.models import Contribution


class Told(models.Model):
    """The fate of a contribution as its author read it last, as a digest: the same fate is not written twice."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="told")
    digest = models.CharField(max_length=64)
    told_at = models.DateTimeField()
