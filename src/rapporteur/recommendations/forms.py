"""Forms of the recommendations."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.ui.forms import SaidForm, WordsField

from . import queries
from .models import Disposition, Position, Recommendation


class WriteForm(SaidForm):
    text = WordsField(label=gettext_lazy("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    level = forms.ChoiceField(label=gettext_lazy("Level"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    actors = WordsField(label=gettext_lazy("Who, with whom"), max_length=300, required=False)
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    provisions = WordsField(
        label=gettext_lazy("Provisions"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Separated by commas, such as: gcm.obj.15, para. 28 NUA."),
    )
    further = WordsField(
        label=gettext_lazy("Further passages"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("References separated by commas, such as: C-0087.3, C-0090.1."),
    )

    def __init__(self, *args, title=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.said_fields("title", _("Title"), initial=title, required=True)
        self.fields["level"].choices = [(value, queries.level_name(value)) for value in Recommendation.Level.values]
        self.fields["kind"].choices = [(value, queries.kind_name(value)) for value in Recommendation.Kind.values]
        titles = [name for name in self.fields if name.startswith("title_")]
        self.order_fields(titles)

    def clean_provisions(self):
        """The identifiers that the line names."""
        found, strange = queries.provisions_in(self.cleaned_data["provisions"])
        if strange:
            raise ValidationError(_("No agreement has a provision “%(provision)s”.") % {"provision": strange[0]})
        return found

    def clean_further(self):
        return [piece.strip() for piece in self.cleaned_data["further"].split(",") if piece.strip()]


class PositionForm(forms.Form):
    government = forms.ModelChoiceField(queryset=None, label=gettext_lazy("For the government"), empty_label=None)
    stance = forms.ChoiceField(label=gettext_lazy("Position"), widget=forms.RadioSelect)
    reason = WordsField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("An objection needs one."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, governments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["government"].queryset = governments
        self.fields["stance"].choices = [(value, queries.stance_name(value)) for value in Position.Stance.values]

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("stance") == Position.Stance.OBJECT
            and not cleaned.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("An objection needs its reason."))
        return cleaned


class DispositionForm(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("What became of them"))
    reason = WordsField(label=gettext_lazy("Reason"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))
    recommendation = forms.TypedChoiceField(
        label=gettext_lazy("Recommendation"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(value, queries.outcome_name(value)) for value in Disposition.Outcome.values]
        self.fields["outcome"].choices = [("", "—"), *names]
        self.fields["recommendation"].choices = [("", _("no recommendation")), *choices]
