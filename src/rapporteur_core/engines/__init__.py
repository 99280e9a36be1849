"""Where the work runs: `embedded`, in this process."""

from rapporteur_core.engines.values import (
    Contribution,
    FoundTheme,
    Kept,
    Neighbour,
    Passage,
    Progress,
    Result,
    Share,
    Stopped,
    Unit,
)

__all__ = [
    "Contribution",
    "FoundTheme",
    "Kept",
    "Neighbour",
    "Passage",
    "Progress",
    "Result",
    "Share",
    "Stopped",
    "Unit",
]
