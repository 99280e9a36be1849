"""Storing what a run found, in one transaction, around all that people have fixed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, Q

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader

from ..models import DuplicateGroup, DuplicateMember, Mapping, Related, Run, Theme, ThemePassage
from ..queries.material import Material
from .counting import recount

BATCH = 2000


@dataclass(frozen=True)
class Found:
    """What the steps of a run gave, by indices into the material.

    duplicates: (kind, contributions); related: for each contribution [(contribution, score)]; themes: maps with label,
    phrases, passages, evidence, is_unsorted, is_kept; mapping: (passage, provision, score, words, by).
    """

    duplicates: Sequence[tuple[str, Sequence[int]]]
    related: Sequence[Sequence[tuple[int, float]]]
    themes: Sequence[dict[str, Any]]
    mapping: Sequence[tuple[int, str, float, Sequence[str], str]]


@transaction.atomic
def store_results(
    *, run: Run, material: Material, found: Found, digest: str, counts: dict[str, Any], by: Reader
) -> bool:
    """Put the results in place of the last ones and end the run; False when the run was ended meanwhile.

    What people fixed stays: locked and confirmed themes, passages placed by hand, decided mappings, named groups.
    What was withdrawn or cut anew while the run worked is left out.
    """
    current = Run.objects.select_for_update().get(pk=run.pk)
    if current.state != Run.State.RUNNING:
        return False
    conference = run.conference
    received = Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED)
    alive = set(received.values_list("pk", flat=True))
    passages = set(Passage.objects.filter(contribution__in=received).values_list("pk", flat=True))
    _store_duplicates(conference, material, found, alive)
    themes = _Themes(conference, material, passages)
    themes.store(found.themes)
    _store_mapping(conference, material, found, passages)
    _store_related(conference, material, found, alive)
    recount(Theme.objects.filter(conference=conference).values_list("pk", flat=True))
    current.state, current.ended_at, current.digest = Run.State.DONE, by.now, digest
    current.counts = counts
    current.step, current.done_count, current.total_count = "store", 1, 1
    current.save()
    record(by, "consolidated", run, number=run.number, seed=run.seed, digest=digest, input=material.digest)
    return True


def _store_duplicates(conference: Conference, material: Material, found: Found, alive: set[int]) -> None:
    groups = DuplicateGroup.objects.filter(conference=conference)
    groups.filter(is_confirmed=False, name="", taken_out=None).delete()
    kept = {group.pk: group for group in groups}
    member_of = dict(DuplicateMember.objects.filter(group__in=kept).values_list("contribution_id", "group_id"))
    taken_out: dict[int, set[int]] = defaultdict(set)
    for group, contribution in groups.exclude(taken_out=None).values_list("pk", "taken_out__contribution_id"):
        taken_out[group].add(contribution)
    new: list[tuple[str, list[int]]] = []
    joining: list[DuplicateMember] = []
    for kind, members in one_group_each(found.duplicates):
        keys = [pk for pk in (material.contributions[index].pk for index in members) if pk in alive]
        free = [pk for pk in keys if pk not in member_of]
        near = Counter(member_of[pk] for pk in keys if pk in member_of)
        near.update(group for group, out in taken_out.items() if out.intersection(keys))
        if near:
            target = min(near, key=lambda group: (-near[group], group))
            joining += [
                DuplicateMember(group_id=target, contribution_id=pk) for pk in free if pk not in taken_out[target]
            ]
        elif len(free) > 1:
            new.append((kind, free))
    # The largest group is made last: lists show the last first.
    new.sort(key=lambda group: (len(group[1]), -group[1][0]))
    made = [DuplicateGroup(conference=conference, kind=kind) for kind, _members in new]
    DuplicateGroup.objects.bulk_create(made)
    for one, (_kind, members) in zip(made, new, strict=True):
        joining += [DuplicateMember(group=one, contribution_id=pk) for pk in members]
    DuplicateMember.objects.bulk_create(joining, batch_size=BATCH)


def one_group_each(groups: Sequence[tuple[str, Sequence[int]]]) -> list[tuple[str, list[int]]]:
    """Groups of which no two share a member: an exact group that stands inside a near one is part of it."""
    near = [("near", list(members)) for kind, members in groups if kind == "near"]
    inside = {index for _kind, members in near for index in members}
    exact = [
        ("exact", list(members)) for kind, members in groups if kind == "exact" and not inside.intersection(members)
    ]
    return near + exact


class _Themes:
    """The themes of a conference while new proposals are fitted to what is there."""

    def __init__(self, conference: Conference, material: Material, passages: set[int]):
        self.conference, self.material, self.passages = conference, material, passages
        self.themes = {theme.pk: theme for theme in Theme.objects.filter(conference=conference, merged_into=None)}
        rows = ThemePassage.objects.filter(theme__in=self.themes)
        self.member_of = dict(rows.values_list("passage_id", "theme_id"))
        self.by_person = set(rows.filter(is_by_person=True).values_list("passage_id", flat=True))
        self.fixed = {
            passage
            for passage, theme in self.member_of.items()
            if passage in self.by_person or self.is_kept(self.themes[theme])
        }

    @staticmethod
    def is_kept(theme: Theme) -> bool:
        return theme.is_locked or theme.state == Theme.State.CONFIRMED

    def store(self, proposals: Sequence[dict[str, Any]]) -> None:
        """Fit each proposal to the theme that holds most of its passages, or make it a new one."""
        fresh = [each for each in proposals if not each["is_unsorted"] and not each["is_kept"]]
        members = [self._alive(each["passages"]) for each in fresh]
        target_of = self._matched(members)
        ThemePassage.objects.filter(theme__in=self.themes).exclude(
            Q(theme__is_locked=True) | Q(theme__state=Theme.State.CONFIRMED) | Q(is_by_person=True)
        ).delete()
        rows: list[tuple[int, int, bool, bool]] = []
        used: set[int] = set()
        for index, proposal in enumerate(fresh):
            free = [pk for pk in members[index] if pk not in self.fixed]
            if not free and index not in target_of:
                continue
            theme = self._theme_for(proposal, target_of.get(index))
            used.add(theme.pk)
            shown = {self.material.passages[place].pk for place in proposal["evidence"]}
            rows += [(theme.pk, pk, pk in shown, False) for pk in reversed(free)]
        self._drop(used)
        _insert(ThemePassage, ("theme", "passage", "is_evidence", "is_by_person"), rows)

    def _alive(self, places: Iterable[int]) -> list[int]:
        found = (self.material.passages[place].pk for place in places)
        return [pk for pk in found if pk in self.passages]

    def _matched(self, members: Sequence[Sequence[int]]) -> dict[int, int]:
        """For each proposal the theme that holds half of its passages that have one, and a twentieth of them all.

        A theme that only the machine has proposed takes one proposal; a confirmed one takes all that are like it.
        """
        pairs = []
        for index, keys in enumerate(members):
            shared = Counter(self.member_of[pk] for pk in keys if pk in self.member_of)
            placed = sum(shared.values())
            for theme, count in shared.items():
                if not self.themes[theme].is_locked and 2 * count >= placed and 20 * count >= len(keys):
                    pairs.append((-count, self.themes[theme].number, index, theme))
        matched: dict[int, int] = {}
        taken: set[int] = set()
        for _count, _number, index, theme in sorted(pairs):
            if index not in matched and theme not in taken:
                matched[index] = theme
                if not self.is_kept(self.themes[theme]):
                    taken.add(theme)
        return matched

    def _theme_for(self, proposal: dict[str, Any], target: int | None) -> Theme:
        if target is None:
            return Theme.objects.create(
                conference=self.conference,
                number=next_number(self.conference, "theme"),
                label=proposal["label"][:200],
                phrases=proposal["phrases"],
            )
        theme = self.themes[target]
        if not self.is_kept(theme):
            theme.label, theme.phrases = proposal["label"][:200], proposal["phrases"]
            theme.save(update_fields=["label", "phrases"])
        return theme

    def _drop(self, used: set[int]) -> None:
        """Proposals of an earlier run that are no longer proposed go, unless a person has put a passage there."""
        held = {self.member_of[pk] for pk in self.by_person}
        old = [pk for pk, theme in self.themes.items() if not self.is_kept(theme) and pk not in used | held]
        Theme.objects.filter(pk__in=old, merged=None).delete()


def _store_mapping(conference: Conference, material: Material, found: Found, passages: set[int]) -> None:
    rows = Mapping.objects.filter(conference=conference)
    rows.filter(state=Mapping.State.PROPOSED).delete()
    decided = set(rows.values_list("passage_id", "provision"))
    proposed = [
        Mapping(
            conference=conference, passage_id=pk, provision=provision, score=round(score, 4), words=list(words), by=by
        )
        for place, provision, score, words, by in found.mapping
        if (pk := material.passages[place].pk) in passages and (pk, provision) not in decided
    ]
    Mapping.objects.bulk_create(proposed, batch_size=BATCH)


def _store_related(conference: Conference, material: Material, found: Found, alive: set[int]) -> None:
    Related.objects.filter(contribution__conference=conference).delete()
    keys = [each.pk for each in material.contributions]
    rows = [
        (pk, json.dumps([[keys[other], round(score, 4)] for other, score in nearest if keys[other] in alive]))
        for pk, nearest in zip(keys, found.related, strict=True)
        if pk in alive
    ]
    _insert(Related, ("contribution", "nearest"), rows)


def _insert(model: type[Model], fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert plain rows. Without a model for each it takes a quarter of the time, for which other writers wait."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(model._meta.get_field(name).column)) for name in fields)  # type: ignore[union-attr]
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", rows)
