"""The text in other languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from rapporteur.foundation.ui.forms import WordsField

from ..models import Paragraph
from .seen import SeenForm


class LanguageForm(forms.Form):
    """A language in which the text can be opened."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages


class WaiverForm(LanguageForm):
    """A language without which the text may be adopted, and why."""

    reason = WordsField(
        label=gettext_lazy("Reason of the waiver"),
        help_text=gettext_lazy("It stays on record with the text, and all can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VersionForm(SeenForm):
    """Words in another language; `seen` and `rendered` are those that the writer had before them."""

    text = WordsField(widget=forms.Textarea(attrs={"rows": 8, "class": "document"}))
    rendered = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args, language, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].written_in(language)

    def clean_rendered(self) -> str | None:
        """Nothing where it was not sent: then the words render the original as it is."""
        return self.cleaned_data["rendered"] or None

    def place(self) -> dict[str, Any]:
        """Kind, level and position as they were sent, whatever else is wrong: where a number is asked for."""
        kind, level, position = (self.data.get(name, "") for name in ("kind", "level", "position"))
        return {
            "kind": kind if kind in Paragraph.Kind.values else Paragraph.Kind.OPERATIVE,
            "level": int(level) if level in {"1", "2", "3"} else 0,
            "position": int(position) if position.isascii() and position.isdigit() and len(position) < 5 else None,
        }

    def suggest(self, number: str) -> None:
        """Show the form again as it was sent, with this number and without mistakes."""
        sent = {name: self.data.get(name, "") for name in self.fields}
        self.initial = {**sent, "number": number}
        self.is_bound = False

    @property
    def words(self) -> str | None:
        """The words that were sent, without brackets; None before the form is sent, or when they are not right."""
        return self.cleaned_data.get("text") if self.is_bound and self.is_valid() else None
