"""Forms of a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .queries import statement_name


class SilenceForm(forms.Form):
    deadline = forms.DateTimeField(
        label=_("Deadline"),
        help_text=_("Day and hour in the conference's zone. Seventy-two hours is the usual least."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class StatementForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    government = forms.ModelChoiceField(queryset=None, label=_("For the government"), empty_label=None)
    text = forms.CharField(
        label=_("Text"),
        help_text=_("For an objection name the paragraph and the reason."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, governments, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["government"].queryset = governments
        self.fields["kind"].choices = [(kind, statement_name(kind)) for kind in kinds]


class ConclusionForm(forms.Form):
    present = forms.IntegerField(
        label=_("Delegations present"), required=False, min_value=0, help_text=_("Kept in the record of a consensus.")
    )
