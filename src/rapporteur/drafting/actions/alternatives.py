"""Acts on other wordings of a paragraph, side by side until one is taken: alt. 1, alt. 2."""

from __future__ import annotations

from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.text import alternative

from ..models import Draft, Paragraph, Revision, Wording
from ..queries import taken_numbers
from .brackets import marks_of
from .carrying import donor_of
from .revisions import checked_words, locked, remove_wording, set_wording

# Room for "-99" behind it in a key of 20 characters.
LONGEST_STEM = 17


@transaction.atomic
def add_alternative(*, revision: Revision, key: str, text: str, by: Reader) -> Wording:
    """Put another wording of the paragraph `key` behind it and behind those that it has; its number is alt. 1, alt. 2.

    Refused when the text has these words already, as the paragraph or as another wording of it.
    """
    revision = locked(revision, by)
    original, others = _original(revision, key)
    text = checked_words(text)
    same = next((each for each in [original, *others] if each.text == text), None)
    if same is not None:
        raise Refused(_("The text has these words already. Write another wording."))
    made = set_wording(
        revision=revision,
        key=_free_key(revision.draft, original.paragraph.key),
        kind=original.paragraph.kind,
        level=original.level,
        text=text,
        number=alternative(original.number, taken_numbers(revision.draft)),
        position=max(each.position for each in [original, *others]) + 1,
        by=by,
    )
    made.alternative_of = original.paragraph
    made.save(update_fields=["alternative_of"])
    record(
        by, "added alternative", made, symbol=revision.symbol, of=original.paragraph.key, number=made.number, text=text
    )  # fmt: skip
    return made


@transaction.atomic
def take_alternative(*, revision: Revision, key: str, by: Reader) -> Wording:
    """Let another wording take the place of its paragraph, brackets and sources included; the other ones go."""
    revision = locked(revision, by)
    taken = revision.wordings.filter(paragraph__key=key).select_related("paragraph").first()
    if taken is None or taken.alternative_of is None:
        raise Refused(_("%(key)s is no other wording of a paragraph.") % {"key": key})
    of = taken.alternative_of
    record(by, "took alternative", taken, symbol=revision.symbol, key=key, of=of.key, text=taken.text)
    original = revision.wordings.filter(paragraph=of).select_related("paragraph").first()
    if original is None:
        # The paragraph itself was taken out meanwhile: this wording stands alone from now on.
        taken.alternative_of = None
        taken.save(update_fields=["alternative_of"])
    else:
        taken = _put_in_place(revision, original, taken, by)
    for each in revision.wordings.filter(alternative_of=of).select_related("paragraph"):
        remove_wording(revision=revision, key=each.paragraph.key, by=by, whole=taken.text)
    return taken


def _put_in_place(revision: Revision, original: Wording, taken: Wording, by: Reader) -> Wording:
    return set_wording(
        revision=revision,
        key=original.paragraph.key,
        kind=original.paragraph.kind,
        text=taken.text,
        brackets=marks_of(taken),
        donor=donor_of([original, taken]),
        by=by,
    )


def _original(revision: Revision, key: str) -> tuple[Wording, list[Wording]]:
    """The paragraph `key`, or the one of which it is another wording; with all its other wordings in order."""
    rows = revision.wordings.select_related("paragraph", "alternative_of")
    found = rows.filter(paragraph__key=key).first()
    if found is not None and found.alternative_of_id is not None:
        found = rows.filter(paragraph=found.alternative_of_id).first()
    if found is None:
        raise Refused(_("No paragraph %(key)s stands in %(symbol)s.") % {"key": key, "symbol": revision.symbol})
    return found, list(rows.filter(alternative_of=found.paragraph_id).order_by("position"))


def _free_key(draft: Draft, key: str) -> str:
    taken = set(Paragraph.objects.filter(draft=draft).values_list("key", flat=True))
    names = (f"{key[:LONGEST_STEM]}-{n}" for n in count(1))
    return next(each for each in names if each not in taken)
