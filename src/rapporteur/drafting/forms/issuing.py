"""What is issued beside a frozen text."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.ui import said
from rapporteur.foundation.ui.forms import WordsField
from rapporteur.foundation.ui.said import language_name

from ..models import Issue
from ..queries import issue_kind_name

REASON = {
    "label": gettext_lazy("Why it is issued"),
    "help_text": gettext_lazy("It is published with the document."),
    "max_length": 2000,
}


class ReissueForm(forms.Form):
    """A document issued anew for technical reasons."""

    reason = WordsField(widget=forms.Textarea(attrs={"rows": 2}), **REASON)


class MendingForm(forms.Form):
    """What mends a text: a corrigendum, or what the body decided; in which language, and which paragraphs."""

    kind = forms.ChoiceField(label=gettext_lazy("Document"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    keys = forms.MultipleChoiceField(
        label=gettext_lazy("Paragraphs that should read otherwise"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, languages, paragraphs, is_adopted, **kwargs):
        super().__init__(*args, initial={"kind": Issue.Kind.CORRIGENDUM.value}, **kwargs)
        kinds = [Issue.Kind.CORRIGENDUM, *([Issue.Kind.AMENDMENT] if is_adopted else [])]
        self.fields["kind"].choices = [(kind.value, issue_kind_name(kind)) for kind in kinds]
        self.fields["language"].choices = languages
        self.fields["keys"].choices = paragraphs


class _IssueForm(forms.Form):
    """A document with its reason, which may be another's in one more language."""

    def finish(self, issues: list[Issue]) -> None:
        """Put the fields that each document has behind its own."""
        self.fields["reason"] = WordsField(widget=forms.Textarea(attrs={"rows": 3}), **REASON)
        self._issues = {str(each.pk): each for each in issues}
        if issues:
            self.fields["beside"] = forms.ChoiceField(
                label=_("The same document in another language"),
                help_text=_("Then both have one symbol."),
                choices=[
                    ("", "–"),
                    *((key, f"{each} ({language_name(each.language)})") for key, each in self._issues.items()),
                ],
                required=False,
            )

    @property
    def beside(self) -> Issue | None:
        """The document of which this is another language."""
        return self._issues.get(self.cleaned_data.get("beside", ""))


class MendForm(_IssueForm):
    """The words of paragraphs as they should read. items: what stands, each with `key`, `number` and `text`."""

    def __init__(self, *args, items, language, issues, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = {item["key"]: item["text"] for item in items}
        for item in items:
            attrs = {"rows": 5, "class": "document", "lang": language, "dir": said.direction(language)}
            self.fields[f"words-{item['key']}"] = WordsField(
                label=item["number"] or item["key"], initial=item["text"], widget=forms.Textarea(attrs=attrs)
            )
        self.finish(issues)

    def changed(self) -> dict[str, str]:
        """By key the words that are no longer those that stand."""
        sent = {key: self.cleaned_data[f"words-{key}"] for key in self.standing}
        return {key: text for key, text in sent.items() if text != self.standing[key]}


class AddendumForm(_IssueForm):
    """Words that are added to a text."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    added = WordsField(
        label=gettext_lazy("Words that are added"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "document"}),
        max_length=50_000,
    )

    def __init__(self, *args, languages, issues, **kwargs):
        super().__init__(*args, auto_id="addendum_%s", **kwargs)
        self.fields["language"].choices = languages
        self.finish(issues)
