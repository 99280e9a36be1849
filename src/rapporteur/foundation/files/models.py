"""Files are kept once, under the hash of their content."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """The record of a file on disk; who may read it is decided by the record that refers to it."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.name
