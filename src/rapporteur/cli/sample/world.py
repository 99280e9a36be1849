"""What the acts of the sample share: its files, and the records made so far, by the keys of the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.queries import reader_of, system_reader
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import Reader

BRUSSELS = ZoneInfo("Europe/Brussels")
SECRETARIAT = "secretariat@conference.example"
RAPPORTEUR = "rapporteur@conference.example"
DRAFTER = "drafting@conference.example"
OBSERVER = "observer@network.example"


def folder() -> Path:
    """The sample's folder: inside an installed package, or beside `src` in a clone."""
    inside = Path(__file__).parents[2] / "sample"
    return inside if inside.exists() else Path(__file__).parents[4] / "sample"


@cache
def read(name: str) -> Any:
    """One file of the sample."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((folder() / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506


def moment(value: str | date | datetime, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of the files; a day alone is taken at `hour` in Brussels."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=BRUSSELS)).astimezone(UTC)
    return datetime.combine(value, time(hour, minute), BRUSSELS).astimezone(UTC)


Act = Callable[["World"], None]


@dataclass
class World:
    """The records made so far. `story` collects acts as (moment, order, act)."""

    story: list[tuple[datetime, int, Act]] = field(default_factory=list)
    conference: Conference = field(default_factory=Conference)
    governments: dict[str, Government] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    recommendations: dict[str, Any] = field(default_factory=dict)
    themes: dict[str, Any] = field(default_factory=dict)
    amendments: dict[str, Any] = field(default_factory=dict)
    drafts: dict[str, Any] = field(default_factory=dict)
    endorsements: dict[str, Any] = field(default_factory=dict)
    procedures: dict[str, Any] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)

    def tell(self, at: datetime, act: Act) -> None:
        self.story.append((at, len(self.story), act))

    @property
    def system(self) -> Reader:
        return system_reader(self.conference)

    def reader(self, key: str) -> Reader:
        """The person of the files, or an officer by address, as a reader with the roles held at this moment."""
        return reader_of(self.persons[key], self.conference)

    def delegate_of(self, government: str) -> Reader:
        """The focal point or head of a government, who speaks for it."""
        for part in ("focal", "head"):
            if f"{government}.{part}" in self.persons:
                return self.reader(f"{government}.{part}")
        raise KeyError(government)

    def passages(self, quoted: dict[str, str]) -> list[Passage]:
        """The passages in which a quotation of the files lies; none when its contribution has not come by this moment."""
        contribution = self.contributions.get(quoted["contribution"])
        if contribution is None:
            return []
        answer = contribution.answers.select_related("question").get(question__key=quoted["question"])
        start = answer.text.index(" ".join(quoted["quote"].split()))
        end = start + len(quoted["quote"])
        return list(answer.passages.filter(start__lt=end, end__gt=start).order_by("start"))

    def all_passages(self, quotes: list[dict[str, str]]) -> list[Passage]:
        found = {passage.pk: passage for quoted in quotes for passage in self.passages(quoted)}
        return list(found.values())


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
