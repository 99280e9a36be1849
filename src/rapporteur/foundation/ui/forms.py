"""What the forms of all stages share: texts in several languages, instants in the conference's zone, uploads, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.files.actions import FileRefused
from rapporteur_core.text import normalise

from .said import direction

LANGUAGE_NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Row:
    """A field of a form, or the fields of one text in several languages under their `legend`."""

    fields: list[forms.BoundField]
    legend: str = ""
    hint: str = ""


@dataclass(frozen=True)
class _Text:
    label: str
    hint: str
    languages: tuple[str, ...]
    is_required: bool


class SaidForm(forms.Form):
    """A form with texts in several languages: one field a language (`title_en`, `title_fr`).

    Call `said_fields` in `__init__`; read a text back with `said("title")`. `ui/rows.html` shows the form in its order.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._texts: dict[str, _Text] = {}

    def said_fields(
        self,
        name: str,
        label: str,
        *,
        initial: Mapping[str, str] | None = None,
        languages: list[str] | None = None,
        required: bool = False,
        long: bool = False,
        most: int = 0,
        hint: str = "",
    ) -> None:
        """Add a field a language for the text `name`; `required`: at least one of them must be filled.

        `languages` are codes, the interface's when none are given; `most` is the limit in characters.
        """
        codes = tuple(languages or LANGUAGE_NAMES)
        self._texts[name] = _Text(label, hint, codes, required)
        for code in codes:
            attrs = {"lang": code, "dir": direction(code)}
            widget = forms.Textarea({**attrs, "rows": 4}) if long else forms.TextInput(attrs)
            self.fields[f"{name}_{code}"] = WordsField(
                label=LANGUAGE_NAMES.get(code, code),
                required=False,
                max_length=most or (20_000 if long else 300),
                widget=widget,
                initial=(initial or {}).get(code, ""),
            )

    def said(self, name: str) -> dict[str, str]:
        """The text `name` as it was sent: a map from language to text, without the empty ones."""
        sent = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self._texts[name].languages}
        return {code: text for code, text in sent.items() if text}

    def clean(self) -> dict[str, Any]:
        """A text that is needed must be there in one language at least."""
        cleaned = super().clean() or self.cleaned_data
        for name, text in self._texts.items():
            names = [f"{name}_{code}" for code in text.languages]
            if text.is_required and not any(cleaned.get(key) or key in self.errors for key in names):
                self.add_error(names[0], _("Fill in “%(label)s” in one language at least.") % {"label": text.label})
        return cleaned

    @property
    def rows(self) -> list[Row]:
        """The fields in their order, those of one text together."""
        groups = {f"{name}_{code}": name for name, text in self._texts.items() for code in text.languages}
        rows: list[Row] = []
        seen: set[str] = set()
        for key in self.fields:
            name = groups.get(key)
            if name is None:
                rows.append(Row([self[key]]))
            elif name not in seen:
                seen.add(name)
                text = self._texts[name]
                rows.append(Row([self[f"{name}_{code}"] for code in text.languages], text.label, text.hint))
        return rows


class WordsField(forms.CharField):
    """Words that people write, in the form in which they are kept: NFC, without control characters."""

    def to_python(self, value: Any) -> str:
        return normalise(super().to_python(value) or "").strip()

    def written_in(self, language: str) -> None:
        """Say in which language its words are written, and from which side."""
        self.widget.attrs |= {"lang": language, "dir": direction(language)}


class MomentField(forms.DateTimeField):
    """An instant, written as a clock on a wall in `zone` shows it; an hour that is skipped or comes twice is asked."""

    def __init__(self, *, zone: str = "UTC", **kwargs: Any):
        kwargs.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
        super().__init__(**kwargs)
        self.zone = zone

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo:
            return value.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            wall = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
        except ValueError as error:
            raise ValidationError(_("Enter a day and an hour, such as 2017-10-13 18:00.")) from error
        return wall if wall.tzinfo else self._on_the_wall(wall)

    def _on_the_wall(self, wall: datetime) -> datetime:
        first, second = (wall.replace(tzinfo=ZoneInfo(self.zone), fold=fold) for fold in (0, 1))
        if first.utcoffset() == second.utcoffset():
            return first
        if first.utcoffset() < second.utcoffset():  # type: ignore[operator]
            raise ValidationError(_("Clocks go forward that night and this hour does not exist. Choose another."))
        raise ValidationError(_("Clocks go back that night and this hour comes twice. Choose another."))


class ZoneField(forms.ChoiceField):
    """A zone of the tz database, such as Europe/Brussels."""

    def __init__(self, **kwargs: Any):
        left_out = ("Etc/", "posix", "right")
        names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(left_out))
        super().__init__(choices=[(name, name) for name in ["UTC", *names]], **kwargs)


class UploadField(forms.FileField):
    """A file whose kind is read from its content when it is kept; see `file_sentence`."""

    def __init__(self, *, accept: str = ".pdf,.docx,.png,.jpg,.jpeg", **kwargs: Any):
        super().__init__(widget=forms.ClearableFileInput(attrs={"accept": accept}), **kwargs)
        self.widget.template_name = "django/forms/widgets/file.html"
        self.error_messages["empty"] = gettext_lazy("This file is empty. Choose another one.")


def typed_rows(row: type[forms.Form], data: Mapping[str, str], *, prefix: str, most: int) -> list[dict[str, str]]:
    """What was typed into the rows of a set of forms `row`, unchecked: the initial values of rows shown anew.

    At most `most` rows, with the fields of `row` by name.
    """
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(total), most) if total.isascii() and total.isdigit() and len(total) < 6 else 0
    return [{name: data.get(f"{prefix}-{at}-{name}", "") for name in row.base_fields} for at in range(count)]


KIND_NAMES = {"pdf": "PDF", "docx": "Word (.docx)", "xlsx": "Excel (.xlsx)", "png": "PNG", "jpeg": "JPEG"}


def file_sentence(trouble: FileRefused, kinds: tuple[str, ...] = ("pdf", "docx", "png", "jpeg")) -> str:
    """What is said to the one whose file was not taken."""
    if str(trouble) == "size":
        return _("The file is larger than 10 MB. Send a smaller one.")
    if str(trouble) == "empty":
        return _("The file is empty. Choose another one.")
    named = ", ".join(KIND_NAMES.get(kind, kind) for kind in kinds)
    sentence = _("The content of this file is none of: %(kinds)s. Save it as one of these and send it again.")
    return sentence % {"kinds": named}
