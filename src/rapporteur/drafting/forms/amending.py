"""Amendments: proposed, filed from Word and mail, reasons, the filters of the compilation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.contributions.queries import region_name
from rapporteur.foundation.people.models import Government, Region
from rapporteur.foundation.ui import said
from rapporteur.foundation.ui.forms import MomentField, UploadField, WordsField

from ..models import Amendment, Revision
from ..queries import PARAGRAPH_BREAK, amendment_kind_name, state_name
from ..queries.mailed import READ_IN

BEGINNING = "beginning"
WITHOUT_WORDS = {Amendment.Kind.DELETE, Amendment.Kind.MOVE, Amendment.Kind.JOIN}
NEED_TARGET = {Amendment.Kind.MOVE, Amendment.Kind.JOIN}


class KindRadios(forms.RadioSelect):
    """Kinds of amendment; those that are `closed` are shown and cannot be chosen."""

    closed: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.closed:
            option["attrs"]["disabled"] = True
        return option


class AmendmentForm(forms.Form):
    """An amendment to the words at hand; the sponsor is asked only of one who speaks for several governments.

    kinds: what it may do there; one alone is not asked. closed: those of them whose deadline has passed. paragraphs: key
    of the row and name of those that a paragraph can be joined with or moved behind. A preview needs no rationale.
    """

    kind = forms.ChoiceField(label=gettext_lazy("What the amendment does"), widget=KindRadios)
    proposed_text = WordsField(
        label=gettext_lazy("The words that you propose"),
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
        label=gettext_lazy("Ask to co-sponsor it"),
        help_text=gettext_lazy("They get a mail, and are named as soon as they agree on the page of the amendment."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, mandates, governments, kinds, closed=frozenset(), paragraphs=(), language="en", **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["kind"].widget.closed = closed
        self.fields["kind"].choices = [(kind, _kind_label(kind, kind in closed)) for kind in kinds]
        self.fields["proposed_text"].help_text = _hint_for(kinds)
        self.fields["rationale"].required = "preview" not in self.data
        self.fields["proposed_text"].written_in(language)
        self.fields["proposed_text"].required = self.data.get("kind", kinds[0]) not in WITHOUT_WORDS
        if len(kinds) == 1:
            del self.fields["kind"]
        self.fields["target"].choices = [("", "–"), (BEGINNING, _("the beginning of the text")), *paragraphs]
        if not paragraphs or not NEED_TARGET & set(kinds):
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
        if sent["kind"] == Amendment.Kind.SPLIT and PARAGRAPH_BREAK not in sent.get("proposed_text", PARAGRAPH_BREAK):
            self.add_error("proposed_text", _("To split a paragraph, put an empty line where the new one begins."))
        sent["target"] = int(target) if target.isdigit() else None
        return sent


def _kind_label(kind: str, is_closed: bool) -> str:
    name = amendment_kind_name(kind)
    return _("%(kind)s: the deadline has passed") % {"kind": name} if is_closed else name


def _hint_for(kinds: Collection[str]) -> str:
    """How the words are written, as far as the kinds that can be chosen need it."""
    if NEED_TARGET & set(kinds):
        return _(
            "Change the words as they should read. For a deletion or a move leave them; for a new paragraph write it "
            "alone; to split, put an empty line where the new paragraph begins; for joining leave them, or write the one "
            "paragraph."
        )
    if Amendment.Kind.ADD in kinds:
        return _(
            "Change the words as they should read. For a new paragraph write it alone; to split, put an empty line where "
            "the new paragraph begins."
        )
    return _("Change the words as they should read.")


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

    def __init__(self, *args, governments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["government"].queryset = governments
        self.fields["language"].choices = [(code, said.language_name(code)) for code in READ_IN]

    @property
    def is_readable(self) -> bool:
        """Whether the mail itself can be read, whatever else is missing."""
        return {"language", "text"} <= self.cleaned_data.keys()
