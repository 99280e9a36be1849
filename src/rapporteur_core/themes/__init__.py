"""Themes proposed for texts, with verbatim key phrases and evidence."""

from rapporteur_core.themes.phrases import common_words, telling_words
from rapporteur_core.themes.proposal import Theme, propose

__all__ = ["Theme", "common_words", "propose", "telling_words"]
