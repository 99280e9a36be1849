"""Pages of a long list by key, so that the cost of a page does not grow with what is before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Slice:
    """Rows of one page; `older` and `newer` are keys for the query string, empty at the ends."""

    rows: list[Any]
    newer: str
    older: str


def slice_of(rows: QuerySet[Any], params: Any, *, size: int = 50, key: str = "pk") -> Slice:
    """A page of `rows` by descending integer `key`: two small queries at most. Takes `before` and `after` from `params`."""
    before, after = whole_number(params.get("before")), whole_number(params.get("after"))
    if after is not None:
        found = list(rows.filter(**{f"{key}__gt": after}).order_by(key)[: size + 1])
        has_more, has_back = len(found) > size, True
        shown = found[:size][::-1]
        newer, older = has_more, has_back
    else:
        if before is not None:
            rows = rows.filter(**{f"{key}__lt": before})
        found = list(rows.order_by(f"-{key}")[: size + 1])
        shown = found[:size]
        newer, older = before is not None, len(found) > size
    if not shown:
        return Slice([], "", "")
    first, last = str(getattr(shown[0], key)), str(getattr(shown[-1], key))
    return Slice(shown, first if newer else "", last if older else "")


def whole_number(text: str | None) -> int | None:
    """A number of digits alone, as an address or a form sends a key; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
