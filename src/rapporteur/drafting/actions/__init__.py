"""Acts on the draft: its revisions, its amendments, the sources of its sentences."""

from .amendments import (
    accept_amendment,
    close_amendments,
    co_sponsor,
    declare_admissible,
    open_amendments,
    reject_amendment,
    table_amendment,
    withdraw_amendment,
)
from .brackets import agree
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
    "Stale",
    "accept_amendment",
    "add_sources",
    "agree",
    "apply_accepted",
    "begin_revision",
    "close_amendments",
    "co_sponsor",
    "declare_admissible",
    "freeze_revision",
    "mark_adopted",
    "merge_by_hand",
    "open_amendments",
    "open_draft",
    "reject_amendment",
    "remove_source",
    "remove_wording",
    "set_wording",
    "table_amendment",
    "withdraw_amendment",
]
