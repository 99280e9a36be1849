"""Forms of registration."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from rapporteur.foundation.ui.forms import UploadField, WordsField, typed_rows

from .actions import LEADERS
from .models import Member
from .queries import NEW_MEMBERS, categories, countries, parts, regions, registered_addresses, states

MOST_MEMBERS = 40
LETTER_HINT = lazy("PDF, Word, PNG or JPEG, up to 10 MB. You can also send it later.")


def _country_choices():
    return [("", "–"), *countries()]


class DelegationForm(forms.Form):
    """Category and letter; with `by_hand`, the name and country of what the register does not hold."""

    def __init__(self, *args, by_hand="", **kwargs):
        super().__init__(*args, **kwargs)
        if by_hand:
            self.fields["name"] = WordsField(label=_("Name"), max_length=200)
            self.fields["country"] = forms.ChoiceField(
                label=_("Country"), choices=_country_choices(), required=by_hand == "place"
            )
        self.fields["category"] = forms.ChoiceField(label=_("Category"), choices=categories())
        self.fields["letter"] = UploadField(label=_("Letter of nomination"), required=False, help_text=LETTER_HINT)


class MemberForm(forms.Form):
    """A person of a delegation. Any name is a name: one word, 200 characters, any script."""

    name = WordsField(label=lazy("Name"), max_length=200)
    office = WordsField(
        label=lazy("Office"), max_length=200, required=False, help_text=lazy("Such as mayor, or head of integration.")
    )
    email = forms.EmailField(
        label=lazy("E-mail"),
        max_length=254,
        error_messages={"invalid": lazy("Enter an address with an @, such as office@city.example.")},
    )
    part = forms.ChoiceField(label=lazy("Part in the delegation"), choices=parts)
    language = forms.ChoiceField(label=lazy("Language of mail"), choices=settings.LANGUAGES)

    def has_changed(self):
        """Whether the row is filled: the part and the language alone, which always have a value, do not count."""
        if not self.is_bound:
            return False
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("name", "office", "email"))

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()


class _Members(forms.BaseFormSet):
    """Rows of members; an empty row is left out. A mail that is used twice is told at its row."""

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        self.conference = conference

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.use_required_attribute = False

    def clean(self):
        filled = [form for form in self.forms if form.has_changed()]
        taken = registered_addresses(
            self.conference, [form.cleaned_data["email"] for form in filled if "email" in form.cleaned_data]
        )
        seen: dict[str, int] = {}
        for number, form in enumerate(self.forms, 1):
            email = getattr(form, "cleaned_data", {}).get("email")
            if not email:
                continue
            if email in seen:
                sentence = _("Person %(number)s has the same address. Each person has an address of their own.")
                form.add_error("email", sentence % {"number": seen[email]})
            elif email in taken:
                sentence = _("%(email)s is in a delegation already. Each person is registered once.")
                form.add_error("email", sentence % {"email": email})
            seen.setdefault(email, number)
        if not any(form.cleaned_data.get("part") in LEADERS for form in filled if hasattr(form, "cleaned_data")):
            sentence = _("A delegation needs a head or a focal point. Give one of its members this part.")
            raise forms.ValidationError(sentence)


MemberRows = forms.formset_factory(
    MemberForm, formset=_Members, extra=0, max_num=MOST_MEMBERS, absolute_max=MOST_MEMBERS + 10, validate_max=True
)


def first_rows(person, language):
    """What the rows show at first: the one who registers, and one more."""
    me = {"name": person.name, "email": person.email, "part": Member.Part.HEAD, "language": person.language}
    return [me, {"part": Member.Part.ADVISER, "language": language}]


def more_rows(data, language):
    """What was typed, and two more rows."""
    typed = typed_rows(MemberForm, data, prefix="members", most=MOST_MEMBERS)
    empty = {"part": Member.Part.ADVISER, "language": language}
    return [*typed, empty, empty][:MOST_MEMBERS]


def members_in(rows):
    """The members of filled rows, as the action takes them."""
    return [row for row in rows.cleaned_data if row.get("email")]


class AnswerForm(forms.Form):
    answer = WordsField(label=lazy("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    letter = UploadField(label=lazy("Letter of nomination"), required=False, help_text=LETTER_HINT)


class LetterForm(forms.Form):
    letter = UploadField(label=lazy("Letter of nomination"), help_text=lazy("PDF, Word, PNG or JPEG, up to 10 MB."))


class QuestionForm(forms.Form):
    question = WordsField(
        label=lazy("What the delegation is to answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class GroundForm(forms.Form):
    ground = WordsField(
        label=lazy("Ground of the refusal"),
        max_length=2000,
        help_text=lazy("The delegation reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PlaceForm(forms.Form):
    latitude = forms.FloatField(label=lazy("Latitude"), min_value=-90, max_value=90)
    longitude = forms.FloatField(label=lazy("Longitude"), min_value=-180, max_value=180)


class FilterForm(forms.Form):
    q = forms.CharField(label=lazy("Search"), max_length=200, required=False)
    state = forms.ChoiceField(label=lazy("State"), required=False)
    region = forms.ChoiceField(label=lazy("Region"), required=False)
    category = forms.ChoiceField(label=lazy("Category"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        all_of = [("", _("all"))]
        self.fields["state"].choices = all_of + states() + [(NEW_MEMBERS, _("with new members"))]
        self.fields["region"].choices = all_of + regions()
        self.fields["category"].choices = all_of + categories()
