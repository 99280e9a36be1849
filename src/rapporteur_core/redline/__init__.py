"""Differences of words, amendments laid on a changed text, sentences followed through revisions; imports text only."""

from rapporteur_core.redline.aligning import Aligned, align
from rapporteur_core.redline.alternatives import Marked, with_alternatives, with_one_alternative
from rapporteur_core.redline.carrying import Carried, sentences_carried
from rapporteur_core.redline.comparing import Change, accepted, compare, rejected, similarity
from rapporteur_core.redline.instructing import Instructed, instructions
from rapporteur_core.redline.marking import Unbalanced, bracketed, cross, ranges_carried, unbracketed
from rapporteur_core.redline.merging import Alternative, Conflict, Merge, merge
from rapporteur_core.redline.rebasing import NEW_BASE, PROPOSAL, Rebased, Unclear, rebase

__all__ = [
    "NEW_BASE",
    "PROPOSAL",
    "Aligned",
    "Alternative",
    "Carried",
    "Change",
    "Conflict",
    "Instructed",
    "Marked",
    "Merge",
    "Rebased",
    "Unbalanced",
    "Unclear",
    "accepted",
    "align",
    "bracketed",
    "compare",
    "cross",
    "instructions",
    "merge",
    "ranges_carried",
    "rebase",
    "rejected",
    "sentences_carried",
    "similarity",
    "unbracketed",
    "with_alternatives",
    "with_one_alternative",
]
