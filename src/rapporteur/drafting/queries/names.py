"""How pages name kinds, states and numbers of the draft, in the reader's language."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.ui.said import language_name

from ..models import Revision, Wording


def languages_of(conference: Conference) -> list[tuple[str, str]]:
    """The languages in which a draft can be written, code and name: the conference's, else the interface's."""
    codes = conference.languages or [code for code, _name in settings.LANGUAGES]
    return [(code, language_name(code)) for code in codes]


def revision_name(revision: Revision) -> str:
    """`zero draft`, then `Rev.1` and so on."""
    return f"Rev.{revision.number}" if revision.number else _("zero draft")


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
    }
    return names.get(kind, kind)


def amendment_kind_name(kind: str) -> str:
    names = {"change": _("change of words"), "delete": _("deletion"), "add": _("new paragraph")}
    return names.get(kind, kind)


def state_name(state: str) -> str:
    names = {
        "submitted": _("submitted"),
        "standing": _("standing"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
        "withdrawn": _("withdrawn"),
    }
    return names.get(state, state)


def paragraph_name(wording: Wording) -> str:
    """`Paragraph 12`; for one without a number its kind and key."""
    if wording.number:
        return _("Paragraph %(number)s") % {"number": wording.number}
    return f"{kind_name(wording.paragraph.kind).capitalize()} ({wording.paragraph.key})"
