"""The counts that are kept with a theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from rapporteur.contributions.models import Contribution
from rapporteur_core.text import fold

from ..models import Theme, ThemePassage
from ..queries.balance import voice_of

KEPT_FACETS = ("region", "category", "language")
HEAVIEST = 1_000_000


def recount(themes: Iterable[int]) -> None:
    """Count passages, texts, voices and balance of these themes again: three queries."""
    found = list(Theme.objects.filter(pk__in=list(themes)))
    rows = (
        ThemePassage.objects.filter(theme__in=found, passage__contribution__state=Contribution.State.RECEIVED)
        .values_list(
            "theme_id",
            "passage__contribution_id",
            "passage__contribution__government_id",
            "passage__contribution__duplicate_membership__group_id",
            "passage__contribution__region",
            "passage__contribution__category",
            "passage__contribution__language",
        )
        .annotate(total=Count("pk"))
        .order_by()
    )
    said: dict[int, list[tuple[int, tuple[str, int], tuple[str, ...]]]] = defaultdict(list)
    for theme, contribution, government, group, *facets, total in rows:
        said[theme].append((total, voice_of(contribution, government, group), tuple(facets)))
    for each in found:
        texts = said[each.pk]
        each.passage_count = sum(total for total, _voice, _facets in texts)
        each.text_count = len(texts)
        each.voice_count = len({voice for _total, voice, _facets in texts})
        each.balance = {name: _shares(texts, place) for place, name in enumerate(KEPT_FACETS)}
        each.weight = each.passage_count * HEAVIEST + HEAVIEST - min(each.number, HEAVIEST)
        each.folded = folded(each)
    fields = ["passage_count", "text_count", "voice_count", "balance", "weight", "folded"]
    Theme.objects.bulk_update(found, fields, batch_size=100)


def folded(theme: Theme) -> str:
    """What a search looks in: labels and key phrases."""
    return fold(" ".join([theme.label, *theme.labels.values(), *theme.phrases]))[:500]


def _shares(texts: list[tuple[int, tuple[str, int], tuple[str, ...]]], place: int) -> list[tuple[str, int, int]]:
    of: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for _total, voice, facets in texts:
        of[facets[place] or ""].append(voice)
    shares = [(value, len(voices), len(set(voices))) for value, voices in of.items()]
    return sorted(shares, key=lambda share: (-share[1], share[0]))


def recount_of_contributions(contributions: Iterable[int]) -> None:
    """Count the themes again that hold passages of these contributions."""
    rows = ThemePassage.objects.filter(passage__contribution__in=list(contributions))
    recount(set(rows.values_list("theme_id", flat=True)))
