"""What went with words of the revision that is being written: sources, and amendments that were taken in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from rapporteur.contributions.models import Contribution

from ..models import Amendment, LostSource, Revision, SentenceSource

COLUMNS = ("passage_id", "recommendation_id", "amendment_id", "provision")


@dataclass(frozen=True)
class LostWords:
    """A sentence that is gone, and what was put behind it since the last frozen text."""

    words: str
    sources: list[LostSource]


def lost_sources(revision: Revision) -> list[LostWords]:
    """What was put behind words of a revision while it was written and stands behind none of their paragraph now: two
    queries at most. Passages of withdrawn contributions are left out."""
    names = (
        "passage__answer",
        "passage__contribution__government",
        "recommendation",
        "amendment__sponsor",
    )
    is_there = Q(passage=None) | Q(passage__contribution__state=Contribution.State.RECEIVED)
    rows = list(LostSource.objects.filter(is_there, revision=revision).select_related(*names))
    if not rows:
        return []
    behind = SentenceSource.objects.filter(sentence__wording__revision=revision)
    standing = set(behind.values_list("sentence__wording__paragraph_id", *COLUMNS))
    found: dict[str, dict[tuple[object, ...], LostSource]] = {}
    for row in rows:
        source = tuple(getattr(row, name) for name in COLUMNS)
        if (row.paragraph_id, *source) not in standing:
            found.setdefault(row.words, {})[source] = row
    return [LostWords(words, list(rows.values())) for words, rows in found.items()]


def written_over(revision: Revision) -> list[Amendment]:
    """The amendments that were taken in, here or before, and whose words were written over in a revision: one query."""
    rows = Amendment.objects.filter(written_over_in=revision).order_by("number")
    return list(rows.select_related("sponsor", "revision", "draft__conference", "tabled_by"))
