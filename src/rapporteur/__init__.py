"""Rapporteur: a conference of local and regional governments, from its call to its follow-up."""

__version__ = "0.1.0"
