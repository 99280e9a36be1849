"""Acts on the draft: its revisions, its amendments, the sources of its sentences."""

from .amendments import (
    Identical,
    Origin,
    co_sponsor,
    table_amendment,
    take_over,
    take_stand,
    withdraw_amendment,
)
from .brackets import agree
from .deadlines import close_amendments, open_amendments, set_deadline
from .deciding import (
    InTheWay,
    accept_amendment,
    accept_as_friendly,
    declare_admissible,
    declare_inadmissible,
    declare_incompatible,
    reject_amendment,
    take_incompatibility_back,
)
from .merging import apply_accepted, merge_by_hand
from .revisions import (
    Stale,
    begin_revision,
    freeze_revision,
    mark_adopted,
    open_draft,
    remove_wording,
    set_wording,
)
from .sources import add_sources, remove_source

__all__ = [
    "Identical",
    "InTheWay",
    "Origin",
    "Stale",
    "accept_amendment",
    "accept_as_friendly",
    "add_sources",
    "agree",
    "apply_accepted",
    "begin_revision",
    "close_amendments",
    "co_sponsor",
    "declare_admissible",
    "declare_inadmissible",
    "declare_incompatible",
    "freeze_revision",
    "mark_adopted",
    "merge_by_hand",
    "open_amendments",
    "open_draft",
    "reject_amendment",
    "remove_source",
    "remove_wording",
    "set_deadline",
    "set_wording",
    "table_amendment",
    "take_incompatibility_back",
    "take_over",
    "take_stand",
    "withdraw_amendment",
]
