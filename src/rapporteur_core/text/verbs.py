"""The words with which paragraphs of a resolution open, and whether an edit makes them say more or less."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal, NamedTuple

from rapporteur_core.text.forms import WORD, fold

Kind = Literal["preambular", "operative"]
# By first word: phrases in words, each with what it adds to a verb.
Phrases = Mapping[str, list[tuple[list[str], int]]]
# Characters and commas of a paragraph among which its opening is looked for: "We, mayors and governors, commit".
SPAN = 400
MOST_COMMAS = 12
# Words that are looked at unless it begins with who acts: an opening with its adverbs is shorter.
FIRST = 16
COMMAS = ",،"
ARABIC = re.compile(r"[\u0600-\u06ff]")
# A word with the vowel signs that Arabic may write onto its letters.
TOKEN = re.compile(rf"(?:{WORD.pattern})(?:[\u064b-\u065f\u0670]|{WORD.pattern})*")


@dataclass(frozen=True)
class Verb:
    """An opening verb in a language. strength: 1 (takes notice) to 9 (binds); forms: as they stand in a text."""

    key: str
    kind: Kind
    strength: int
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The opening verbs of a language, and what may stand beside them.

    subjects: who acts, before the verb ("we"). adverbs: what stands before, within or behind a verb, with what it adds
    to its force; inner: the same within a verb alone ("expresses its *deep* concern"). joined: what is written onto a
    word (Arabic و). persons: letters of which one begins a verb by who acts (Arabic تين), taken for one another.
    """

    verbs: tuple[Verb, ...]
    subjects: tuple[str, ...] = ()
    adverbs: Mapping[str, int] = field(default_factory=dict)
    inner: Mapping[str, int] = field(default_factory=dict)
    joined: tuple[str, ...] = ()
    persons: str = ""

    @cached_property
    def by_first_word(self) -> dict[str, list[tuple[tuple[str, ...], Verb]]]:
        """Each form in words with its verb, the longest first; without accents too, where that is no other form."""
        forms = {self._words(form): verb for verb in self.verbs for form in verb.forms}
        forms = {tuple(fold(word) for word in words): verb for words, verb in forms.items()} | forms
        found: dict[str, list[tuple[tuple[str, ...], Verb]]] = defaultdict(list)
        for words, verb in forms.items():
            found[words[0]].append((words, verb))
        return {word: sorted(each, key=lambda pair: -len(pair[0])) for word, each in found.items()}

    def _words(self, form: str) -> tuple[str, ...]:
        return tuple(self.bare(word) for word in _words_of(form))

    @cached_property
    def beside(self) -> Phrases:
        return _phrases(self.adverbs)

    @cached_property
    def within(self) -> Phrases:
        return _phrases({**self.adverbs, **self.inner})

    @cached_property
    def acting(self) -> Phrases:
        return _phrases(dict.fromkeys(self.subjects, 0))

    def bare(self, word: str) -> str:
        """A word without regard to who acts."""
        return self.persons[0] + word[1:] if self.persons and word[0] in self.persons else word


class Opening(NamedTuple):
    """The words from `start` to `end` with which a paragraph opens: their verb, and what their adverbs add to it."""

    key: str
    kind: Kind
    strength: int
    weight: int
    start: int
    end: int


class Shift(NamedTuple):
    """What an edit did to the opening: it says less or more, is of the other kind, or has no known verb any more.

    `old` and `new` are the words as they stand; `new` is empty where the verb was lost.
    """

    kind: Literal["weaker", "stronger", "kind", "lost"]
    old: str
    new: str


class _Word(NamedTuple):
    text: str
    start: int
    end: int


def opening(text: str, lexicon: Lexicon) -> Opening | None:
    """The verb with which a paragraph opens, behind who acts and with its adverbs; None where none is known."""
    tokens = TOKEN.finditer(text[:SPAN])
    words = [_Word(_known(each[0]), each.start(), each.end()) for each in islice(tokens, FIRST)]
    found = _found(text, words, lexicon)
    if found is None and _acting(words, lexicon):
        words += [_Word(_known(each[0]), each.start(), each.end()) for each in tokens]
        found = _found(text, words, lexicon)
    return found


def strength_change(old: str, new: str, lexicon: Lexicon) -> Shift | None:
    """Whether the opening of a paragraph says less, more or something of the other kind in `new` than in `old`.

    A verb outweighs any adverb. None where nothing changes, and where `old` opens with no known verb.
    """
    before, now = opening(old, lexicon), opening(new, lexicon)
    if before is None:
        return None
    said = old[before.start : before.end]
    if now is None:
        return Shift("lost", said, "")
    if before.kind != now.kind:
        return Shift("kind", said, new[now.start : now.end])
    force, force_now = (before.strength, before.weight), (now.strength, now.weight)
    if force == force_now:
        return None
    return Shift("weaker" if force_now < force else "stronger", said, new[now.start : now.end])


def _known(word: str) -> str:
    """A word as forms are compared: accents count ("encourage", "encouragé"), vowel signs of Arabic do not."""
    return fold(word) if ARABIC.match(word) else word.casefold()


def _words_of(phrase: str) -> list[str]:
    return [_known(each[0]) for each in TOKEN.finditer(phrase)]


def _phrases(weights: Mapping[str, int]) -> Phrases:
    """By their first word phrases in words, with what they add, the longest first."""
    found: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
    for phrase, weight in weights.items():
        words = _words_of(phrase)
        if words:
            found[words[0]].append((words, weight))
    return {word: sorted(each, key=lambda pair: -len(pair[0])) for word, each in found.items()}


def _phrase_at(words: Sequence[_Word], at: int, phrases: Phrases) -> tuple[list[str], int] | None:
    """The longest of `phrases` that stands at `at`, with what it adds."""
    likely = phrases.get(words[at].text, ()) if at < len(words) else ()
    return next((each for each in likely if _stands(words, at, each[0])), None)


def _found(text: str, words: Sequence[_Word], lexicon: Lexicon) -> Opening | None:
    return next((found for at in _places(text, words, lexicon) if (found := _verb_at(words, at, lexicon))), None)


def _acting(words: Sequence[_Word], lexicon: Lexicon) -> int:
    """How many words say who acts."""
    found = _phrase_at(words, 0, lexicon.acting)
    return len(found[0]) if found else 0


def _places(text: str, words: Sequence[_Word], lexicon: Lexicon) -> Iterator[int]:
    """Where the opening may begin: behind who acts, and behind each comma of what names them; else at the start."""
    at = _acting(words, lexicon)
    if at:
        yield at
        between = text[words[at - 1].end : words[at].start] if at < len(words) else ""
        if any(comma in between for comma in COMMAS):
            yield from _behind_commas(text, words, at)
    yield 0


def _behind_commas(text: str, words: Sequence[_Word], at: int) -> Iterator[int]:
    found = [
        index
        for index in range(at + 1, len(words))
        if any(comma in text[words[index - 1].end : words[index].start] for comma in COMMAS)
    ]
    yield from found[:MOST_COMMAS]


def _verb_at(words: Sequence[_Word], first: int, lexicon: Lexicon) -> Opening | None:
    at, weight = _skipped(words, first, lexicon.beside)
    for form, verb in _forms_at(words, at, lexicon):
        matched = _matched(words, at, form, lexicon)
        if matched is None:
            continue
        last, inner = matched
        end, behind = _skipped(words, last, lexicon.beside)
        total = weight + inner + behind
        return Opening(verb.key, verb.kind, verb.strength, total, words[first].start, words[end - 1].end)
    return None


def _forms_at(words: Sequence[_Word], at: int, lexicon: Lexicon) -> Sequence[tuple[tuple[str, ...], Verb]]:
    if at >= len(words):
        return ()
    return lexicon.by_first_word.get(_unjoined(words[at].text, lexicon), ())


def _unjoined(word: str, lexicon: Lexicon) -> str:
    """A word as the index has it; without what is written onto it, where it is no verb with that."""
    if lexicon.bare(word) in lexicon.by_first_word:
        return lexicon.bare(word)
    rest = next((word[len(each) :] for each in lexicon.joined if word.startswith(each) and len(word) > len(each)), word)
    return lexicon.bare(rest)


def _matched(words: Sequence[_Word], at: int, form: Sequence[str], lexicon: Lexicon) -> tuple[int, int] | None:
    """Where a form that begins at `at` ends, and what stands within it adds; None where it does not stand there."""
    at, weight = at + 1, 0
    for word in form[1:]:
        if at < len(words) and lexicon.bare(words[at].text) != word:
            at, more = _skipped(words, at, lexicon.within)
            weight += more
        if at >= len(words) or lexicon.bare(words[at].text) != word:
            return None
        at += 1
    return at, weight


def _skipped(words: Sequence[_Word], at: int, phrases: Phrases) -> tuple[int, int]:
    """Behind all `phrases` that stand at `at`, and what they add together."""
    weight = 0
    while (found := _phrase_at(words, at, phrases)) is not None:
        at, weight = at + len(found[0]), weight + found[1]
    return at, weight


def _stands(words: Sequence[_Word], at: int, phrase: Sequence[str]) -> bool:
    return len(words) >= at + len(phrase) and all(words[at + step].text == word for step, word in enumerate(phrase))
