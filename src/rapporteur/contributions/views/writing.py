"""Writing and sending, the receipt, withdrawing, one's own contributions.

Sending is done once for the key of its form, but not by the table of answered forms: that would keep the secret of the
receipt, and for an anonymous one the moment. The secret is made from the form's key, and no two receipts have the same.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from rapporteur.calls.queries import call_of, questions_of
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import KEY, go, page, say_refusal
from rapporteur.foundation.ui.said import clock

from .. import actions, queries
from ..answers import MOST_BYTES
from ..forms import ContributionForm, count_sentence, is_over
from ..models import Contribution
from ..permissions import (
    may_begin,
    may_send,
    may_speak,
    may_withdraw,
    read_contributions,
    see_own,
    speaks_for_a_government,
    withdraw,
    write_anonymously,
    write_contribution,
)
from .public import contribution_or_404


def nameless(view):
    """A page that takes everybody for a stranger, signed in or not: it never learns who is there."""

    @wraps(view)
    def handler(request, *args, **kwargs):
        request.user = AnonymousUser()
        return view(request, *args, **kwargs)

    return handler


def secret_of(request):
    """The secret of the receipt for this form: the same for a second send, known to nobody without the form."""
    key = request.POST.get("form_key", "")
    if not KEY.fullmatch(key):
        raise Refused(_("This form came without its key. Load the page again and send it once more."))
    text = f"receipt\n{request.reader.person_key}\n{request.conference.pk}\n{key}"
    digest = hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_oversized(request):
    """Whether the texts of a form are above what a contribution may have; such a form is not shown again."""
    return sum(len(value.encode("utf-8", "replace")) for _key, value in request.POST.items()) > MOST_BYTES


def say_oversized(request):
    sentence = _("The whole contribution is larger than %(limit)s MB. Shorten it, or send the rest as a document.")
    return say_refusal(request, sentence % {"limit": MOST_BYTES // 1_000_000}, status=413)


@page(read_contributions, act=write_contribution, keeps=False)
def new(request):
    """Write a contribution, save it as a draft, send it. Those who are not signed in choose a way."""
    call = call_of(request.conference)
    if call is None:
        return render(
            request, "contributions/not_now.html", {"reason": _("This conference has no call for contributions yet.")}
        )
    if request.method == "POST" and is_oversized(request):
        return say_oversized(request)
    if request.reader.person is None:
        return render(request, "contributions/ways.html", {"call": call, "phase": may_begin(request.reader, call)})
    if request.method == "POST" and (sent := _sent_before(request)):
        return sent
    draft = queries.draft_of(call, request.reader.person)
    governments = list(queries.governments_of(request.reader)) if speaks_for_a_government(request.reader) else []
    answer = may_send(request.reader, call, draft.begun_at) if draft else may_begin(request.reader, call)
    answer = answer and may_speak(request.reader, call, governments[0] if governments else None)
    if not answer:
        status = 409 if request.method == "POST" else 200
        return render(request, "contributions/not_now.html", {"reason": answer.reason, "call": call}, status=status)
    form = ContributionForm(
        request.POST or None,
        request.FILES or None,
        call=call,
        questions=list(questions_of(call)),
        governments=governments,
        draft=draft,
        draft_answers=queries.answers_of(draft) if draft else None,
        name=request.reader.person.name,
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, form) if form.is_draft else _send(request, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(
        request, "contributions/write.html", {"form": form, "call": call, "draft": draft, "governments": governments}
    )


@nameless
@page(write_anonymously, act=write_anonymously, keeps=False)
def new_anonymous(request):
    """The same form without name, draft, files and account."""
    call = call_of(request.conference)
    if call is None:
        return render(
            request, "contributions/not_now.html", {"reason": _("This conference has no call for contributions yet.")}
        )
    if request.method == "POST" and is_oversized(request):
        return say_oversized(request)
    if request.method == "POST" and (sent := _sent_before(request)):
        return sent
    answer = may_begin(request.reader, call) and may_speak(request.reader, call, None)
    if not answer:
        status = 409 if request.method == "POST" else 200
        return render(request, "contributions/not_now.html", {"reason": answer.reason, "call": call}, status=status)
    form = ContributionForm(
        request.POST or None, call=call, questions=list(questions_of(call)), governments=[], is_anonymous=True
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _send(request, form, attribution="anonymous")
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "contributions/write.html", {"form": form, "call": call, "is_anonymous": True})


def _sent_before(request):
    """The first answer, where this form was sent already."""
    if "draft" in request.POST:
        return None
    secret = secret_of(request)
    found = queries.with_receipt(request.conference, secret)
    return go(request, "contributions:receipt", secret=secret) if found else None


def _save(request, form):
    with transaction.atomic():
        facts = form.facts
        draft = actions.save_draft(
            conference=request.conference, by=request.reader, answers=form.kept_answers(), **facts
        )
    at = clock(request.reader.now, request.conference.zone)
    messages.success(request, _("Draft saved at %(time)s. It waits for you here.") % {"time": at})
    return go(request, "contributions:new") if draft.pk else None


def _send(request, form, **given):
    secret = secret_of(request)
    try:
        with transaction.atomic():
            actions.receive_contribution(
                conference=request.conference,
                by=request.reader,
                answers=form.kept_answers(),
                secret=secret,
                **{**form.facts, **given},
            )
    except IntegrityError:
        # The same form, sent twice at once: the other one came first.
        if queries.with_receipt(request.conference, secret) is None:
            raise
    return go(request, "contributions:receipt", secret=secret)


@page(write_anonymously, act=write_anonymously, keeps=False)
def count(request, key):
    """How long an answer is, of how much. For htmx; without it the limits stand in the hints."""
    call = call_of(request.conference)
    question = get_object_or_404(questions_of(call), key=key) if call else None
    if question is None or request.method != "POST":
        raise Http404
    text = request.POST.get(f"q-{key}", "")[:MOST_BYTES]
    context = {"sentence": count_sentence(question, text), "is_over": is_over(question, text)}
    return render(request, "contributions/count.html", context)


def _private(response):
    """Kept nowhere, found by no search, told to no other page."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@nameless
@page(read_contributions)
def receipt(request, secret):
    """The receipt: number, time, fingerprint, what was sent, how to withdraw it."""
    found = queries.with_receipt(request.conference, secret)
    if found is None:
        raise Http404
    answer = may_withdraw(request.reader, found, holds_receipt=True)
    context = {"contribution": found, "words": queries.words_of(found), "secret": secret, "withdrawing": answer}
    return _private(render(request, "contributions/receipt.html", context))


@page(see_own, act=see_own)
def withdraw_own(request, number):
    """The author withdraws: asked once more, then done."""
    found = contribution_or_404(request, number)
    if found.author_id != request.reader.person.pk:
        raise Http404
    if request.method == "POST":
        actions.withdraw_contribution(contribution=found, by=request.reader)
        messages.success(request, _("%(number)s is withdrawn.") % {"number": found})
        return go(request, "contributions:mine")
    may_withdraw(request.reader, found, holds_receipt=False).enforce()
    return render(request, "contributions/withdraw.html", {"contribution": found})


@nameless
@page(withdraw, act=withdraw, keeps=False)
def withdraw_by_receipt(request, secret):
    """Whoever holds the receipt withdraws. Twice is once; its form's key is kept nowhere, nor is its address."""
    found = queries.with_receipt(request.conference, secret)
    if found is None:
        raise Http404
    if request.method == "POST":
        if found.state != Contribution.State.WITHDRAWN:
            actions.withdraw_contribution(contribution=found, by=request.reader, holds_receipt=True)
        return _private(go(request, "contributions:receipt", secret=secret))
    may_withdraw(request.reader, found, holds_receipt=True).enforce()
    return _private(render(request, "contributions/withdraw.html", {"contribution": found, "secret": secret}))


@page(see_own)
def mine(request):
    """What I sent, and what was sent for my government."""
    rows = list(queries.contributions_of(request.reader)[:500])
    return render(request, "contributions/mine.html", {"rows": rows, "call": call_of(request.conference)})
