"""Word files: documents written with tracked changes, files of others read with theirs."""

from rapporteur_core.documents.word.model import Change, Comment, Leftover, Line, Paragraph, Piece, Place, WordFile
from rapporteur_core.documents.word.reading import read, read_safely
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
    "read",
    "read_safely",
    "write",
]
