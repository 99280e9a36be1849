"""Texts that repeat one another: exact copies, near copies, excerpts."""

from rapporteur_core.duplicates.grouping import Group, groups

__all__ = ["Group", "groups"]
