"""A result as JSON Lines: one file for each step, identifiers in place of indices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rapporteur_core.engines.embedded import unit_keys, voices
from rapporteur_core.engines.values import Result


def files(result: Result, *, fields: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The name and content of each file; `fields` names the texts of a contribution."""
    ids = [each.id for each in result.contributions]
    keys = unit_keys(result.contributions, result.passages, "passage")
    yield "passages.jsonl", _lines(_passages(result, keys, fields))
    yield (
        "duplicates.jsonl",
        _lines({"kind": each.kind, "members": [ids[i] for i in each.members]} for each in result.duplicates),
    )
    yield (
        "related.jsonl",
        _lines(
            {"contribution": ids[index], "related": [{"id": ids[n.contribution], "score": n.score} for n in near]}
            for index, near in enumerate(result.related)
        ),
    )
    yield "themes.jsonl", _lines(_themes(result, ids, keys))
    yield (
        "mapping.jsonl",
        _lines(
            {
                "passage": keys[each.passage],
                "provision": each.provision,
                "score": each.score,
                "words": list(each.words),
                "by": each.by,
            }
            for each in result.mapping
        ),
    )


def _passages(result: Result, keys: Sequence[str], fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    for key, passage in zip(keys, result.passages, strict=True):
        yield {
            "id": key,
            "contribution": result.contributions[passage.contribution].id,
            "field": fields[passage.field],
            "start": passage.start,
            "end": passage.end,
            "language": passage.language,
            "text": passage.of(result.contributions),
        }


def _themes(result: Result, ids: Sequence[str], keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    for theme in result.themes:
        yield {
            "label": theme.label,
            "key_phrases": list(theme.phrases),
            "is_unsorted": theme.is_unsorted,
            "texts": len(theme.contributions),
            "voices": voices(result.contributions, theme.contributions),
            "members": [ids[index] for index in theme.contributions],
            "passages": [keys[index] for index in theme.passages],
            "evidence": [keys[index] for index in theme.evidence],
        }


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
