"""Conflict sets and the queue of unclear amendments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from rapporteur.foundation.ui.forms import WordsField

from ..models import Amendment
from ..queries import author_of
from .seen import SeenForm


class OrderForm(forms.Form):
    """The order of amendments that meet in conflict sets, a number for each."""

    def __init__(self, *args, amendments, **kwargs):
        super().__init__(*args, **kwargs)
        self.amendments = list(amendments)
        for place, each in enumerate(self.amendments, start=1):
            self.fields[f"place_{each.number}"] = forms.IntegerField(
                label=author_of(each), initial=place, min_value=1, max_value=999
            )

    def in_order(self) -> list[Amendment]:
        """As they were numbered; of two with one number the one that was filed first."""
        return sorted(
            self.amendments, key=lambda each: (self.cleaned_data[f"place_{each.number}"], each.number)
        )  # fmt: skip


class JoinForm(SeenForm):
    """Amendments to one paragraph that are settled together, and its words as a person joined them."""

    amendments = forms.MultipleChoiceField(
        label=gettext_lazy("Which amendments are settled"), widget=forms.CheckboxSelectMultiple
    )
    text = WordsField(
        label=gettext_lazy("The paragraph as it shall read"),
        help_text=gettext_lazy(
            "What was accepted and conflicts with nothing stands here already. Needed to join by hand alone."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "document"}),
    )

    def __init__(self, *args, amendments, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each in amendments}
        self.fields["amendments"].choices = [(key, author_of(each)) for key, each in self.offered.items()]
        self.fields["text"].written_in(language)

    def chosen(self) -> list[Amendment]:
        return [self.offered[key] for key in self.cleaned_data["amendments"]]


class SettleForm(forms.Form):
    """What an amendment that could not be laid on a new text makes of its words."""

    text = WordsField(
        label=gettext_lazy("The paragraph as the amendment would have it"),
        help_text=gettext_lazy("The new words stand here, with what is clear of the amendment."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "document"}),
    )

    def __init__(self, *args, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].written_in(language)


class PlaceForm(forms.Form):
    """Behind which paragraph a new one stands whose own place is gone, and its words."""

    after = forms.TypedChoiceField(label=gettext_lazy("Behind which paragraph"), coerce=int)
    text = WordsField(
        label=gettext_lazy("The new paragraph"), widget=forms.Textarea(attrs={"rows": 4, "class": "document"})
    )

    def __init__(self, *args, places, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = places
        self.fields["text"].written_in(language)
