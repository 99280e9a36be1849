"""What `/patterns/` shows: every component in every state, on fixed values."""

from __future__ import annotations


def samples():
    return {}
