"""Sentences, words, scripts, languages and citations; imports nothing of ours."""

from rapporteur_core.text.citing import Citation, citations
from rapporteur_core.text.cutting import paragraphs, passages, sentences
from rapporteur_core.text.forms import fingerprint, fold, normalise, word_count, words
from rapporteur_core.text.tongues import direction, language_of

__all__ = [
    "Citation",
    "citations",
    "direction",
    "fingerprint",
    "fold",
    "language_of",
    "normalise",
    "paragraphs",
    "passages",
    "sentences",
    "word_count",
    "words",
]
