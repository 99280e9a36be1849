"""Addresses of pages, each worked out once: a page of the product names some twenty to sixty of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

MOST_REMEMBERED = 8192


def address(name: str, **kwargs: Any) -> str:
    """What `django.urls.reverse` gives, in the reader's language; raises NoReverseMatch as it does."""
    # All that an address follows from is in the key; the resolver is another one when the addresses are changed.
    return _address(get_resolver(get_urlconf()), get_script_prefix(), get_language(), name, *kwargs.items())


@lru_cache(maxsize=MOST_REMEMBERED)
def _address(resolver: Any, prefix: str, language: str | None, name: str, *kwargs: tuple[str, Any]) -> str:
    return reverse(name, kwargs=dict(kwargs))
