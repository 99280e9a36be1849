"""Forms of the consolidation's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.ui.forms import WordsField


class StartForm(forms.Form):
    seed = forms.IntegerField(
        label=_("Seed"),
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        help_text=_("The same contributions and the same seed give the same result. Leave it empty for 0."),
    )


class RenameForm(forms.Form):
    label = WordsField(label=_("Label"), max_length=200)
    description = WordsField(
        label=_("Description"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SplitForm(forms.Form):
    label = WordsField(label=_("Label of the new theme"), max_length=200)


class OtherThemeForm(forms.Form):
    theme = forms.TypedChoiceField(label=_("Other theme"), coerce=int)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = choices


class NameForm(forms.Form):
    name = WordsField(label=_("Name of the campaign"), max_length=200)


class AddForm(forms.Form):
    passage = WordsField(
        label=_("Passage"), max_length=40, help_text=_("Its reference, such as C-0087.3: contribution and passage.")
    )
