"""Pages of the threads."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import ngettext

from rapporteur.foundation.people.reader import DELEGATE
from rapporteur.foundation.ui import said
from rapporteur.foundation.ui.pages import go, page
from rapporteur.recommendations.queries import disposed_count, passage_count

from . import actions, queries
from .permissions import read_trace, tell


def _or_404(found):
    if found is None:
        raise Http404
    return found


@page(read_trace)
def sentence(request, pk):
    """A sentence with everything behind it."""
    thread = _or_404(queries.sentence_thread(request.conference, pk, request.reader, request.GET))
    return render(request, "trace/sentence.html", {"thread": thread})


@page(read_trace)
def paragraph(request, key):
    """The sentences of a paragraph, each with the words behind it."""
    thread = _or_404(queries.paragraph_thread(request.conference, key, request.reader))
    return render(request, "trace/paragraph.html", {"thread": thread})


@page(read_trace)
def recommendation(request, number):
    """A recommendation with the words behind it and the sentences that came from it."""
    thread = _or_404(queries.recommendation_thread(request.conference, number, request.reader, request.GET))
    return render(request, "trace/recommendation.html", {"thread": thread})


@page(read_trace)
def contribution(request, number):
    """What became of your words."""
    return render(request, "trace/contribution.html", {**_fates(request, number), "is_page": True})


@page(read_trace)
def fate(request, number):
    """The thread alone, for the page of the contribution; without htmx the whole page."""
    if request.headers.get("HX-Request"):
        response = render(request, "trace/fate.html", _fates(request, number, with_answers=False))
    else:
        response = go(request, "trace:contribution", number=number)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _fates(request, number, *, with_answers=True):
    found = _or_404(queries.contribution_page(request.conference, number, request.reader))
    return {
        "found": found,
        "answers": queries.answers_marked(found.contribution) if with_answers else [],
        "who": queries.speaker(found.contribution),
        "where": queries.where(found.contribution),
        "may_propose": request.reader.has(DELEGATE)
        and found.latest is not None
        and found.latest.draft.phase == "amendments",
    }


@page(tell, act=tell)
def tell_authors(request):
    """How many authors have news; sends it to them."""
    if request.method == "POST":
        count = actions.tell_authors(conference=request.conference, by=request.reader)
        sentence = ngettext("%(count)s mail was written.", "%(count)s mails were written.", count)
        messages.success(request, sentence % {"count": said.number(count)})
        return go(request, "trace:tell")
    letters = queries.letters_due(request.conference)
    unanswered = passage_count(request.conference) - disposed_count(request.conference)
    facts = {"letters": letters[:20], "count": len(letters), "unanswered": unanswered}
    return render(request, "trace/tell.html", facts)
