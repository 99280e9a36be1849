"""Acts on the draft: its revisions, its amendments, the sources of its sentences."""

from .adopting import mark_adopted
from .alternatives import add_alternative, take_alternative
from .amendments import (
    Identical,
    Origin,
    checked_words_in,
    joined,
    refuse_to_amend,
    table_amendment,
    take_over,
    take_stand,
)
from .brackets import agree
from .by_hand import merge_by_hand
from .co_sponsoring import co_sponsor, decline_to_co_sponsor, leave_co_sponsors
from .deadlines import close_amendments, open_amendments, set_deadline
from .deciding import (
    InTheWay,
    accept_amendment,
    accept_as_friendly,
    declare_admissible,
    declare_inadmissible,
    declare_incompatible,
    reject_amendment,
    reopen_amendment,
    take_incompatibility_back,
    withdraw_amendment,
)
from .finalising import finalise_revision
from .issuing import issue_addendum, issue_amendment_by_decision, issue_corrigendum, issue_version, reissue
from .mailing import Mailed, file_mail
from .merging import apply_accepted
from .queue import mark_contained, place_carried, settle_carried
from .rebasing import carry_over
from .returning import Choice, KnownFile, drop_return, file_return, opened, read_return
from .revisions import (
    Stale,
    begin_revision,
    freeze_revision,
    open_draft,
    put_back,
    remove_with_below,
    remove_wording,
    set_wording,
)
from .setting_up import set_up_draft
from .settling import bracket_alternatives, join_by_hand, order_amendments
from .sources import add_sources, remove_source
from .taking import take_bracketed
from .versions import (
    close_version,
    open_version,
    render_amendment,
    review_version,
    waive_language,
    write_title,
    write_version,
)
from .writing import split_wording

__all__ = [
    "Choice",
    "Identical",
    "InTheWay",
    "KnownFile",
    "Mailed",
    "Origin",
    "Stale",
    "accept_amendment",
    "accept_as_friendly",
    "add_alternative",
    "add_sources",
    "agree",
    "apply_accepted",
    "begin_revision",
    "bracket_alternatives",
    "carry_over",
    "checked_words_in",
    "close_amendments",
    "close_version",
    "co_sponsor",
    "declare_admissible",
    "declare_inadmissible",
    "declare_incompatible",
    "decline_to_co_sponsor",
    "drop_return",
    "file_mail",
    "file_return",
    "finalise_revision",
    "freeze_revision",
    "issue_addendum",
    "issue_amendment_by_decision",
    "issue_corrigendum",
    "issue_version",
    "join_by_hand",
    "joined",
    "leave_co_sponsors",
    "mark_adopted",
    "mark_contained",
    "merge_by_hand",
    "open_amendments",
    "open_draft",
    "open_version",
    "opened",
    "order_amendments",
    "place_carried",
    "put_back",
    "read_return",
    "refuse_to_amend",
    "reissue",
    "reject_amendment",
    "remove_source",
    "remove_with_below",
    "remove_wording",
    "reopen_amendment",
    "render_amendment",
    "review_version",
    "set_deadline",
    "set_up_draft",
    "set_wording",
    "settle_carried",
    "split_wording",
    "table_amendment",
    "take_alternative",
    "take_bracketed",
    "take_incompatibility_back",
    "take_over",
    "take_stand",
    "waive_language",
    "withdraw_amendment",
    "write_title",
    "write_version",
]
