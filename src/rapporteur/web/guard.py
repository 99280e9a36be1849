"""Default deny: every view names its permission, or the server does not start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from rapporteur.foundation.people.permissions import REGISTRY, Permission


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its whole route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def unguarded(resolver: Any = None) -> list[str]:
    """The routes whose view names no registered permission."""
    return [
        route
        for route, entry in patterns(resolver)
        if not isinstance(getattr(entry.callback, "permission", None), Permission)
        or REGISTRY.get(entry.callback.permission.name) is not entry.callback.permission
    ]


def enforce() -> None:
    """Raise ImproperlyConfigured when a view is not guarded."""
    if found := unguarded():
        raise ImproperlyConfigured(f"These addresses name no permission: {', '.join(found)}")
