"""Word files that come back from delegations."""

from __future__ import annotations

from django.db import models

from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.people.models import Government, Person

from .amendments import Amendment
from .texts import Draft, Revision


class Returned(models.Model):
    """A Word file of the draft that came back, read once; its proposals are filed together, or not at all."""

    class State(models.TextChoices):
        READ = "read", "read, not yet filed"
        FILED = "filed", "filed"
        DROPPED = "dropped", "not filed"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="returned")
    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        related_name="returned",
        help_text="The revision that the file was made from.",
    )
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    proposals = models.JSONField(default=list, help_text="What was read: see docs/reference/formats.md.")
    leftovers = models.JSONField(default=list, help_text="What was found and carries no amendment, one by one.")
    laid_on = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The revision whose words the proposals are kept on; unknown for files of before.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.READ)
    uploaded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField()
    amendments = models.ManyToManyField(Amendment, related_name="returned", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "government", "sha256"],
                condition=~models.Q(state="dropped"),
                name="a_file_comes_back_once",
            )
        ]
