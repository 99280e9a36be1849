"""What reads gave, kept in memory until the next act: every change of rows is an act, and every act moves the journal's
head. A value is kept under the hash of the head that was read before it, so that it is never older than the last act."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from .queries import head

Value = TypeVar("Value")
_MISSING: Any = object()


class Kept:
    """The values of at most `most` reads; those not asked for longest go first."""

    def __init__(self, most: int):
        self.most = most
        self.values: OrderedDict[tuple[str, Hashable], Any] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], Value], *, last: tuple[int, str] | None = None) -> Value:
        """What `read` gives, or gave since the last act for the same `key`: one query of one row then.

        `key` names all that the value depends on besides the rows: language, roles, deadlines passed. The value is shared
        by all who ask: nobody changes it. `last` is the head, where the key was made from what was read after it. Inside
        a transaction, which may have acted and may yet be undone, and before the first act, nothing is kept.
        """
        if not is_on() or connection.in_atomic_block:
            return read()
        number, mark = last or head()
        if not number:
            return read()
        with self.lock:
            found = self.values.get((mark, key), _MISSING)
            if found is not _MISSING:
                self.values.move_to_end((mark, key))
                return found  # type: ignore[no-any-return]  # put there by `read`
        value = read()
        with self.lock:
            self.values[mark, key] = value
            while len(self.values) > self.most:
                self.values.popitem(last=False)
        return value


def is_on() -> bool:
    """Whether anything is kept at all; `ANONYMOUS_PAGES_KEPT = 0` says no, in tests and benches."""
    return bool(getattr(settings, "ANONYMOUS_PAGES_KEPT", True))
