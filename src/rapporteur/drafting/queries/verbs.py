"""The lexicon of opening verbs, and what an edit or an amendment does to the one of a paragraph."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from rapporteur_core.text.verbs import Kind, Lexicon, Shift, Verb, opening, strength_change

from ..models import Amendment

DATA = Path(__file__).parents[1] / "data" / "lexicon.yaml"
KINDS: tuple[Kind, ...] = ("preambular", "operative")
CHANGING = frozenset({Amendment.Kind.CHANGE, Amendment.Kind.SPLIT, Amendment.Kind.JOIN})


@cache
def _lexicons() -> dict[str, Lexicon]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(DATA.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return {language: _lexicon(entry) for language, entry in content.items()}


def _lexicon(entry: dict[str, Any]) -> Lexicon:
    verbs = tuple(
        Verb(row["verb"], kind, row["strength"], tuple(row["forms"])) for kind in KINDS for row in entry[kind]
    )
    return Lexicon(
        verbs,
        subjects=tuple(entry["subjects"]),
        adverbs=entry["adverbs"],
        inner=entry.get("inner", {}),
        joined=tuple(entry.get("joined", ())),
        persons=entry.get("persons", ""),
    )


def lexicon_of(language: str) -> Lexicon | None:
    """The opening verbs of a language; None where there are none."""
    return _lexicons().get(language.split("-")[0])


@lru_cache(maxsize=4096)
def shift_between(old: str, new: str, language: str) -> Shift | None:
    """What an edit does to the opening of a paragraph; None where nothing, or in a language without a lexicon."""
    lexicon = lexicon_of(language)
    return strength_change(old, new, lexicon) if lexicon and old and new else None


@lru_cache(maxsize=4096)
def opening_end(text: str, language: str) -> int:
    """Where the opening verb of a paragraph ends, in characters; 0 where none is known."""
    lexicon = lexicon_of(language)
    found = opening(text, lexicon) if lexicon else None
    return found.end if found else 0


def shift_of(amendment: Amendment) -> Shift | None:
    """What an amendment does to the opening of the words that it amends, as filed."""
    if amendment.kind not in CHANGING:
        return None
    return shift_between(amendment.base_text, amendment.proposed_text, amendment.words_language)


def shift_sentence(shift: Shift) -> str:
    """A change of strength in the reader's language, with both words."""
    said = {
        "weaker": _("“%(new)s” for “%(old)s”: weaker"),
        "stronger": _("“%(new)s” for “%(old)s”: stronger"),
        "kind": _("“%(new)s” for “%(old)s”: of another kind"),
        "lost": _("“%(old)s” is gone: no opening verb is known"),
    }
    return said[shift.kind] % {"old": shift.old, "new": shift.new}
