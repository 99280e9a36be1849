"""The one way into a page: its conference, its reader, its permission; and the one way to send a form, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.queries import conference_for
from rapporteur.foundation.journal.models import Once
from rapporteur.foundation.people.permissions import Permission
from rapporteur.foundation.people.reader import Answer, Reader, Refused
from rapporteur.foundation.ui.addresses import address

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
View = Callable[..., HttpResponse]


def page(read: Permission, act: Permission | None = None, *, keeps: bool = True) -> Callable[[View], View]:
    """A view under the permission `read`; a POST needs `act` and, unless `keeps` is False, is done once for its key.

    The view finds `request.conference` (None outside of one) and `request.reader`; `slug` is not passed on.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def handler(request: HttpRequest, *args: Any, slug: str | None = None, **kwargs: Any) -> HttpResponse:
            if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest  # PostgreSQL takes no zero byte in a text
            meet(request, slug)
            if request.method not in {"GET", "HEAD", "POST"} or (request.method == "POST" and act is None):
                return HttpResponseNotAllowed(["GET", "HEAD"] + (["POST"] if act else []))
            needed = act if act is not None and request.method == "POST" else read
            answer = needed(request.reader)
            if not answer:
                return turn_away(request, answer)
            try:
                if request.method == "POST" and keeps:
                    return _once(request, view, args, kwargs)
                return view(request, *args, **kwargs)
            except Refused as refused:
                return say_refusal(request, str(refused), status=409)

        handler.permission, handler.act = read, act
        return handler

    return wrap


def meet(request: Any, slug: str | None) -> None:
    """Put the conference and the reader on the request; 404 when the conference is not there for this reader."""
    person = request.user if request.user.is_authenticated else None
    request.conference = None
    request.reader = Reader(person=person)
    if slug is not None:
        found = conference_for(person, slug, is_to_act=request.method not in {"GET", "HEAD"})
        if found is None:
            raise Http404
        request.conference, request.reader = found


def turn_away(request: Any, answer: Answer) -> HttpResponse:
    """Someone who is not signed in is asked to; someone who is reads why not."""
    if request.reader.person is None and request.method in {"GET", "HEAD"}:
        return redirect(f"{reverse('people:sign_in')}?{urlencode({'next': request.get_full_path()})}")
    return say_refusal(request, str(answer.reason), status=403)


def say_refusal(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    return render(request, "ui/refused.html", {"sentence": sentence, "back": _form_of(request)}, status=status)


def _form_of(request: HttpRequest) -> str:
    """The path of the page of this site that a form was sent from; empty when that is not known."""
    try:
        sent_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return ""
    # A path such as //elsewhere/ would lead to another site.
    is_ours = sent_from.netloc == request.get_host() and url_has_allowed_host_and_scheme(sent_from.path, None)
    return sent_from.path if is_ours and request.method == "POST" else ""


def _once(request: Any, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse:
    """Do a form once: all in one transaction, kept only when the view answers with a redirect."""
    key = request.POST.get("form_key", "")
    if not KEY.fullmatch(key):
        return say_refusal(
            request, _("This form came without its key. Load the page again and send it once more."), status=400
        )
    owner = request.reader.person_key or "public"
    with transaction.atomic():
        try:
            with transaction.atomic():
                once = Once.objects.create(key=key, owner=owner, path=request.path[:300], location="")
        except IntegrityError:
            return redirect(Once.objects.get(key=key, owner=owner).location or request.path)
        response = view(request, *args, **kwargs)
        if 300 <= response.status_code < 400:
            once.location = response.headers.get("HX-Redirect") or response.headers["Location"]
            once.save(update_fields=["location"])
        else:
            transaction.set_rollback(True)
    return response


def to(request: Any, name: str, **kwargs: Any) -> str:
    """The address of a page of the conference at hand."""
    return address(name, slug=request.conference.slug, **kwargs)


def go(request: Any, name: str, **kwargs: Any) -> HttpResponse:
    """A redirect to a page of the conference at hand."""
    return redirect(to(request, name, **kwargs))
