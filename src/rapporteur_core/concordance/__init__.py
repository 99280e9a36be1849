"""Texts ranked by closeness in words, and passages mapped to provisions with the words that caused it."""

from rapporteur_core.concordance.mapping import Match, Provision, explain, map_provisions
from rapporteur_core.concordance.ranking import nearest, rank

__all__ = ["Match", "Provision", "explain", "map_provisions", "nearest", "rank"]
