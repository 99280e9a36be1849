"""What was said, by how many: duplicates, themes, provisions. Proposed by the machine, confirmed by people."""

from __future__ import annotations

from django.db import models

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader


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
    beat_at = models.DateTimeField(null=True, blank=True, help_text="Sign of life, by the server's clock.")
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
    """Contributions that repeat one another: counted in texts, and once in voices."""

    class Kind(models.TextChoices):
        EXACT = "exact", "exact"
        NEAR = "near", "near"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="duplicate_groups")
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField(default=False)
    members = models.ManyToManyField(Contribution, related_name="duplicate_groups", through="DuplicateMember")

    @property
    def is_kept(self) -> bool:
        """Whether a person has fixed it, so that a second run leaves it."""
        return self.is_confirmed or bool(self.name)


class DuplicateMember(models.Model):
    group = models.ForeignKey(DuplicateGroup, on_delete=models.CASCADE, related_name="memberships")
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="duplicate_membership")


class TakenOut(models.Model):
    """A contribution that a person took out of a group; a second run doesn't put it back."""

    group = models.ForeignKey(DuplicateGroup, on_delete=models.CASCADE, related_name="taken_out")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "contribution"], name="taken_out_once")]


class ThemeQuerySet(models.QuerySet["Theme"]):
    def visible_to(self, reader: Reader) -> ThemeQuerySet:
        """Themes that hold a passage of a contribution that is received; empty ones for those who work on them."""
        rows = self.filter(conference_id=reader.conference_id, merged_into=None)
        if reader.is_staff:
            return rows
        received = ThemePassage.objects.filter(
            theme=models.OuterRef("pk"), passage__contribution__state=Contribution.State.RECEIVED
        )
        return rows.filter(models.Exists(received))


class Theme(models.Model):
    """What belongs together in what was said. The counts are kept here, as of the last run or change."""

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
    text_count = models.PositiveIntegerField(default=0, help_text="Contributions.")
    voice_count = models.PositiveIntegerField(default=0)
    balance = models.JSONField(default=dict, help_text="For region, category, language: [value, texts, voices].")
    folded = models.CharField(max_length=500, blank=True, help_text="Labels and phrases, folded for search.")
    weight = models.PositiveBigIntegerField(default=0, help_text="Orders the list: the most passages first.")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_theme_a_number")]
        indexes = [models.Index(fields=["conference", "-weight"])]

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

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="mappings")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="mappings")
    provision = models.CharField(max_length=40)
    score = models.FloatField(default=1)
    words = models.JSONField(default=list)
    by = models.CharField(max_length=10, choices=By)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["passage", "provision"], name="one_mapping_a_provision")]
        indexes = [models.Index(fields=["conference", "provision", "state"])]


class Related(models.Model):
    """The nearest other contributions of one, in order."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="related")
    nearest = models.JSONField(default=list, help_text="List of [contribution id, score], the nearest first.")
