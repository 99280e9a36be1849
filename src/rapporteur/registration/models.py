"""Delegations and their members."""

from __future__ import annotations

from django.db import models

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import SECRETARIAT, Reader


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, reader: Reader) -> DelegationQuerySet:
        """All for the secretariat; one's own for its members and the one who sent it."""
        rows = self.filter(conference_id=reader.conference_id)
        if reader.has(SECRETARIAT):
            return rows
        if reader.person is None:
            return rows.none()
        return rows.filter(models.Q(sent_by=reader.person) | models.Q(members__person=reader.person)).distinct()


class Delegation(models.Model):
    class State(models.TextChoices):
        RECEIVED = "waiting", "waiting"
        ASKED_BACK = "asked_back", "asked back"
        ACCREDITED = "accredited", "accredited"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="delegations")
    number = models.PositiveIntegerField()
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="delegations")
    category = models.CharField(max_length=30)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    ground = models.TextField(blank=True, help_text="Why it was refused, or what was asked.")
    answer = models.TextField(blank=True, help_text="What was answered to the last question of the desk.")
    letter = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="delegations_sent")
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    folded = models.CharField(max_length=600, blank=True, help_text="Government, country and names, folded for search.")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "government"],
                condition=~models.Q(state="withdrawn"),
                name="one_delegation_a_government",
            ),
            models.UniqueConstraint(fields=["conference", "number"], name="one_delegation_a_number"),
        ]
        indexes = [models.Index(fields=["conference", "state"])]

    def __str__(self) -> str:
        return f"D-{self.number:04}"


class Member(models.Model):
    class Part(models.TextChoices):
        HEAD = "head", "head of delegation"
        FOCAL = "focal", "focal point"
        ALTERNATE = "alternate", "alternate"
        ADVISER = "adviser", "adviser"
        MAYOR = "mayor", "mayor's office"
        OBSERVER = "observer", "observer"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="members")
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    part = models.CharField(max_length=12, choices=Part, default=Part.ADVISER)
    position = models.PositiveSmallIntegerField(default=0)
    is_standing = models.BooleanField(default=True, help_text="No longer when the delegation was withdrawn.")
    accredited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "person"],
                condition=models.Q(is_standing=True),
                name="each_person_registered_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
