"""Files of a text that come back, read as proposals to it; imports documents, redline and text."""

from rapporteur_core.returning.reading import returned
from rapporteur_core.returning.values import PARAGRAPH_BREAK, TITLE, Base, Held, Proposed, Remark, Returned, TooMuch

__all__ = ["PARAGRAPH_BREAK", "TITLE", "Base", "Held", "Proposed", "Remark", "Returned", "TooMuch", "returned"]
