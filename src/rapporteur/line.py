"""The line: the ordered names of the stages. Navigation, documentation and the import contract follow it."""

from __future__ import annotations

STAGES = (
    "calls",
    "registration",
    "contributions",
    "consolidation",
    "recommendations",
    "reviews",
    "drafting",
    "decisions",
    "endorsements",
    "trace",
    "outputs",
    "followup",
)
FOUNDATION = ("journal", "files", "notices", "people", "frameworks", "conferences", "ui")
