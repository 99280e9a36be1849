"""Pages of drafting: the text, its amendments, the desk where it is written."""

from .amending import amend, amend_amendment, amend_title, amendment
from .compiling import compilation
from .conflicts import conflict
from .downloads import amendment_file, compilation_pdf, compilation_word, redline_file, text_file
from .issuing import issue, issue_text, new_issue
from .mailing import mail
from .numbers import concordance, concordance_file
from .paragraphs import add_paragraph, edit_paragraph
from .queue import queue
from .reading import choose_compared, compare, draft, revision, text
from .returning import returned, returns, together
from .room import room, room_changes
from .versions import languages, render_amendment, version, write_title, write_version
from .writing import desk, merge, sources

__all__ = [
    "add_paragraph",
    "amend",
    "amend_amendment",
    "amend_title",
    "amendment",
    "amendment_file",
    "choose_compared",
    "compare",
    "compilation",
    "compilation_pdf",
    "compilation_word",
    "concordance",
    "conflict",
    "concordance_file",
    "desk",
    "draft",
    "edit_paragraph",
    "issue",
    "issue_text",
    "languages",
    "mail",
    "merge",
    "new_issue",
    "render_amendment",
    "returned",
    "returns",
    "revision",
    "room",
    "room_changes",
    "sources",
    "queue",
    "redline_file",
    "text",
    "text_file",
    "together",
    "version",
    "write_title",
    "write_version",
]
