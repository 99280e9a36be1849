"""Comments of a file as the rationale of what they lie on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapporteur_core.documents.word import Comment
from rapporteur_core.returning.values import Proposed

# The reader keeps no more of the words under a comment.
LONGEST_COMMENTED = 2_000


class Comments:
    """The comments of a file, by the paragraph and the place on which they lie, and the answers to each."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self.comments = comments
        self.of_number: defaultdict[int | None, list[tuple[int, int]]] = defaultdict(list)
        self.answers: defaultdict[int | None, list[int]] = defaultdict(list)
        for index, comment in enumerate(comments):
            self.of_number[comment.place.paragraph].append((comment.place.offset, index))
            self.answers[comment.parent].append(index)
        for places in self.of_number.values():
            places.sort()

    def on(self, number: int, start: int, end: int) -> list[int]:
        """Those that touch the characters `start` to `end` of a paragraph."""
        places = self.of_number.get(number, [])
        first = bisect_left(places, (start - LONGEST_COMMENTED, 0))
        near = places[first : bisect_right(places, (end, len(self.comments)))]
        return [index for offset, index in near if start <= offset + len(self.comments[index].words)]

    def answers_to(self, asked: Iterable[int]) -> set[int]:
        """The answers to comments, and the answers to those."""
        found, waiting = set[int](), list(asked)
        while waiting:
            answers = set(self.answers.get(waiting.pop(), ())) - found
            found |= answers
            waiting += answers
        return found


def with_rationale(
    comments: Comments, proposal: Proposed, places: Sequence[tuple[int, int, int]], used: set[int]
) -> Proposed:
    """The proposal with the comments on its words, and the answers to them."""
    said = sorted({index for place in places for index in comments.on(*place)} - used)
    used.update(said)
    answers = sorted(comments.answers_to(said) - used)
    used.update(answers)
    texts = [comments.comments[index].text.strip() for index in said]
    texts += [f"{comments.comments[index].author}: {comments.comments[index].text.strip()}" for index in answers]
    return replace(proposal, rationale="\n".join(each for each in texts if each))
