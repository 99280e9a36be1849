"""Forms of an endorsement."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EndorsementForm(forms.Form):
    government = forms.ModelChoiceField(queryset=None, label=_("Government"), empty_label=None)
    name = forms.CharField(label=_("Name of the mayor or head of government"), max_length=200)
    office = forms.CharField(
        label=_("Office"), max_length=200, help_text=_("Such as Mayor, or President of the Regional Council.")
    )
    mandate = forms.CharField(
        label=_("Mandate"),
        max_length=300,
        help_text=_("What empowers you: a council decision with its date, or the law."),
    )
    reservation = forms.CharField(
        label=_("Reservation"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    second_address = forms.EmailField(
        label=_("Second address"),
        max_length=254,
        help_text=_("Another address of your government, such as the registry's. It confirms the endorsement."),
        error_messages={"invalid": _("Enter an address with an @, such as office@city.example.")},
    )

    def __init__(self, *args, governments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["government"].queryset = governments


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))
