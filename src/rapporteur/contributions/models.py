"""What participants say, in their own words; and the passages, which are ranges of those words."""

from __future__ import annotations

from datetime import UTC, date

from django.db import models

from rapporteur.calls.models import Call, Question
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import RAPPORTEUR, SECRETARIAT, Reader


class ImportBatch(models.Model):
    """A file of contributions: previewed, then imported whole, and undone whole if need be."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", "previewed"
        IMPORTED = "imported", "imported"
        UNDONE = "undone", "undone"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="import_batches")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    mapping = models.JSONField(
        default=dict, help_text="Column by question key (q:KEY), and for id, by, language, country; empty where none."
    )
    header = models.JSONField(default=list)
    first_rows = models.JSONField(default=list, help_text="A few rows as [number, cell, ...], for the preview.")
    row_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="Codes with row, column, value and values: see sentences.py.")
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEWED)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_batch_a_number")]

    def __str__(self) -> str:
        return f"I-{self.number:04}"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, reader: Reader) -> ContributionQuerySet:
        """Received ones for all; withdrawn ones for the desk; one's own in every state. Drafts for their authors only."""
        rows = self.filter(conference_id=reader.conference_id)
        if reader.is_system:
            return rows
        shown = models.Q(state=Contribution.State.RECEIVED)
        if reader.has(SECRETARIAT, RAPPORTEUR):
            shown |= models.Q(state=Contribution.State.WITHDRAWN)
        if reader.person is not None:
            shown |= models.Q(author=reader.person)
            if reader.government_ids:
                shown |= models.Q(government_id__in=reader.government_ids) & ~models.Q(state=Contribution.State.DRAFT)
        return rows.filter(shown)


class Contribution(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        RECEIVED = "received", "received"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Attribution(models.TextChoices):
        NAMED = "named", "by name"
        GOVERNMENT = "government", "government only"
        ANONYMOUS = "anonymous", "anonymous"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="contributions")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="contributions")
    number = models.PositiveIntegerField(null=True, blank=True, help_text="Given when it is received.")
    government = models.ForeignKey(
        Government, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions")
    author_name = models.CharField(max_length=200, blank=True, help_text="As shown; empty unless by name.")
    attribution = models.CharField(max_length=12, choices=Attribution, default=Attribution.NAMED)
    category = models.CharField(max_length=30, blank=True)
    region = models.CharField(max_length=30, blank=True, help_text="Of its government, kept for counting.")
    language = models.CharField(max_length=10, default="und")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    heading = models.CharField(max_length=200, blank=True, help_text="The first words, for lists.")
    folded = models.CharField(
        max_length=500, blank=True, help_text="Number, who is shown, and the first words, folded for search."
    )
    is_late = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(
        null=True, blank=True, help_text="For an anonymous one the day only, at 00:00 UTC."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    receipt = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the secret in the receipt's address.")
    source_id = models.CharField(max_length=200, blank=True, help_text="Identifier in the imported file.")
    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="one_contribution_a_number"),
            models.UniqueConstraint(
                fields=["call", "author"], condition=models.Q(state="draft"), name="one_draft_an_author"
            ),
            models.UniqueConstraint(fields=["receipt"], condition=~models.Q(receipt=""), name="one_receipt_a_secret"),
            models.UniqueConstraint(
                fields=["conference", "source_id"],
                condition=~models.Q(source_id=""),
                name="one_contribution_an_identifier",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(number__isnull=False), name="what_is_received_has_a_number"
            ),
            models.CheckConstraint(
                condition=~models.Q(attribution="anonymous") | models.Q(author__isnull=True, government__isnull=True),
                name="an_anonymous_one_names_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["conference", "state", "-number"]),
            models.Index(fields=["conference", "state", "region", "-number"]),
            models.Index(fields=["conference", "state", "language", "-number"]),
        ]

    def __str__(self) -> str:
        return f"C-{self.number:04}" if self.number else "draft"

    @property
    def is_anonymous(self) -> bool:
        return self.attribution == self.Attribution.ANONYMOUS

    @property
    def received_on(self) -> date | None:
        """The day of an anonymous one, of which no hour is kept."""
        return self.received_at.astimezone(UTC).date() if self.received_at else None

    @property
    def shown_as(self) -> str:
        """Who spoke, as far as its author wants it known; empty for an anonymous one."""
        if self.attribution == self.Attribution.ANONYMOUS:
            return ""
        government = self.government.name if self.government else ""
        if self.attribution == self.Attribution.NAMED and self.author_name:
            return f"{self.author_name}, {government}" if government else self.author_name
        return government


class Answer(models.Model):
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True, help_text="Plain text, NFC; for a choice its id, for a figure the number.")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["question__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["contribution", "question"], name="one_answer_a_question")]


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, reader: Reader) -> PassageQuerySet:
        """Those of contributions that `reader` may see."""
        return self.filter(contribution__in=Contribution.objects.visible_to(reader))


class Passage(models.Model):
    """A range of an answer's text, `start` to `end` in characters, end exclusive. The words stay in the answer."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="passages")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField(help_text="Within its contribution, in order of the text.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    language = models.CharField(max_length=10, default="und")
    is_cut_by_hand = models.BooleanField(default=False)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["contribution_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "start"], name="one_passage_a_start"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="a_passage_has_words"),
        ]

    @property
    def text(self) -> str:
        return self.answer.text[self.start : self.end]
