"""Forms of drafting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rapporteur.contributions.queries import region_name
from rapporteur.foundation.frameworks.provisions import provisions, short_name
from rapporteur.foundation.people.models import Government, Region
from rapporteur.foundation.ui import said
from rapporteur.foundation.ui.forms import MomentField, SaidForm, UploadField, WordsField
from rapporteur.foundation.ui.said import language_name
from rapporteur_core.redline import Unbalanced, compare, ranges_carried, unbracketed
from rapporteur_core.text import fingerprint

from .models import Amendment, Draft, Issue, Paragraph, Revision
from .permissions import SUB
from .queries import amendment_kind_name, author_of, issue_kind_name, kind_name, state_name, templates
from .queries.mailed import READ_IN

BEGINNING = "beginning"
WITHOUT_WORDS = {Amendment.Kind.DELETE, Amendment.Kind.MOVE, Amendment.Kind.JOIN}
NEED_TARGET = {Amendment.Kind.MOVE, Amendment.Kind.JOIN}


class AmendmentForm(forms.Form):
    """An amendment to the words at hand; the sponsor is asked only of one who speaks for several governments.

    kinds: what it may do there; one alone is not asked. paragraphs: key of the row and name of those that a paragraph
    can be joined with or moved behind.
    """

    kind = forms.ChoiceField(label=gettext_lazy("What the amendment does"), widget=forms.RadioSelect)
    proposed_text = WordsField(
        label=gettext_lazy("The words that you propose"),
        help_text=gettext_lazy(
            "Change the words as they should read. For a deletion or a move leave them; for a new paragraph write it "
            "alone; to split, put an empty line where the new paragraph begins."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "class": "document"}),
    )
    target = forms.ChoiceField(
        label=gettext_lazy("Which other paragraph"),
        help_text=gettext_lazy("For a move: behind which it shall stand. For joining: which one is added to it."),
        required=False,
    )
    rationale = WordsField(
        label=gettext_lazy("Rationale"),
        help_text=gettext_lazy("Why the words should change. It is published with the amendment."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    government = forms.ModelChoiceField(queryset=None, label=gettext_lazy("For the government"), empty_label=None)
    co_sponsors = forms.ModelMultipleChoiceField(
        queryset=None,
        label=gettext_lazy("Co-sponsors"),
        help_text=gettext_lazy("Accredited governments that have agreed to sponsor it with you."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, mandates, governments, kinds, paragraphs=(), language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["kind"].choices = [(kind, amendment_kind_name(kind)) for kind in kinds]
        self.fields["proposed_text"].widget.attrs |= {"lang": language, "dir": said.direction(language)}
        self.fields["proposed_text"].required = self.data.get("kind", kinds[0]) not in WITHOUT_WORDS
        if len(kinds) == 1:
            del self.fields["kind"]
        self.fields["target"].choices = [("", "–"), (BEGINNING, _("the beginning of the text")), *paragraphs]
        if not paragraphs:
            del self.fields["target"]
        self.fields["government"].queryset = mandates
        if len(mandates) < 2:
            del self.fields["government"]
        own = [government.pk for government in mandates] if len(mandates) == 1 else []
        self.fields["co_sponsors"].queryset = governments.exclude(pk__in=own)

    def clean(self) -> dict[str, Any]:
        """What was sent; `kind` is there where it was not asked, `target` the key of a row or None."""
        sent: dict[str, Any] = super().clean() or {}
        sent.setdefault("kind", self.kinds[0])
        target = sent.pop("target", "")
        if sent["kind"] in NEED_TARGET and not target:
            self.add_error("target", _("Choose the other paragraph."))
        if sent["kind"] == Amendment.Kind.JOIN and target == BEGINNING:
            self.add_error("target", _("Choose the paragraph that is joined to this one."))
        sent["target"] = int(target) if target.isdigit() else None
        return sent


class ReasonForm(forms.Form):
    reason = WordsField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The sponsor is told, and all can read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CompilationForm(forms.Form):
    """Which proposals a compilation shows, and as of when; all of it stands in the address.

    revisions: the frozen ones, the last one first. Without one, that which was the last at the moment asked for.
    """

    revision = forms.TypedChoiceField(label=gettext_lazy("Text"), coerce=int, empty_value=None, required=False)
    paragraph = forms.CharField(label=gettext_lazy("Paragraph"), widget=forms.Select, required=False)
    sponsor = forms.IntegerField(label=gettext_lazy("Sponsor"), widget=forms.Select, required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State of the amendments"), required=False)

    def __init__(self, *args, revisions, zone, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now, self.revisions = now, revisions
        self.fields["at"] = MomentField(zone=zone, label=_("As it stood on"), required=False)
        self.fields["revision"].choices = [
            ("", _("the text of then")),
            *((each.number, each.symbol) for each in revisions),
        ]
        self.fields["region"].choices = [("", _("all")), *((each, region_name(each)) for each in Region.values)]
        self.fields["state"].choices = [("", _("all")), *((each, state_name(each)) for each in Amendment.State.values)]

    def clean_at(self) -> datetime | None:
        """An instant that has passed."""
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at > self.now:
            raise forms.ValidationError(_("This moment is still to come. Choose one that has passed."))
        return at

    def chosen(self) -> Revision | None:
        """The revision that is asked for; None where no text was frozen then."""
        number, at = self.cleaned_data.get("revision"), self.cleaned_data.get("at")
        if number is not None:
            return next(each for each in self.revisions if each.number == number)
        return next((each for each in self.revisions if at is None or each.frozen_at <= at), None)

    def asked(self) -> dict[str, Any]:
        """The filter and the instant as `queries.compilation` takes them; what was wrong is left out."""
        names = ("at", "state", "paragraph", "sponsor", "region")
        return {name: sent for name in names if (sent := self.cleaned_data.get(name))}

    def offer(self, places: Iterable[tuple[str, str]], sponsors: Iterable[Government]) -> None:
        """The paragraphs and sponsors among which one can choose."""
        every = ("", _("all"))
        self.fields["paragraph"].widget.choices = [every, *places]
        self.fields["sponsor"].widget.choices = [every, *((each.pk, each.name) for each in sponsors)]


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
            (SUB, _("amendments to an amendment")),
        ]
        self.fields["own_closes_at"] = MomentField(
            zone=zone,
            label=_("Its own deadline"),
            help_text=_("Empty: the deadline of all others."),
            required=False,
        )


class ReturnForm(forms.Form):
    """Word files of the draft, each with the government that it comes from; one row for a delegate."""

    grouping = forms.ChoiceField(
        label=gettext_lazy("How changes become amendments"),
        choices=[
            ("change", gettext_lazy("each change is an amendment of its own")),
            ("paragraph", gettext_lazy("all changes of one author to a paragraph are one")),
        ],
        widget=forms.RadioSelect,
        initial="change",
    )

    def __init__(self, *args, rows, governments, **kwargs):
        super().__init__(*args, **kwargs)
        self.governments, self.known = list(governments), None
        for at in range(rows):
            self.fields[f"file_{at}"] = UploadField(
                label=_("Word file") if rows == 1 else _("Word file %(number)s") % {"number": at + 1},
                accept=".docx",
                required=at == 0,
            )
            if len(self.governments) != 1:
                self.fields[f"government_{at}"] = forms.ModelChoiceField(
                    governments, label=_("It comes from"), required=at == 0
                )
        self.rows = range(rows)

    def clean(self) -> dict[str, Any]:
        """Every file has its government."""
        sent: dict[str, Any] = super().clean() or {}
        for at in self.rows:
            asked = f"government_{at}"
            is_missing = sent.get(f"file_{at}") and asked in self.fields and not sent.get(asked)
            if is_missing and asked not in self.errors:
                self.add_error(asked, _("Say which government the file comes from."))
        return sent

    def sent(self) -> list[tuple[Any, Any]]:
        """The files with their governments; None where one speaks for no more than one."""
        only = self.governments[0] if len(self.governments) == 1 else None
        return [
            (file, self.cleaned_data.get(f"government_{at}") or only)
            for at in self.rows
            if (file := self.cleaned_data.get(f"file_{at}"))
        ]


class MailForm(forms.Form):
    """A mail of a delegation with its amendments in words."""

    government = forms.ModelChoiceField(None, label=gettext_lazy("It comes from"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"))
    text = WordsField(
        label=gettext_lazy("The instructions"),
        help_text=gettext_lazy("Such as: In paragraph 5, replace “migrants” by “migrants and refugees”."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
    )
    rationale = WordsField(
        label=gettext_lazy("Rationale"),
        help_text=gettext_lazy("As the delegation gives it; it is published with each amendment."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args, governments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["government"].queryset = governments
        self.fields["language"].choices = [(code, said.language_name(code)) for code in READ_IN]

    @property
    def digest(self) -> str:
        """What tells this mail, read in its language, from any other."""
        return fingerprint("\n".join([self.cleaned_data["language"], self.cleaned_data["text"]]))

    @property
    def is_as_read(self) -> bool:
        """Whether the mail is the one whose instructions were shown: the words beside them belong to no other."""
        return self.data.get("shown") == self.digest


class WordingForm(forms.Form):
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
        help_text=gettext_lazy("Put square brackets around words that are not agreed; they may nest."),
        widget=forms.Textarea(attrs={"rows": 8, "class": "document"}),
    )
    bracket_reason = WordsField(
        label=gettext_lazy("Why words are put in brackets"),
        help_text=gettext_lazy("For brackets that are new; those that stand keep their reason."),
        max_length=300,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args, wording=None, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, kind_name(kind)) for kind in Paragraph.Kind.values]
        self.fields["text"].widget.attrs |= {"lang": language, "dir": said.direction(language)}
        self.wording = wording
        if wording is not None:
            del self.fields["key"]

    def clean(self) -> dict[str, Any]:
        """The words without their brackets, and the marks: start, end and reason of each."""
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
        known = self._reasons(text)
        if any(place not in known for place in ranges) and not reason:
            self.add_error("bracket_reason", _("Say why the words in the new brackets are not agreed."))
        sent["text"] = text
        sent["brackets"] = [(*place, known.get(place, reason)) for place in ranges]
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

    def show_meanwhile(self, current: str, sentence: str) -> None:
        """Tell that the words changed meanwhile; what was typed stays, and a second send is made to the new words."""
        self.meanwhile = compare(self.cleaned_data["seen"] or "", current)
        self.add_error(None, sentence)
        self.data = self.data.copy()
        self.data["seen"] = current

    def _reasons(self, text: str) -> dict[tuple[int, int], str]:
        """The reasons of the brackets that stand, by their place in the new text."""
        if self.wording is None:
            return {}
        standing = list(self.wording.brackets.all())
        places = ranges_carried(self.wording.text, text, [(each.start, each.end) for each in standing])
        return {place: each.reason for each, place in zip(standing, places, strict=True) if place is not None}


class AlternativeForm(forms.Form):
    """Another wording of a paragraph."""

    other_text = WordsField(
        label=gettext_lazy("Another wording"),
        help_text=gettext_lazy("It stands beside the paragraph as alt. 1, alt. 2 and so on, until one is taken."),
        widget=forms.Textarea(attrs={"rows": 5, "class": "document"}),
    )

    def __init__(self, *args, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other_text"].widget.attrs |= {"lang": language, "dir": said.direction(language)}


class MergeForm(forms.Form):
    text = WordsField(
        label=gettext_lazy("The paragraph as it shall read"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "document"}),
    )

    def __init__(self, *args, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"lang": language, "dir": said.direction(language)}


class LanguageForm(forms.Form):
    """A language in which the text can be opened."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages


class WaiverForm(LanguageForm):
    """A language without which the text may be adopted, and why."""

    reason = WordsField(
        label=gettext_lazy("Reason of the waiver"),
        help_text=gettext_lazy("It stays on record with the text, and all can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


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


class VersionForm(forms.Form):
    """Words in another language; `seen` and `rendered` are those that the writer had before them."""

    text = WordsField(widget=forms.Textarea(attrs={"rows": 8, "class": "document"}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    rendered = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args, language, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].widget.attrs |= {"lang": language, "dir": said.direction(language)}

    def clean_rendered(self) -> str | None:
        """Nothing where it was not sent: then the words render the original as it is."""
        return self.cleaned_data["rendered"] or None

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

    def show_meanwhile(self, current: str, sentence: str) -> None:
        """Tell that somebody wrote meanwhile; what was typed stays, and a second send is made to the new words."""
        self.meanwhile = compare(self.cleaned_data["seen"], current)
        self.add_error(None, sentence)
        self.data = self.data.copy()
        self.data["seen"] = current


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


class JoinForm(forms.Form):
    """Amendments to one paragraph that are settled together, and its words as a person joined them."""

    amendments = forms.MultipleChoiceField(
        label=gettext_lazy("Which amendments are settled"), widget=forms.CheckboxSelectMultiple
    )
    text = WordsField(
        label=gettext_lazy("The paragraph as it shall read"),
        help_text=gettext_lazy("All that conflicts with nothing stands here already. Needed to join by hand alone."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "document"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args, amendments, language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each in amendments}
        self.fields["amendments"].choices = [(key, author_of(each)) for key, each in self.offered.items()]
        self.fields["text"].widget.attrs |= {"lang": language, "dir": said.direction(language)}

    def chosen(self) -> list[Amendment]:
        return [self.offered[key] for key in self.cleaned_data["amendments"]]

    def show_meanwhile(self, current: str, sentence: str) -> None:
        """Tell that the words changed meanwhile; what was typed stays, and a second send is made to the new words."""
        self.meanwhile = compare(self.cleaned_data["seen"], current)
        self.add_error(None, sentence)
        self.data = self.data.copy()
        self.data["seen"] = current


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
        self.fields["text"].widget.attrs |= {"lang": language, "dir": said.direction(language)}


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
