"""What `/patterns/` shows: every component in every state, on fixed values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.conferences.stations import Station
from rapporteur.foundation.ui.paging import Slice
from rapporteur_core.redline import compare


class PatternForm(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("We write to this address only about this conference.")
    )
    words = forms.CharField(
        label=gettext_lazy("Your contribution"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=[("local", gettext_lazy("local")), ("national", gettext_lazy("national"))]
    )
    stance = forms.ChoiceField(
        label=gettext_lazy("Position"),
        choices=[("support", gettext_lazy("support")), ("object", gettext_lazy("object"))],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(label=gettext_lazy("I agree that this is published."))


class Piece(NamedTuple):
    """A piece of words as a page marks it."""

    kind: str
    text: str


def samples() -> dict[str, Any]:
    """Values for the page; no database."""
    old = _("Give every person access to basic services, whatever his or her status.")
    new = _("Give every person access to health care, schooling and shelter, whatever that person’s status.")
    return {
        "stations": [
            Station(_("Call"), "#line", "done", (_("closed"),)),
            Station(_("Contributions"), "#line", "now", (_("open"),)),
            Station(_("Adoption"), "#line", "", ()),
        ],
        "states": [
            ("accredited", _("accredited")),
            ("waiting", _("waiting")),
            ("refused", _("refused")),
            ("draft", _("draft")),
            ("unknown", _("neutral")),
        ],
        "empty_form": PatternForm(auto_id="empty_%s", initial={"level": "local"}),
        "wrong_form": PatternForm({"email": "office.city.example", "level": "local"}, auto_id="wrong_%s"),
        "redline": compare(old, new),
        "opened": [Piece("opening", _("Decides")), Piece("keep", " "), Piece("keep", _("to act, by steps:"))],
        "moment": datetime(2017, 11, 10, 17, 0, tzinfo=UTC),
        "bars": [(_("Africa"), 31), (_("Europe"), 53), (_("No region given"), 0)],
        "piece": Slice([1], "7", "3"),
        "arabic": "نطلب أن تُنشر أرقام السكان على مستوى المدينة كل عام.",
    }
