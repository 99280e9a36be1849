"""Accepted amendments taken into the next revision: by themselves where nothing conflicts, else by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.redline import merge, rebase
from rapporteur_core.text import sentences

from ..models import Amendment, Paragraph, Revision, Wording
from ..queries import merging
from .carrying import wording_before
from .revisions import checked_words, locked, remove_wording, set_wording

AFTER = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")


@transaction.atomic
def apply_accepted(*, revision: Revision, by: Reader) -> tuple[list[Amendment], list[Amendment]]:
    """Merge the accepted amendments into a revision that is being written; gives those taken and those left.

    The result does not depend on the order in which they were accepted. A changed sentence keeps its sources and gets
    the amendment as one more.
    """
    revision = locked(revision, by)
    merged, queued = merging(revision)
    taken: list[Amendment] = []
    for part in merged:
        if part.taken[0].kind == Amendment.Kind.ADD:
            _add(revision, part.taken[0], part.wording, by)
        elif part.is_removed:
            remove_wording(revision=revision, key=part.wording.paragraph.key, by=by)
        else:
            _write(part.wording, part.text, _behind(part.wording, part.text, part.taken), by)
        taken += part.taken
    _mark(taken, revision)
    left = [each.amendment for each in queued]
    record(
        by, "took in amendments", revision, symbol=revision.symbol,
        taken=sorted(each.number for each in taken), left=sorted(each.number for each in left),
    )  # fmt: skip
    return taken, left


@transaction.atomic
def merge_by_hand(*, amendment: Amendment, revision: Revision, text: str, by: Reader) -> None:
    """Take an accepted amendment in with the words that a person gives its paragraph; an empty `text` takes it out.

    When the paragraph is no longer in the revision the amendment is only marked as dealt with.
    """
    revision = locked(revision, by)
    amendment = Amendment.objects.select_for_update(of=("self",)).select_related("paragraph").get(pk=amendment.pk)
    if (
        amendment.draft_id != revision.draft_id
        or amendment.state != Amendment.State.ACCEPTED
        or amendment.applied_in_id
    ):
        raise Refused(_("%(amendment)s does not wait to be merged.") % {"amendment": amendment})
    wording = revision.wordings.filter(paragraph=amendment.paragraph_id).select_related("paragraph").first()
    if wording is not None and not text.strip() and amendment.kind == Amendment.Kind.DELETE:
        remove_wording(revision=revision, key=wording.paragraph.key, by=by)
    elif wording is not None:
        text = checked_words(text)
        old = {wording.text[start:end] for start, end in sentences(wording.text)}
        changed = {text[start:end] for start, end in sentences(text)} - old
        _write(wording, text, {sentence: [amendment] for sentence in changed}, by)
    _mark([amendment], revision)
    record(by, "merged amendment by hand", amendment, number=amendment.number, symbol=revision.symbol)


def _mark(amendments: Sequence[Amendment], revision: Revision) -> None:
    Amendment.objects.filter(pk__in=[each.pk for each in amendments]).update(applied_in=revision)


def _write(wording: Wording, text: str, behind: dict[str, list[Amendment]], by: Reader) -> None:
    set_wording(
        revision=wording.revision,
        key=wording.paragraph.key,
        kind=wording.paragraph.kind,
        text=text,
        behind=behind,
        by=by,
    )


def _add(revision: Revision, amendment: Amendment, after: Wording, by: Reader) -> None:
    kind = after.paragraph.kind
    text = amendment.proposed_text
    after = Wording.objects.select_related("paragraph").get(pk=after.pk)
    set_wording(
        revision=revision,
        key=f"a{amendment.number}",
        kind=Paragraph.Kind.OPERATIVE if kind == Paragraph.Kind.HEADING else kind,
        text=text,
        number=_number_after(revision, after.number),
        position=after.position + 1,
        behind={text[start:end]: [amendment] for start, end in sentences(text)},
        by=by,
    )


def _number_after(revision: Revision, number: str) -> str:
    """The first free one of `12 bis`, `12 ter` and so on: a paragraph that comes in changes no other number."""
    if not number:
        return ""
    stem = number.split(" ")[0]
    taken = set(
        Wording.objects.filter(revision__draft=revision.draft, number__startswith=f"{stem} ").values_list(
            "number", flat=True
        )
    )
    return next((f"{stem} {word}" for word in AFTER if f"{stem} {word}" not in taken), "")


def _behind(wording: Wording, text: str, amendments: Sequence[Amendment]) -> dict[str, list[Amendment]]:
    """Which amendments changed each sentence of the merged `text`: those without which it would read otherwise."""
    before = wording_before(wording)
    base = before.text if before else wording.text
    proposed = {each.pk: rebase(each.base_text, base, each.proposed_text).text for each in amendments}
    final = [text[start:end] for start, end in sentences(text)]
    behind: dict[str, list[Amendment]] = {}
    for amendment in amendments:
        others = [words for key, words in proposed.items() if key != amendment.pk]
        without = merge(base, [wording.text, *others]).text
        there = {without[start:end] for start, end in sentences(without)}
        for sentence in final:
            if sentence not in there:
                behind.setdefault(sentence, []).append(amendment)
    return behind
