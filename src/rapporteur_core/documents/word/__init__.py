"""Word files: documents written with tracked changes, files of others read with theirs."""

from rapporteur_core.documents.word.writing import write

__all__ = ["write"]
