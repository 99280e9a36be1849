"""What was said, by how many: duplicates, themes, provisions. Proposed by the machine, confirmed by people."""

from __future__ import annotations

from django.db import models

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.models import Conference


class Run(models.Model):
    """One consolidation of a conference's contributions, done by the worker step by step."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "running"
        STOPPED = "stopped", "stopped"
        DONE = "done", "done"
        FAILED = "failed", "failed"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="consolidation_runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(max_length=40, blank=True)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    seed = models.PositiveIntegerField(default=0)
    is_stop_asked = models.BooleanField(default=False)
    beat_at = models.DateTimeField(null=True, blank=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="one_run_a_number"),
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(state__in=["waiting", "running"]), name="one_run_at_a_time"
            ),
        ]


class DuplicateGroup(models.Model):
    class Kind(models.TextChoices):
        EXACT = "exact", "exact"
        NEAR = "near", "near"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="duplicate_groups")
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField(default=False)
    members = models.ManyToManyField(Contribution, related_name="duplicate_groups", through="DuplicateMember")


class DuplicateMember(models.Model):
    group = models.ForeignKey(DuplicateGroup, on_delete=models.CASCADE, related_name="memberships")
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="duplicate_membership")


class Theme(models.Model):
    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed by the machine"
        CONFIRMED = "confirmed", "confirmed"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="themes")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    labels = models.JSONField(default=dict, blank=True, help_text="The label in other languages.")
    description = models.TextField(blank=True)
    phrases = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    is_locked = models.BooleanField(default=False, help_text="A second run neither changes nor moves it.")
    passage_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_theme_a_number")]

    def __str__(self) -> str:
        return self.label


class ThemePassage(models.Model):
    """A passage in its theme: one theme a passage."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="memberships")
    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, related_name="theme_membership")
    is_evidence = models.BooleanField(default=False)
    is_by_person = models.BooleanField(default=False, help_text="Placed by a person; a second run leaves it.")


class Mapping(models.Model):
    """A passage and a provision that it speaks to, with the words that caused it."""

    class By(models.TextChoices):
        CITATION = "citation", "cited"
        WORDS = "words", "by its words"
        PERSON = "person", "by a person"

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed by the machine"
        CONFIRMED = "confirmed", "confirmed"
        REJECTED = "rejected", "rejected"

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="mappings")
    provision = models.CharField(max_length=40, db_index=True)
    score = models.FloatField(default=1)
    words = models.JSONField(default=list)
    by = models.CharField(max_length=10, choices=By)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["passage", "provision"], name="one_mapping_a_provision")]


class Related(models.Model):
    """The nearest other contributions of one, in order."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="related")
    nearest = models.JSONField(default=list, help_text="List of [contribution id, score], the nearest first.")
