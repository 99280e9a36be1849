"""The compilation text: each paragraph of a frozen revision with all proposals to it, as they stood at an instant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from rapporteur.contributions.queries import region_name
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Change
from rapporteur_core.returning import TITLE

from ..models import Amendment, Carried, Revision, Stand, Wording
from ..permissions import OPEN_STATES
from .amendments import OfAmendment, author_of, last_stands, redline_between
from .names import carried_note, government_name, paragraph_name, state_name, where
from .numbers import SERIES, printed_numbers
from .past import amendments_at
from .redlines import Sign, shortened
from .sets import ConflictSet, same_words, sets_of
from .sources import Behind, sources_summary
from .texts import HEADS, marked_words, wordings_of
from .units import ALIVE, Unit, laid_on, open_units, place_on
from .versions import original_title

# Signs of text and proposals on one page; with its marks such a page weighs some 25 kB over the wire.
MOST_ON_A_PAGE = 100_000
# What stands around the words of a proposal, in signs.
AROUND = 500


@dataclass(frozen=True)
class ProposalRow(OfAmendment):
    """An amendment on the words of a revision. `base` and `words` are whole paragraphs in `language`.

    carried: how it came to this revision, a state of Carried; empty where it was filed on it. UNCLEAR and GONE stand
    with the words as filed. target: the paragraph behind which a move puts it, or which a join adds. same: other live
    amendments that propose the same.
    """

    base: str
    words: str
    language: str
    carried: str = ""
    target: str = ""
    same: Sequence[Amendment] = ()
    subs: tuple[ProposalRow, ...] = ()

    @cached_property
    def changes(self) -> Sequence[Change]:
        return redline_between(self.amendment.kind, self.base, self.words)

    @property
    def short(self) -> Sequence[Change]:
        """The changes with the words around them."""
        return shortened(self.changes)

    @cached_property
    def stands(self) -> list[Stand]:
        return last_stands(self.amendment.stands.all())

    @property
    def support(self) -> list[Government]:
        return [each.government for each in self.stands if each.stance == Stand.Stance.SUPPORT]

    @property
    def opposition(self) -> list[Government]:
        return [each.government for each in self.stands if each.stance == Stand.Stance.OPPOSE]

    @property
    def standing(self) -> str:
        """Who supports and who opposes it, on record."""
        said = [(_("Supported by %(names)s."), self.support), (_("Opposed by %(names)s."), self.opposition)]
        return " ".join(text % {"names": ", ".join(map(government_name, group))} for text, group in said if group)

    @property
    def place(self) -> str:
        """What it does besides changing words, in a sentence."""
        return where(self.amendment.kind, self.target, with_below=self.amendment.with_below)

    @property
    def note(self) -> str:
        """How it came to this text, in a sentence; empty where it was filed on it."""
        return carried_note(self.amendment, self.carried)

    @property
    def is_laid(self) -> bool:
        """Whether its words are those of this revision, changed."""
        return self.carried not in {Carried.State.UNCLEAR, Carried.State.GONE}

    @property
    def is_move(self) -> bool:
        return self.amendment.kind == Amendment.Kind.MOVE

    @property
    def weight(self) -> int:
        own = 0 if self.is_move else len(self.base) // 2 + len(self.words)
        return own + len(self.amendment.rationale) + AROUND + sum(each.weight for each in self.subs)


@dataclass(frozen=True)
class CompiledRow:
    """A paragraph, or the title (without a wording), with the proposals that are asked for; new paragraphs come last.

    unit: the words that all its live amendments would change, where it is the first paragraph of them
    moving: live moves of this paragraph
    """

    key: str
    text: str
    proposals: list[ProposalRow]
    wording: Wording | None = None
    behind: Behind | None = None
    unit: Unit | None = None
    moving: tuple[Amendment, ...] = ()
    live: tuple[Amendment, ...] = ()
    printed: str = ""

    @property
    def name(self) -> str:
        return paragraph_name(self.wording) if self.wording else _("Title of the text")

    @property
    def level(self) -> int:
        return self.wording.level if self.wording else 0

    @property
    def is_heading(self) -> bool:
        return self.wording is not None and self.wording.paragraph.kind in HEADS

    @property
    def marked(self) -> list[Change | Sign]:
        """The words with their square brackets."""
        return marked_words(self.text, self.wording)

    @cached_property
    def all_sets(self) -> list[ConflictSet]:
        return sets_of(self.unit) if self.unit else []

    @cached_property
    def sets(self) -> list[ConflictSet]:
        """The conflict sets in which one of the proposals shown meets others, in the order of the words."""
        shown = {each.amendment.pk for each in self.proposals}
        return [each for each in self.all_sets if shown & {other.pk for other in each.amendments}]

    @property
    def apart(self) -> list[Amendment]:
        """Moves that would put it at different places, of which one at most can be."""
        return list(self.moving) if len({each.target_id for each in self.moving}) > 1 else []

    @property
    def set_count(self) -> int:
        return len(self.all_sets) + bool(self.apart)

    @property
    def open_count(self) -> int:
        return sum(each.state in OPEN_STATES for each in self.live)

    @property
    def accepted_count(self) -> int:
        return sum(each.state == Amendment.State.ACCEPTED for each in self.live)

    @property
    def weight(self) -> int:
        return len(self.text) + AROUND // 2 + sum(each.weight for each in self.proposals)


@dataclass(frozen=True)
class Compilation:
    """The rows asked for; `states`, `sponsors` and `regions` are those of all proposals of the revision.

    gone: proposals to paragraphs that are not in this revision
    names: by key of an amendment whose it is, for redlines that several made
    places: key and name of each paragraph of the revision
    """

    revision: Revision
    at: datetime | None
    rows: list[CompiledRow]
    gone: list[ProposalRow]
    states: list[tuple[str, str, int]]
    sponsors: list[Government]
    regions: list[str]
    names: Mapping[int, str]
    places: list[tuple[str, str]]
    asked: Asked

    @property
    def narrowed(self) -> str:
        """Which proposals alone are shown, in a sentence; empty where all are."""
        asked = self.asked
        named = [
            dict(self.places).get(asked.paragraph, asked.paragraph),
            state_name(asked.state) if asked.state else "",
            next((government_name(each) for each in self.sponsors if each.pk == asked.sponsor), ""),
            region_name(asked.region) if asked.region else "",
        ]
        what = ", ".join(name for name in named if name)
        return _("Only these are shown: %(what)s.") % {"what": what} if what else ""

    @cached_property
    def pages(self) -> list[list[CompiledRow]]:
        """The rows cut to pages of one weight, always at the same places."""
        pages: list[list[CompiledRow]] = [[]]
        weight = 0
        for row in self.rows:
            if pages[-1] and weight + row.weight > MOST_ON_A_PAGE:
                pages.append([])
                weight = 0
            pages[-1].append(row)
            weight += row.weight
        return pages

    def page_with(self, key: str) -> int:
        """The index of the page on which a paragraph stands; the first where it stands on none."""
        return next((at for at, rows in enumerate(self.pages) if any(row.key == key for row in rows)), 0)

    @cached_property
    def asked_states(self) -> list[tuple[str, str, int]]:
        """The same as `states` of those that are asked for."""
        shown = [each for row in self.rows for each in row.proposals] + self.gone
        every = [each for top in shown for each in (top, *top.subs)]
        return _counted([each.amendment for each in every if self.asked.means(each)])

    @property
    def asked_count(self) -> int:
        return sum(count for _state, _label, count in self.asked_states)

    @property
    def amendment_count(self) -> int:
        return sum(count for _state, _label, count in self.states)

    @property
    def proposal_count(self) -> int:
        return sum(len(row.proposals) for row in self.rows) + len(self.gone)


@dataclass(frozen=True)
class Asked:
    """Which proposals are asked for; empty: all. A sponsor is the key of a government that sponsors or co-sponsors."""

    state: str = ""
    paragraph: str = ""
    sponsor: int | None = None
    region: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.state or self.sponsor or self.region)

    def takes(self, proposal: ProposalRow) -> bool:
        """Whether the proposal, or one to it, is asked for."""
        return self.means(proposal) or any(self.means(each) for each in proposal.subs)

    def means(self, proposal: ProposalRow) -> bool:
        """Whether the proposal itself is."""
        amendment = proposal.amendment
        sponsors = {amendment.sponsor_id, *(each.government_id for each in amendment.co_sponsors.all())}
        return (
            self.state in {"", amendment.state}
            and (self.sponsor is None or self.sponsor in sponsors)
            and self.region in {"", amendment.sponsor.region}
        )


def compilation(
    revision: Revision,
    reader: Reader,
    *,
    at: datetime | None = None,
    state: str = "",
    paragraph: str = "",
    sponsor: int | None = None,
    region: str = "",
) -> Compilation:
    """The compilation of a frozen revision as `reader` could read it at the instant `at`, or can now: twelve queries at
    most, whatever is there.

    Each paragraph has its proposals in the order of filing, those carried over among them, then new paragraphs behind
    it; the title comes first where there are any to it. With a filter, paragraphs without such a proposal are left out.
    """
    asked = Asked(state, paragraph, sponsor, region)
    amendments = amendments_at(revision, reader, at)
    wordings = list(wordings_of(revision))
    found = open_units(revision, amendments, wordings)[0]
    proposals = _proposals(amendments, revision, wordings, found)
    by_place = _by_place(proposals, revision, {each.paragraph_id for each in wordings})
    live = _live(amendments, revision)
    behind = sources_summary(revision, reader)
    units = {unit.wordings[0].paragraph_id: unit for unit in found}
    printed = printed_numbers(wordings, is_final=revision.finalised_at is not None)
    rows = [_title_row(revision, by_place[0], live[0])] if by_place[0] else []
    rows += [
        CompiledRow(
            each.paragraph.key,
            each.text,
            by_place[each.paragraph_id],
            each,
            behind.get(each.pk),
            units.get(each.paragraph_id),
            tuple(move for move in live[each.paragraph_id] if move.kind == Amendment.Kind.MOVE),
            tuple(live[each.paragraph_id]),
            f"{number}." if number and each.paragraph.kind in SERIES else number,
        )
        for each, number in zip(wordings, printed, strict=True)
    ]
    return Compilation(
        revision,
        at,
        _asked_for(rows, asked),
        [each for each in by_place[GONE] if asked.takes(each) and not paragraph],
        _counted(amendments),
        sorted({each.sponsor for each in amendments}, key=lambda each: each.name),
        sorted({each.sponsor.region for each in amendments} - {""}),
        {each.pk: author_of(each) for each in amendments},
        [(row.key, row.name) for row in rows],
        asked,
    )


# Among the keys of paragraphs, the place of proposals whose paragraph is not there. 0 is that of the title.
GONE = -1


def _by_place(proposals: Iterable[ProposalRow], revision: Revision, here: set[int]) -> dict[int, list[ProposalRow]]:
    """The proposals by the key of their paragraph, new paragraphs behind all others."""
    found: dict[int, list[ProposalRow]] = defaultdict(list)
    for each in sorted(proposals, key=lambda each: each.amendment.kind == Amendment.Kind.ADD):
        place = place_on(each.amendment, revision.pk)
        found[0 if place is None else place if place in here else GONE].append(each)
    return found


def _live(amendments: Iterable[Amendment], revision: Revision) -> dict[int, list[Amendment]]:
    found: dict[int, list[Amendment]] = defaultdict(list)
    for each in amendments:
        if each.state in ALIVE and each.parent_id is None:
            found[place_on(each, revision.pk) or 0].append(each)
    return found


def _asked_for(rows: Iterable[CompiledRow], asked: Asked) -> list[CompiledRow]:
    kept = []
    for row in rows:
        if asked.paragraph and row.key != asked.paragraph:
            continue
        shown = [each for each in row.proposals if asked.takes(each)]
        if shown or not asked.is_narrow:
            kept.append(replace(row, proposals=shown))
    return kept


def _title_row(revision: Revision, proposals: list[ProposalRow], live: Sequence[Amendment]) -> CompiledRow:
    title = original_title(revision)
    words = {each.amendment.pk: each for each in proposals if each.amendment in live and each.is_laid}
    unit = Unit(
        (),
        title,
        {key: each.amendment for key, each in words.items()},
        {key: each.words for key, each in words.items()},
    )
    return CompiledRow(TITLE, title, proposals, unit=unit, live=tuple(live))


def _proposals(
    amendments: Sequence[Amendment], revision: Revision, wordings: Sequence[Wording], found: Iterable[Unit]
) -> list[ProposalRow]:
    """The amendments of a revision as rows in their order, with those to them below."""
    names = {each.paragraph_id: paragraph_name(each) for each in wordings}
    same = same_words(amendments, revision, names, found)
    below: dict[int, list[ProposalRow]] = defaultdict(list)
    for each in amendments:
        if each.parent_id is not None:
            words = each.base_text, each.proposed_text, each.words_language
            below[each.parent_id].append(ProposalRow(each, *words, same=same.get(each.pk, ())))
    rows: list[ProposalRow] = []
    for each in amendments:
        if each.parent_id is None:
            laid = laid_on(each, revision, names)
            target, subs = names.get(each.target_id or 0, ""), tuple(below[each.pk])
            words = laid.base, laid.words, laid.language
            rows.append(ProposalRow(each, *words, laid.carried, target, same.get(each.pk, ()), subs))
    return rows


def _counted(amendments: Sequence[Amendment]) -> list[tuple[str, str, int]]:
    counts: Counter[str] = Counter(amendment.state for amendment in amendments)
    return [(state, state_name(state), counts[state]) for state in Amendment.State.values if counts[state]]
