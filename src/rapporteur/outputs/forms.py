"""Forms of the outputs."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.ui.forms import WordsField
from rapporteur.foundation.ui.said import plain

FORMS = [("pdf", "PDF"), ("docx", "Word (.docx)"), ("html", "HTML"), ("json", "JSON")]


def _day(label):
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Enter a day, such as 2017-12-01.")},
    )


class DeliveryForm(forms.Form):
    outcome = forms.ModelChoiceField(queryset=None, label=_("Output"), empty_label=None)
    form = forms.ChoiceField(label=_("Form"), choices=FORMS)
    language = forms.ChoiceField(label=_("Language of the headings"), choices=settings.LANGUAGES)
    addressee = WordsField(
        label=_("Addressee"), max_length=300, help_text=_("The office and the meeting that take the output.")
    )
    delivered_on = _day(_("Handed over on"))

    def __init__(self, *args, outcomes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].queryset = outcomes
        self.fields["outcome"].label_from_instance = lambda outcome: plain(outcome.title)


class ReceiptForm(forms.Form):
    text = WordsField(label=_("What the addressee answered"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))
    received_on = _day(_("Received on"))
