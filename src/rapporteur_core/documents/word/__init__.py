"""Word files: documents written with tracked changes, files of others read with theirs.

`write_text` takes the values of `negotiated`; `read` gives those that are named here.
"""

from rapporteur_core.documents.word import negotiated
from rapporteur_core.documents.word.model import Change, Comment, Leftover, Line, Paragraph, Piece, Place, WordFile
from rapporteur_core.documents.word.reading import read, read_safely
from rapporteur_core.documents.word.tracked import write_text
from rapporteur_core.documents.word.writing import write

__all__ = [
    "Change",
    "Comment",
    "Leftover",
    "Line",
    "Paragraph",
    "Piece",
    "Place",
    "WordFile",
    "negotiated",
    "read",
    "read_safely",
    "write",
    "write_text",
]
