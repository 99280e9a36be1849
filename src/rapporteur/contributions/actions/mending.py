"""What the desk mends: the language of a contribution, and where its passages begin and end."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused

from ..models import Contribution, Passage
from ..permissions import mend_contributions
from ..queries import held_by, language_code


@transaction.atomic
def correct_language(*, contributions: Iterable[Contribution], language: str, by: Reader) -> int:
    """Say in which language `contributions` are written; their passages follow, but for those marked otherwise.

    Gives how many changed.
    """
    mend_contributions(by).enforce()
    code = language_code(language)
    if code is None or code == "und":
        raise Refused(_("Choose the language in which it is written."))
    changed = 0
    for row in contributions:
        if row.language == code:
            continue
        before, row.language = row.language, code
        row.save(update_fields=["language"])
        Passage.objects.filter(contribution=row, language=before).update(language=code)
        record(by, "corrected language", row, before=before, after=code)
        changed += 1
    return changed


@transaction.atomic
def split_passage(*, passage: Passage, at: int, by: Reader) -> tuple[Passage, Passage]:
    """Split `passage` before the character `at` of its answer, where a word begins. The first part keeps its identity.

    Refused where a recommendation, a disposition or a sentence rests on it: they were written about the whole.
    """
    mend_contributions(by).enforce()
    passage = _locked(passage)
    text = passage.answer.text
    inside = passage.start < at < passage.end
    if not inside or not text[at - 1].isspace() or text[at].isspace():
        raise Refused(_("Choose a place inside the passage at which a word begins."))
    _refuse_if_held([passage], only_protected=True)
    rows = Passage.objects.filter(contribution_id=passage.contribution_id, number__gt=passage.number)
    rows.update(number=F("number") + 1)
    second = Passage.objects.create(
        contribution_id=passage.contribution_id,
        answer=passage.answer,
        number=passage.number + 1,
        start=at,
        end=passage.end,
        language=passage.language,
        is_cut_by_hand=True,
    )
    passage.end = passage.start + len(text[passage.start : at].rstrip())
    passage.is_cut_by_hand = True
    passage.save(update_fields=["end", "is_cut_by_hand"])
    record(by, "split passage", passage, at=at, second=second.pk)
    return passage, second


@transaction.atomic
def join_passages(*, passage: Passage, by: Reader) -> Passage:
    """Join `passage` with the next one of the same answer. The one of the two on which something rests keeps its identity.

    Refused where both are held by a later stage, or a recommendation, a disposition or a sentence rests on one: nothing
    that was said of a passage is lost or made to speak of more.
    """
    mend_contributions(by).enforce()
    first = _locked(passage)
    second = Passage.objects.filter(answer_id=first.answer_id, number=first.number + 1).first()
    if second is None:
        raise Refused(_("This is the last passage of its answer. There is none after it to join."))
    _refuse_if_held([first, second], only_protected=True)
    stays, goes = (second, first) if held_by(_rows([second])) else (first, second)
    _refuse_if_held([goes])
    start, end, number, gone = first.start, second.end, first.number, goes.pk
    try:
        goes.delete()
    except ProtectedError as error:
        raise Refused(
            _("Passage %(number)s is used by a later stage and stays as it is.") % {"number": goes.number}
        ) from error
    stays.start, stays.end, stays.number, stays.is_cut_by_hand = start, end, number, True
    stays.save(update_fields=["start", "end", "number", "is_cut_by_hand"])
    rows = Passage.objects.filter(contribution_id=stays.contribution_id, number__gt=number + 1)
    rows.update(number=F("number") - 1)
    record(by, "joined passages", stays, gone=gone)
    return stays


def _locked(passage: Passage) -> Passage:
    """The passage as it is now, with its contribution locked: two people cutting at once must not cross."""
    Contribution.objects.select_for_update().get(pk=passage.contribution_id)
    found = Passage.objects.select_related("answer").filter(pk=passage.pk).first()
    if found is None:
        raise Refused(_("Somebody has just joined this passage with another. Load the page again."))
    return found


def _rows(passages: list[Passage]):  # type: ignore[no-untyped-def]
    return Passage.objects.filter(pk__in=[passage.pk for passage in passages])


def _refuse_if_held(passages: list[Passage], *, only_protected: bool = False) -> None:
    for passage in passages:
        if where := held_by(_rows([passage]), only_protected=only_protected):
            sentence = _("Passage %(number)s already stands in %(where)s. Take it out there first, then cut it again.")
            raise Refused(sentence % {"number": passage.number, "where": where})
