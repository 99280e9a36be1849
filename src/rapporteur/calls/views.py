"""Pages of the call: what everyone reads, and where the secretariat edits it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences import actions as conferences
from rapporteur.foundation.conferences.models import Document, Outcome, Party, RoleGrant, Session
from rapporteur.foundation.files.actions import FileRefused, store_file
from rapporteur.foundation.files.queries import as_attachment, download
from rapporteur.foundation.people.actions import person_with
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.forms import file_sentence
from rapporteur.foundation.ui.pages import go, page
from rapporteur.foundation.ui.said import pick

from . import forms, queries
from .actions import move_question, open_call, remove_question, set_question
from .calendar import calendar_of
from .models import Question
from .permissions import edit_call, read_call

DOCUMENT_KINDS = ("pdf", "docx", "xlsx")


@page(read_call)
def programme(request):
    return render(request, "calls/programme.html", {"days": queries.programme(request.conference)})


@page(read_call)
def programme_ics(request):
    """The programme for a calendar program, in the language of the page."""
    data = calendar_of(
        request.conference, queries.programme(request.conference), stamp=queries.stamp(request.conference)
    )
    return download(data, name=f"{request.conference.slug}.ics", content_type="text/calendar; charset=utf-8")


@page(read_call)
def call(request):
    found = queries.call_of(request.conference)
    facts = {"call": found}
    if found:
        now = request.reader.now
        facts |= {
            "questions": queries.questions_of(found),
            "phase": queries.phase_of(found, now),
            "registers": now < found.registration_closes_at,
            "documents": queries.documents_of(request.conference),
            "intro": pick(found.intro),
            "who": pick(found.who_may_answer),
            "consent": pick(found.consent),
        }
    return render(request, "calls/call.html", facts)


@page(read_call)
def documents(request):
    return render(request, "calls/documents.html", {"documents": queries.documents_of(request.conference)})


@page(read_call)
def document(request, pk):
    """The file of a document, as a download."""
    row = get_object_or_404(queries.documents_of(request.conference), pk=pk)
    try:
        return as_attachment(row.file)
    except FileNotFoundError as error:
        raise Http404 from error


@page(edit_call)
def edit(request):
    """All that the secretariat can edit, with what is there."""
    conference = request.conference
    found = queries.call_of(conference)
    facts = {
        "call": found,
        "question_count": queries.questions_of(found).count() if found else 0,
        "session_count": conference.sessions.count(),
        "document_count": conference.documents.count(),
        "outcome_count": conference.outcomes.count(),
        "grant_count": conference.role_grants.count(),
    }
    return render(request, "calls/edit.html", facts)


def _edited(request, form, title, act, target, *, extra=None, **address):
    """Show `form`, or do `act` when it was sent and holds; a refusal stands above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept."))
            return go(request, target, **address)
    return render(request, "calls/edit_form.html", {"form": form, "heading": title, "back": target, **(extra or {})})


@page(edit_call, act=edit_call)
def edit_conference(request):
    form = forms.ConferenceForm(request.POST or None, conference=request.conference)

    def act():
        conferences.describe_conference(conference=request.conference, by=request.reader, **form.facts())

    return _edited(request, form, _("The conference"), act, "calls:edit")


@page(edit_call)
def parties(request):
    return render(request, "calls/parties.html", {"parties": request.conference.parties.all()})


@page(edit_call, act=edit_call)
def edit_party(request, pk=None):
    party = get_object_or_404(Party, conference=request.conference, pk=pk) if pk else None
    if party and "remove" in request.POST:
        conferences.remove_party(party=party, by=request.reader)
        return go(request, "calls:parties")
    form = forms.PartyForm(request.POST or None, party=party)

    def act():
        facts = {
            "part": form.cleaned_data["part"],
            "position": form.cleaned_data["position"],
            "name": form.said("name"),
        }
        conferences.set_party(conference=request.conference, by=request.reader, party=party, **facts)

    title = _("Host, supporters and organisers")
    return _edited(request, form, title, act, "calls:parties", extra={"can_remove": party is not None})


@page(edit_call)
def outcomes(request):
    rows = {row.kind: row for row in request.conference.outcomes.all()}
    kinds = [(kind, name, rows.get(kind)) for kind, name in forms.outcome_kinds()]
    return render(request, "calls/outcomes.html", {"kinds": kinds})


@page(edit_call, act=edit_call)
def edit_outcome(request, kind):
    names = dict(forms.outcome_kinds())
    if kind not in names:
        raise Http404
    row = Outcome.objects.filter(conference=request.conference, kind=kind).first()
    form = forms.OutcomeForm(request.POST or None, outcome=row, zone=request.conference.zone)

    def act():
        position = row.position if row else list(names).index(kind)
        facts = {**form.facts(), "position": position}
        conferences.set_outcome(conference=request.conference, kind=kind, by=request.reader, **facts)

    return _edited(request, form, names[kind], act, "calls:outcomes")


@page(edit_call, act=edit_call)
def edit_call_page(request):
    """Texts and dates of the call. A closing that endangers an output is moved only when that is said again."""
    found = queries.call_of(request.conference)
    form = forms.CallForm(request.POST or None, call=found, zone=request.conference.zone)
    endangered = []
    if request.method == "POST" and form.is_valid():
        closes_at = form.cleaned_data["closes_at"]
        if found is None or closes_at > found.closes_at:
            endangered = queries.outcomes_endangered(request.conference, closes_at)
        if endangered:
            form.ask_to_confirm()
            if not request.POST.get("is_confirmed"):
                facts = {"form": form, "heading": _("The call"), "back": "calls:edit", "endangered": endangered}
                return render(request, "calls/edit_form.html", facts)

    def act():
        open_call(conference=request.conference, by=request.reader, **form.facts())

    return _edited(request, form, _("The call"), act, "calls:edit", extra={"endangered": endangered})


def _call_or_404(request):
    found = queries.call_of(request.conference)
    if found is None:
        raise Http404
    return found


@page(edit_call, act=edit_call)
def questions(request):
    """The questions in their order; moved up or down."""
    found = queries.call_of(request.conference)
    if found is None:
        return render(request, "calls/questions.html", {"call": None})
    if request.method == "POST":
        question = get_object_or_404(Question, call=found, key=request.POST.get("key", ""))
        move_question(question=question, earlier=request.POST.get("move") == "earlier", by=request.reader)
        return go(request, "calls:questions")
    kinds, answered = dict(queries.question_kinds()), queries.answered_ids(found)
    rows = [
        {"question": question, "kind": kinds[question.kind], "is_answered": question.pk in answered}
        for question in queries.questions_of(found)
    ]
    return render(request, "calls/questions.html", {"call": found, "rows": rows})


@page(edit_call, act=edit_call)
def edit_question(request, key=None):
    found = _call_or_404(request)
    row = get_object_or_404(Question, call=found, key=key) if key else None
    is_answered = row is not None and row.pk in queries.answered_ids(found)
    if row and "remove" in request.POST:
        remove_question(question=row, by=request.reader)
        return go(request, "calls:questions")
    form = forms.QuestionForm(request.POST or None, question=row)

    def act():
        set_question(call=found, by=request.reader, question=row, **form.facts())

    extra = {"can_remove": row is not None and not is_answered, "is_answered": is_answered}
    return _edited(request, form, _("Question"), act, "calls:questions", extra=extra)


@page(edit_call)
def sessions(request):
    return render(request, "calls/sessions.html", {"days": queries.programme(request.conference)})


@page(edit_call, act=edit_call)
def edit_session(request, pk=None):
    """A session with its room and speakers; `more` gives empty rows for speakers, and checks and keeps nothing."""
    conference = request.conference
    row = get_object_or_404(Session.objects.select_related("room"), conference=conference, pk=pk) if pk else None
    if row and "remove" in request.POST:
        conferences.remove_session(session=row, by=request.reader)
        return go(request, "calls:sessions")
    is_more = "more" in request.POST
    bound = request.POST if request.method == "POST" and not is_more else None
    first = request.POST.dict() if is_more else {}
    form = forms.SessionForm(bound, session=row, zone=conference.zone, initial=first)
    rows = forms.SpeakerRows(bound, initial=forms.speakers_shown(row, request.POST), prefix="speakers")

    def act():
        facts = {**form.facts(), "speakers": forms.speakers_in(rows)}
        conferences.schedule_session(conference=conference, by=request.reader, session=row, **facts)

    extra = {"rows": rows, "can_remove": row is not None}
    if is_more or (bound and not rows.is_valid()):
        facts = {"form": form, "heading": _("Session"), "back": "calls:sessions", **extra}
        return render(request, "calls/edit_form.html", facts)
    return _edited(request, form, _("Session"), act, "calls:sessions", extra=extra)


@page(edit_call, act=edit_call)
def edit_documents(request):
    """The documents offered; one more, or one fewer."""
    if "remove" in request.POST:
        row = get_object_or_404(Document, conference=request.conference, pk=_whole(request.POST["remove"]))
        conferences.remove_document(document=row, by=request.reader)
        return go(request, "calls:edit_documents")
    form = forms.DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _publish(request, form.cleaned_data)
        except FileRefused as trouble:
            form.add_error("file", file_sentence(trouble, DOCUMENT_KINDS))
        else:
            messages.success(request, _("Kept."))
            return go(request, "calls:edit_documents")
    facts = {"form": form, "documents": queries.documents_of(request.conference)}
    return render(request, "calls/edit_documents.html", facts)


def _publish(request, sent):
    stored = store_file(data=sent["file"].read(), name=sent["file"].name, allowed=DOCUMENT_KINDS)
    conferences.publish_document(
        conference=request.conference,
        kind=sent["kind"],
        title=sent["title"],
        language=sent["language"],
        file=stored,
        position=request.conference.documents.count(),
        by=request.reader,
    )


@page(edit_call, act=edit_call)
def people(request):
    """Who holds which role; given by mail address, taken back."""
    if "withdraw" in request.POST:
        grant = get_object_or_404(RoleGrant, conference=request.conference, pk=_whole(request.POST["withdraw"]))
        conferences.withdraw_role(grant=grant, by=request.reader)
        return go(request, "calls:people")
    form = forms.RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        person = person_with(email=sent["email"], name=sent["name"], language=get_language() or "en")
        conferences.grant_role(
            conference=request.conference,
            person=person,
            role=sent["role"],
            government=sent["found"],
            by=request.reader,
        )
        messages.success(request, _("Kept."))
        return go(request, "calls:people")
    return render(request, "calls/people.html", {"form": form, "page": queries.grants(request.conference, request.GET)})


def _whole(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
