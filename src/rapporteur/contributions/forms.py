"""Forms of contributions: built from the call's questions; the columns of an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapporteur.calls.models import Call, Question
from rapporteur.foundation.files.actions import LARGEST, FileRefused, store_file
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.ui.forms import UploadField, WordsField, file_sentence
from rapporteur.foundation.ui.said import number, plain
from rapporteur_core.documents import sniff
from rapporteur_core.text import normalise, word_count

from . import sentences
from .answers import MOST_CHARACTERS, mistakes_in
from .models import Contribution, ImportBatch
from .queries import language_choices, speakers
from .rows import FACTS

PREFIX = "q-"
KINDS = ("pdf", "docx", "png", "jpeg")


class TypedField(forms.CharField):
    """Words as they were typed: what they may be is said with the other answers, zero bytes included."""

    default_validators: list[Any] = []

    def __init__(self, **kwargs: Any):
        super().__init__(strip=False, required=False, **kwargs)
        self.validators = []


class ContributionForm(forms.Form):
    """The questions of a call; `is_draft` when it is saved and not sent. `answers` gives what was answered."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        call: Call,
        questions: list[Question],
        governments: list[Government],
        draft: Contribution | None = None,
        draft_answers: dict[str, str | StoredFile] | None = None,
        name: str = "",
        is_anonymous: bool = False,
    ):
        super().__init__(data, files)
        self.call, self.governments, self.is_anonymous = call, governments, is_anonymous
        self.questions = [each for each in questions if not (is_anonymous and each.kind == Question.Kind.FILE)]
        self.held = draft_answers or {}
        self.is_draft = bool(data) and "draft" in data
        for question in self.questions:
            self.fields[PREFIX + question.key] = self._field(question)
        if not is_anonymous:
            self._ask_who(draft, name)
        if not governments:
            self.fields["category"] = forms.ChoiceField(
                label=_("You write as"),
                choices=speakers(),
                required=False,
                initial=draft.category if draft else "individual",
            )
        choices = language_choices(call.conference)
        here = get_language() or "en"
        self.fields["language"] = forms.ChoiceField(
            label=_("Language in which you write"),
            choices=choices,
            initial=draft.language if draft else here if here in dict(choices) else choices[0][0],
        )

    def _ask_who(self, draft: Contribution | None, name: str) -> None:
        if len(self.governments) > 1:
            self.fields["government"] = forms.ModelChoiceField(
                Government.objects.filter(pk__in=[each.pk for each in self.governments]),
                label=_("For which government"),
                initial=draft.government_id if draft else None,
            )
        if self.governments:
            choices = [("named", _("My name and the government")), ("government", _("The government only"))]
            self.fields["attribution"] = forms.ChoiceField(
                label=_("Shown under"),
                choices=choices,
                widget=forms.RadioSelect,
                initial=draft.attribution if draft else "named",
            )
        self.fields["author_name"] = WordsField(
            label=_("Name to be shown"),
            required=False,
            max_length=200,
            initial=draft.author_name if draft else name,
            error_messages={"max_length": _("The name has more than 200 characters. Shorten it.")},
        )

    def _field(self, question: Question) -> forms.Field:
        held = self.held.get(question.key)
        common = {"label": plain(question.label), "help_text": _hint(question, held)}
        if question.kind == Question.Kind.FILE:
            field: forms.Field = UploadField(required=False, **common)
        elif question.kind == Question.Kind.CHOICE:
            choices = [(str(each["id"]), plain(each["label"])) for each in question.choices]
            offered = choices if question.is_required else [("", _("no answer")), *choices]
            field = forms.ChoiceField(required=False, choices=offered, widget=forms.RadioSelect, initial=held, **common)
            field.validate = lambda value: None  # type: ignore[method-assign]  # judged with the other answers
        elif question.kind == Question.Kind.FIGURE:
            field = TypedField(
                initial=held, widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}), **common
            )
        else:
            field = TypedField(initial=held, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}), **common)
        # The page says "(optional)" by this; what is needed is judged with the other answers, and not for a draft.
        field.required = question.is_required
        field.widget.is_required = False
        field.clean = _lenient(field)  # type: ignore[method-assign]
        return field

    def clean(self) -> dict[str, Any]:
        """All mistakes of all answers at once, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        given: dict[str, str | StoredFile | None] = {}
        self.uploads: dict[str, bytes] = {}
        for question in self.questions:
            value = cleaned.get(PREFIX + question.key)
            if question.kind == Question.Kind.FILE:
                given[question.key] = self._looked_at(question, value) or self.held.get(question.key)
            else:
                given[question.key] = str(value or "")
        self.answers = given
        for mistake in mistakes_in(self.questions, given, is_draft=self.is_draft, is_anonymous=self.is_anonymous):
            name = PREFIX + mistake.key if mistake.key else None
            if name is None or name not in self.errors:
                self.add_error(name, sentences.of_mistake(mistake))
        is_person = not self.is_anonymous and not self.governments
        needs_name = is_person and not self.is_draft and "author_name" not in self.errors
        if needs_name and not cleaned.get("author_name"):
            self.add_error("author_name", _("Say under which name it is shown, or send it anonymously."))
        return cleaned

    def _looked_at(self, question: Question, value: Any) -> StoredFile | None:
        """A file as it would be kept: nothing is, before all else can be taken."""
        if not value:
            return None
        self.uploads[question.key] = value.read()
        trouble = "size" if len(self.uploads[question.key]) > LARGEST else "kind"
        if trouble == "size" or sniff.kind(self.uploads[question.key]) not in KINDS:
            self.add_error(PREFIX + question.key, file_sentence(FileRefused(trouble)))
        return StoredFile(name=value.name)

    def kept_answers(self) -> dict[str, str | StoredFile | None]:
        """The answers with their files kept, for the transaction that takes them."""
        for key, data in self.uploads.items():
            self.answers[key] = store_file(data=data, name=self.answers[key].name)  # type: ignore[union-attr]
        return self.answers

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take besides the answers."""
        cleaned = self.cleaned_data
        government = cleaned.get("government") or (self.governments[0] if len(self.governments) == 1 else None)
        return {
            "government": government,
            "attribution": cleaned.get("attribution") or "named",
            "author_name": cleaned.get("author_name", ""),
            "category": cleaned.get("category", ""),
            "language": cleaned["language"],
        }

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The fields of the questions, each with its question and, where it has limits, what is said under it."""
        return [
            {
                "question": question,
                "field": self[PREFIX + question.key],
                "counted": count_sentence(question, str(self[PREFIX + question.key].value() or ""))
                if question.kind == Question.Kind.TEXT and (question.word_limit or question.character_limit)
                else "",
                "held": self.held.get(question.key) if question.kind == Question.Kind.FILE else None,
            }
            for question in self.questions
        ]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(PREFIX)]


def _lenient(field: forms.Field) -> Any:
    usual = field.clean

    def clean(value: Any, *rest: Any) -> Any:
        is_required, field.required = field.required, False
        try:
            return usual(value, *rest)
        finally:
            field.required = is_required

    return clean


def _hint(question: Question, held: object) -> str:
    parts = [plain(question.help)] if question.help else []
    if question.kind == Question.Kind.TEXT:
        if question.word_limit:
            words = ngettext("At most %(limit)s word.", "At most %(limit)s words.", question.word_limit)
            parts.append(words % {"limit": number(question.word_limit)})
        limit = question.character_limit
        if limit:
            parts.append(_("At most %(limit)s characters.") % {"limit": number(limit)})
        elif not question.word_limit:
            parts.append(_("At most %(limit)s characters.") % {"limit": number(MOST_CHARACTERS)})
    if question.kind == Question.Kind.FIGURE and question.unit:
        parts.append(_("In %(unit)s.") % {"unit": question.unit})
    if question.kind == Question.Kind.FILE:
        parts.append(_("PDF, Word, PNG or JPEG, at most 10 MB."))
        if isinstance(held, StoredFile):
            parts.append(_("Kept: %(name)s. Choose another file to replace it.") % {"name": held.name})
    return " ".join(parts)


def count_sentence(question: Question, text: str) -> str:
    """How long an answer is, of how much: said under its field."""
    clean = normalise(text)
    said = []
    if question.word_limit:
        said.append(_("%(count)s of %(limit)s words") % _numbers(word_count(clean), question.word_limit))
    if question.character_limit:
        said.append(_("%(count)s of %(limit)s characters") % _numbers(len(clean), question.character_limit))
    return " · ".join(said)


def is_over(question: Question, text: str) -> bool:
    clean = normalise(text)
    over_words = question.word_limit and word_count(clean) > question.word_limit
    return bool(over_words or (question.character_limit and len(clean) > question.character_limit))


def _numbers(count: int, limit: int) -> dict[str, str]:
    return {"count": number(count), "limit": number(limit)}


class ImportForm(forms.Form):
    """A file of contributions."""

    file = UploadField(accept=".csv,.xlsx,.jsonl,.gz")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("File")
        self.fields["file"].help_text = _(
            "CSV, XLSX or JSON Lines, also gzipped, at most 50 MB. The first row names the columns."
        )
        self.fields["file"].error_messages["required"] = _("Choose the file to be imported.")


class MappingForm(forms.Form):
    """Which column answers which question, and which says who, where and in what language."""

    def __init__(self, data: Any = None, *, batch: ImportBatch, questions: list[Question]):
        super().__init__(data)
        columns = [("", _("no column")), *((name, name) for name in batch.header)]
        labels = {
            "id": _("Identifier in the file"),
            "by": _("Who speaks"),
            "language": _("Language"),
            "country": _("Country"),
        }
        wanted = {f"q:{each.key}": plain(each.label) for each in questions if each.kind != Question.Kind.FILE}
        for key, label in {**wanted, **{fact: labels[fact] for fact in FACTS}}.items():
            self.fields[key] = forms.ChoiceField(
                label=label, choices=columns, required=False, initial=batch.mapping.get(key, "")
            )

    @property
    def mapping(self) -> dict[str, str]:
        return {key: str(value) for key, value in self.cleaned_data.items()}
