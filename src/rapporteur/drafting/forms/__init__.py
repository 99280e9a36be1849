"""Forms of drafting, cut by subject."""

from .amending import AmendmentForm, CompilationForm, MailForm, ReasonForm, ReturnForm
from .issuing import AddendumForm, MendForm, MendingForm, ReissueForm
from .settling import JoinForm, OrderForm, PlaceForm, SettleForm
from .text import (
    AlternativeForm,
    DeadlineForm,
    DraftForm,
    KindDeadlineForm,
    MergeForm,
    SetUpForm,
    SourcesForm,
    WordingForm,
)
from .versions import LanguageForm, VersionForm, WaiverForm

__all__ = [
    "AddendumForm",
    "AlternativeForm",
    "AmendmentForm",
    "CompilationForm",
    "DeadlineForm",
    "DraftForm",
    "JoinForm",
    "KindDeadlineForm",
    "LanguageForm",
    "MailForm",
    "MendForm",
    "MendingForm",
    "MergeForm",
    "OrderForm",
    "PlaceForm",
    "ReasonForm",
    "ReissueForm",
    "ReturnForm",
    "SetUpForm",
    "SettleForm",
    "SourcesForm",
    "VersionForm",
    "WaiverForm",
    "WordingForm",
]
