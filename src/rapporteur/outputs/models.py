"""What was delivered to whom."""

from __future__ import annotations

from django.db import models

from rapporteur.foundation.conferences.models import Conference, Outcome
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.people.models import Person


class Delivery(models.Model):
    """One output, in one form, handed to its addressee; with the receipt when it came."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="deliveries")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="deliveries")
    form = models.CharField(max_length=10, help_text="html, docx, pdf or json.")
    language = models.CharField(max_length=10, default="en", help_text="Of its headings.")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Of the content, the same in every form.")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, help_text="The very bytes that were handed over.")
    addressee = models.CharField(max_length=300)
    delivered_on = models.DateField()
    delivered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    receipt = models.TextField(blank=True)
    receipt_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-delivered_on", "-pk"]
