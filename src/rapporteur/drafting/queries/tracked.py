"""What changed from one revision to another as Word tracks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from rapporteur_core.documents.word.negotiated import Former, Mark, NegotiatedParagraph, NegotiatedText
from rapporteur_core.redline import Change
from rapporteur_core.returning import TITLE

from ..models import Amendment, Wording
from .authors import Authors
from .comparing import Comparison
from .face import said_on_its_face
from .parting import Parting, partings
from .redlines import with_both_brackets, with_brackets
from .texts import italic_until, marked_words, ranges_of
from .versions import original_title
from .word import Stamp, in_the_language_of, kind_of, margin_name, numbered_words, pieces_of, text_around


def redline_text(found: Comparison, *, now: datetime) -> NegotiatedText:
    """What changed from one revision to another, as tracked changes. Two queries where it is adopted.

    A change that an amendment made bears its sponsor's name, every other the symbol of the newer revision; all bear the
    moment at which that was frozen.
    """
    new = found.new
    with in_the_language_of(new):
        stamps = _Stamps(found, found.taken, now)
        parts = [_compared_title(found, stamps), *_compared(found, stamps)]
        tracked = _("Changes since %(symbol)s are tracked.") % {"symbol": found.old.symbol}
        note = f"{said_on_its_face(new, at=now)} {tracked}"
        return text_around(new, parts, now, note=note)


class _Stamps(Authors):
    """Whose the changes between two revisions are, and since when: as the margin of Word names them."""

    def __init__(self, found: Comparison, taken: Sequence[Amendment], now: datetime):
        super().__init__(taken)
        self.new, self.instant = found.new, found.new.frozen_at or now
        self.names = {each.pk: margin_name(each) for each in taken}

    def stamp(self, keys: Iterable[object] = ()) -> Stamp:
        names = [self.names[key] for key in keys if isinstance(key, int) and key in self.names]
        return "; ".join(names) or self.new.symbol, self.instant

    def of_change(self, change: Change) -> Stamp:
        return self.stamp(change.proposals)


def _compared_title(found: Comparison, stamps: _Stamps) -> NegotiatedParagraph:
    changes = stamps.named(original_title(found.old), original_title(found.new), None)
    return NegotiatedParagraph(TITLE, "title", pieces_of(changes, by=stamps.of_change))


def _compared(found: Comparison, stamps: _Stamps) -> list[NegotiatedParagraph]:
    """The paragraphs in the order of the newer text; those that went or moved away stand where they were too.

    A paragraph is known by its key: so all changes refused give the older text. A split or join that the ends of
    paragraphs tell exactly is told so; whatever else became part of what is words changed, paragraphs added or deleted.
    """
    olds = {row.old.paragraph_id: row.old for row in found.rows if row.old}
    before = sorted(olds.values(), key=lambda each: each.position)
    after = [row.new for row in found.rows if row.new]
    numbers = {each.pk: number for each, number in numbered_words(before, found.old)}
    numbers |= {each.pk: number for each, number in numbered_words(after, found.new)}
    moved = {row.wording.paragraph_id for row in found.rows if row.is_moved}
    parted = partings(found.rows, before, after, moved, stamps)
    told = {part.paragraph_id for each in parted.values() for part in each.parts} - parted.keys()
    # Those that stay by the key of their paragraph; one that moved here is no mark of where anything stood.
    placed: list[tuple[int, list[NegotiatedParagraph]]] = []
    for new in after:
        key, old = new.paragraph_id, olds.get(new.paragraph_id)
        if key in parted:
            placed.append((key, list(_parted(parted[key], numbers, stamps))))
        elif key not in told:
            one = _changed(old, new, numbers[new.pk], stamps, is_moved=key in moved)
            placed.append((0 if key in moved else key, [one]))
    there = {each.paragraph_id for each in after} - moved | told
    for at, wording in enumerate(before):
        if wording.paragraph_id not in there:
            earlier = {each.paragraph_id for each in before[:at]}
            place = max((index + 1 for index, (key, _row) in enumerate(placed) if key in earlier), default=0)
            left = _left(wording, numbers[wording.pk], stamps, is_moved=wording.paragraph_id in moved)
            placed.insert(place, (wording.paragraph_id, [left]))
    return [paragraph for _key, paragraphs in placed for paragraph in paragraphs]


def _parted(found: Parting, numbers: Mapping[int, str], stamps: _Stamps) -> Iterator[NegotiatedParagraph]:
    """The parts of a split or join, with the ends between them put in or taken away.

    Opening words are those of the newer text. Word gives what was several paragraphs the shape of the last, so that one
    has the shape of the whole where it is one paragraph: before a split, after a join.
    """
    ends = [Mark(found.kind, *stamps.stamp(keys)) for keys in found.ends]
    is_split, last = found.kind == "inserted", len(found.parts) - 1
    for at, (part, changes) in enumerate(zip(found.parts, found.changes, strict=True)):
        shown, was = (part, part) if at < last else (part, found.whole) if is_split else (found.whole, part)
        opening = italic_until(part, stamps.new) if is_split or at == 0 else 0
        stamp = (ends[-1].author, ends[-1].instant)
        former = Former(kind_of(was), was.level, numbers[was.pk], *stamp)
        is_as_before = (kind_of(shown), shown.level, numbers[shown.pk]) == (former.kind, former.level, former.number)
        yield NegotiatedParagraph(
            part.paragraph.key,
            kind_of(shown),
            pieces_of(changes, opening, stamps.of_change),
            shown.level,
            numbers[shown.pk],
            end=ends[at] if at < last else None,
            former=None if is_as_before else former,
        )


def _changed(old: Wording | None, new: Wording, number: str, stamps: _Stamps, *, is_moved: bool) -> NegotiatedParagraph:
    """A paragraph of the newer text: new, changed, moved here."""
    key, mark = new.paragraph.key, None
    if old is None:
        changes: Sequence[Change] = [Change("keep", new.text)]
        mark = Mark("inserted", *stamps.stamp(stamps.of_words(new.text)))
    else:
        changes = stamps.named(old.text, new.text, new.paragraph_id)
    if is_moved:
        mark = Mark("moved_to", *stamps.stamp(stamps.of_paragraph(new.paragraph_id, "move")), move=f"move-{key}")
    if old is None:
        marked = with_brackets(changes, ranges_of(new))
    else:
        marked = with_both_brackets(changes, old.text, new.text, ranges_of(old), ranges_of(new))
    pieces = pieces_of(marked, italic_until(old or new, stamps.new), stamps.of_change)
    return NegotiatedParagraph(key, kind_of(new), pieces, new.level, number, mark=mark)


def _left(wording: Wording, number: str, stamps: _Stamps, *, is_moved: bool) -> NegotiatedParagraph:
    """A paragraph of the older text where it stood: it moved away, or is gone."""
    key, place = wording.paragraph.key, wording.paragraph_id
    if is_moved:
        mark = Mark("moved_from", *stamps.stamp(stamps.of_paragraph(place, "move")), move=f"move-{key}")
    else:
        mark = Mark("deleted", *stamps.stamp(stamps.of_paragraph(place, "delete", "join")))
    pieces = pieces_of(marked_words(wording.text, wording))
    return NegotiatedParagraph(key, kind_of(wording), pieces, wording.level, number, mark=mark)
