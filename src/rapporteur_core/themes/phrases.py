"""The phrases by which a theme is known: they stand in its texts as they are given here, but for capitals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from rapporteur_core.text import fold, normalise, words
from rapporteur_core.text.forms import WORD

# Catalan writes a raised point, a bullet or a full stop between two l ("instal·lació"): it is one word.
TOKEN = re.compile(rf"(?:{WORD.pattern})(?:(?<=l)[·•.](?=l)(?:{WORD.pattern}))*")
LONGEST = 3
# Short words and those common in their language may stand inside a phrase but not at its ends. A word is common that
# a fifth of the texts have (of few texts half), or two fifths of those who wrote them.
COMMON_AMONG_TEXTS = 0.2
COMMON_AMONG_OWNERS = 0.4
ENOUGH_TEXTS = 100
ENOUGH_OWNERS = 8
SHORTEST_WORD = 4
# Kana and ideographs begin here.
FIRST_SIGN = "\u3040"
JOINS = frozenset([" ", "'", "’", "-", ""])
# A phrase belongs to a theme that has it at least twice as often as all texts together.
LEAST_LIFT = 2.0
KEPT = 8
IN_A_LABEL = 3
DIGITS = 6


def common_words(
    texts: Sequence[str], *, languages: Sequence[str] | None = None, owners: Sequence[int] | None = None
) -> list[frozenset[str]]:
    """For each text the folded words that tell nothing in its language: articles, joints, and what everybody says.

    languages: of each text, else all are taken as one; owners: who each text is from, else each is from another. No
    lists of words are used, so that any language is served.
    """
    spoken = list(languages or ["und"] * len(texts))
    givers = list(owners or range(len(texts)))
    said = [frozenset(words(text)) for text in texts]
    common = {}
    for language in sorted(set(spoken)):
        mine = [index for index, other in enumerate(spoken) if other == language]
        people = {givers[index] for index in mine}
        among_texts = Counter(word for index in mine for word in said[index])
        among_people = Counter(word for _, word in {(givers[index], word) for index in mine for word in said[index]})
        most_texts = COMMON_AMONG_TEXTS * len(mine) if len(mine) >= ENOUGH_TEXTS else len(mine) / 2
        is_told_by_people = owners is not None and len(people) >= ENOUGH_OWNERS
        most_people = COMMON_AMONG_OWNERS * len(people) if is_told_by_people else len(people)
        common[language] = frozenset(
            word for word, count in among_texts.items() if count > most_texts or among_people[word] > most_people
        )
    return [common[language] for language in spoken]


def telling_words(text: str, common: frozenset[str]) -> list[str]:
    """The folded words of a text in their order, without the common and the short ones."""
    return [word for word in words(text) if word not in common and (len(word) >= SHORTEST_WORD or not word.isascii())]


def key_phrases(
    texts: Sequence[str], themes: Sequence[Sequence[int]], common: Sequence[frozenset[str]]
) -> list[tuple[str, ...]]:
    """Up to eight phrases of one to three words for each theme, the most telling first.

    A phrase scores by the share of the theme's texts that have it times its rarity among all texts, longer ones a
    little more; it counts once a text. Source: c-TF-IDF (Grootendorst, "BERTopic", 2022), on texts and not on counts.
    """
    cut = [_spans(normalise(text).casefold()) for text in texts]
    said = [set(_phrases(text, spans, joints)) for (text, spans), joints in zip(cut, common, strict=True)]
    everywhere = Counter(phrase for phrases in said for phrase in phrases)
    return [
        _telling(Counter(p for member in members for p in said[member]), everywhere, len(members), len(texts))
        for members in themes
    ]


def label_of(phrases: Sequence[str]) -> str:
    """The first three phrases as one line."""
    return " · ".join(phrases[:IN_A_LABEL])


Spans = tuple[str, list[tuple[int, int]]]


def _spans(text: str) -> Spans:
    return text, [match.span() for match in TOKEN.finditer(text)]


def _is_full(word: str) -> bool:
    """Whether a word is long enough to tell something: four letters, three outside Latin, one where a sign is a word."""
    return len(word) >= SHORTEST_WORD or (len(word) >= SHORTEST_WORD - 1 and not word.isascii()) or word >= FIRST_SIGN


def _phrases(text: str, spans: Sequence[tuple[int, int]], common: frozenset[str]) -> Iterator[str]:
    def may_end(place: int) -> bool:
        word = text[slice(*spans[place])]
        return _is_full(word) and not word.isdigit() and not common.issuperset(words(word))

    for first in range(len(spans)):
        if not may_end(first):
            continue
        for last in range(first, min(first + LONGEST, len(spans))):
            if last > first and text[spans[last - 1][1] : spans[last][0]] not in JOINS:
                break
            if may_end(last):
                yield text[spans[first][0] : spans[last][1]]


def _telling(here: Counter[str], everywhere: Counter[str], size: int, total: int) -> tuple[str, ...]:
    least = 2 if size > 1 else 1
    scored: dict[str, float] = {}
    for phrase, count in here.items():
        if count >= least and (count / everywhere[phrase] >= LEAST_LIFT * size / total or 2 * size > total):
            length = 1 + 0.5 * (phrase.count(" "))
            rarity = np.log(1 + total / everywhere[phrase]) * count / everywhere[phrase]
            scored[phrase] = round(float(count / size * rarity * length), DIGITS)
    kept: list[str] = []
    for phrase in sorted(scored, key=lambda each: (-scored[each], each)):
        # One form of a word is enough: "escola" when "escoles" is there already.
        stem = {fold(word)[:5] for word in phrase.split()}
        if not any(stem <= {fold(word)[:5] for word in other.split()} for other in kept):
            kept.append(phrase)
        if len(kept) == KEPT:
            break
    return tuple(kept)
