"""Reads of amendments: who may table them, what they change, where they touch the same words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Change, merge, rebase
from rapporteur_core.text.verbs import Shift

from ..models import Amendment, CoSponsor, Incompatibility, Revision, Stand, Wording
from ..permissions import OPEN_STATES
from .frozen import last_frozen_of
from .history import StepRow, history
from .names import (
    amendment_kind_name,
    carried_note,
    government_name,
    paragraph_name,
    place_of,
    rendering_name,
    state_name,
    where,
)
from .redlines import redline_of, shortened
from .units import (
    ALIVE,
    LAID,
    ON_WORDS,
    PARAGRAPH_BREAK,
    WITHOUT_WORDS,
    Clash,
    block_of,
    clashes_of,
    in_original,
    laid_on,
    open_units,
    units,
    words_on,
)
from .verbs import shift_of


@dataclass(frozen=True)
class Read:
    """What an amendment changes as it is read in a language: its redline, the language that the words are in, and the
    state of the rendering: none, draft, reviewed or behind; empty for words as filed and where none is needed."""

    changes: Sequence[Change]
    language: str
    rendering: str = ""


@dataclass(frozen=True)
class OfAmendment:
    """What every list says of an amendment; its co-sponsors are fetched beside."""

    amendment: Amendment

    @property
    def by(self) -> str:
        return author_of(self.amendment)

    @property
    def co_sponsors(self) -> list[Government]:
        return [each.government for each in self.amendment.co_sponsors.all()]

    @property
    def sponsors(self) -> str:
        """Who stands behind it: “Kisimamaji, with Quito”."""
        names = ", ".join(map(government_name, self.co_sponsors))
        sponsor = government_name(self.amendment.sponsor)
        return _("%(sponsor)s, with %(names)s") % {"sponsor": sponsor, "names": names} if names else sponsor

    @property
    def is_open(self) -> bool:
        return self.amendment.state in OPEN_STATES

    @property
    def state_label(self) -> str:
        return state_name(self.amendment.state)

    @property
    def kind_label(self) -> str:
        return amendment_kind_name(self.amendment.kind)


@dataclass(frozen=True)
class AmendmentRow(OfAmendment):
    """An amendment as a list shows it, read in the language `wanted`; `filed_on`: the earlier text from which it was
    carried over, empty where it was filed on this one."""

    read: Read
    clashes: list[Clash]
    wanted: str
    filed_on: str = ""

    @property
    def changes(self) -> Sequence[Change]:
        return self.read.changes

    @property
    def rendering_label(self) -> str:
        return rendering_name(self.read.rendering, self.wanted)

    @property
    def shift(self) -> Shift | None:
        """Whether it makes the opening of its paragraph weaker or stronger."""
        return shift_of(self.amendment)


@dataclass(frozen=True)
class AmendmentPage:
    """An amendment with its whole redline; `place` names what it amends, `rebased` is what it would do to a later text."""

    row: AmendmentRow
    place: str
    steps: list[StepRow]
    stands: list[Stand]
    sub_amendments: list[Amendment]
    incompatible: list[tuple[int, Amendment]]
    target: str = ""
    rebased: Sequence[Change] | None = None
    later: Wording | None = None
    is_rebase_clean: bool = True

    @property
    def does(self) -> str:
        """What it does besides changing words, in a sentence."""
        amendment = self.row.amendment
        return where(amendment.kind, self.target, with_below=amendment.with_below)

    @property
    def note(self) -> str:
        """What became of it on the last text, in a sentence, as long as that has not its words."""
        amendment = self.row.amendment
        last = max(amendment.carried.all(), key=lambda row: row.revision_id, default=None)
        is_alive = amendment.state in ALIVE and amendment.applied_in_id is None
        return carried_note(amendment, last.state) if last is not None and is_alive else ""


def author_of(amendment: Amendment) -> str:
    """Whose words an amendment brings, as redlines say it aloud: “A-14, Kisimamaji”."""
    return f"{amendment}, {government_name(amendment.sponsor)}"


def with_sponsors(amendments: QuerySet[Amendment], at: datetime | None = None) -> QuerySet[Amendment]:
    """The amendments with sponsor, places, revision, parent, co-sponsors (those of an instant, where it is given),
    renderings and where they were carried to: four queries."""
    beside = Q(left_at=None) if at is None else Q(Q(left_at=None) | Q(left_at__gt=at), joined_at__lte=at)
    joined = CoSponsor.objects.filter(beside).select_related("government").order_by("government__name")
    return amendments.select_related(
        "sponsor", "paragraph", "target", "revision", "applied_in", "written_over_in", "parent"
    ).prefetch_related(Prefetch("co_sponsors", queryset=joined), "carried", "renderings")


def changes_of(amendment: Amendment) -> Sequence[Change]:
    """The redline of an amendment, as filed, against the words that it amends."""
    return redline_between(amendment.kind, amendment.base_text, amendment.proposed_text)


def read_in(amendment: Amendment, language: str, base: str | None = None) -> Read:
    """An amendment as it is read in `language`: in that language, else as it was filed. `renderings` is fetched beside.

    base: the words of its paragraph in that language, for what proposes no words of its own
    """
    if amendment.words_language == language:
        return Read(changes_of(amendment), language)
    if amendment.kind in WITHOUT_WORDS:
        own = base is None
        words = amendment.base_text if base is None else base
        proposed = "" if amendment.kind == Amendment.Kind.DELETE else words
        return Read(redline_between(amendment.kind, words, proposed), amendment.words_language if own else language)
    found = next((each for each in amendment.renderings.all() if each.language == language), None)
    if found is None:
        return Read(changes_of(amendment), amendment.words_language, "none")
    state = "behind" if found.is_behind(amendment.proposed_text) else found.state
    return Read(redline_between(amendment.kind, found.base_text, found.proposed_text), language, state)


def redline_between(kind: str, base: str, proposed: str) -> Sequence[Change]:
    """The redline of an amendment of `kind`; where one paragraph becomes several or several one, a pilcrow stands."""
    if kind == Amendment.Kind.DELETE:
        return (Change("delete", base.replace(PARAGRAPH_BREAK, " ¶ ")),)
    if kind == Amendment.Kind.ADD:
        return (Change("insert", proposed),)
    changes = redline_of(base, proposed)
    if kind in {Amendment.Kind.SPLIT, Amendment.Kind.JOIN}:
        return tuple(Change(each.kind, each.text.replace(PARAGRAPH_BREAK, " ¶ ")) for each in changes)
    return changes


def amendments_on(revision: Revision, reader: Reader) -> list[Amendment]:
    """The amendments filed on a revision or carried over to it that `reader` may see, by number: four queries."""
    shown: Any = Amendment.objects.visible_to(reader).filter(draft=revision.draft_id)
    return list(with_sponsors(shown.filter(on_revision(revision)).distinct()).order_by("number"))


def on_revision(revision: Revision) -> Q:
    return Q(revision=revision) | Q(carried__revision=revision)


def proposing(amendments: QuerySet[Amendment], revision: Revision, words: str) -> list[Amendment]:
    """Those of `amendments` that propose `words` on a revision, on which they were filed or to which they were carried
    over without doubt: three queries. What is in another language than the text proposes its own words too."""
    rows = amendments.filter(on_revision(revision)).distinct().select_related("revision")
    return [each for each in rows.prefetch_related("carried", "renderings") if words in _words_on(each, revision)]


def _words_on(amendment: Amendment, revision: Revision) -> set[str]:
    laid = laid_on(amendment, revision, ())
    is_as_filed = amendment.revision_id == revision.pk or amendment.words_language != revision.language
    own = {amendment.proposed_text} if is_as_filed else set()
    return own | {laid.words} if laid.carried in {"", *LAID} else own


def amendment_rows(
    revision: Revision, amendments: Sequence[Amendment], wordings: Sequence[Wording]
) -> list[AmendmentRow]:
    """Rows, in the language of the text, for amendments filed on a revision or carried over to it, as they were fetched
    by `with_sponsors`; wordings: the paragraphs of that revision. No query."""
    clashes = clashes_of(open_units(revision, amendments, wordings)[0])
    here = {each.paragraph_id for each in wordings}
    return [
        AmendmentRow(
            amendment,
            _shortened(_read_on(amendment, revision, here)),
            clashes.get(amendment.pk, []),
            revision.language,
            "" if amendment.revision_id == revision.pk else amendment.revision.symbol,
        )
        for amendment in amendments
    ]


def _read_on(amendment: Amendment, revision: Revision, here: Container[int]) -> Read:
    """An amendment as it is read on a revision: on the words of that one, as far as it could be laid on them."""
    laid = laid_on(amendment, revision, here)
    if laid.carried in LAID:
        return Read(redline_between(amendment.kind, laid.base, laid.words), laid.language)
    return read_in(amendment, revision.language)


def _shortened(read: Read) -> Read:
    return replace(read, changes=shortened(read.changes))


def reread(row: AmendmentRow, language: str, base: str | None) -> AmendmentRow:
    """The same row read in another language; see `read_in`."""
    return replace(row, read=_shortened(read_in(row.amendment, language, base)), wanted=language)


def amendment_page(conference: Conference, number: int, reader: Reader) -> AmendmentPage | None:
    """An amendment with its conflicts, history and stands and, where a later text is frozen, its words laid on that:
    sixteen queries at most."""
    if number >= 2**31:  # beyond, the database cannot be asked
        return None
    shown: Any = Amendment.objects.visible_to(reader).filter(draft__conference=conference)
    amendment = with_sponsors(shown).select_related("draft__conference", "tabled_by").filter(number=number).first()
    if amendment is None:
        return None
    keys = [amendment.paragraph_id, amendment.target_id]
    wordings = Wording.objects.filter(paragraph__in=keys, revision__frozen_at__isnull=False)
    texts = list(wordings.select_related("revision", "paragraph").order_by("revision__number"))
    here = {each.paragraph_id: each for each in texts if each.revision_id == amendment.revision_id}
    found = AmendmentPage(
        AmendmentRow(
            amendment,
            Read(changes_of(amendment), amendment.words_language),
            _clashes(amendment, shown),
            amendment.revision.language,
        ),
        place_of(amendment, here.get(amendment.paragraph_id or 0)),
        steps=history(amendment),
        stands=last_stands(amendment.stands.select_related("government").order_by("at", "pk")),
        sub_amendments=list(shown.filter(parent=amendment).select_related("sponsor").order_by("number")),
        incompatible=_incompatible(amendment, shown),
        target=paragraph_name(here[amendment.target_id]) if amendment.target_id in here else "",
    )
    own = [each for each in texts if each.paragraph_id == amendment.paragraph_id]
    return _on_later_text(found, own[-1] if own else None)


def _clashes(amendment: Amendment, shown: Any) -> list[Clash]:
    """What meets the amendment on the last text on which it was laid, of those that the reader may see: five queries."""
    laid = [row.revision_id for row in amendment.carried.all() if row.state in LAID]
    revision = Revision.objects.filter(pk__in=[amendment.revision_id, *laid]).order_by("-number")[0]
    wordings = list(Wording.objects.filter(revision=revision).select_related("paragraph").order_by("position"))
    places = {
        each.paragraph_id for key in (amendment.paragraph_id, amendment.target_id) for each in _family(wordings, key)
    }
    beside = shown.filter(on_revision(revision)).filter(Q(paragraph__in=places) | Q(target__in=places))
    others = list(with_sponsors(beside.distinct()).order_by("number"))
    return clashes_of(open_units(revision, others, wordings)[0]).get(amendment.pk, [])


def _family(wordings: Sequence[Wording], paragraph: int | None) -> list[Wording]:
    """A paragraph of a text with what it is below and all that is below that."""
    at = next((index for index, row in enumerate(wordings) if row.paragraph_id == paragraph), None)
    if at is None:
        return []
    head = next((row for row in reversed(wordings[: at + 1]) if row.level == 0), wordings[at])
    return block_of(wordings, head.paragraph_id)


def last_stands(stands: Iterable[Stand]) -> list[Stand]:
    """The last stand of each government, without those that speak to it no longer; in the order of the governments."""
    last = {each.government_id: each for each in stands}
    spoken = [each for each in last.values() if each.stance != Stand.Stance.NONE]
    return sorted(spoken, key=lambda each: each.government.name)


def _incompatible(amendment: Amendment, shown: Any) -> list[tuple[int, Amendment]]:
    """The key of each declared incompatibility with the other amendment, of those that the reader may see."""
    pairs = Incompatibility.objects.filter(Q(one=amendment) | Q(other=amendment)).order_by("pk")
    others = {pair.other_id if pair.one_id == amendment.pk else pair.one_id: pair.pk for pair in pairs}
    return [(others[each.pk], each) for each in shown.filter(pk__in=others).order_by("number")] if others else []


def as_accepted(amendment: Amendment) -> Sequence[Change]:
    """The redline of the words of an amendment's paragraph as the accepted amendments make them: three queries."""
    rows = Amendment.objects.filter(
        state=Amendment.State.ACCEPTED, revision=amendment.revision_id, paragraph=amendment.paragraph_id, parent=None
    )
    rows = rows.select_related("revision").prefetch_related("renderings")
    words = {each.pk: found for each in rows if each.kind in ON_WORDS and (found := in_original(each))}
    base = next((amended for amended, _proposed in words.values()), "")
    return merge(base, {key: proposed for key, (_amended, proposed) in words.items()}).changes


def _on_later_text(page: AmendmentPage, last: Wording | None) -> AmendmentPage:
    """The page with what the amendment makes of a later text: as it was carried over, else as far as it is clear."""
    amendment = page.row.amendment
    words = in_original(amendment)
    if (
        last is None
        or words is None
        or not page.row.is_open
        or amendment.kind != Amendment.Kind.CHANGE
        or amendment.parent_id is not None
        or last.text == words[0]
    ):
        return page
    laid = words_on(amendment, last.revision_id, last.text)
    changes = redline_of(last.text, laid) if laid is not None else rebase(words[0], last.text, words[1]).changes
    return replace(page, rebased=changes, later=last, is_rebase_clean=laid is not None)


def accepted_in_the_way(amendment: Amendment) -> Amendment | None:
    """The accepted amendment that changes the same words of the text of now, or moves the same paragraph elsewhere; the
    one with the lowest number, None when there is none: seven queries. Carried ones meet those that were filed on it."""
    last = last_frozen_of(amendment.draft_id)
    now = last.pk if last else amendment.revision_id
    accepted = Q(state=Amendment.State.ACCEPTED, parent=None) & (Q(revision=now) | Q(carried__revision=now))
    others = list(with_sponsors(Amendment.objects.filter(accepted | Q(pk=amendment.pk)).distinct()).order_by("number"))
    if amendment.kind == Amendment.Kind.MOVE:
        return next((each for each in others if _moves_elsewhere(each, amendment)), None)
    if amendment.kind == Amendment.Kind.TITLE:
        return _retitled(amendment, others)
    wordings = list(Wording.objects.filter(revision=now).select_related("paragraph"))
    found, _unclear = units(wordings, others, base=now, base_of={each.paragraph_id: each.text for each in wordings})
    unit = next((each for each in found if amendment.pk in each.proposals), None)
    met = unit.merged.conflicts if unit else ()
    keys = {key for each in met if amendment.pk in each.proposals for key in each.proposals} - {amendment.pk}
    return next((each for each in others if each.pk in keys), None)


def _moves_elsewhere(one: Amendment, other: Amendment) -> bool:
    is_move = one.kind == Amendment.Kind.MOVE and one.pk != other.pk
    return is_move and one.paragraph_id == other.paragraph_id and one.target_id != other.target_id


def _retitled(amendment: Amendment, others: Sequence[Amendment]) -> Amendment | None:
    own = in_original(amendment)
    titles = {
        each.pk: words[1] for each in others if each.kind == Amendment.Kind.TITLE and (words := in_original(each))
    }
    met = merge(own[0], titles).conflicting if own else ()
    return next((each for each in others if each.pk in met and each.pk != amendment.pk), None)
