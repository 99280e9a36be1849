"""Forms on words that somebody else may write at the same time."""

from __future__ import annotations

from django import forms

from rapporteur_core.redline import compare


class SeenForm(forms.Form):
    """A form that sends the words which its writer had before them; see `actions.Stale`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def show_meanwhile(self, current: str, sentence: str) -> None:
        """Tell that somebody wrote meanwhile; what was typed stays, and a second send is made to the new words."""
        self.meanwhile = compare(self.cleaned_data["seen"] or "", current)
        self.add_error(None, sentence)
        self.data = self.data.copy()
        self.data["seen"] = current
