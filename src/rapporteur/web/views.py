"""Pages over all stages: front, home, desk, outbox, journal, patterns; and what is said when something fails."""

from __future__ import annotations

import re
import sys

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.permissions import read_conference, run_conference, use_desk
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.journal.queries import head_number, signed_checkpoint
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.models import Person
from rapporteur.foundation.people.permissions import read_public, sign_in
from rapporteur.foundation.ui.pages import go, page, say_refusal
from rapporteur.foundation.ui.paging import slice_of

from . import stages
from .home import home_facts
from .middleware import StorageTrouble
from .patterns import samples

DEMO_SALT = "rapporteur.demo"
SECRET = re.compile(r"(/(?:verify|receipt)/)[^/\s]+")


@page(read_public)
def health(request):
    return HttpResponse(f"ok {head_number()}\n", content_type="text/plain")


@page(read_public)
def front(request):
    """The conferences of this installation; with one only, its page."""
    conferences = list(Conference.objects.visible_to(request.reader).order_by("-starts_on"))
    if len(conferences) == 1:
        return redirect("home", slug=conferences[0].slug)
    return render(request, "web/front.html", {"conferences": conferences})


@page(read_conference)
def home(request):
    return render(request, "web/home.html", home_facts(request.conference, request.reader))


@page(use_desk)
def desk(request):
    facts = {"waiting": stages.waiting(request.conference, request.reader), "rooms": _rooms(request)}
    return render(request, "web/desk.html", facts)


def _rooms(request):
    """The rooms of the desk that open to the reader, in two columns along the line."""
    rooms = [
        ("calls:edit", _("Conference, call and programme")),
        ("registration:desk", _("Registrations")),
        ("contributions:desk", _("Contributions and import")),
        ("consolidation:desk", _("Consolidation: themes, duplicates, mapping")),
        ("recommendations:desk", _("Recommendations and dispositions")),
        ("reviews:desk", _("Reporting round")),
        ("drafting:desk", _("Draft and amendments")),
        ("decisions:desk", _("Decision")),
        ("endorsements:register", _("Endorsements")),
        ("outputs:list", _("Outputs and deliveries")),
        ("followup:list", _("Follow-up")),
        ("trace:tell", _("Tell authors what became of their words")),
        ("mail", _("Mail that was written")),
        ("journal", _("Journal")),
    ]
    listed = [{"url": reverse(name, kwargs={"slug": request.conference.slug}), "label": label} for name, label in rooms]
    opened = [room for room in listed if resolve(room["url"]).func.permission(request.reader)]
    half = len(opened) // 2
    return opened[:half], opened[half:]


@page(run_conference)
def mail(request):
    """The outbox of the conference: what was written to whom, without the secrets by which only they confirm or withdraw.

    The demo sends no mail and shows it whole.
    """
    rows = Mail.objects.filter(conference__in=[request.conference.slug, *([""] if settings.DEMO else [])])
    shown = slice_of(rows, request.GET, size=20)
    for row in [] if settings.DEMO else shown.rows:
        row.body = SECRET.sub(r"\1…", row.body)
    return render(request, "web/mail.html", {"page": shown})


@page(read_conference)
def journal(request):
    rows = Entry.objects.filter(conference=request.conference.slug)
    return render(request, "web/journal.html", {"page": slice_of(rows, request.GET, size=100, key="number")})


@page(read_public)
def checkpoint(request):
    """The signed checkpoint of the journal, which is one for all conferences."""
    return HttpResponse(str(signed_checkpoint()), content_type="text/plain; charset=utf-8")


@page(read_conference)
def contact(request):
    return render(request, "web/contact.html")


@page(read_conference)
def data_use(request):
    return render(request, "web/data_use.html")


@page(read_public)
def patterns(request):
    """Every component in every state."""
    return render(request, "web/patterns.html", samples())


@page(sign_in)
def enter_demo(request):
    """Sign in as a person of the sample, by the signed address that the command printed; the demo only."""
    if not settings.DEMO:
        raise Http404
    try:
        email, slug = signing.loads(request.GET.get("pass", ""), salt=DEMO_SALT)
    except (signing.BadSignature, ValueError):
        return say_refusal(
            request, _("This address is not complete. Copy the whole line that the command printed."), status=400
        )
    person = Person.objects.filter(email=email, is_active=True).first()
    request.conference = Conference.objects.filter(slug=slug).first()
    if person is None or request.conference is None:
        raise Http404
    login(request, person)
    return (
        redirect(request.GET["next"]) if request.GET.get("next", "").startswith(f"/en/{slug}/") else go(request, "home")
    )


def _say(request, status, title, sentence):
    return render(request, "web/error.html", {"heading": title, "sentence": sentence}, status=status)


def not_found(request, exception=None):
    return _say(
        request,
        404,
        _("Nothing is here"),
        _("No page has this address, or you may not see it. Check it, or begin at the front page."),
    )


def forbidden(request, exception=None):
    return _say(request, 403, _("This was not done"), _("You may not do this here."))


def bad_request(request, exception=None):
    return _say(
        request,
        400,
        _("This was not understood"),
        _("The request could not be read. Load the page again and send it once more."),
    )


def csrf_failure(request, reason=""):
    return _say(
        request,
        403,
        _("This was not done"),
        _(
            "The form was open too long or came from another page. Load the page again and send it once more; "
            "your browser can bring the text back."
        ),
    )


def failed(request):
    """What failed outside of a view, such as keeping a session, may be trouble of the storage: it is told as such."""
    if trouble := StorageTrouble.answer(sys.exc_info()[1]):
        return trouble
    return HttpResponse(
        "<!doctype html><html lang=en><title>Fault</title><h1>A fault on our side</h1><p>The page failed. "
        "Whether your act was kept is shown on the page of the act itself; "
        "sending the same form again does it once only.</p></html>",
        status=500,
    )
