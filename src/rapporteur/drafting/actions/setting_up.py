"""The act that sets how a text is made: its form, the pattern of its symbols, how many words it may have."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.text import normalise

from ..models import Draft, Revision
from ..permissions import may_write
from ..queries import symbol_of

PARTS = ("{root}", "{suffix}", "{number}")
BRACES = re.compile(r"[{}]")
LONGEST_PATTERN = Draft._meta.get_field("symbol_pattern").max_length or 0
LONGEST_SYMBOL = Revision._meta.get_field("symbol").max_length or 0
MOST_WORDS = 1_000_000


@transaction.atomic
def set_up_draft(*, draft: Draft, template: str, symbol_pattern: str, word_budget: int | None, by: Reader) -> Draft:
    """Set form, pattern of symbols and word budget (None: no limit) of a text; symbols given already stay.

    The pattern holds {root}, {suffix} and {number} once each, such as `{root}/{suffix}.{number}`.
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    may_write(by, draft).enforce()
    if template not in Draft.Template.values:
        raise Refused(_("Choose one of the forms: declaration or resolution."))
    if word_budget is not None and not 0 < word_budget <= MOST_WORDS:
        raise Refused(_("A text may have between 1 and %(most)s words.") % {"most": f"{MOST_WORDS:,}"})
    draft.template, draft.word_budget = template, word_budget
    draft.symbol_pattern = _checked_pattern(draft, symbol_pattern)
    draft.save(update_fields=["template", "word_budget", "symbol_pattern"])
    record(
        by, "set up draft", draft, template=template, symbol_pattern=draft.symbol_pattern, word_budget=word_budget
    )  # fmt: skip
    return draft


def _checked_pattern(draft: Draft, typed: str) -> str:
    pattern = normalise(typed)
    rest = pattern
    for part in PARTS:
        if pattern.count(part) != 1:
            raise Refused(_("The pattern of symbols holds %(parts)s, each once.") % {"parts": ", ".join(PARTS)})
        rest = rest.replace(part, "")
    if BRACES.search(rest):
        raise Refused(
            _("The pattern of symbols has no other names in braces than %(parts)s.") % {"parts": ", ".join(PARTS)}
        )
    draft.symbol_pattern = pattern
    if len(pattern) > LONGEST_PATTERN or len(symbol_of(draft, "Rev", 99)) > LONGEST_SYMBOL:
        raise Refused(
            _("Symbols made by this pattern are too long: %(most)s signs at most.") % {"most": LONGEST_SYMBOL}
        )
    return pattern
