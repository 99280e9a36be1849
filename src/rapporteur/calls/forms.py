"""Forms by which the secretariat edits the conference, its call and its programme."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from rapporteur.foundation.conferences.models import Outcome, Party
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.queries import find_governments
from rapporteur.foundation.people.reader import DELEGATE, MAYOR, ROLES
from rapporteur.foundation.ui.forms import MomentField, SaidForm, UploadField, WordsField, ZoneField, typed_rows
from rapporteur.foundation.ui.said import language_name
from rapporteur.foundation.ui.templatetags.ui import role_name

from .models import Question
from .queries import document_kinds, late_rules, question_kinds, session_kinds, speaker_parts

CHOICE = re.compile(r"^([a-z0-9][a-z0-9_-]{0,39})\s*=\s*(\S.*)$")


def _day(label):
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class ConferenceForm(SaidForm):
    """What the conference says of itself."""

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        self.said_fields("title", _("Title"), initial=conference.title, required=True)
        self.said_fields("subtitle", _("Short name"), initial=conference.subtitle)
        self.said_fields("lede", _("In two sentences"), initial=conference.lede, long=True, most=1000)
        text = {"max_length": 200, "required": False}
        self.fields["city"] = WordsField(label=_("City"), initial=conference.city, **text)
        self.fields["venue"] = WordsField(label=_("Venue"), initial=conference.venue, **text)
        self.fields["starts_on"] = _day(_("First day"))
        self.fields["ends_on"] = _day(_("Last day"))
        self.fields["zone"] = ZoneField(
            label=_("Time zone"),
            initial=conference.zone,
            help_text=_("All hours and deadlines are shown in this zone."),
        )
        self.fields["contact"] = forms.EmailField(label=_("Mail of the secretariat"), initial=conference.contact)
        self.fields["is_published"] = forms.BooleanField(
            label=_("The conference can be read by everyone"), initial=conference.is_published, required=False
        )
        self.initial.update(starts_on=conference.starts_on, ends_on=conference.ends_on)

    def facts(self):
        """The fields as the action takes them."""
        names = ("city", "venue", "starts_on", "ends_on", "zone", "contact", "is_published")
        texts = {name: self.said(name) for name in ("title", "subtitle", "lede")}
        return {**texts, **{name: self.cleaned_data[name] for name in names}}


class PartyForm(SaidForm):
    def __init__(self, *args, party=None, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [
            (Party.Part.HOST, _("Host")),
            (Party.Part.SUPPORTER, _("Supporter")),
            (Party.Part.ORGANISER, _("Organiser")),
        ]
        self.fields["part"] = forms.ChoiceField(label=_("Role"), choices=parts, initial=party and party.part)
        self.said_fields("name", _("Name"), initial=party and party.name, required=True)
        self.fields["position"] = forms.IntegerField(
            label=_("Place in the order"), min_value=0, max_value=999, initial=party.position if party else 0
        )


class OutcomeForm(SaidForm):
    def __init__(self, *args, outcome=None, zone="UTC", **kwargs):
        super().__init__(*args, **kwargs)
        self.said_fields("title", _("Title"), initial=outcome and outcome.title, required=True)
        self.said_fields("description", _("What it is"), initial=outcome and outcome.description, long=True, most=1000)
        self.said_fields("addressee", _("Who takes it"), initial=outcome and outcome.addressee)
        self.said_fields("milestone", _("Meeting that takes it"), initial=outcome and outcome.milestone)
        self.fields["due_at"] = MomentField(
            label=_("Due"), zone=zone, initial=outcome and outcome.due_at, help_text=_in_zone(zone)
        )

    def facts(self):
        texts = {name: self.said(name) for name in ("title", "description", "addressee", "milestone")}
        return {**texts, "due_at": self.cleaned_data["due_at"]}


def outcome_kinds():
    """The kinds of outputs with their names in the reader's language."""
    return [
        (Outcome.Kind.RECOMMENDATIONS, _("Recommendations")),
        (Outcome.Kind.REVIEW, _("Review")),
        (Outcome.Kind.DECLARATION, _("Declaration")),
    ]


def _in_zone(zone):
    return _("Day and hour in the zone of the conference, %(zone)s.") % {"zone": zone}


class CallForm(SaidForm):
    """Texts, dates and rules of the call. `endangered` asks once more before a closing is moved."""

    def __init__(self, *args, call=None, zone="UTC", **kwargs):
        super().__init__(*args, **kwargs)
        self.zone, self.call = zone, call
        self.said_fields("title", _("Title"), initial=call and call.title, required=True)
        self.said_fields("intro", _("Introduction"), initial=call and call.intro, long=True)
        self.said_fields("who_may_answer", _("Who may answer"), initial=call and call.who_may_answer, long=True)
        self.said_fields("consent", _("What one agrees to by sending"), initial=call and call.consent, long=True)
        moments = [
            ("opens_at", _("Opening")),
            ("closes_at", _("Closing")),
            ("registration_closes_at", _("End of registration")),
            ("withdrawal_until", _("Contributions can be withdrawn until")),
        ]
        for name, label in moments:
            initial = getattr(call, name, None)
            self.fields[name] = MomentField(label=label, zone=zone, initial=initial, help_text=_in_zone(zone))
        self.fields["late_rule"] = forms.ChoiceField(
            label=_("An answer begun before the closing and sent after it"),
            choices=late_rules(),
            initial=call.late_rule if call else None,
        )
        self.fields["is_open_to_public"] = forms.BooleanField(
            label=_("Anonymous contributions without an account are taken"),
            initial=call.is_open_to_public if call else True,
            required=False,
        )

    def clean(self):
        cleaned = super().clean()
        opens = cleaned.get("opens_at")
        sentences = {
            "closes_at": _("The call would close before it opens. Set the closing after the opening."),
            "registration_closes_at": _("Registration would end before the call opens. Set its end after the opening."),
            "withdrawal_until": _("Withdrawal would end before the call opens. Set its end after the opening."),
        }
        for name, sentence in sentences.items():
            if opens and cleaned.get(name) and cleaned[name] <= opens:
                self.add_error(name, sentence)
        return cleaned

    def ask_to_confirm(self):
        """Show the box by which the secretariat moves the closing all the same."""
        label = _("Move the closing all the same")
        self.fields["is_confirmed"] = forms.BooleanField(label=label, required=False)

    def facts(self):
        names = (
            "opens_at",
            "closes_at",
            "registration_closes_at",
            "withdrawal_until",
            "late_rule",
            "is_open_to_public",
        )
        texts = {name: self.said(name) for name in ("title", "intro", "who_may_answer", "consent")}
        return {**texts, **{name: self.cleaned_data[name] for name in names}}


class QuestionForm(SaidForm):
    def __init__(self, *args, question=None, **kwargs):
        super().__init__(*args, **kwargs)
        row = question or Question()
        self.fields["key"] = forms.SlugField(
            label=_("Key"),
            max_length=60,
            initial=row.key,
            help_text=_("A short name in Latin letters, such as practice. It heads the column of an import."),
            error_messages={"invalid": _("Use Latin letters, digits, hyphens and underscores only.")},
        )
        self.said_fields("label", _("Question"), initial=row.label, required=True)
        self.said_fields("help", _("Hint"), initial=row.help)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind of answer"), choices=question_kinds(), initial=row.kind)
        self.fields["is_required"] = forms.BooleanField(
            label=_("Must be answered"), initial=row.is_required, required=False
        )
        limit = {"min_value": 1, "max_value": 1_000_000, "required": False}
        self.fields["word_limit"] = forms.IntegerField(label=_("Limit in words"), initial=row.word_limit, **limit)
        self.fields["character_limit"] = forms.IntegerField(
            label=_("Limit in characters"), initial=row.character_limit, **limit
        )
        self.fields["unit"] = WordsField(label=_("Unit of a figure"), max_length=40, initial=row.unit, required=False)
        hint = _("One a line, its key first: small = Under 50,000 people. The same keys in each language.")
        self.said_fields("choices", _("Choices"), initial=_choices_as_lines(row.choices), long=True, hint=hint)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Question.Kind.CHOICE:
            self.choices = self._read_choices()
            if len(self.choices) < 2 and not self.errors:
                self.add_error("choices_en", _("A question with choices needs two of them at least."))
        else:
            self.choices = []
        return cleaned

    def _read_choices(self):
        labels: dict[str, dict[str, str]] = {}
        keys_of: dict[str, list[str]] = {}
        for code, text in self.said("choices").items():
            for number, line in enumerate(filter(None, map(str.strip, text.split("\n"))), 1):
                found = CHOICE.match(line)
                if found is None:
                    sentence = _("Line %(number)s is not of the form key = wording. A key has small Latin letters.")
                    self.add_error(f"choices_{code}", sentence % {"number": number})
                    continue
                labels.setdefault(found[1], {})[code] = found[2]
                keys_of.setdefault(code, []).append(found[1])
        for code, keys in keys_of.items():
            if sorted(keys) != sorted(labels):
                missing = ", ".join(sorted(set(labels) - set(keys))) or _("one key is there twice")
                sentence = _("Each key stands once in each language. Here: %(keys)s.")
                self.add_error(f"choices_{code}", sentence % {"keys": missing})
        return [{"id": key, "label": label} for key, label in labels.items()]

    def facts(self):
        names = ("key", "kind", "is_required", "word_limit", "character_limit", "unit")
        texts = {name: self.said(name) for name in ("label", "help")}
        return {**texts, **{name: self.cleaned_data[name] for name in names}, "choices": self.choices}


def _choices_as_lines(choices):
    lines: dict[str, list[str]] = {}
    for choice in choices:
        for code, label in choice["label"].items():
            lines.setdefault(code, []).append(f"{choice['id']} = {label}")
    return {code: "\n".join(found) for code, found in lines.items()}


class SessionForm(SaidForm):
    def __init__(self, *args, session=None, zone="UTC", **kwargs):
        super().__init__(*args, **kwargs)
        self.said_fields("title", _("Title"), initial=session and session.title, required=True)
        self.said_fields("description", _("Description"), initial=session and session.description, long=True)
        kinds = [("", "–"), *session_kinds()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=kinds, required=False, initial=session.kind if session else ""
        )
        room = session.room.name if session and session.room else ""
        self.fields["room"] = WordsField(label=_("Room"), max_length=100, required=False, initial=room)
        starts, ends = (session.starts_at, session.ends_at) if session else (None, None)
        self.fields["starts_at"] = MomentField(label=_("Begins"), zone=zone, initial=starts, help_text=_in_zone(zone))
        self.fields["ends_at"] = MomentField(label=_("Ends"), zone=zone, initial=ends, help_text=_in_zone(zone))

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The session ends before it starts. Change one of its two hours."))
        return cleaned

    def facts(self):
        texts = {name: self.said(name) for name in ("title", "description")}
        return {**texts, **{name: self.cleaned_data[name] for name in ("kind", "room", "starts_at", "ends_at")}}


class SpeakerForm(forms.Form):
    name = WordsField(label=lazy("Name"), max_length=200, required=False)
    office = WordsField(label=lazy("Office"), max_length=200, required=False)
    part = forms.ChoiceField(label=lazy("Part"), choices=speaker_parts, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("office") and not cleaned.get("name"):
            self.add_error("name", _("An office without a name. Enter the name or empty the row."))
        return cleaned


MOST_SPEAKERS = 40
SpeakerRows = forms.formset_factory(SpeakerForm, extra=3, max_num=MOST_SPEAKERS, absolute_max=60)


def speakers_shown(session, data):
    """What the rows show at first: the speakers of `session`, or what was typed where more rows are asked for."""
    if "more" in data:
        return typed_rows(SpeakerForm, data, prefix="speakers", most=MOST_SPEAKERS)
    return list(session.speakers.values("name", "office", "part")) if session else []


def speakers_in(rows):
    """The speakers of filled rows, as the action takes them."""
    return [
        {"name": row["name"], "office": row["office"], "part": row["part"] or "speaker"}
        for row in rows.cleaned_data
        if row.get("name")
    ]


def document_languages():
    """Languages in which documents are offered, with their names in the reader's language."""
    codes = ("en", "fr", "es", "ar", "zh", "ru", "pt", "de", "nl", "it", "ca", "tr", "sw", "fa", "uk")
    return [(code, language_name(code)) for code in codes]


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=lazy("Kind"), choices=document_kinds)
    title = WordsField(label=lazy("Title"), max_length=200)
    language = forms.ChoiceField(label=lazy("Language of the document"), choices=document_languages)
    file = UploadField(label=lazy("File"), help_text=lazy("PDF or Word, up to 10 MB."), accept=".pdf,.docx,.xlsx")


class RoleForm(forms.Form):
    email = forms.EmailField(label=lazy("E-mail"), max_length=254)
    name = WordsField(
        label=lazy("Name"), max_length=200, required=False, help_text=lazy("Kept where the address is new.")
    )
    role = forms.ChoiceField(label=lazy("Role"), choices=lambda: [(role, role_name(role)) for role in ROLES])
    government = WordsField(
        label=lazy("Speaks for"),
        max_length=200,
        required=False,
        help_text=lazy("A government or body that is known here; for a delegate and a mayor's office."),
    )

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("government")
        cleaned["found"] = self._find(name) if name else None
        if not name and cleaned.get("role") in {DELEGATE, MAYOR}:
            self.add_error("government", _("This role speaks for a government. Enter its name."))
        return cleaned

    def _find(self, name: str) -> Government | None:
        found = find_governments(name)
        exact = [row for row in found if name.casefold() in {row.name.casefold(), *map(str.casefold, row.names)}]
        choice = exact or found
        if len(choice) == 1:
            return choice[0]
        if choice:
            names = ", ".join(row.name for row in choice[:6])
            self.add_error("government", _("Several have this name: %(names)s. Enter it in full.") % {"names": names})
        else:
            self.add_error("government", _("No government or body of this name is known here. Register it first."))
        return None
