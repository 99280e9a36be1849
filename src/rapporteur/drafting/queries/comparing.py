"""Two revisions side by side, paragraph by paragraph.

A paragraph is known by its key. What a key does not tell, that one paragraph was split into several or several were
joined, is read from their words (`rapporteur_core.redline.align`) among those that changed, came or went.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Aligned, Change, align
from rapporteur_core.text import words

from ..models import Amendment, LostSentence, Revision, Sentence, Wording
from .amendments import author_of
from .authors import Authors
from .names import paragraph_name
from .numbers import printed_numbers
from .redlines import Sign, cut, redline_of, with_both_brackets, with_brackets
from .texts import HEADS, PLAIN_KINDS, ranges_of
from .units import PARAGRAPH_BREAK
from .versions import original_title

# How the end of a paragraph is shown within a redline.
BREAK_SIGN = " ¶ "
# So many words, and this share of them, stand in another paragraph when one is a part of it.
PART_WORDS, PART = 4, 0.6


@dataclass(frozen=True)
class ComparedParagraph:
    """A paragraph in two revisions; it may have moved besides.

    kind: same, changed, new, deleted, split (it came off another paragraph), joined (it became part of another)
    changes: its redline; no words stand in two of them: what came off a paragraph is kept words in both parts, and one
    that was joined to another has none, its words stand there
    printed: its number as it stands before it
    whole: of a split one the paragraph that it came off, of a joined one that which it became part of
    """

    kind: str
    changes: Sequence[Change]
    old: Wording | None
    new: Wording | None
    is_moved: bool = False
    whole: Wording | None = None
    printed: str = ""
    made_by: Sequence[Amendment] = ()

    @property
    def marked(self) -> Sequence[Change | Sign]:
        """The redline with the square brackets of the new words, where it is that of this paragraph alone."""
        left = "".join(each.text for each in self.changes if each.kind != "delete")
        if self.new is None or left != self.new.text:
            return self.changes
        right = "".join(each.text for each in self.changes if each.kind != "insert")
        if self.old is None or right != self.old.text:
            return with_brackets(self.changes, ranges_of(self.new), beside="delete")
        return with_both_brackets(self.changes, right, left, ranges_of(self.old), ranges_of(self.new))

    @property
    def wording(self) -> Wording:
        """Its words in the new revision, else in the old one."""
        found = self.new or self.old
        if found is None:
            raise ValueError("A compared paragraph stands in one of the two revisions.")
        return found

    @property
    def name(self) -> str:
        return paragraph_name(self.wording)

    @property
    def is_heading(self) -> bool:
        return self.wording.paragraph.kind in HEADS

    @property
    def whole_name(self) -> str:
        return paragraph_name(self.whole) if self.whole else ""

    @property
    def is_bracketed_now(self) -> bool:
        return bool(self.old and self.new and self.new.brackets.all() and not self.old.brackets.all())

    @property
    def is_free_now(self) -> bool:
        return bool(self.old and self.new and self.old.brackets.all() and not self.new.brackets.all())


@dataclass(frozen=True)
class Comparison:
    """The paragraphs in the order of `new`, deleted ones after the one that they followed.

    title: the redline of the title; retitled_by: the amendments that changed it
    """

    old: Revision
    new: Revision
    title: Sequence[Change]
    retitled_by: Sequence[Amendment]
    rows: list[ComparedParagraph]
    lost: list[LostSentence]
    without_source: list[Sentence]
    taken: list[Amendment]

    @property
    def names(self) -> dict[int | None, str]:
        """Whose the changes are, by the key of an amendment; None: of those that no amendment made."""
        return {None: self.new.symbol, **{each.pk: author_of(each) for each in self.taken}}

    @property
    def is_retitled(self) -> bool:
        return any(each.kind != "keep" for each in self.title)

    def count_of(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        kinds = ("same", "changed", "new", "deleted", "split", "joined")
        return {**{kind: self.count_of(kind) for kind in kinds}, "moved": sum(row.is_moved for row in self.rows)}


def compared_revisions(conference: Conference, reader: Reader) -> list[Revision]:
    """The revisions of which `reader` may compare any two, in order: one query."""
    shown = Revision.objects.visible_to(reader).filter(draft__conference=conference)
    return list(shown.select_related("draft__conference").order_by("number"))


def comparison(conference: Conference, old: int, new: int, reader: Reader) -> Comparison | None:
    """Revision `old` beside revision `new`: seven queries; None when `reader` may not see both."""
    shown = Revision.objects.visible_to(reader).filter(draft__conference=conference, number__in=[old, new])
    found = {revision.number: revision for revision in shown.select_related("draft__conference")}
    if old not in found or new not in found or old == new:
        return None
    wordings: dict[int, list[Wording]] = {old: [], new: []}
    rows = Wording.objects.filter(revision__in=found.values()).select_related("paragraph", "revision")
    rows = rows.prefetch_related("brackets")
    for wording in rows.order_by("position"):
        wordings[wording.revision.number].append(wording)
    lost = LostSentence.objects.filter(
        revision__draft__conference=conference, revision__number__gt=min(old, new), revision__number__lte=max(old, new)
    ).select_related("sentence__wording__paragraph", "sentence__wording__revision", "revision")
    bare = (
        Sentence.objects.filter(wording__revision=found[new], sources=None)
        .exclude(wording__paragraph__kind__in=PLAIN_KINDS)
        .select_related("wording__paragraph")
        .order_by("wording__position", "position")
    )
    taken = _taken_between(found[old], found[new])
    authors = Authors(taken)
    title = authors.named(original_title(found[old]), original_title(found[new]), None)
    rows_shown = _with_authors(_compared(wordings[old], wordings[new], authors), authors)
    made_by = _made_by(title, taken)
    return Comparison(found[old], found[new], title, made_by, rows_shown, list(lost.order_by("pk")), list(bare), taken)


def _with_authors(rows: Iterable[ComparedParagraph], authors: Authors) -> list[ComparedParagraph]:
    """The rows with whose they are: each change with the amendments that made it, each row with all of these."""
    named = [replace(row, changes=changes) if (changes := _named(row, authors)) else row for row in rows]
    return [replace(row, made_by=_made_by(row.changes, authors.taken, _of_place(row, authors))) for row in named]


def _named(row: ComparedParagraph, authors: Authors) -> Sequence[Change]:
    place = row.wording.paragraph_id
    if row.old is None or row.new is None:
        is_alone = row.kind in {"new", "deleted"}
        keys = authors.of_words(row.wording.text) if row.new else authors.of_paragraph(place, "delete", "join")
        return [replace(each, proposals=keys) for each in row.changes] if is_alone else ()
    is_its_own = row.kind == "changed" and row.changes == redline_of(row.old.text, row.new.text)
    if not is_its_own:
        return ()
    return list(_with_alternatives(authors.named(row.old.text, row.new.text, place), row.new, authors))


def _with_alternatives(changes: Iterable[Change], new: Wording, authors: Authors) -> Iterator[Change]:
    """The same where words that came in stand in brackets as the alternative of an amendment: they are that one's."""
    ranges = [(each.start, each.end, each.amendment_id) for each in new.brackets.all() if each.amendment_id]
    taken = {each.pk for each in authors.taken}
    position = 0
    for change in changes:
        end = position + (0 if change.kind == "delete" else len(change.text))
        if change.kind != "insert" or change.proposals:
            yield change
        else:
            cuts = sorted({position, end, *(at for each in ranges for at in each[:2] if position < at < end)})
            for start, stop in pairwise(cuts):
                keys = tuple(key for one, two, key in ranges if one <= start and stop <= two and key in taken)
                yield Change("insert", change.text[start - position : stop - position], keys)
        position = end


def _of_place(row: ComparedParagraph, authors: Authors) -> Sequence[int]:
    """The amendments that put a paragraph where it is, apart from others or together with them."""
    place = row.wording.paragraph_id
    keys = authors.of_paragraph(place, "move") if row.is_moved else ()
    if row.kind == "split" and row.whole:
        return (*keys, *authors.of_paragraph(row.whole.paragraph_id, "split"))
    return (*keys, *authors.of_paragraph(place, "join")) if row.kind == "joined" else keys


def _made_by(changes: Iterable[Change], taken: Iterable[Amendment], beside: Iterable[int] = ()) -> list[Amendment]:
    keys = {*beside, *(key for each in changes for key in each.proposals)}
    return [each for each in taken if each.pk in keys]


def _taken_between(old: Revision, new: Revision) -> list[Amendment]:
    """The amendments that revisions behind `old` up to `new` took in, by number: two queries."""
    rows = Amendment.objects.filter(
        draft=new.draft_id, applied_in__number__gt=old.number, applied_in__number__lte=new.number
    )
    return list(rows.select_related("sponsor", "revision").prefetch_related("renderings").order_by("number"))


def _compared(old: list[Wording], new: list[Wording], authors: Authors) -> list[ComparedParagraph]:
    before = {wording.paragraph_id: wording for wording in old}
    kept_in_order = _in_order([each.paragraph_id for each in old], [each.paragraph_id for each in new])
    rows = [_row(before.get(each.paragraph_id), each, kept_in_order) for each in new]
    places = {each.paragraph_id for each in new}
    for index, wording in enumerate(old):
        if wording.paragraph_id not in places:
            rows.insert(_place(old[:index], rows), _row(wording, None, kept_in_order))
    printed = {
        each.pk: number
        for side in (old, new)
        for each, number in zip(side, printed_numbers(side, is_final=False), strict=True)
    }
    return [replace(row, printed=printed[row.wording.pk]) for row in _with_parts(rows, authors)]


def _with_parts(rows: list[ComparedParagraph], authors: Authors) -> list[ComparedParagraph]:
    """The rows with those marked that were split off or joined, and redlines that do not repeat their words."""
    old = [row.old for row in sorted(rows, key=_old_place) if row.old and row.kind in {"changed", "deleted"}]
    new = [row.new for row in rows if row.new and row.kind in {"changed", "new"}]
    changed: dict[int, ComparedParagraph] = {}
    by_key = {row.wording.paragraph_id: row for row in rows}
    for each in align([wording.text for wording in old], [wording.text for wording in new]):
        one, two = [old[place] for place in each.old], [new[place] for place in each.new]
        if each.kind == "split" and _fits(each, one, two, by_key):
            changed |= _split(one[0], two, by_key, authors)
        elif each.kind == "joined" and _fits(each, one, two, by_key):
            changed |= _joined(one, two[0], by_key, authors)
        elif (
            one and two and by_key[one[0].paragraph_id].kind == "deleted" and by_key[two[0].paragraph_id].kind == "new"
        ):
            changed |= _carried_on(one[0], two[0], by_key)
    return _with_parts_elsewhere([changed.get(row.wording.paragraph_id, row) for row in rows], authors)


def _with_parts_elsewhere(rows: list[ComparedParagraph], authors: Authors) -> list[ComparedParagraph]:
    """The same for parts that stand in another order than in the whole: most of their words are those that a changed
    paragraph lost, or won."""
    by_key = {row.wording.paragraph_id: row for row in rows}
    for kind, sign in (("new", "delete"), ("deleted", "insert")):
        found: dict[int, list[Wording]] = defaultdict(list)
        for row in rows:
            if row.kind == kind and (whole := _whole_of(row, rows, sign)) is not None:
                found[whole].append(row.wording)
        for key, parts in found.items():
            row = by_key[key]
            if row.old is None or row.new is None:
                continue
            if kind == "new":
                by_key |= _split(row.old, _in_order_of(row.old, [row.new, *parts]), by_key, authors)
            else:
                by_key |= _joined(_in_order_of(row.new, [row.old, *parts]), row.new, by_key, authors)
    return [by_key[row.wording.paragraph_id] for row in rows]


def _whole_of(part: ComparedParagraph, rows: Iterable[ComparedParagraph], sign: str) -> int | None:
    """The changed paragraph whose deleted (or inserted) words hold most of those of `part`, the likeliest."""
    own = words(part.wording.text)
    if len(own) < PART_WORDS:
        return None
    scores = []
    for row in rows:
        if row.kind == "changed" and row.new is not None:
            marked = words(" ".join(each.text for each in row.changes if each.kind == sign))
            if len(set(own) & set(marked)) >= PART * len(set(own)):
                scores.append((LCSseq.similarity(own, marked) / len(own), row.new.paragraph_id))
    best, key = max(scores, default=(0.0, 0))
    return key if best >= PART else None


def _in_order_of(whole: Wording, parts: Iterable[Wording]) -> list[Wording]:
    """Parts of a paragraph in the order in which their words stand in it."""
    return sorted(parts, key=lambda part: _middle(words(whole.text), words(part.text)))


def _middle(whole: list[str], part: list[str]) -> float:
    """Where in `whole` the words stand that it shares with `part`, on average."""
    shared = [step for step in LCSseq.opcodes(whole, part) if step.tag == "equal"]
    count = sum(step.src_end - step.src_start for step in shared)
    return sum((step.src_end**2 - step.src_start**2) / 2 for step in shared) / count if count else len(whole)


def _old_place(row: ComparedParagraph) -> int:
    return row.old.position if row.old else -1


def _fits(each: Aligned, old: Sequence[Wording], new: Sequence[Wording], rows: Mapping[int, ComparedParagraph]) -> bool:
    """Whether the keys agree with what the words say: besides the whole, parts came or went and did not only change."""
    whole, parts = (old[0], new) if each.kind == "split" else (new[0], old)
    others = [part for part in parts if part.paragraph_id != whole.paragraph_id]
    expected = "new" if each.kind == "split" else "deleted"
    if len(others) == len(parts) and rows[whole.paragraph_id].kind == "changed":
        return False  # the whole goes on elsewhere under its own key
    return all(rows[part.paragraph_id].kind == expected for part in others)


def _split(
    whole: Wording, parts: Sequence[Wording], rows: Mapping[int, ComparedParagraph], authors: Authors
) -> dict[int, ComparedParagraph]:
    """The rows of what one paragraph was split into: each with its part of one redline."""
    texts = [part.text for part in parts]
    changes = authors.named(whole.text, PARAGRAPH_BREAK.join(texts), whole.paragraph_id)
    found = {}
    for part, piece in zip(parts, cut(changes, texts, len(PARAGRAPH_BREAK)), strict=True):
        row = rows[part.paragraph_id]
        is_off = part.paragraph_id != whole.paragraph_id
        found[part.paragraph_id] = (
            replace(row, kind="split", changes=piece, whole=whole) if is_off else replace(row, changes=piece)
        )
    if whole.paragraph_id not in found:
        found[whole.paragraph_id] = _gone_into(parts[0], rows[whole.paragraph_id])
    return found


def _gone_into(whole: Wording, row: ComparedParagraph) -> ComparedParagraph:
    return replace(row, kind="joined", changes=(), whole=whole)


def _carried_on(old: Wording, new: Wording, rows: Mapping[int, ComparedParagraph]) -> dict[int, ComparedParagraph]:
    """The rows of a paragraph that was taken out and written anew under another key."""
    kind = "same" if old.text == new.text else "changed"
    changes = redline_of(old.text, new.text)
    return {
        new.paragraph_id: replace(rows[new.paragraph_id], kind=kind, changes=changes, old=old),
        old.paragraph_id: _gone_into(new, rows[old.paragraph_id]),
    }


def _joined(
    parts: Sequence[Wording], whole: Wording, rows: Mapping[int, ComparedParagraph], authors: Authors
) -> dict[int, ComparedParagraph]:
    """The rows of paragraphs that became one: all their words in one redline, where they stand now."""
    changes = authors.of_joined([(part.paragraph_id, part.text) for part in parts], whole.text)
    marked = tuple(replace(each, text=each.text.replace(PARAGRAPH_BREAK, BREAK_SIGN)) for each in changes)
    found = {part.paragraph_id: _gone_into(whole, rows[part.paragraph_id]) for part in parts}
    row = rows[whole.paragraph_id]
    found[whole.paragraph_id] = replace(row, kind="changed" if row.kind == "new" else row.kind, changes=marked)
    return found


def _in_order(old: list[int], new: list[int]) -> set[int]:
    """The most paragraphs that stand in the same order in both; the others of both have moved."""
    kept = (step for step in LCSseq.opcodes(old, new) if step.tag == "equal")
    return {key for step in kept for key in old[step.src_start : step.src_end]}


def _row(old: Wording | None, new: Wording | None, kept_in_order: set[int]) -> ComparedParagraph:
    if old is None or new is None:
        alone = new or old
        text = alone.text if alone else ""
        kind = "deleted" if new is None else "new"
        return ComparedParagraph(kind, (Change("delete" if new is None else "insert", text),), old, new)
    changes = redline_of(old.text, new.text)
    kind = "same" if old.text == new.text else "changed"
    return ComparedParagraph(kind, changes, old, new, old.paragraph_id not in kept_in_order)


def _place(before: list[Wording], rows: list[ComparedParagraph]) -> int:
    """Behind the nearest paragraph that stood before a deleted one."""
    places = {row.wording.paragraph_id: index for index, row in enumerate(rows)}
    return next((places[each.paragraph_id] + 1 for each in reversed(before) if each.paragraph_id in places), 0)
