"""Reads of the outputs: their content, how far they are, what was delivered."""

from __future__ import annotations

from .output import FORMS, SCHEMA, Output, Unverified, canonical, not_final
from .states import deliveries, instants, outcome_of, outcome_states, output_of, waiting

__all__ = [
    "FORMS",
    "SCHEMA",
    "Output",
    "Unverified",
    "canonical",
    "deliveries",
    "instants",
    "not_final",
    "outcome_of",
    "outcome_states",
    "output_of",
    "waiting",
]
