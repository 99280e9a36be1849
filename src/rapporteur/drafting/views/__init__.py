"""Pages of drafting: the text, its amendments, the desk where it is written."""

from .amending import amend, amend_amendment, amend_title, amendment
from .reading import compare, compilation, draft, revision, text
from .writing import add_paragraph, desk, edit_paragraph, merge, sources

__all__ = [
    "add_paragraph",
    "amend",
    "amend_amendment",
    "amend_title",
    "amendment",
    "compare",
    "compilation",
    "desk",
    "draft",
    "edit_paragraph",
    "merge",
    "revision",
    "sources",
    "text",
]
