"""Reads of recommendations, positions and dispositions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapporteur.consolidation.models import Theme
from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.frameworks.provisions import Provision, provisions
from rapporteur.foundation.journal.kept import Kept
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import DRAFTER, RAPPORTEUR, Reader
from rapporteur.foundation.ui.said import number
from rapporteur_core.text import citations

from .models import Disposition, Position, Recommendation, RecommendationSource

RECEIVED = Contribution.State.RECEIVED
STANCES = ("support", "live_with", "object")
_kept = Kept(most=64)


LEVEL_NAMES = {
    "local": gettext_lazy("local"),
    "national": gettext_lazy("national"),
    "regional": gettext_lazy("regional"),
    "global": gettext_lazy("global"),
}
KIND_NAMES = {
    "commitment": gettext_lazy("actionable commitment"),
    "means": gettext_lazy("means of implementation"),
    "followup": gettext_lazy("follow-up and review"),
}
STATE_NAMES = {
    "draft": gettext_lazy("draft"),
    "put_forward": gettext_lazy("put forward"),
    "withdrawn": gettext_lazy("withdrawn"),
}
STANCE_NAMES = {
    "support": gettext_lazy("support"),
    "live_with": gettext_lazy("can live with"),
    "object": gettext_lazy("object"),
}
OUTCOME_NAMES = {
    "taken": gettext_lazy("taken"),
    "in_part": gettext_lazy("taken in part"),
    "merged": gettext_lazy("merged"),
    "elsewhere": gettext_lazy("elsewhere"),
    "not_taken": gettext_lazy("not taken"),
    "out_of_scope": gettext_lazy("out of scope"),
}


def level_name(level: str) -> str:
    return str(LEVEL_NAMES.get(level, level))


def kind_name(kind: str) -> str:
    return str(KIND_NAMES.get(kind, kind))


def state_name(state: str) -> str:
    return str(STATE_NAMES.get(state, state))


def stance_name(stance: str) -> str:
    return str(STANCE_NAMES.get(stance, stance))


def outcome_name(outcome: str) -> str:
    return str(OUTCOME_NAMES.get(outcome, outcome))


@dataclass(frozen=True)
class Counted:
    """How many passages, contributions, governments and regions; `unnamed` are contributions without a government."""

    passages: int
    texts: int
    governments: int
    regions: int
    unnamed: int = 0


@dataclass(frozen=True)
class Stances:
    """How many governments took which position."""

    support: int
    live_with: int
    object: int

    @property
    def total(self) -> int:
        return self.support + self.live_with + self.object


@dataclass(frozen=True)
class Listed:
    """A recommendation with the numbers of passages and governments behind it, and of those who took a position."""

    recommendation: Recommendation
    source_count: int
    government_count: int
    stances: Stances


def recommendations(reader: Reader) -> list[Listed]:
    """Those that `reader` may see, by number, each with its counts: four queries after an act, then one."""
    key = ("listed", reader.conference_id, reader.roles, reader.is_system)
    return _kept.get(key, lambda: _recommendations(reader))


def _recommendations(reader: Reader) -> list[Listed]:
    shown = Recommendation.objects.visible_to(reader)
    rows = list(shown.order_by("number"))
    sources = _behind(shown) if rows else {}
    taken = _taken(shown) if rows else {}
    return [
        Listed(row, *sources.get(row.pk, (0, 0)), Stances(*(taken.get((row.pk, stance), 0) for stance in STANCES)))
        for row in rows
    ]


def _behind(shown: QuerySet[Recommendation]) -> dict[int, tuple[int, int]]:
    """The numbers of passages and of governments behind each: one query."""
    rows = RecommendationSource.objects.filter(recommendation__in=shown).order_by().values_list("recommendation")
    counts = rows.annotate(passages=Count("pk"), governments=Count("passage__contribution__government", distinct=True))
    return {key: (passages, governments) for key, passages, governments in counts}


def _taken(shown: QuerySet[Recommendation]) -> dict[tuple[int, str], int]:
    """How many governments took which position on each: one query."""
    rows = Position.objects.filter(recommendation__in=shown).order_by().values_list("recommendation", "stance")
    return {(key, stance): total for key, stance, total in rows.annotate(total=Count("pk"))}


def recommendation_page(reader: Reader, number: int) -> Recommendation | None:
    """One recommendation that `reader` may see, with its theme: one query."""
    return Recommendation.objects.visible_to(reader).filter(number=number).select_related("theme").first()


def sources_of(recommendation: Recommendation) -> QuerySet[RecommendationSource]:
    """The passages behind it, with their words and who said them: one query a page."""
    return RecommendationSource.objects.filter(
        recommendation=recommendation, passage__contribution__state=RECEIVED
    ).select_related("passage__answer", "passage__contribution__government")


def withdrawn_count(recommendation: Recommendation) -> int:
    """How many passages behind it are of contributions that were withdrawn since: one query."""
    return recommendation.sources.exclude(passage__contribution__state=RECEIVED).count()


def counts_of(recommendation: Recommendation) -> Counted:
    """What stands behind it: one query."""
    return _counted(Passage.objects.filter(recommendation_sources__recommendation=recommendation))


def base_of(conference: Conference) -> Counted:
    """All that is received, the base of every count: four queries after an act, then one."""
    return _kept.get(("base", conference.pk), lambda: _base_of(conference))


def _base_of(conference: Conference) -> Counted:
    """Counted along indexes: a count over the rows themselves would read each of them."""
    received = Contribution.objects.filter(conference=conference, state=RECEIVED)
    texts = dict(received.order_by().values_list("region").annotate(total=Count("pk")))
    governments = Government.objects.filter(Exists(received.filter(government=OuterRef("pk")))).count()
    return Counted(passage_count(conference), sum(texts.values()), governments, sum(1 for region in texts if region))


def _counted(passages: QuerySet[Passage]) -> Counted:
    found = passages.filter(contribution__state=RECEIVED).aggregate(
        passages=Count("pk"),
        texts=Count("contribution", distinct=True),
        governments=Count("contribution__government", distinct=True),
        regions=Count("contribution__region", filter=~Q(contribution__region=""), distinct=True),
        unnamed=Count("contribution", filter=Q(contribution__government=None), distinct=True),
    )
    return Counted(found["passages"], found["texts"], found["governments"], found["regions"], found["unnamed"])


def said_counts(counts: Counted) -> str:
    """Such as "41 passages from 20 governments in 5 regions"; never a word like many."""
    passages = ngettext("%(count)s passage", "%(count)s passages", counts.passages)
    governments = ngettext("%(count)s government", "%(count)s governments", counts.governments)
    regions = ngettext("%(count)s region", "%(count)s regions", counts.regions)
    return _("%(passages)s from %(governments)s in %(regions)s") % {
        "passages": passages % {"count": number(counts.passages)},
        "governments": governments % {"count": number(counts.governments)},
        "regions": regions % {"count": number(counts.regions)},
    }


def positions_of(recommendation: Recommendation) -> QuerySet[Position]:
    """The positions with their governments, objections first: one query."""
    return recommendation.positions.select_related("government").order_by("stance", "government__name")


def stances_of(recommendation: Recommendation) -> Stances:
    counts = dict(recommendation.positions.values_list("stance").annotate(total=Count("pk")).order_by())
    return Stances(*(counts.get(stance, 0) for stance in STANCES))


def speaking_for(reader: Reader) -> QuerySet[Government]:
    """The governments that the reader speaks for: one query."""
    return Government.objects.filter(pk__in=reader.government_ids).order_by("name")


def own_position(recommendation: Recommendation, reader: Reader) -> Position | None:
    """The position that a government of the reader has taken; None where there is none."""
    if not reader.government_ids:
        return None
    return recommendation.positions.filter(government__in=reader.government_ids).order_by("pk").first()


def provisions_named(identifiers: list[str]) -> list[tuple[str, Provision | None]]:
    """Each identifier with its provision; None for one that no agreement has."""
    return [(identifier, provisions().get(identifier)) for identifier in identifiers]


def provisions_in(text: str) -> tuple[list[str], list[str]]:
    """The provisions that a line names, by identifier or as a citation, and the pieces that name none."""
    known = provisions()
    found: list[str] = []
    strange: list[str] = []
    for piece in (part.strip() for part in text.replace(";", ",").replace("\n", ",").split(",")):
        if piece.lower() in known:
            found.append(piece.lower())
        elif piece:
            cited = [each.provision for each in citations(piece, known=known) if each.is_known]
            found += cited
            strange += [] if cited else [piece]
    return list(dict.fromkeys(found)), strange


def passages_to_choose(theme: Theme, *, besides: list[int]) -> QuerySet[Passage]:
    """The passages of `theme` that are not chosen yet, those that show it best first: one query a page."""
    return (
        Passage.objects.filter(theme_membership__theme=theme, contribution__state=RECEIVED)
        .exclude(pk__in=besides)
        .select_related("answer", "contribution__government", "disposition")
        .order_by("-theme_membership__is_evidence", "contribution__number", "number")
    )


def passage_count(conference: Conference) -> int:
    return Passage.objects.filter(contribution__conference=conference, contribution__state=RECEIVED).count()


def disposed_count(conference: Conference) -> int:
    return Disposition.objects.filter(conference=conference, passage__contribution__state=RECEIVED).count()


def outcome_counts(conference: Conference) -> list[tuple[str, int]]:
    """How many passages have which disposition, in the order of the vocabulary: one query."""
    rows = Disposition.objects.filter(conference=conference, passage__contribution__state=RECEIVED)
    counts = dict(rows.values_list("outcome").annotate(total=Count("pk")).order_by())
    return [(outcome, counts.get(outcome, 0)) for outcome in Disposition.Outcome.values]


def points(conference: Conference, *, show: str = "", theme: Theme | None = None) -> QuerySet[Passage]:
    """The keys of passages, for `slice_of`; show: "undisposed", an outcome, or "" for all. See `with_answers`."""
    rows = Passage.objects.filter(contribution__conference=conference, contribution__state=RECEIVED)
    if theme is not None:
        rows = rows.filter(theme_membership__theme=theme)
    if show == "undisposed":
        rows = rows.filter(disposition=None)
    elif show:
        rows = rows.filter(disposition__outcome=show)
    return rows.only("pk")


def with_answers(passages: list[Passage]) -> list[Passage]:
    """These passages with words, disposition, theme and recommendation: one query.

    Contributions stay in their order; the passages of each stand as its author wrote them.
    """
    rows = Passage.objects.select_related(
        "answer", "contribution__government", "disposition__recommendation", "theme_membership__theme"
    )
    found = rows.in_bulk([passage.pk for passage in passages])
    rank: dict[int, int] = {}
    for passage in passages:
        rank.setdefault(found[passage.pk].contribution_id, len(rank))
    return sorted(found.values(), key=lambda each: (rank[each.contribution_id], each.number))


def recommendation_choices(reader: Reader) -> list[tuple[int, str]]:
    """The recommendations that a disposition may name, as (number, name and title): one query."""
    rows = Recommendation.objects.visible_to(reader).exclude(state=Recommendation.State.WITHDRAWN)
    return [(row.number, f"{row} {row.title.get('en') or next(iter(row.title.values()), '')}") for row in rows]


def station(conference: Conference, reader: Reader) -> Station:
    """Recommendations on the line: two queries."""
    rows = Recommendation.objects.filter(conference=conference).exclude(state=Recommendation.State.WITHDRAWN)
    found = rows.aggregate(
        forward=Count("pk", filter=Q(state=Recommendation.State.PUT_FORWARD)),
        drafts=Count("pk", filter=Q(state=Recommendation.State.DRAFT)),
        closed=Count("pk", filter=Q(positions_closed_at__isnull=False)),
    )
    url = reverse("recommendations:list", kwargs={"slug": conference.slug})
    if not found["forward"]:
        return Station(_("Recommendations"), url, "now" if found["drafts"] else "", ())
    text = ngettext("%(total)s put forward", "%(total)s put forward", found["forward"])
    is_done = bool(found["closed"]) or not found["drafts"]
    return Station(
        _("Recommendations"), url, "done" if is_done else "now", (text % {"total": number(found["forward"])},)
    )


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """Drafts to put forward and passages without an answer, for those who write: three queries."""
    if not reader.has(RAPPORTEUR, DRAFTER):
        return []
    found = []
    slug = {"slug": conference.slug}
    drafts = Recommendation.objects.filter(conference=conference, state=Recommendation.State.DRAFT).count()
    if drafts:
        label = ngettext("recommendation in draft", "recommendations in draft", drafts)
        found.append(Waiting(drafts, label, reverse("recommendations:desk", kwargs=slug)))
    if (left := passage_count(conference) - disposed_count(conference)) > 0:
        label = ngettext("passage without an answer", "passages without an answer", left)
        url = reverse("recommendations:dispositions", kwargs=slug)
        found.append(Waiting(left, label, f"{url}?show=undisposed"))
    return found


def instants() -> list[tuple[int, datetime]]:
    """Nothing here changes by itself: no deadline."""
    return []
