"""How a text is decided: consensus and the silence procedure. Plain values in, an outcome and its whole record out."""

from rapporteur_core.tally.deciding import Objection, Outcome, consensus, silence

__all__ = ["Objection", "Outcome", "consensus", "silence"]
