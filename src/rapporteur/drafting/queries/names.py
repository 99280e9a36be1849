"""How pages name kinds, states and numbers of the draft, in the reader's language."""

from __future__ import annotations

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.ui.said import in_reach, language_name, pick

from ..models import Amendment, Carried, Draft, Paragraph, Revision, Wording
from ..permissions import SUB


def languages_of(conference: Conference) -> list[tuple[str, str]]:
    """The languages in which a draft can be written, code and name: the conference's, else the interface's."""
    codes = conference.languages or [code for code, _name in settings.LANGUAGES]
    return [(code, language_name(code)) for code in codes]


def revision_name(revision: Revision) -> str:
    """`zero draft`, then `Rev.1` and so on."""
    return f"Rev.{revision.number}" if revision.number else _("zero draft")


def symbol_of(draft: Draft, suffix: str, number: int, root: str = "") -> str:
    """The symbol of a work: `root` (the draft's when empty) with a suffix, by the draft's pattern: CCM/2017/L.1/Rev.2."""
    values = {"{root}": root or draft.symbol, "{suffix}": suffix, "{number}": str(number)}
    symbol = draft.symbol_pattern
    for name, value in values.items():  # no format(): the pattern is typed by a person
        symbol = symbol.replace(name, value)
    return symbol


def templates() -> list[tuple[str, str]]:
    """The templates of a text, each with what it is in one sentence."""
    return [
        (
            Draft.Template.DECLARATION.value,
            _("Declaration: “We, mayors …”, then paragraphs numbered through under headings, and an annex."),
        ),
        (
            Draft.Template.RESOLUTION.value,
            _("Resolution: a preamble of participles that end with commas, then numbered decisions with semicolons."),
        ),
    ]


def template_name(template: str) -> str:
    return {"declaration": _("declaration"), "resolution": _("resolution")}.get(template, template)


def opening_sentence(conference: Conference, template: str, language: str) -> str:
    """The words with which a text of a conference may open, in its language; empty where they are not known in it."""
    if language not in dict(settings.LANGUAGES):
        return ""
    with override(language):
        facts = {"conference": pick(conference.title, language)[0]}
        if template == Draft.Template.RESOLUTION:
            return _("The %(conference)s,") % facts
        return (
            _("We, mayors and representatives of local and regional governments, meeting at the %(conference)s,")
            % facts
        )


def phase_name(phase: str) -> str:
    names = {
        "drafting": _("being drafted"),
        "amendments": _("open for amendment"),
        "closed": _("closed for amendment"),
        "adopted": _("adopted"),
    }
    return names.get(phase, phase)


def kind_name(kind: str) -> str:
    names = {
        "chapeau": _("opening sentence"),
        "heading": _("heading"),
        "preambular": _("preambular paragraph"),
        "operative": _("operative paragraph"),
        "subparagraph": _("subparagraph"),
        "annex": _("annex"),
    }
    return names.get(kind, kind)


def amendment_kind_name(kind: str) -> str:
    names = {
        "change": _("change of words"),
        "delete": _("deletion"),
        "add": _("new paragraph"),
        "move": _("move"),
        "split": _("split"),
        "join": _("joining"),
        "title": _("change of the title"),
        SUB: _("amendments to an amendment"),
    }
    return names.get(kind, kind)


def state_name(state: str) -> str:
    names = {
        "submitted": _("submitted"),
        "standing": _("standing"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
        "withdrawn": _("withdrawn"),
        "inadmissible": _("inadmissible"),
        "merged": _("merged"),
        "fallen": _("fallen"),
    }
    return names.get(state, state)


def issue_kind_name(kind: str) -> str:
    names = {
        "text": _("the text"),
        "Corr": _("corrigendum"),
        "Add": _("addendum"),
        "Amend": _("amendment by decision of the body"),
    }
    return names.get(kind, kind)


def version_state_name(state: str) -> str:
    names = {
        "missing": _("missing"),
        "behind": _("behind the original"),
        "draft": _("draft"),
        "reviewed": _("reviewed"),
    }
    return names.get(state, state)


def rendering_name(state: str, language: str) -> str:
    """How far an amendment is rendered in a language; empty where it needs no rendering."""
    names = {
        "none": _("%(language)s: not rendered"),
        "draft": _("%(language)s: draft"),
        "reviewed": _("%(language)s: reviewed"),
        "behind": _("%(language)s: behind the amendment"),
    }
    return names[state] % {"language": language_name(language)} if state else ""


def paragraph_name(wording: Wording) -> str:
    """`Paragraph 12`, `Annex I, paragraph 2`; the head of an annex by its number, one without a number by kind and words."""
    number = wording.shown_number
    if number and wording.paragraph.kind == Paragraph.Kind.ANNEX:
        return number
    annex, joint, own = number.partition(", ")
    if joint:
        return _("%(annex)s, paragraph %(number)s") % {"annex": annex, "number": own}
    if number:
        return _("Paragraph %(number)s") % {"number": number}
    return f"{kind_name(wording.paragraph.kind).capitalize()}: {Truncator(wording.text).words(6)}"


def place_of(amendment: Amendment, wording: Wording | None) -> str:
    """What an amendment amends, by name; `wording` is its paragraph in the revision at hand, where it is there."""
    if amendment.paragraph is None:
        return _("the title")
    return paragraph_name(wording) if wording else amendment.paragraph.key


def where(kind: str, target: str, *, with_below: bool = False) -> str:
    """What an amendment does besides changing words, in a sentence; `target` is the name of the other paragraph."""
    if with_below:
        return _("With the subparagraphs below it.")
    if kind == Amendment.Kind.ADD:
        return _("A new paragraph behind this one.")
    if kind == Amendment.Kind.JOIN:
        return _("One paragraph is made of this one and: %(target)s.") % {"target": target}
    if kind == Amendment.Kind.MOVE and not target:
        return _("The paragraph shall stand at the beginning of the text.")
    if kind == Amendment.Kind.MOVE:
        return _("The paragraph shall stand behind: %(target)s.") % {"target": target}
    return ""


def carried_note(amendment: Amendment, state: str) -> str:
    """How an amendment came to a later text, a state of Carried, in a sentence; empty where it was filed on it."""
    symbol = {"symbol": amendment.revision.symbol}
    notes = {
        Carried.State.CLEAR: _("Carried over from %(symbol)s."),
        Carried.State.SETTLED: _("Carried over by hand from %(symbol)s."),
        Carried.State.CONTAINED: _("Carried over from %(symbol)s; this text says already what it asked for."),
        Carried.State.UNCLEAR: _("Filed on %(symbol)s, whose words have changed since: still to be looked at."),
        Carried.State.GONE: _("Filed on %(symbol)s; its paragraph is no longer in the text."),
    }
    return notes[Carried.State(state)] % symbol if state else ""


def government_name(government: Government) -> str:
    """The name of a government in a script of the reader's language, with its own beside it."""
    return in_reach(government.name, government.names)
