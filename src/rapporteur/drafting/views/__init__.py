"""Pages of drafting: the text, its amendments, the desk where it is written."""

from .amending import amend, amend_amendment, amend_title, amendment
from .reading import compare, compilation, draft, revision, text
from .versions import languages, render_amendment, version, write_title, write_version
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
    "languages",
    "merge",
    "render_amendment",
    "revision",
    "sources",
    "text",
    "version",
    "write_title",
    "write_version",
]
