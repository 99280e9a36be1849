"""Writing the journal."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.utils import timezone

from . import tree
from .chain import commitment, entry_hash
from .models import Entry, Head, Once, Opening
from .queries import edge_at, stamp


class Actor(Protocol):
    """Who acts: a role for the open journal, an identifier that can be erased."""

    @property
    def role(self) -> str: ...
    @property
    def person_key(self) -> str: ...
    @property
    def conference_slug(self) -> str: ...
    @property
    def now(self) -> datetime: ...


def name_of(thing: models.Model | str) -> str:
    """How the journal names an object: its model and its key, such as `amendment:31`."""
    return thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"


@transaction.atomic
def forget_answers(*, days: int = 30) -> int:
    """Delete the answers to forms sent more than `days` ago: no form is sent again after that. Gives how many."""
    return Once.objects.filter(at__lt=timezone.now() - timedelta(days=days)).delete()[0]


def record(by: Actor, act: str, thing: models.Model | str, **content: Any) -> Entry:
    """Append one act by `by` on `thing`, in the transaction of the act itself; raises RuntimeError outside of one.

    `content` holds plain JSON values; the open entry has only a salted commitment to it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An act is recorded in the transaction that does it.")
    head, _made = Head.objects.select_for_update().get_or_create(id=1)
    salt, moment = secrets.token_hex(16), by.now
    fields: dict[str, Any] = {
        "number": head.number + 1,
        "at": stamp(moment),
        "conference": by.conference_slug,
        "act": act,
        "object": name_of(thing),
        "role": by.role,
        "commitment": commitment(salt, content),
        "previous": head.hash,
    }
    entry = Entry.objects.create(**{**fields, "at": moment}, hash=entry_hash(fields))
    Opening.objects.create(entry=entry, salt=salt, content=content, person=by.person_key)  # type: ignore[misc]  # its field takes any JSON
    edge = tree.written(tree.grown(edge_at(head), head.number, bytes.fromhex(entry.hash)))
    Head.objects.filter(id=1).update(number=entry.number, hash=entry.hash, edge=edge, laid_count=entry.number)
    return entry
