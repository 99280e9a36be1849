"""What drafting keeps, cut by subject: the text, amendments to it, what stands behind it, files that come back."""

from .amendments import (
    Amendment,
    AmendmentQuerySet,
    Carried,
    CoSponsor,
    Incompatibility,
    Invitation,
    Ranking,
    Rendering,
    Stand,
    Step,
)
from .returned import Returned
from .sources import LostSource, SentenceSource
from .texts import (
    AmendmentDeadline,
    Bracket,
    Draft,
    Issue,
    LostSentence,
    Paragraph,
    Revision,
    RevisionQuerySet,
    Sentence,
    Version,
    Waiver,
    Wording,
)

__all__ = [
    "Amendment",
    "AmendmentDeadline",
    "AmendmentQuerySet",
    "Bracket",
    "Carried",
    "CoSponsor",
    "Draft",
    "Incompatibility",
    "Invitation",
    "Issue",
    "LostSentence",
    "LostSource",
    "Paragraph",
    "Ranking",
    "Rendering",
    "Returned",
    "Revision",
    "RevisionQuerySet",
    "Sentence",
    "SentenceSource",
    "Stand",
    "Step",
    "Version",
    "Waiver",
    "Wording",
]
