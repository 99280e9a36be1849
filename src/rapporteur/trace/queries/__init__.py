"""Reads of the threads: from words to their fate, and from a sentence back to the words."""

from __future__ import annotations

from .backward import (
    Behind,
    behind,
    paragraph_thread,
    passages_behind,
    recommendation_thread,
    sentence_thread,
    voices,
)
from .forward import answers_marked, contribution_page, decision_on, fate_of, fates_of, text_of
from .letters import Letter, letters_due
from .saying import (
    Voices,
    grouped_with,
    lede,
    speaker,
    state_name,
    where,
)

__all__ = [
    "Behind",
    "Letter",
    "Voices",
    "answers_marked",
    "behind",
    "contribution_page",
    "decision_on",
    "fate_of",
    "fates_of",
    "grouped_with",
    "lede",
    "letters_due",
    "paragraph_thread",
    "passages_behind",
    "recommendation_thread",
    "sentence_thread",
    "speaker",
    "state_name",
    "text_of",
    "voices",
    "where",
]
