"""Forms of a reporting round."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.frameworks.provisions import Framework, frameworks
from rapporteur.foundation.ui import said
from rapporteur_core.text.tongues import LANGUAGES

from .actions import faults_of_report
from .models import Report
from .queries import ANSWER


class ReportForm(forms.ModelForm):
    """One answer. `year_now` is the year by the conference's clock; a row that nobody touched is not sent."""

    class Meta:
        model = Report
        fields = ANSWER
        localized_fields = ("figure",)
        widgets = {
            "figure": forms.TextInput(attrs={"inputmode": "decimal"}),
            "year": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }

    def __init__(self, *args: Any, conference: Conference, year_now: int, **kwargs: Any):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.year_now = year_now
        if self.initial.get("figure") is not None:
            self.initial["figure"] = short(self.initial["figure"])
        codes = dict.fromkeys([*conference.languages, *LANGUAGES, self.initial.get("language") or "en"])
        names = sorted(((code, said.language_name(code)) for code in codes), key=lambda pair: pair[1])
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=names, initial=self.initial.get("language") or "en"
        )
        self.fields["year"].error_messages["invalid"] = _("Write the year as four digits, such as 2016.")
        self.fields["figure"].error_messages["invalid"] = _("Write the figure as a number, such as 1250 or 12.5.")

    def clean(self) -> dict[str, Any]:
        answer: dict[str, Any] = super().clean() or {}
        known = {name: answer[name] for name in ANSWER if name in answer}
        for field, sentence in faults_of_report(**known, year_now=self.year_now):
            if field not in self.errors:
                self.add_error(field, sentence)
        return answer


def short(figure: Decimal) -> Decimal:
    """The same number without empty decimals: 54.000 as 54."""
    return figure.quantize(Decimal(1)) if figure == figure.to_integral_value() else figure.normalize()


class RoundForm(forms.Form):
    """A round on provisions of one agreement. Its instants are in the zone that is current."""

    opens_at = forms.DateTimeField(
        label=_("Opens"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    provisions = forms.MultipleChoiceField(
        label=_("Provisions"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each becomes one commitment to report on."),
    )

    def __init__(self, *args: Any, conference: Conference, framework: Framework, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.codes = conference.languages or ["en"]
        self.fields["provisions"].choices = [
            (item.id, f"{item.number} · {said.plain(item.label)}") for item in framework.items
        ]
        self.fields |= said_fields("title", _("Title"), self.codes)
        self.fields |= said_fields("intro", _("What is asked, and why"), self.codes, long=True)
        self.order_fields([*(name for name in self.fields if name not in {"provisions"}), "provisions"])

    def facts(self) -> dict[str, Any]:
        """The arguments of `open_round`."""
        data = self.cleaned_data
        return {
            "title": said_value(data, "title", self.codes),
            "intro": said_value(data, "intro", self.codes),
            "provisions": [(identifier, {}) for identifier in data["provisions"]],
            "opens_at": data["opens_at"],
            "closes_at": data["closes_at"],
        }


class DatesForm(forms.Form):
    """When a round opens and closes, in the zone that is current."""

    opens_at = forms.DateTimeField(
        label=_("Opens"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )


class QuestionForm(forms.Form):
    """The words of one question in the conference's languages."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.codes = languages or ["en"]
        self.fields |= said_fields("question", _("Question"), self.codes, long=True)

    def question(self) -> dict[str, str]:
        return said_value(self.cleaned_data, "question", self.codes)


def said_fields(name: str, label: Any, codes: list[str], *, long: bool = False) -> dict[str, forms.CharField]:
    """One field a language for a text in several."""
    widget = forms.Textarea if long else forms.TextInput
    most = 2000 if long else 300
    return {
        f"{name}_{code}": forms.CharField(
            label=f"{label} ({said.language_name(code)})",
            required=False,
            max_length=most,
            widget=widget({"lang": code}),
        )
        for code in codes
    }


def said_value(data: dict[str, Any], name: str, codes: list[str]) -> dict[str, str]:
    return {code: data.get(f"{name}_{code}", "") for code in codes}


def framework_of(key: str) -> Framework:
    """The agreement chosen on the desk; the New Urban Agenda when none is."""
    found = {framework.key: framework for framework in frameworks()}
    return found.get(key) or found["nua_paragraphs"]
