"""Pages of drafting: the text, its amendments, the desk where it is written."""

from .amending import amend, amend_amendment, amend_title, amendment
from .compiling import compilation
from .issuing import issue, issue_text, new_issue
from .mailing import mail
from .numbers import concordance, concordance_file
from .paragraphs import add_paragraph, edit_paragraph
from .reading import choose_compared, compare, draft, revision, text
from .returning import returned, returns, together
from .versions import languages, render_amendment, version, write_title, write_version
from .writing import desk, merge, sources

__all__ = [
    "add_paragraph",
    "amend",
    "amend_amendment",
    "amend_title",
    "amendment",
    "choose_compared",
    "compare",
    "compilation",
    "concordance",
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
    "sources",
    "text",
    "together",
    "version",
    "write_title",
    "write_version",
]
