"""Numbers of paragraphs: those that a text ever had, the one that a new paragraph gets, what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from django.db.models import Q

from rapporteur_core.text import Numbered, all_above, final_numbers, following, own_number, suggested

from ..models import Draft, Paragraph, Revision, Wording

# With which letters the working numbers of a kind begin, by template; a declaration numbers its paragraphs through.
PREFIXES = {
    Draft.Template.RESOLUTION: {"preambular": "PP", "operative": "OP"},
    Draft.Template.DECLARATION: {"preambular": "PP", "operative": ""},
}
SERIES = (Paragraph.Kind.PREAMBULAR, Paragraph.Kind.OPERATIVE)


def numbered(wordings: Sequence[Wording]) -> list[Numbered]:
    """The paragraphs of a text as far as their numbers go; `paragraph` is fetched beside."""
    return [Numbered(each.paragraph.kind, each.level, each.number) for each in wordings]


def taken_numbers(draft: Draft) -> set[str]:
    """All working numbers that paragraphs ever had in any revision: one query."""
    rows = Wording.objects.filter(revision__draft=draft).exclude(number="")
    return set(rows.values_list("number", flat=True))


def number_behind(draft: Draft, number: str) -> str:
    """The working number of what comes in right behind a paragraph: `12 bis`, `12 ter`. One query."""
    return following(number, taken_numbers(draft)) if number else ""


def suggested_number(revision: Revision, *, kind: str, level: int, position: int | None) -> str:
    """The working number that a new paragraph gets at `position` (None: at the end): two queries."""
    rows = list(revision.wordings.select_related("paragraph").order_by("position"))
    at = len(rows) if position is None else sum(each.position < position for each in rows)
    is_sub = kind == Paragraph.Kind.SUBPARAGRAPH
    return suggested(
        numbered(rows),
        at,
        Numbered(kind, (level or 1) if is_sub else 0),
        revision.language,
        taken=taken_numbers(revision.draft),
        prefixes=PREFIXES[Draft.Template(revision.draft.template)],
    )


def place_behind(revision: Revision, key: str) -> tuple[Wording | None, int | None]:
    """The paragraph `key` and the position behind it, its subparagraphs and its other wordings; None and None where it
    does not stand in the revision. One query."""
    rows = list(revision.wordings.select_related("paragraph").order_by("position"))
    at = next((index for index, each in enumerate(rows) if each.paragraph.key == key), None)
    if at is None:
        return None, None
    last = at
    for each in rows[at + 1 :]:
        is_below = each.paragraph.kind == Paragraph.Kind.SUBPARAGRAPH and each.level > rows[at].level
        if not is_below and each.alternative_of_id != rows[at].paragraph_id:
            break
        last += 1
    return rows[at], rows[last].position + 1


def free_key(draft: Draft) -> str:
    """A key that no paragraph has: p1, p2 and so on. One query."""
    taken = set(Paragraph.objects.filter(draft=draft).values_list("key", flat=True))
    return next(key for number in count(len(taken) + 1) if (key := f"p{number}") not in taken)


def added_key(number: int) -> str:
    """The key of the paragraph that the amendment with this number brings in."""
    return f"a{number}"


def alternatives_of(wording: Wording) -> list[Wording]:
    """The other wordings of a paragraph in its revision, or all of them where it is one itself: one query."""
    of = wording.alternative_of_id or wording.paragraph_id
    rows = Wording.objects.filter(Q(alternative_of=of) | Q(paragraph=of), revision=wording.revision_id)
    return list(rows.exclude(pk=wording.pk).select_related("paragraph").order_by("position"))


def printed_numbers(wordings: Sequence[Wording], *, is_final: bool) -> list[str]:
    """What is printed before each paragraph of a text: its own part of the final numbers, or of the working ones."""
    numbers = [each.final_number if is_final else each.number for each in wordings]
    over = all_above(numbered(wordings))
    return [own_number(number, "" if at is None else numbers[at]) for number, at in zip(numbers, over, strict=True)]


def proposed_numbers(revision: Revision, wordings: Sequence[Wording]) -> list[str]:
    """The final number that each paragraph of a text has, or would be given: no query. Other wordings have none."""
    if revision.finalised_at is not None:
        return [each.final_number for each in wordings]
    staying = [each for each in wordings if each.alternative_of_id is None]
    given = iter(final_numbers(numbered(staying), revision.language))
    return [next(given) if each.alternative_of_id is None else "" for each in wordings]
