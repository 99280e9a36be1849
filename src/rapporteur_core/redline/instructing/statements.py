"""A mail cut into statements: the tokens of each, with the quotations and unquoted blocks that belong to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapporteur_core.redline.instructing.citing import counted_units
from rapporteur_core.redline.instructing.quoting import Quote, Stray, quotes
from rapporteur_core.redline.instructing.tokens import Language, Token, masked, tokens

# A sentence of more tokens is no instruction; reading on would cost more than it gives.
LONGEST = 400
WRAPPED = 50
QUIET = frozenset(["filler", "accordingly", "comma", "stop"])
CITING = frozenset(["place", "this", "part", "edge", "role", "and", "colon", "enumerator", *QUIET])
SIGN_OFF = re.compile(
    r"\s*(?:--\s*$|(?:(?:best|kind|warm)?\s?regards|sincerely|yours|thanks?|many thanks|with (?:best|kind)|"
    r"cordialement|bien a vous|bien cordialement|salutations|sinceres|merci|nous vous|je vous|avec nos|saludos|atentamente|gracias|"
    r"muchas gracias|cordialmente|un saludo|objet|expose|rationale|reason|justification|motif|motivo)\b)",
    re.IGNORECASE,
)
OPENING_MARKS = ("«", "“", "„", '"')
CONTINUES = re.compile(r"\s*(?:[\"«“]|\(?[a-z]{1,3}\)|\(?[ivx]{1,5}\)|\d{1,3}\s?°)")


@dataclass(frozen=True)
class Content:
    """Words that a mail quotes: the characters start:end of it, as lines; quoted says whether marks enclose them."""

    start: int
    end: int
    lines: tuple[str, ...]
    quoted: bool

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Statement:
    """Tokens that stand together; contents by the start of their token."""

    tokens: list[Token] = field(default_factory=list)
    contents: dict[int, Content] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        ends = [each.end for each in self.contents.values()]
        return max([self.tokens[-1].end, *ends])

    @property
    def loud(self) -> list[Token]:
        return [token for token in self.tokens if token.kind not in QUIET and token.kind != "enumerator"]

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


@dataclass(frozen=True)
class Line:
    """A line that is not blank."""

    start: int
    end: int
    tokens: list[Token]


def statements(text: str, language: Language) -> list[Statement]:
    """The statements of a mail in order; a blank line, a full stop or a new instruction ends one."""
    return _Cutter(text, language).cut()


class _Cutter:
    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        found, self.strays = quotes(text)
        self.quotes: dict[int, Quote] = {quote.start: quote for quote in found}
        self.plain = masked(text, found)
        self.lines = list(self._lines())
        self.done: list[Statement] = []
        self.current = Statement()

    def _lines(self) -> list[Line]:
        found: list[Line] = []
        for match in re.finditer(r"[^\n]+", self.plain):
            if match[0].strip():
                found.append(Line(match.start(), match.end(), []))
        return found

    def tokens_of(self, index: int) -> list[Token]:
        line = self.lines[index]
        if not line.tokens:
            line.tokens.extend(tokens(self.plain, line.start, line.end, self.language))
        return line.tokens

    def cut(self) -> list[Statement]:
        index = 0
        while index < len(self.lines):
            index = self._take(index)
        self._close()
        self._give_strays()
        return self.done

    def _take(self, index: int) -> int:
        """Read one line and the block that it announces; gives the index of the next line."""
        found = self.tokens_of(index)
        if self.current.tokens and not self._goes_on(found, index):
            self._close()
        last = max((n for n, token in enumerate(found) if token.kind not in QUIET), default=-1)
        for position, token in enumerate(found):
            if token.kind == "colon" and self._announces_here(found, position):
                self.current.tokens.append(token)
                return self._take_rest(index, token)
            self._add(token)
            if token.kind == "stop" and position < last:
                self._close()
        if self._announces():
            return self._take_block(index + 1)
        return index + 1

    def _add(self, token: Token) -> None:
        self.current.tokens.append(token)
        if token.kind == "quote":
            quote = self.quotes[token.start]
            inner = self.text[quote.inner_start : quote.inner_end]
            self.current.contents[token.start] = Content(
                quote.inner_start, quote.inner_end, unwrapped(inner), quote.is_closed
            )

    def _close(self) -> None:
        if self.current.tokens:
            self.done.append(self.current)
        self.current = Statement()

    def _goes_on(self, found: Sequence[Token], index: int) -> bool:
        """Whether the line goes on with the statement before it."""
        now = self.current
        loud = [token for token in found if token.kind not in QUIET]
        if not loud or loud[0].kind == "enumerator" or now.tokens[-1].kind == "stop":
            return False
        speaks = bool(now.contents) or now.has("verb", "passive", "place", "this", "role", "edge", "tail")
        if (now.tokens[-1].kind == "comma" and speaks) or (
            loud[0].kind == "quote" and now.tokens[-1].kind in ("colon", "noun")
        ):
            return True
        begun = not now.has("verb", "passive", "again") and bool(now.contents)
        waits = begun and (now.has("role") or loud[0].kind == "passive")
        joins = now.has("verb", "passive") and is_connector(found)
        first = self.plain[self.lines[index].start : self.lines[index].end].lstrip()[:1]
        wrapped = self._is_near(index) and (first.islower() or loud[0].kind == "quote")
        return waits or joins or (wrapped and now.tokens[-1].kind not in ("colon", "content"))

    def _announces_here(self, found: Sequence[Token], position: int) -> bool:
        """Whether what follows the colon at `position` of a line, unquoted, is what is to come in."""
        if len(self.current.tokens) > LONGEST:
            return False
        rest = [token for token in found[position + 1 : position + 9] if token.kind not in QUIET]
        if not rest or rest[0].kind in ("quote", "colon") or not _expects_new(self.current):
            return False
        return not any(token.kind in ("verb", "again") for token in rest[:3])

    def _announces(self) -> bool:
        """Whether the lines below are words that the statement speaks of."""
        now = self.current
        if not now.tokens or len(now.tokens) > LONGEST or now.tokens[-1].kind == "stop":
            return False
        last = [token for token in now.tokens if token.kind not in QUIET]
        if not last or last[-1].kind == "quote" or now.tokens[-1].kind == "content":
            return False
        if last[-1].kind == "colon":
            spoken = last[:-1]
            return bool(spoken) and (spoken[-1].kind in ("noun", "unit", "occurrence") or _expects_new(now))
        return (
            last[-1].kind in ("noun", "unit")
            and now.has("verb", "role")
            or (_expects_new(now) and any(token.kind == "verb" and token.value == "rewrite" for token in now.tokens))
        )

    def _take_rest(self, index: int, colon: Token) -> int:
        """The rest of the line after a colon, and the lines below that go on with it."""
        line = self.lines[index]
        start = colon.end + len(self.text[colon.end : line.end]) - len(self.text[colon.end : line.end].lstrip())
        return self._put_block(start, index + 1, self.text[start : line.end])

    def _take_block(self, index: int) -> int:
        if index >= len(self.lines):
            return index
        line = self.lines[index]
        loud = [token for token in self.tokens_of(index) if token.kind not in QUIET]
        quote = self.quotes[loud[0].start] if loud and loud[0].kind == "quote" else None
        if quote is not None and quote.is_closed:
            if not self._takes_paragraphs():
                return index
            if len(loud) == 1 and not self._is_quoted_on(index + 1):
                return self._put_quote(quote, index + 1)
        return self._put_block(line.start, index + 1, self.text[line.start : line.end])

    def _is_quoted_on(self, index: int) -> bool:
        if index >= len(self.lines) or is_instruction(self.tokens_of(index)):
            return False
        return self.text[self.lines[index].start : self.lines[index].end].lstrip()[:1] in OPENING_MARKS

    def _takes_paragraphs(self) -> bool:
        last = [token for token in self.current.tokens if token.kind in ("noun", "unit", "verb", "tail", "occurrence")]
        return bool(last) and (
            last[-1].kind == "unit" or (last[-1].kind == "verb" and last[-1].value in ("rewrite", "replace"))
        )

    def _put_quote(self, quote: Quote, index: int) -> int:
        self._add(Token("quote", "", quote.start, quote.end))
        return index

    def _put_block(self, start: int, index: int, first: str) -> int:
        lines = list(unwrapped(first))
        end = start + len(first.rstrip())
        limit = self._limit()
        while index < len(self.lines):
            line = self.lines[index]
            written = self.text[line.start : line.end]
            if self._is_wrapped(index, end):
                lines[-1] += " " + " ".join(written.split())
            elif self._is_block_line(index, lines, limit):
                lines += unwrapped(written)
            else:
                break
            end, index = line.end, index + 1
        self.current.tokens.append(Token("content", "", start, end))
        self.current.contents[start] = Content(start, end, tuple(lines), False)
        return index

    def _is_near(self, index: int) -> bool:
        """Whether one newline only stands before a line: mail programs wrap so."""
        return index > 0 and self.text[self.lines[index - 1].end : self.lines[index].start].count("\n") == 1

    def _is_wrapped(self, index: int, end: int) -> bool:
        """Whether a line of a block goes on with the one before it; what names a place or quotes is an instruction."""
        line = self.lines[index]
        before = self.text[self.lines[index - 1].start : end] if index else ""
        if not self._is_near(index) or not is_wrapped(before, self.text[line.start : line.end]):
            return False
        found = self.tokens_of(index)
        speaks = any(token.kind in ("quote", "place", "colon") for token in found)
        return not (speaks and (is_connector(found) or is_instruction(found)))

    def _limit(self) -> int | None:
        """How many lines a block can have; None without bound."""
        if not self._takes_paragraphs():
            return 1
        units = [token for token in self.current.tokens if token.kind == "unit"]
        if units and units[-1].value in ("paragraph", "sentence", "sub", "preambular", "operative"):
            return counted_units(units[-1], self.language)
        return None

    def _is_block_line(self, index: int, lines: Sequence[str], limit: int | None) -> bool:
        line = self.lines[index]
        written = self.text[line.start : line.end]
        if is_instruction(self.tokens_of(index)) or SIGN_OFF.match(self.plain, line.start, line.end):
            return False
        if limit is None:
            return True
        return len(lines) < limit or (bool(CONTINUES.match(written)) and self._takes_paragraphs())

    def _give_strays(self) -> None:
        starts = [statement.start for statement in self.done]
        for stray in self.strays:
            index = bisect_right(starts, stray.position) - 1
            if index < 0 or stray.position >= self.done[index].end:
                continue
            inside = any(each.start <= stray.position < each.end for each in self.done[index].contents.values())
            if not inside and len(self.done[index].strays) < 9:
                self.done[index].strays.append(stray)


def is_wrapped(line: str, following: str) -> bool:
    """Whether a line only goes on with a long one before it that no mark ends."""
    before, after = line.rstrip(), following.lstrip()
    return len(before) >= WRAPPED and before[-1:] not in '.;:!?»”"' and after[:1].islower()


def unwrapped(text: str) -> tuple[str, ...]:
    """The paragraphs of quoted words: lines that a mail program broke are joined."""
    found: list[str] = []
    is_near = False
    for line in text.split("\n"):
        words = line.strip()
        if words and found and is_near and words[:1].islower() and found[-1][-1:] not in ".;:!?":
            found[-1] += f" {words}"
        elif words:
            found.append(words)
        is_near = bool(words)
    return tuple(found)


def _expects_new(now: Statement) -> bool:
    """Whether a statement has said that something comes in, and not yet what."""
    spoken = [token for token in now.tokens if token.kind in ("verb", "passive", "role", "unit", "quote", "content")]
    for token in reversed(spoken):
        if token.kind in ("quote", "content"):
            return False
        if token.kind == "unit":
            return now.has("verb", "passive")
        if token.kind == "role" and token.value == "by":
            return now.has("verb", "passive")
        if token.kind in ("verb", "passive"):
            return token.value in ("insert", "complete", "rewrite")
    return False


def is_instruction(found: Sequence[Token]) -> bool:
    """Whether a line can only be an instruction: a verb of change with nothing strange before it, or places alone."""
    loud = [token for token in found if token.kind not in QUIET and token.kind != "enumerator"]
    if not loud:
        return False
    if all(token.kind in CITING for token in loud):
        return any(
            token.kind == "this"
            or (token.kind == "place" and token.value.rstrip("#") not in ("sub", "elsewhere", "line"))
            for token in loud
        )
    if is_connector(found):
        return True
    verb = next((n for n, token in enumerate(loud) if token.kind in ("verb", "again")), None)
    return verb is not None and all(token.kind != "other" for token in loud[:verb])


def is_connector(found: Sequence[Token]) -> bool:
    """Whether a line goes on with an instruction: “par les mots :”, “and the word”."""
    loud = [token for token in found if token.kind not in QUIET]
    if not loud or loud[0].kind not in ("role", "and", "noun", "occurrence", "verb"):
        return False
    kinds = {token.kind for token in loud}
    if kinds <= {"role", "and", "noun", "occurrence"} and "noun" in kinds:
        return True
    return (
        kinds <= {"role", "and", "noun", "occurrence", "colon", "quote", "unit", "verb"}
        and bool(kinds & {"noun", "occurrence", "unit", "quote"})
        and ("colon" in kinds or "quote" in kinds)
    )
