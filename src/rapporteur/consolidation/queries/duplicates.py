"""Groups of contributions that repeat one another."""

from __future__ import annotations

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from rapporteur.contributions.models import Answer, Contribution
from rapporteur.foundation.conferences.models import Conference

from ..models import DuplicateGroup, DuplicateMember

RECEIVED = Q(members__state=Contribution.State.RECEIVED)
LONGEST_SHOWN = 20_000


def groups(conference: Conference) -> QuerySet[DuplicateGroup]:
    """The groups that still have two members, each with its number of texts and of governments: one query."""
    return (
        DuplicateGroup.objects.filter(conference=conference)
        .annotate(
            text_count=Count("members", filter=RECEIVED, distinct=True),
            government_count=Count("members__government", filter=RECEIVED, distinct=True),
        )
        .filter(text_count__gte=2)
    )


def group_page(conference: Conference, pk: int) -> DuplicateGroup | None:
    return groups(conference).filter(pk=pk).first()


def members_page(group: DuplicateGroup) -> QuerySet[DuplicateMember]:
    """The members of `group` with their texts and governments: two queries a page."""
    answers = Prefetch("contribution__answers", queryset=Answer.objects.select_related("question"))
    return (
        DuplicateMember.objects.filter(group=group, contribution__state=Contribution.State.RECEIVED)
        .select_related("contribution__government")
        .prefetch_related(answers)
    )


def whole_text(contribution: Contribution) -> str:
    """All answers of a contribution as one text; from answers that are there already."""
    return "\n\n".join(answer.text for answer in contribution.answers.all() if answer.text)


def first_words(found: list[DuplicateGroup]) -> dict[int, Contribution]:
    """The first contribution of each group by group, for a list: two queries, whatever the size of the groups."""
    firsts = (
        DuplicateMember.objects.filter(group__in=found, contribution__state=Contribution.State.RECEIVED)
        .values("group_id")
        .annotate(first=Min("contribution_id"))
    )
    first = {row["group_id"]: row["first"] for row in firsts}
    rows = Contribution.objects.filter(pk__in=first.values()).select_related("government").in_bulk()
    return {group: rows[pk] for group, pk in first.items()}
