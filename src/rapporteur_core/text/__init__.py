"""Sentences, words, scripts, languages, citations and numbers of paragraphs; imports nothing of ours."""

from rapporteur_core.text.citing import Citation, citations
from rapporteur_core.text.cutting import paragraphs, passages, sentences
from rapporteur_core.text.forms import fingerprint, fold, normalise, word_count, words
from rapporteur_core.text.numbering import (
    Numbered,
    all_above,
    alternative,
    final_numbers,
    following,
    own_number,
    suggested,
)
from rapporteur_core.text.tongues import direction, language_of

__all__ = [
    "Citation",
    "Numbered",
    "all_above",
    "alternative",
    "citations",
    "direction",
    "final_numbers",
    "fingerprint",
    "fold",
    "following",
    "language_of",
    "normalise",
    "own_number",
    "paragraphs",
    "passages",
    "sentences",
    "suggested",
    "word_count",
    "words",
]
