"""One text: revisions, paragraphs with stable identifiers, amendments, and the sources of each sentence."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from rapporteur.contributions.models import Passage
from rapporteur.foundation.conferences.models import Conference, Said
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import DRAFTER, RAPPORTEUR, SECRETARIAT, Reader
from rapporteur.recommendations.models import Recommendation


class Draft(models.Model):
    """An outcome document under negotiation."""

    class Phase(models.TextChoices):
        DRAFTING = "drafting", "being drafted"
        AMENDMENTS = "amendments", "open for amendment"
        CLOSED = "closed", "closed for amendment"
        ADOPTED = "adopted", "adopted"

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="draft")
    title = Said()
    symbol = models.CharField(max_length=60, help_text="Such as CCM/2017/L.1; a revision adds /Rev.1.")
    language = models.CharField(max_length=10, default="en", help_text="Of the words of its revisions.")
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.DRAFTING)
    amendments_close_at = models.DateTimeField(null=True, blank=True)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, reader: Reader) -> RevisionQuerySet:
        """Frozen ones for all; one that is being written for those who write it."""
        rows = self.filter(draft__conference_id=reader.conference_id)
        if reader.has(SECRETARIAT, RAPPORTEUR, DRAFTER):
            return rows
        return rows.filter(frozen_at__isnull=False)


class Revision(models.Model):
    """A state of the text. Frozen, it has a symbol and a fingerprint and never changes."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField(help_text="0 is the zero draft.")
    symbol = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="en")
    frozen_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    is_adopted = models.BooleanField(default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_revision_a_number"),
            models.UniqueConstraint(
                fields=["draft"], condition=models.Q(frozen_at=None), name="one_revision_being_written"
            ),
        ]

    def __str__(self) -> str:
        return self.symbol


class Paragraph(models.Model):
    """A paragraph over all revisions; `key` never changes."""

    class Kind(models.TextChoices):
        CHAPEAU = "chapeau", "chapeau"
        HEADING = "heading", "heading"
        PREAMBULAR = "preambular", "preambular"
        OPERATIVE = "operative", "operative"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="paragraphs")
    key = models.SlugField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="a_paragraph_key_once")]

    def __str__(self) -> str:
        return self.key


class Wording(models.Model):
    """The words of a paragraph in one revision."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="wordings")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="wordings")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=12, blank=True, help_text="Working number; the same through the negotiation.")
    text = models.TextField()
    bracket_reason = models.CharField(max_length=300, blank=True, help_text="Why the paragraph stands in brackets.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "paragraph"], name="one_wording_a_revision"),
            models.UniqueConstraint(fields=["revision", "position"], name="one_wording_a_position"),
        ]


class Sentence(models.Model):
    """A sentence of a wording: the range `start` to `end` of its text."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="sentences")
    position = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    came_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="became",
        help_text="In the revision before.",
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["wording", "position"], name="one_sentence_a_position")]

    @property
    def text(self) -> str:
        return self.wording.text[self.start : self.end]


class LostSentence(models.Model):
    """A sentence with sources of the revision before that nothing in `revision` continues: listed, never dropped."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="lost_sentences")
    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="lost_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "sentence"], name="a_sentence_is_lost_once")]


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, reader: Reader) -> AmendmentQuerySet:
        """Admitted and rejected ones for all; the others for the desk and for the government that sent them."""
        rows = self.filter(draft__conference_id=reader.conference_id)
        if reader.has(SECRETARIAT, RAPPORTEUR, DRAFTER):
            return rows
        shown = models.Q(admitted_at__isnull=False) | models.Q(state=Amendment.State.REJECTED)
        return rows.filter(shown | models.Q(sponsor_id__in=reader.government_ids))


class Amendment(models.Model):
    class Kind(models.TextChoices):
        CHANGE = "change", "change of words"
        DELETE = "delete", "deletion"
        ADD = "add", "new paragraph"

    class State(models.TextChoices):
        SUBMITTED = "submitted", "submitted"
        STANDING = "standing", "standing"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"
        WITHDRAWN = "withdrawn", "withdrawn"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="amendments")
    paragraph = models.ForeignKey(
        Paragraph,
        on_delete=models.PROTECT,
        related_name="amendments",
        help_text="For a new one: the paragraph before it.",
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CHANGE)
    base_text = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    rationale = models.TextField()
    language = models.CharField(max_length=10, default="en", help_text="Of the rationale.")
    sponsor = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="amendments")
    tabled_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    tabled_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True, blank=True, help_text="When the desk declared it admissible.")
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    applied_in = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applied_amendments",
        help_text="Whose words it changed.",
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_amendment_a_number"),
            models.CheckConstraint(
                condition=~models.Q(state="rejected") | ~models.Q(reason=""), name="a_rejection_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"A-{self.number:02}"


class CoSponsor(models.Model):
    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="co_sponsors")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="co_sponsored")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["amendment", "government"], name="a_co_sponsor_once")]


class SentenceSource(models.Model):
    """What stands behind a sentence: a passage, a recommendation, an amendment or a provision; one of them."""

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="sources")
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="sentence_sources"
    )
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="sentence_sources"
    )
    amendment = models.ForeignKey(
        Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="sentence_sources"
    )
    provision = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "sentence",
                Coalesce("passage", 0),
                Coalesce("recommendation", 0),
                Coalesce("amendment", 0),
                "provision",
                name="a_source_once_a_sentence",
            )
        ]
