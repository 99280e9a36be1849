"""Acts on contributions, by subject."""

from .importing import import_batch, preview_import, remap_import, undo_import
from .mending import correct_language, join_passages, split_passage
from .receiving import receive_contribution, save_draft, withdraw_contribution

__all__ = [
    "correct_language",
    "import_batch",
    "join_passages",
    "preview_import",
    "receive_contribution",
    "remap_import",
    "save_draft",
    "split_passage",
    "undo_import",
    "withdraw_contribution",
]
