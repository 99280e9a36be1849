"""What people do with themes: make, rename, confirm, lock, merge, split, move."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.text import normalise

from ..models import Theme, ThemePassage
from ..permissions import may_change, may_curate
from .counting import recount

LONGEST_LABEL = 200


def _label(text: str) -> str:
    label = " ".join(normalise(text).split())
    if not label:
        raise Refused(_("Give the theme a label."))
    if len(label) > LONGEST_LABEL:
        raise Refused(
            _("The label has %(count)s characters; %(most)s are allowed. Shorten it.")
            % {"count": len(label), "most": LONGEST_LABEL}
        )
    return label


@transaction.atomic
def make_theme(
    *,
    conference: Conference,
    label: str,
    passages: Iterable[Passage],
    by: Reader,
    labels: dict[str, str] | None = None,
    description: str = "",
) -> Theme:
    """Make a theme of `passages`, which leave the themes that they were in; it is confirmed from the start."""
    may_curate(by, conference.pk).enforce()
    theme = Theme.objects.create(
        conference=conference,
        number=next_number(conference, "theme"),
        label=_label(label),
        labels={code: normalise(text) for code, text in (labels or {}).items()},
        description=normalise(description),
        state=Theme.State.CONFIRMED,
    )
    placed = _place(theme, list(passages))
    record(by, "made theme", theme, number=theme.number, label=theme.label, passages=placed)
    theme.refresh_from_db()
    return theme


@transaction.atomic
def rename_theme(
    *, theme: Theme, label: str, by: Reader, description: str | None = None, labels: dict[str, str] | None = None
) -> Theme:
    """Give a theme another label; what a person has named is confirmed."""
    may_change(by, theme).enforce()
    old, theme.label, theme.state = theme.label, _label(label), Theme.State.CONFIRMED
    if description is not None:
        theme.description = normalise(description)
    if labels is not None:
        theme.labels = {code: normalise(text) for code, text in labels.items() if normalise(text)}
    theme.save(update_fields=["label", "state", "description", "labels"])
    recount([theme.pk])
    record(by, "renamed theme", theme, number=theme.number, old=old, label=theme.label)
    return theme


@transaction.atomic
def confirm_theme(*, theme: Theme, by: Reader) -> Theme:
    """Confirm a theme that the machine proposed; a second run keeps its passages."""
    may_change(by, theme).enforce()
    theme.state = Theme.State.CONFIRMED
    theme.save(update_fields=["state"])
    record(by, "confirmed theme", theme, number=theme.number, label=theme.label)
    return theme


@transaction.atomic
def lock_theme(*, theme: Theme, by: Reader) -> Theme:
    """Lock a theme: neither a run nor a person changes its label or its passages until it is unlocked."""
    may_change(by, theme).enforce()
    theme.is_locked, theme.state = True, Theme.State.CONFIRMED
    theme.save(update_fields=["is_locked", "state"])
    record(by, "locked theme", theme, number=theme.number)
    return theme


@transaction.atomic
def unlock_theme(*, theme: Theme, by: Reader) -> Theme:
    """Open a locked theme for changes again."""
    may_curate(by, theme.conference_id).enforce()
    theme.is_locked = False
    theme.save(update_fields=["is_locked"])
    record(by, "unlocked theme", theme, number=theme.number)
    return theme


@transaction.atomic
def merge_themes(*, theme: Theme, into: Theme, by: Reader) -> Theme:
    """Merge `theme` into another one, which takes all its passages; the address of `theme` leads there from now on."""
    may_change(by, theme).enforce()
    may_change(by, into).enforce()
    if theme.pk == into.pk or theme.conference_id != into.conference_id:
        raise Refused(_("Choose another theme to merge this one into."))
    moved = ThemePassage.objects.filter(theme=theme).update(theme=into, is_by_person=True, is_evidence=False)
    into.state, theme.merged_into, theme.state = Theme.State.CONFIRMED, into, Theme.State.CONFIRMED
    into.save(update_fields=["state"])
    theme.save(update_fields=["merged_into", "state"])
    recount([theme.pk, into.pk])
    record(by, "merged theme", theme, number=theme.number, into=into.number, passages=moved)
    into.refresh_from_db()
    return into


@transaction.atomic
def split_theme(*, theme: Theme, passages: Iterable[Passage], label: str, by: Reader) -> Theme:
    """Make a new theme of some passages of `theme`."""
    may_change(by, theme).enforce()
    chosen = list(passages)
    inside = set(ThemePassage.objects.filter(theme=theme, passage__in=chosen).values_list("passage_id", flat=True))
    if not chosen or inside != {passage.pk for passage in chosen}:
        raise Refused(_("Choose passages of this theme to split off."))
    return make_theme(conference=theme.conference, label=label, passages=chosen, by=by)


@transaction.atomic
def move_passages(*, passages: Iterable[Passage], to: Theme, by: Reader) -> int:
    """Put passages into another theme; gives how many. A second run leaves them there."""
    may_change(by, to).enforce()
    chosen = list(passages)
    if not chosen:
        raise Refused(_("Choose the passages to move."))
    placed = _place(to, chosen)
    record(by, "moved passages", to, number=to.number, passages=placed)
    return len(placed)


def _place(theme: Theme, passages: list[Passage]) -> list[int]:
    """Put `passages` into `theme` by hand; Refused when one is foreign, withdrawn or in a locked theme."""
    keys = [passage.pk for passage in passages]
    here = Passage.objects.filter(
        pk__in=keys, contribution__conference=theme.conference_id, contribution__state=Contribution.State.RECEIVED
    )
    if here.count() != len(set(keys)):
        raise Refused(_("One of these passages is not there any more. Load the page again."))
    before = {row.passage_id: row for row in ThemePassage.objects.filter(passage__in=keys).select_related("theme")}
    for row in before.values():
        if row.theme.is_locked and row.theme_id != theme.pk:
            raise Refused(_("The theme “%(theme)s” is locked. Unlock it first.") % {"theme": row.theme.label})
    moving = [row for row in before.values() if row.theme_id != theme.pk]
    ThemePassage.objects.filter(pk__in=[row.pk for row in moving]).update(
        theme=theme, is_by_person=True, is_evidence=False
    )
    new = [key for key in dict.fromkeys(keys) if key not in before]
    ThemePassage.objects.bulk_create(ThemePassage(theme=theme, passage_id=key, is_by_person=True) for key in new)
    recount({theme.pk, *(row.theme_id for row in moving)})
    return sorted(keys)
