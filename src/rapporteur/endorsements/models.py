"""Who stands behind the adopted text."""

from __future__ import annotations

from django.db import models

from rapporteur.drafting.models import Revision
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import SECRETARIAT, Reader


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def visible_to(self, reader: Reader) -> EndorsementQuerySet:
        """Verified and withdrawn ones for all; unverified ones for the secretariat and their government."""
        rows = self.filter(conference_id=reader.conference_id)
        if reader.has(SECRETARIAT):
            return rows
        shown = models.Q(state__in=["verified", "withdrawn"])
        return rows.filter(shown | models.Q(government_id__in=reader.government_ids))


class Endorsement(models.Model):
    class State(models.TextChoices):
        UNVERIFIED = "unverified", "not yet verified"
        VERIFIED = "verified", "verified"
        WITHDRAWN = "withdrawn", "withdrawn"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="endorsements")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="endorsements")
    fingerprint = models.CharField(max_length=64, help_text="Of the text that was endorsed.")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="endorsements")
    name = models.CharField(max_length=200, help_text="Of the mayor or head of government.")
    office = models.CharField(max_length=200)
    mandate = models.CharField(max_length=300, help_text="Such as a council decision, with its date.")
    reservation = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    second_address = models.EmailField(max_length=254, help_text="To which the verification is sent.")
    given_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.UNVERIFIED)
    verified_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "government"],
                condition=~models.Q(state="withdrawn"),
                name="one_endorsement_a_government",
            )
        ]
