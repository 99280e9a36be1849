"""Acts of the trace: the authors are told what became of their words."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.foundation.ui import said

from .models import Told
from .permissions import tell
from .queries import Letter, lede, letters_due


@transaction.atomic
def tell_authors(*, conference: Conference, by: Reader) -> int:
    """Write to each author what became of each passage, in the author's language; gives how many mails were written.

    Anonymous contributions are left out. An author who has been told the same before is not told again.
    """
    tell(by).enforce()
    if not by.is_system and by.conference_id != conference.pk:
        raise Refused(_("This conference is another one than yours."))
    letters = letters_due(conference)
    for letter in letters:
        _write(letter, conference, by)
    if letters:
        record(by, "told authors", conference, contributions=[letter.contribution.number for letter in letters])
    return len(letters)


def _write(letter: Letter, conference: Conference, by: Reader) -> None:
    contribution, author = letter.contribution, letter.contribution.author
    if author is None:
        return
    with translation.override(author.language or "en"):
        path = reverse("trace:contribution", kwargs={"slug": conference.slug, "number": contribution.number})
        context = {
            "title": said.plain(conference.title),
            "contribution": str(contribution),
            "name": author.name,
            "lede": lede(letter.fates, letter.latest),
            "fates": letter.fates,
            "latest": letter.latest,
            "decision": letter.decision,
            "address": f"{settings.BASE_ADDRESS}{path}",
        }
    write_mail(
        to=author.email,
        language=author.language,
        kind="became_of_words",
        conference=conference.slug,
        now=by.now,
        context=context,
    )
    Told.objects.update_or_create(contribution=contribution, defaults={"digest": letter.digest, "told_at": by.now})
