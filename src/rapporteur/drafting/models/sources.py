"""What stands behind each sentence of the text."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from rapporteur.contributions.models import Passage
from rapporteur.recommendations.models import Recommendation

from .amendments import Amendment
from .texts import Paragraph, Revision, Sentence


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


class LostSource(models.Model):
    """What was put behind words of a revision while it was written, and went with them: listed, never dropped. What a
    sentence of the frozen text before had behind it is listed with that sentence."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="lost_sources")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(help_text="The sentence as it read.")
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amendment = models.ForeignKey(Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    provision = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
