"""Acts of a consolidation, by subject."""

from .duplicates import confirm_group, name_group, take_out
from .mappings import add_mapping, confirm_mappings, reject_mappings
from .runs import (
    MOST_ATTEMPTS,
    ask_run,
    begin_run,
    end_failed,
    end_stopped,
    give_up_lost,
    hand_back,
    resume_run,
    stop_run,
    tell_progress,
)
from .storing import Found, store_results
from .themes import (
    confirm_theme,
    lock_theme,
    make_theme,
    merge_themes,
    move_passages,
    rename_theme,
    split_theme,
    unlock_theme,
)

__all__ = [
    "MOST_ATTEMPTS",
    "Found",
    "add_mapping",
    "ask_run",
    "begin_run",
    "confirm_group",
    "confirm_mappings",
    "confirm_theme",
    "end_failed",
    "end_stopped",
    "give_up_lost",
    "hand_back",
    "lock_theme",
    "make_theme",
    "merge_themes",
    "move_passages",
    "name_group",
    "reject_mappings",
    "rename_theme",
    "resume_run",
    "split_theme",
    "stop_run",
    "store_results",
    "take_out",
    "tell_progress",
    "unlock_theme",
]
