"""The journal: append only, each entry bound to the one before by its hash. The format: docs/reference/journal.md."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from .chain import canonical


class CanonicalField(models.TextField):
    """JSON kept as the very bytes that were hashed: a database's own JSON type may write a number in another way."""

    def get_prep_value(self, value: Any) -> str:
        return canonical(value).decode()

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class Head(models.Model):
    """The last number and hash, and the edge of the tree over all entries: the one row that every act locks, so that
    entries have one order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    edge = models.TextField(blank=True, default="", help_text="As tree.py writes it, of the tree over all entries.")
    laid_count = models.PositiveBigIntegerField(default=0, help_text="How many entries the edge covers.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_has_one_head")]


class Entry(models.Model):
    """One act. Holds no personal data: the content is there as a salted commitment."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    conference = models.CharField(max_length=80, blank=True)
    act = models.CharField(max_length=80)
    object = models.CharField(max_length=120)
    role = models.CharField(max_length=40)
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["conference", "number"]), models.Index(fields=["object"])]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.object}"


class Opening(models.Model):
    """What opens a commitment: salt and content. May be erased; the entry then still stands in the chain."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="opening")
    salt = models.CharField(max_length=64)
    content = CanonicalField()
    person = models.CharField(max_length=40, blank=True, help_text="Identifier of the person who acted.")


class Once(models.Model):
    """The answer given to a form that was sent with a key, so that a second send gives the same."""

    key = models.CharField(max_length=64)
    owner = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    location = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "owner"], name="one_answer_for_a_key")]
