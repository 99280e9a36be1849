"""Reads of the text in other languages: what each version renders, what it lacks, what changed in the original since.

Versions are aligned by paragraph. A unit is a paragraph, a heading too, or the title; it is missing, behind (its
original reads otherwise by now), a draft, or reviewed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import Reader
from rapporteur.foundation.ui.said import language_name, pick
from rapporteur_core.redline import Change

from ..models import Amendment, Draft, Revision, Version, Waiver, Wording
from ..permissions import OPEN_STATES
from .amendments import AmendmentRow, Read, amendment_rows, amendments_on, read_in, reread
from .frozen import last_frozen_of
from .names import paragraph_name, rendering_name, version_state_name
from .redlines import Sign, redline_of
from .texts import ParagraphRow, RevisionPage, marked_words, ranges_of, wordings_of
from .units import PARAGRAPH_BREAK, WITHOUT_WORDS, words_of

MISSING, BEHIND, DRAFT, REVIEWED = "missing", "behind", "draft", "reviewed"
# In the order in which a translator meets them.
STATES = (MISSING, BEHIND, DRAFT, REVIEWED)
# The key of the title among those of paragraphs, which are never empty.
TITLE = ""


@dataclass(frozen=True)
class LanguageCount:
    """How many units of a revision are in each state in one language, and the waiver where one is on record."""

    language: str
    states: Counter[str]
    waiver: Waiver | None = None

    @property
    def name(self) -> str:
        return language_name(self.language)

    @property
    def missing(self) -> int:
        return self.states[MISSING]

    @property
    def behind(self) -> int:
        return self.states[BEHIND]

    @property
    def draft(self) -> int:
        return self.states[DRAFT]

    @property
    def reviewed(self) -> int:
        return self.states[REVIEWED]

    @property
    def current(self) -> int:
        """How many render the original as it reads now."""
        return self.draft + self.reviewed

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def lags(self) -> bool:
        """Whether its words are not those of the original throughout."""
        return bool(self.missing or self.behind)

    @property
    def to_do(self) -> int:
        return self.total - self.reviewed


@dataclass(frozen=True)
class VersionUnit:
    """A paragraph or the title in another language, beside its original; without a version its `text` is empty."""

    key: str
    name: str
    original: str
    state: str
    wording: Wording | None = None
    text: str = ""
    rendered: str = ""
    version: Version | None = None

    @property
    def is_title(self) -> bool:
        return self.key == TITLE

    @property
    def state_label(self) -> str:
        return version_state_name(self.state)

    @property
    def marked(self) -> list[Change | Sign]:
        """The original with its square brackets, which are fetched beside."""
        return marked_words(self.original, self.wording)

    @property
    def has_other_brackets(self) -> bool:
        """Whether its words have another number of square brackets, which are typed here, than the original."""
        count = len(ranges_of(self.wording)) if self.wording else 0
        return self.is_current and {self.text.count("["), self.text.count("]")} != {count}

    @property
    def is_current(self) -> bool:
        """Whether its words render the original as it reads now."""
        return self.state in {DRAFT, REVIEWED}

    @property
    def since(self) -> Sequence[Change]:
        """What changed in the original since; empty unless it is behind."""
        return redline_of(self.rendered, self.original) if self.state == BEHIND else ()


@dataclass(frozen=True)
class VersionPage:
    """A revision in another language: the title, then each paragraph; `gone` are versions of paragraphs taken out."""

    revision: Revision
    language: str
    units: list[VersionUnit]
    gone: list[Version]

    @property
    def name(self) -> str:
        return language_name(self.language)

    @property
    def count(self) -> LanguageCount:
        return LanguageCount(self.language, Counter(each.state for each in self.units))

    @property
    def by_state(self) -> list[tuple[str, str, list[VersionUnit]]]:
        """The units under their states, those to be written first; states without a unit are left out."""
        under: dict[str, list[VersionUnit]] = defaultdict(list)
        for unit in self.units:
            under[unit.state].append(unit)
        return [(state, version_state_name(state), under[state]) for state in STATES if under[state]]

    def unit(self, key: str) -> VersionUnit | None:
        return next((each for each in self.units if each.key == key), None)

    def next_after(self, key: str | None = None) -> VersionUnit | None:
        """The next unit to be done after `key`, from the top again at the end: what is to be written, then drafts."""
        keys = [each.key for each in self.units]
        start = keys.index(key) + 1 if key in keys else 0
        waiting = [each for each in self.units[start:] + self.units[:start] if each.key != key]
        for states in ({MISSING, BEHIND}, {DRAFT}):
            found = next((each for each in waiting if each.state in states), None)
            if found is not None:
                return found
        return None


@dataclass(frozen=True)
class ReadUnit:
    """A unit as it is read in another language: its words, or those of the original where they are missing or behind."""

    unit: VersionUnit
    row: ParagraphRow
    amendments: list[AmendmentRow]


@dataclass(frozen=True)
class Rendered:
    """An amendment in one of the other languages of the text."""

    language: str
    read: Read

    @property
    def name(self) -> str:
        return language_name(self.language)

    @property
    def label(self) -> str:
        return rendering_name(self.read.rendering, self.language)


def original_title(revision: Revision) -> str:
    """The title in the language of the text."""
    return pick(revision.title or revision.draft.title, revision.language)[0]


def title_unit(revision: Revision, language: str) -> VersionUnit:
    """The title in a language: no query. One given before it was kept what it renders counts as reviewed."""
    original, text = original_title(revision), (revision.title or revision.draft.title).get(language, "")
    kept = revision.title_versions.get(language) or {"original": original, "state": REVIEWED}
    state = MISSING if not text else BEHIND if kept["original"] != original else kept["state"]
    return VersionUnit(TITLE, _("Title of the text"), original, state, text=text, rendered=kept["original"])


def language_counts(revision: Revision) -> list[LanguageCount]:
    """The states of the units in each opened language, in the order of their opening: three queries, none when no
    language is open."""
    languages = list(revision.draft.version_languages)
    if not languages:
        return []
    total = Wording.objects.filter(revision=revision).count()
    waivers = {each.language: each for each in Waiver.objects.filter(revision=revision).select_related("by")}
    counted = _counted(revision)
    found = []
    for language in languages:
        counts = Counter(counted[language])
        counts[MISSING] = total - sum(counts.values())
        counts[title_unit(revision, language).state] += 1
        found.append(LanguageCount(language, counts, waivers.get(language)))
    return found


def _counted(revision: Revision) -> dict[str, dict[str, int]]:
    """By language and state how many paragraphs of the revision have a version: one query."""
    current = Wording.objects.filter(revision=OuterRef("revision"), paragraph=OuterRef("paragraph"))
    rows = (
        Version.objects.filter(revision=revision)
        .annotate(words=Subquery(current.values("text")[:1]))
        .filter(words__isnull=False)
        .annotate(now=Case(When(~Q(original=F("words")), then=Value(BEHIND)), default=F("state")))
        .values_list("language", "now")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for language, state, count in rows:
        counted[language][state] = count
    return counted


def lagging(revision: Revision) -> dict[str, tuple[int, int]]:
    """By language how many units are behind and how many are missing, where some are and no waiver is on record: three
    queries."""
    return {
        each.language: (each.behind, each.missing)
        for each in language_counts(revision)
        if each.lags and each.waiver is None
    }


def versions_of(revision: Revision, wordings: Iterable[Wording]) -> dict[int, dict[str, Version]]:
    """By paragraph and language the versions, in the opened languages, of those paragraphs that stand in the text: one
    query."""
    there = {each.paragraph_id for each in wordings}
    rows = Version.objects.filter(revision=revision, language__in=revision.draft.version_languages)
    found: dict[int, dict[str, Version]] = defaultdict(dict)
    for each in rows.order_by("language"):
        if each.paragraph_id in there:
            found[each.paragraph_id][each.language] = each
    return found


def state_of(version: Version, wording: Wording) -> str:
    """Behind, draft or reviewed: no query."""
    return BEHIND if version.is_behind(wording.text) else version.state


def version_page(revision: Revision, language: str) -> VersionPage:
    """A revision in a language, unit by unit in the order of the text: three queries."""
    rows = Version.objects.filter(revision=revision, language=language).select_related("paragraph", "written_by")
    versions = {each.paragraph_id: each for each in rows.order_by("paragraph_id")}
    units = [title_unit(revision, language)]
    for wording in wordings_of(revision):
        units.append(_unit(wording, versions.pop(wording.paragraph_id, None)))
    return VersionPage(revision, language, units, list(versions.values()))


def _unit(wording: Wording, version: Version | None) -> VersionUnit:
    key, name = wording.paragraph.key, paragraph_name(wording)
    if version is None:
        return VersionUnit(key, name, wording.text, MISSING, wording)
    return VersionUnit(
        key, name, wording.text, state_of(version, wording), wording, version.text, version.original, version
    )


def read_units(shown: RevisionPage, page: VersionPage) -> list[ReadUnit]:
    """The paragraphs of a revision as they are read in a language, with the amendments to each: no query."""
    units = {unit.key: unit for unit in page.units}
    found = []
    for row in shown.rows:
        unit = units[row.wording.paragraph.key]
        base = unit.text if unit.is_current else None
        found.append(ReadUnit(unit, row, [reread(each, page.language, base) for each in row.amendments]))
    return found


def renderings_of(amendment: Amendment) -> list[Rendered]:
    """An amendment in each language of the text but that in which it was filed; none for what proposes no words. One
    query at most."""
    if amendment.kind in WITHOUT_WORDS:
        return []
    languages = [amendment.revision.language, *amendment.draft.version_languages]
    return [Rendered(each, read_in(amendment, each)) for each in languages if each != amendment.words_language]


def amendments_to_render(draft: Draft, language: str, reader: Reader) -> list[AmendmentRow]:
    """The open and accepted amendments of the last frozen text that wait for their rendering in `language`, or for its
    review: five queries."""
    last = last_frozen_of(draft.pk)
    states = [*OPEN_STATES, Amendment.State.ACCEPTED]
    if last is None:
        return []
    waiting = [each for each in amendments_on(last, reader) if each.state in states and each.applied_in_id is None]
    rows = [reread(each, language, None) for each in amendment_rows(last, waiting, list(wordings_of(last)))]
    return [each for each in rows if each.read.rendering not in {"", REVIEWED}]


def translated_revision(draft: Draft) -> Revision | None:
    """The revision whose versions are written: the last one, whether it is frozen or not. One query."""
    return Revision.objects.filter(draft=draft).select_related("draft__conference").order_by("-number").first()


def words_in(wording: Wording, language: str) -> str | None:
    """The words of a paragraph that an amendment in `language` is made to; None where that version is missing, behind
    or not open. One query, none for the original."""
    if language == wording.revision.language:
        return wording.text
    version = _version_of(wording, language)
    return None if version is None or version.is_behind(wording.text) else version.text


def _version_of(wording: Wording, language: str) -> Version | None:
    if language not in wording.revision.draft.version_languages:
        return None
    return Version.objects.filter(
        revision=wording.revision_id, paragraph=wording.paragraph_id, language=language
    ).first()


def title_in(revision: Revision, language: str) -> str | None:
    """The title that an amendment in `language` is made to; None where that version is missing, behind or not open."""
    if language == revision.language:
        return original_title(revision)
    unit = title_unit(revision, language)
    return unit.text if language in revision.draft.version_languages and unit.is_current else None


def base_in(amendment: Amendment, language: str) -> str | None:
    """The words that an amendment amends, in `language`; None where they are not there. Two queries at most.

    A version that is behind is taken as well: it is the text that readers of that language have before them.
    """
    if amendment.words_language == language:
        return amendment.base_text
    if amendment.parent is not None:
        words = words_of(amendment.parent, language)
        return words[1] if words else None
    if amendment.kind == Amendment.Kind.TITLE:
        titles = amendment.revision.title or amendment.revision.draft.title
        return titles.get(language) or None
    if amendment.kind == Amendment.Kind.ADD:
        return ""
    return _paragraphs_in(amendment, language)


def _paragraphs_in(amendment: Amendment, language: str) -> str | None:
    """The words of the paragraph of an amendment; of both in their order, with an empty line between, for a join."""
    keys = [amendment.paragraph_id]
    keys += [amendment.target_id] if amendment.kind == Amendment.Kind.JOIN else []
    wordings = list(Wording.objects.filter(revision=amendment.revision_id, paragraph__in=keys).order_by("position"))
    if language == amendment.revision.language:
        texts = {each.paragraph_id: each.text for each in wordings}
    else:
        rows = Version.objects.filter(revision=amendment.revision_id, paragraph__in=keys, language=language)
        texts = dict(rows.values_list("paragraph_id", "text"))
    found = [texts.get(each.paragraph_id) for each in wordings]
    return PARAGRAPH_BREAK.join(each for each in found if each) if found and all(found) else None
