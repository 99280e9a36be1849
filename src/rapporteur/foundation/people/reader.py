"""Who reads or acts, with which roles, in which conference; and how one is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise

if TYPE_CHECKING:
    from .models import Person

SECRETARIAT, RAPPORTEUR, DRAFTER, DELEGATE, MAYOR, OBSERVER = (
    "secretariat",
    "rapporteur",
    "drafter",
    "delegate",
    "mayor",
    "observer",
)
ROLES = (SECRETARIAT, RAPPORTEUR, DRAFTER, DELEGATE, MAYOR, OBSERVER)
PUBLIC = "public"
SIGNED_IN = "signed in"


class Refused(Exception):
    """An act that is not done; its text is the sentence for the person, already translated."""


@dataclass(frozen=True)
class Answer:
    """Allowed, or the reason why not."""

    is_allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.is_allowed

    def enforce(self) -> None:
        """Raise Refused with the reason unless allowed."""
        if not self.is_allowed:
            raise Refused(str(self.reason))


ALLOWED = Answer(True)


def refuse(reason: str | Promise) -> Answer:
    return Answer(False, reason)


@dataclass(frozen=True)
class Reader:
    """Someone before a page of one conference. `roles` holds what this conference gave; the public has none."""

    person: Person | None = None
    roles: frozenset[str] = frozenset()
    government_ids: frozenset[int] = frozenset()
    conference_slug: str = ""
    conference_id: int | None = None
    clock: Callable[[], datetime] = field(default=timezone.now, compare=False)
    is_system: bool = False

    @property
    def now(self) -> datetime:
        """The moment by the conference's clock."""
        return self.clock()

    @property
    def role(self) -> str:
        """The role under which the journal names the act: the first that the reader holds in the order of ROLES."""
        if self.is_system:
            return "system"
        return next((role for role in ROLES if role in self.roles), SIGNED_IN if self.person else PUBLIC)

    @property
    def person_key(self) -> str:
        return str(self.person.pk) if self.person else ""

    def has(self, *roles: str) -> bool:
        """Whether the reader holds one of `roles`; PUBLIC is held by all, SIGNED_IN by all with a person."""
        if self.is_system or PUBLIC in roles or (SIGNED_IN in roles and self.person is not None):
            return True
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        """Whether the reader works for the conference: secretariat, rapporteur or drafting committee."""
        return self.has(SECRETARIAT, RAPPORTEUR, DRAFTER)


def system() -> Reader:
    """The product itself, for what a command or the worker does."""
    return Reader(is_system=True)
