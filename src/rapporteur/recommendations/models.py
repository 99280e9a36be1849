"""What should be done, by whom; and what became of every passage."""

from __future__ import annotations

from django.db import models

from rapporteur.consolidation.models import Theme
from rapporteur.contributions.models import Passage
from rapporteur.foundation.conferences.models import Conference, Said
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import DRAFTER, RAPPORTEUR, SECRETARIAT, Reader


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, reader: Reader) -> RecommendationQuerySet:
        """Those put forward for all; drafts for those who work on them."""
        rows = self.filter(conference_id=reader.conference_id)
        if reader.has(RAPPORTEUR, SECRETARIAT, DRAFTER):
            return rows
        return rows.exclude(state=Recommendation.State.DRAFT)


class Recommendation(models.Model):
    class Level(models.TextChoices):
        LOCAL = "local", "local"
        NATIONAL = "national", "national"
        REGIONAL = "regional", "regional"
        GLOBAL = "global", "global"

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", "actionable commitment"
        MEANS = "means", "means of implementation"
        FOLLOWUP = "followup", "follow-up and review"

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PUT_FORWARD = "put_forward", "put forward"
        WITHDRAWN = "withdrawn", "withdrawn"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="recommendations")
    number = models.PositiveIntegerField()
    title = Said()
    text = models.TextField()
    language = models.CharField(max_length=10, default="en")
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=12, choices=Kind)
    actors = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="recommendations")
    provisions = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    put_forward_at = models.DateTimeField(null=True, blank=True)
    positions_closed_at = models.DateTimeField(null=True, blank=True, help_text="Since the declaration was adopted.")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_recommendation_a_number")]

    def __str__(self) -> str:
        return f"R-{self.number:02}"


class RecommendationSource(models.Model):
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="sources")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="recommendation_sources")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "passage"], name="a_passage_once_behind_a_recommendation")
        ]


class Position(models.Model):
    class Stance(models.TextChoices):
        SUPPORT = "support", "support"
        LIVE_WITH = "live_with", "can live with"
        OBJECT = "object", "object"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="positions")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=10, choices=Stance)
    reason = models.TextField(blank=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "government"], name="one_position_a_government"),
            models.CheckConstraint(
                condition=~models.Q(stance="object") | ~models.Q(reason=""), name="an_objection_has_a_reason"
            ),
        ]


class Disposition(models.Model):
    """What became of a passage: one word, one reason, one person."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", "taken"
        IN_PART = "in_part", "taken in part"
        MERGED = "merged", "merged"
        ELSEWHERE = "elsewhere", "elsewhere"
        NOT_TAKEN = "not_taken", "not taken"
        OUT_OF_SCOPE = "out_of_scope", "out of scope"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="dispositions")
    passage = models.OneToOneField(Passage, on_delete=models.PROTECT, related_name="disposition")
    outcome = models.CharField(max_length=14, choices=Outcome)
    reason = models.TextField()
    language = models.CharField(max_length=10, default="en")
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.SET_NULL, related_name="dispositions"
    )
    is_by_rule = models.BooleanField(default=False, help_text="Given because its recommendation was put forward.")
    given_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="a_disposition_has_a_reason")]
