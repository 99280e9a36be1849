"""For which government one speaks, and the amendment that it speaks to, as it is now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader, Refused

from ..models import Amendment, Draft
from ..permissions import file_for_delegations
from ..queries import accredited_governments, mandates


def speaking_for(draft: Draft, by: Reader, government: Government | None) -> Government:
    """The accredited government for which `by` acts: a delegate for its own, the secretariat for the one it names."""
    if government is not None and file_for_delegations(by):
        if not accredited_governments(draft.conference).filter(pk=government.pk).exists():
            raise Refused(
                _("%(government)s is not accredited and cannot amend the draft.") % {"government": government}
            )
        return government
    mine = list(mandates(draft.conference, by).filter(**({"pk": government.pk} if government else {}))[:2])
    if not mine:
        raise Refused(_("Only the delegate of an accredited government can amend the draft."))
    if len(mine) > 1:
        raise Refused(_("You speak for several governments. Say for which one you act."))
    return mine[0]


def locked_in_order(amendment: Amendment) -> Amendment:
    """The amendment read again under a lock, behind that of its draft: decisions have one order, and none waits for one
    that waits for it."""
    Draft.objects.select_for_update().get(pk=amendment.draft_id)
    return locked_amendment(amendment)


def locked_amendment(amendment: Amendment) -> Amendment:
    """The amendment, read again under a lock, with its draft, place and sponsors."""
    rows = Amendment.objects.select_for_update(of=("self",))
    return rows.select_related("draft__conference", "sponsor", "revision", "paragraph", "tabled_by", "parent").get(
        pk=amendment.pk
    )
