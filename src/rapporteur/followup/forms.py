"""Forms of the follow-up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.ui import said
from rapporteur.reviews.actions import faults_of_report
from rapporteur.reviews.queries import ANSWER
from rapporteur_core.text.tongues import LANGUAGES

from .actions import LONGEST, faults_of_commitment
from .models import ProgressReport
from .queries import possible_owners


def language_field(conference: Conference, label: Any, initial: str) -> forms.ChoiceField:
    """The languages that one may write in, by name."""
    codes = dict.fromkeys([*conference.languages, *LANGUAGES, initial])
    names = sorted(((code, said.language_name(code)) for code in codes), key=lambda pair: pair[1])
    return forms.ChoiceField(label=label, choices=names, initial=initial)


class LiftForm(forms.Form):
    """What is promised, by when, by whom. `today` is the day by the conference's clock."""

    measure = forms.CharField(
        label=_("Measure"),
        widget=forms.Textarea,
        max_length=LONGEST,
        help_text=_("By what it will be seen that the commitment is kept."),
    )
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    owner = forms.ModelChoiceField(
        Government.objects.none(),
        label=_("Owner"),
        required=False,
        empty_label=_("Nobody yet: delegates and mayor's offices can take it on"),
    )

    def __init__(self, *args: Any, conference: Conference, today: date, language: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["owner"].queryset = possible_owners(conference)
        self.fields["language"] = language_field(conference, _("Language of the measure"), language)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if "measure" in facts and "due_on" in facts:
            for field, sentence in faults_of_commitment(
                measure=facts["measure"], due_on=facts["due_on"], today=self.today
            ):
                self.add_error(field, sentence)
        return facts


class TakeOnForm(forms.Form):
    """For which of the reader's governments a commitment is taken on."""

    government = forms.ModelChoiceField(Government.objects.none(), label=_("Government"), empty_label=None)

    def __init__(self, *args: Any, government_ids: frozenset[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["government"].queryset = Government.objects.filter(pk__in=government_ids).order_by("folded", "pk")


class ProgressForm(forms.ModelForm):
    """A progress report, by the model and the rules of the reviews. `year_now`: the year by the conference's clock."""

    class Meta:
        model = ProgressReport
        fields = ANSWER
        localized_fields = ("figure",)
        widgets = {
            "figure": forms.TextInput(attrs={"inputmode": "decimal"}),
            "year": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }

    def __init__(self, *args: Any, conference: Conference, year_now: int, language: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.year_now = year_now
        self.fields["language"] = language_field(conference, self.fields["language"].label, language)
        self.initial["language"] = language
        self.fields["year"].error_messages["invalid"] = _("Write the year as four digits, such as 2016.")
        self.fields["figure"].error_messages["invalid"] = _("Write the figure as a number, such as 1250 or 12.5.")

    def clean(self) -> dict[str, Any]:
        answer: dict[str, Any] = super().clean() or {}
        known = {name: answer[name] for name in ANSWER if name in answer}
        for field, sentence in faults_of_report(**known, year_now=self.year_now):
            if field not in self.errors:
                self.add_error(field, sentence)
        return answer
