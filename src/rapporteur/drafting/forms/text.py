"""The text: opened, its form and deadlines, its paragraphs and their sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rapporteur.foundation.frameworks.provisions import provisions, short_name
from rapporteur.foundation.ui import said
from rapporteur.foundation.ui.forms import MomentField, SaidForm, WordsField
from rapporteur_core.redline import Unbalanced, ranges_carried, unbracketed

from ..models import Amendment, Draft, Paragraph
from ..permissions import SUB
from ..queries import amendment_kind_name, kind_name, templates
from .seen import SeenForm


class DraftForm(SaidForm):
    """The first act: the title of the text, its symbol and its language, the page's where the conference has it."""

    def __init__(self, *args, languages, symbol="", **kwargs):
        super().__init__(*args, **kwargs)
        self.said_fields("title", _("Title of the text"), required=True)
        self.fields["symbol"] = WordsField(
            label=_("Symbol"),
            help_text=_("Such as CCM/2017/L.1; a revision adds /Rev.1."),
            max_length=50,
            initial=symbol,
        )
        here = get_language() or "en"
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the text"),
            choices=languages,
            initial=here if here in dict(languages) else languages[0][0],
        )
        self.fields["template"] = forms.ChoiceField(
            label=_("Form of the text"),
            choices=templates(),
            widget=forms.RadioSelect,
            initial=Draft.Template.DECLARATION,
        )
        self.fields["has_opening"] = forms.BooleanField(
            label=_("Begin the zero draft with an opening sentence that names the conference"),
            initial=True,
            required=False,
        )


class SetUpForm(forms.Form):
    """How the text is made: its form, the pattern of its symbols, how many words it may have."""

    template = forms.ChoiceField(label=gettext_lazy("Form of the text"), widget=forms.RadioSelect)
    symbol_pattern = WordsField(
        label=gettext_lazy("Pattern of symbols"),
        help_text=gettext_lazy(
            "How the symbol of a revision, corrigendum or addendum follows its root: with {root}, {suffix} and {number}."
        ),
        max_length=60,
    )
    word_budget = forms.IntegerField(
        label=gettext_lazy("Words that the text may have"),
        help_text=gettext_lazy("Title, headings, paragraphs and annexes count. Empty: no limit."),
        min_value=1,
        max_value=1_000_000,
        required=False,
    )

    def __init__(self, *args, draft=None, **kwargs):
        facts = ("template", "symbol_pattern", "word_budget")
        initial = {name: getattr(draft, name) for name in facts} if draft else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["template"].choices = templates()


class DeadlineForm(forms.Form):
    def __init__(self, *args, zone="UTC", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["closes_at"] = MomentField(
            zone=zone,
            label=_("Deadline for amendments"),
            help_text=_("Day and hour in the zone of the conference: %(zone)s.") % {"zone": zone},
        )


class KindDeadlineForm(forms.Form):
    """A deadline of its own for one kind of amendment; without a day it is taken away."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of amendment"))

    def __init__(self, *args, zone="UTC", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            *((kind, amendment_kind_name(kind)) for kind in Amendment.Kind.values),
            (SUB, amendment_kind_name(SUB)),
        ]
        self.fields["own_closes_at"] = MomentField(
            zone=zone,
            label=_("Its own deadline"),
            help_text=_("Empty: the deadline of all others."),
            required=False,
        )


class WordingForm(SeenForm):
    """A paragraph of the revision that is being written."""

    key = forms.SlugField(
        label=gettext_lazy("Key"),
        help_text=gettext_lazy("Never changes, in any revision: such as p12."),
        max_length=20,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    number = forms.CharField(
        label=gettext_lazy("Working number"),
        help_text=gettext_lazy("Stays through the negotiation. One that comes between two is 12 bis."),
        max_length=40,
        required=False,
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place in the text"),
        help_text=gettext_lazy("What stands there moves down by one. Empty: where it is, or last."),
        min_value=0,
        max_value=9999,
        required=False,
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level of a subparagraph"),
        help_text=gettext_lazy("For a subparagraph alone: (a) is level 1, (i) level 2, a. level 3."),
        choices=[("", "–"), (1, "1"), (2, "2"), (3, "3")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    text = WordsField(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy(
            "Put square brackets around words that are not agreed; they may nest. An empty line splits the paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "class": "document"}),
    )
    bracket_reason = WordsField(
        label=gettext_lazy("Why words are put in brackets"),
        help_text=gettext_lazy("For brackets that are new; those that stand keep their reason."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, wording=None, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, kind_name(kind)) for kind in Paragraph.Kind.values]
        self.fields["text"].written_in(language)
        self.wording = wording
        if wording is not None:
            del self.fields["key"]

    def clean(self) -> dict[str, Any]:
        """The words without their brackets, and the marks: start, end, reason and amendment (its key) of each."""
        sent: dict[str, Any] = super().clean() or {}
        typed, reason = sent.get("text"), sent.pop("bracket_reason", "")
        sent["seen"] = sent.get("seen") or None
        if typed is None:
            return sent
        try:
            text, ranges = unbracketed(typed)
        except Unbalanced as told:
            around = typed[max(told.place - 15, 0) : told.place + 15]
            self.add_error("text", _("The bracket in “%(words)s” has no other half.") % {"words": around})
            return sent
        known = self._standing(text)
        if any(place not in known for place in ranges) and not reason:
            self.add_error("bracket_reason", _("Say why the words in the new brackets are not agreed."))
        sent["text"] = text
        sent["brackets"] = [(*place, *known.get(place, (reason, None))) for place in ranges]
        return sent

    def place(self) -> dict[str, Any]:
        """Kind, level and position as they were sent, whatever else is wrong: where a number is asked for."""
        kind, level, position = (self.data.get(name, "") for name in ("kind", "level", "position"))
        return {
            "kind": kind if kind in Paragraph.Kind.values else Paragraph.Kind.OPERATIVE,
            "level": int(level) if level in {"1", "2", "3"} else 0,
            "position": int(position) if position.isascii() and position.isdigit() and len(position) < 5 else None,
        }

    def suggest(self, number: str) -> None:
        """Show the form again as it was sent, with this number and without mistakes."""
        sent = {name: self.data.get(name, "") for name in self.fields}
        self.initial = {**sent, "number": number}
        self.is_bound = False

    @property
    def words(self) -> str | None:
        """The words that were sent, without brackets; None before the form is sent, or when they are not right."""
        return self.cleaned_data.get("text") if self.is_bound and self.is_valid() else None

    def _standing(self, text: str) -> dict[tuple[int, int], tuple[str, int | None]]:
        """Reason and amendment of the brackets that stand, by their place in the new text."""
        if self.wording is None:
            return {}
        standing = list(self.wording.brackets.all())
        places = ranges_carried(self.wording.text, text, [(each.start, each.end) for each in standing])
        found = zip(standing, places, strict=True)
        return {place: (each.reason, each.amendment_id) for each, place in found if place is not None}


class AlternativeForm(forms.Form):
    """Another wording of a paragraph."""

    other_text = WordsField(
        label=gettext_lazy("Another wording"),
        help_text=gettext_lazy("It stands beside the paragraph as alt. 1, alt. 2 and so on, until one is taken."),
        widget=forms.Textarea(attrs={"rows": 5, "class": "document"}),
    )

    def __init__(self, *args, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other_text"].written_in(language)


class MergeForm(SeenForm):
    text = WordsField(
        label=gettext_lazy("The paragraph as it shall read"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "document"}),
    )

    def __init__(self, *args, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].written_in(language)


class SourcesForm(forms.Form):
    """What is linked to a sentence: what was found is offered, nothing else is taken."""

    passages = forms.ModelMultipleChoiceField(queryset=None, required=False)
    recommendations = forms.ModelMultipleChoiceField(
        queryset=None,
        label=gettext_lazy("Recommendations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    provisions = forms.MultipleChoiceField(
        label=gettext_lazy("Provisions of agreements"),
        help_text=gettext_lazy("Several can be chosen."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args, passages, recommendations, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passages"].queryset = passages
        self.fields["recommendations"].queryset = recommendations
        self.fields["provisions"].choices = [
            (item.id, f"{short_name(item, language)} · {said.plain(item.label)}") for item in provisions().values()
        ]
