"""Acts on mails in which a delegation gives its amendments as instructions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader, Refused

from ..models import Amendment, Draft, Paragraph, Revision
from ..permissions import may_file
from .amendments import Origin, table_amendment


@dataclass(frozen=True)
class Mailed:
    """An amendment as the officer leaves it: the key of its paragraph, its kind, words and rationale.

    target: the key of the paragraph behind which it moves, or which it joins
    words_language: that of the words, where they amend another version of the text than the original
    """

    key: str
    kind: str
    words: str
    rationale: str
    target: str = ""
    words_language: str = ""


@transaction.atomic
def file_mail(
    *, draft: Draft, revision: Revision, government: Government, amendments: Sequence[Mailed], language: str, by: Reader
) -> list[Amendment]:
    """File what a delegation asked for by mail, all of it or nothing; gives the amendments in order."""
    may_file(by, draft, "", Amendment.Channel.MAIL).enforce()
    if not amendments:
        raise Refused(_("Choose at least one amendment to file."))
    paragraphs = {each.key: each for each in Paragraph.objects.filter(draft=draft)}
    made: list[Amendment] = []
    for number, each in enumerate(amendments, start=1):
        try:
            made.append(
                table_amendment(
                    paragraph=paragraphs.get(each.key),
                    target=paragraphs.get(each.target),
                    revision=revision,
                    kind=each.kind,
                    proposed_text=each.words,
                    rationale=each.rationale,
                    government=government,
                    language=language,
                    words_language=each.words_language,
                    with_below=True,
                    origin=Origin(Amendment.Channel.MAIL),
                    by=by,
                )
            )
        except Refused as refused:
            raise Refused(_("Amendment %(number)s: %(reason)s") % {"number": number, "reason": refused}) from refused
    record(
        by, "filed mailed amendments", draft, government=government.pk, amendments=[each.number for each in made]
    )  # fmt: skip
    return made
