"""The language of a text and the direction in which it is read."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from rapporteur_core.text.forms import word_count

LANGUAGES = ["en", "fr", "es", "pt", "ca", "ar", "de", "nl", "it"]
RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"])


def language_of(text: str) -> tuple[str, float]:
    """The likeliest of nine languages (ISO 639-1) and its probability; ("und", 0.0) below three words."""
    if word_count(text) < 3:
        return "und", 0.0
    language, probability = _identifier().classify(text)
    return str(language), float(probability)


def direction(language: str) -> Literal["ltr", "rtl"]:
    """In which direction a language (BCP 47 tag) is read."""
    return "rtl" if language.replace("_", "-").split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@cache
def _identifier() -> Any:
    # The model takes a second to load: only those who ask for a language pay for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
