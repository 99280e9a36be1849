"""What every page knows: its conference and reader, the navigation, the same page in the other languages."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.clock import now
from rapporteur.foundation.conferences.queries import bodies_of
from rapporteur.foundation.people.reader import DELEGATE, MAYOR, Reader
from rapporteur.foundation.ui.addresses import address
from rapporteur.foundation.ui.said import direction


def page(request):
    conference = getattr(request, "conference", None)
    reader = getattr(request, "reader", None) or Reader()
    language = get_language() or "en"
    return {
        "conference": conference,
        "reader": reader,
        "language": language,
        "direction": direction(language),
        "other_languages": [
            (code, name, in_language(request.path, code)) for code, name in settings.LANGUAGES if code != language
        ],
        "navigation": SimpleLazyObject(lambda: navigation(request, conference, reader)),
        "bodies": SimpleLazyObject(lambda: bodies_of(conference) if conference else {}),
        "sample_now": now(conference) if conference and conference.is_sample else None,
    }


def in_language(path: str, code: str) -> str:
    """The same address in another language."""
    rest = path.split("/", 2)
    return f"/{code}/{rest[2]}" if len(rest) > 2 and rest[1] in dict(settings.LANGUAGES) else f"/{code}/"


def navigation(request, conference, reader):
    """Links of the masthead with the current one marked."""
    if conference is None:
        return []
    entries = [
        ("home", _("About")),
        ("calls:programme", _("Programme")),
        ("calls:documents", _("Documents")),
        ("contributions:list", _("Contributions")),
        ("recommendations:list", _("Recommendations")),
        ("drafting:draft", _("Draft declaration")),
        ("followup:list", _("Follow-up")),
    ]
    if reader.has(DELEGATE, MAYOR) or (reader.person is not None and not reader.is_staff):
        entries.append(("registration:mine", _("My delegation")))
    if reader.is_staff:
        entries.append(("desk", _("Desk")))
    home = address("home", slug=conference.slug)
    found = [(address(name, slug=conference.slug), label) for name, label in entries]
    inside = [link for link, _label in found if link != home and request.path.startswith(link)]
    best = max(inside, key=len, default=request.path)
    return [(link, label, link == best) for link, label in found]
