"""The words of a text against what it may have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapporteur.foundation.ui.said import pick
from rapporteur_core.text import word_count

from ..models import Revision, Wording


@dataclass(frozen=True)
class Budget:
    """How many words a text has, and how many it may have; `most` is None where no limit is set."""

    count: int
    most: int | None

    @property
    def left(self) -> int:
        """Words that may still be written; none when it is over."""
        return max((self.most or 0) - self.count, 0)

    @property
    def over(self) -> int:
        """Words beyond the limit."""
        return max(self.count - self.most, 0) if self.most is not None else 0


def budget_of(revision: Revision, wordings: Iterable[Wording]) -> Budget:
    """The words of a revision in its own language, without a query; the draft is fetched beside.

    All that is printed counts, as limits of documents are reckoned: title, headings, paragraphs, annexes, words in
    brackets. Numbers of paragraphs, the symbol and the other wordings of a paragraph (alt. 1) do not: of those one
    will stay.
    """
    title, _language = pick(revision.title, revision.language)
    texts = [title, *(each.text for each in wordings if each.alternative_of_id is None)]
    return Budget(sum(map(word_count, texts)), revision.draft.word_budget)
