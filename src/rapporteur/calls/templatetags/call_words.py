"""The words of the programme and the documents, as filters."""

from __future__ import annotations

from django import template

from rapporteur.calls.queries import kind_name, session_kind_name, speaker_part_name

register = template.Library()
register.filter("document_kind", kind_name)
register.filter("session_kind", session_kind_name)
register.filter("speaker_part", speaker_part_name)
