"""Differences of words, amendments laid on a changed text, sentences followed through revisions; imports text only."""

from rapporteur_core.redline.carrying import Carried, sentences_carried
from rapporteur_core.redline.comparing import Change, accepted, compare, rejected, similarity
from rapporteur_core.redline.merging import Conflict, Merge, conflicts, merge, rebase

__all__ = [
    "Carried",
    "Change",
    "Conflict",
    "Merge",
    "accepted",
    "compare",
    "conflicts",
    "merge",
    "rebase",
    "rejected",
    "sentences_carried",
    "similarity",
]
