"""What a stage tells the home page and the desk about itself."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Station:
    """A stop on the line: `state` is 'done', 'now' or '' (to come); `lines` are at most two short texts."""

    label: str
    url: str
    state: str = ""
    lines: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Waiting:
    """Work that waits on the desk: how many, of what, and where it is done."""

    count: int
    label: str
    url: str
