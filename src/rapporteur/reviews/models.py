"""Reporting rounds on commitments, with what each government answers."""

from __future__ import annotations

from django.db import models

from rapporteur.foundation.conferences.models import Conference, Said
from rapporteur.foundation.people.models import Government, Person


class Stage(models.TextChoices):
    """How far a commitment is carried out; the model of reports here and in the follow-up."""

    NOT_BEGUN = "not_begun", "not begun"
    PLANNED = "planned", "planned"
    UNDER_WAY = "under_way", "under way"
    DONE = "done", "done"


class Reported(models.Model):
    """What a report says: stage, figure with unit, year and source, words, obstacle, partner wanted."""

    stage = models.CharField(max_length=10, choices=Stage)
    figure = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    narrative = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    obstacle = models.TextField(blank=True)
    partner_wanted = models.CharField(max_length=300, blank=True)
    reported_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        abstract = True


class Round(models.Model):
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="rounds")
    title = Said()
    intro = Said()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(closes_at__gt=models.F("opens_at")), name="a_round_closes_after_it_opens")
        ]


class RoundItem(models.Model):
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items")
    provision = models.CharField(max_length=40)
    question = Said()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "provision"], name="a_provision_once_a_round")]


class Report(Reported):
    item = models.ForeignKey(RoundItem, on_delete=models.CASCADE, related_name="reports")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "government"], name="one_report_a_government")]
