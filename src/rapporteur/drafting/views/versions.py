"""The text in other languages: read, opened, brought up to date, waived; amendments rendered."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page, to
from rapporteur.foundation.ui.said import direction, language_name

from .. import actions, queries
from ..forms import LanguageForm, VersionForm, WaiverForm
from ..models import Amendment
from ..permissions import may_render, may_translate, may_waive, versions_ready, write_draft


def reading(request, context, language):
    """A revision in another language, alone or beside its original; `context` is that of the revision's page."""
    found = queries.version_page(context["revision"], language)
    facts = {
        "page": found,
        "language_read": language,
        "direction_read": direction(language),
        "direction_of_original": direction(context["revision"].language),
        "rows": queries.read_units(context["shown"], found),
        "is_beside": "beside" in request.GET,
    }
    return render(request, "drafting/reading.html", {**context, **facts})


def _translated(request):
    """The revision whose versions are written."""
    draft = queries.draft_of(request.conference)
    revision = queries.translated_revision(draft) if draft else None
    if revision is None:
        raise Refused(_("There is no text yet. Begin the zero draft first."))
    return revision


def _opened(request, language):
    revision = _translated(request)
    if language not in revision.draft.version_languages:
        raise Http404
    return revision


@page(write_draft, act=write_draft)
def languages(request):
    """The languages of the text, how far each is, and the acts on them."""
    revision = _translated(request)
    draft, act = revision.draft, request.POST.get("act", "")
    counts = queries.language_counts(revision)
    choices = [
        each
        for each in queries.languages_of(request.conference)
        if each[0] not in {draft.language, *draft.version_languages}
    ]
    lagging = [(each.language, each.name) for each in counts if each.lags and not each.waiver]
    opening = LanguageForm(request.POST if act == "open" else None, languages=choices)
    waiving = WaiverForm(request.POST if act == "waive" else None, languages=lagging)
    if request.method == "POST" and _acted(request, revision, opening, waiving):
        return go(request, "drafting:languages")
    context = {
        "revision": revision,
        "draft": draft,
        "languages": counts,
        "opening": opening if choices else None,
        "waiving": waiving if lagging else None,
        "writing": may_translate(request.reader, revision),
        "may_waive": may_waive(request.reader, revision),
        "adopting": versions_ready(queries.lagging(revision)),
    }
    return render(request, "drafting/languages.html", context)


def _acted(request, revision, opening, waiving):
    """Do what the form asks for; False when a form must be mended first."""
    act, by = request.POST.get("act"), request.reader
    form = {"open": opening, "waive": waiving}.get(act)
    if form is not None and not form.is_valid():
        return False
    try:
        if act == "open":
            actions.open_version(draft=revision.draft, by=by, **form.cleaned_data)
        elif act == "close":
            actions.close_version(draft=revision.draft, language=request.POST.get("language", ""), by=by)
        elif act == "waive":
            actions.waive_language(revision=revision, by=by, **form.cleaned_data)
        else:
            raise Refused(_("This form was not understood. Load the page again."))
    except Refused as refused:
        if form is None:
            raise
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Done, and kept in the journal."))
    return True


@page(write_draft)
def version(request, language):
    """A translator's page: the units by state, the next one to do, the amendments that wait to be rendered."""
    revision = _opened(request, language)
    found = queries.version_page(revision, language)
    context = {
        "page": found,
        "revision": revision,
        "next": found.next_after(),
        "writing": may_translate(request.reader, revision),
        "amendments": queries.amendments_to_render(revision.draft, language, request.reader),
    }
    return render(request, "drafting/version.html", context)


@page(write_draft, act=write_draft)
def write_title(request, language):
    """The title in another language."""
    return _writing(request, language, "")


@page(write_draft, act=write_draft)
def write_version(request, language, key):
    """A paragraph in another language, beside its original and what changed in that since."""
    return _writing(request, language, key)


def _writing(request, language, key):
    revision = _opened(request, language)
    found = queries.version_page(revision, language)
    unit = found.unit(key)
    if unit is None:
        raise Http404
    label = _("Words in %(language)s") % {"language": found.name}
    first = {"text": unit.text, "seen": unit.text, "rendered": unit.original}
    form = VersionForm(request.POST or None, language=language, label=label, initial=first)
    answer = may_translate(request.reader, revision)
    if request.method == "POST" and form.is_valid():
        sent = {**form.cleaned_data, "state": request.POST.get("state", "")}
        if _kept(form, lambda: _write(request, revision, unit, language, sent)):
            return _on(request, revision, unit, language, sent)
    context = {
        "form": form,
        "page": found,
        "unit": unit,
        "revision": revision,
        "writing": answer,
        "next": found.next_after(key),
    }
    return render(request, "drafting/write_version.html", context)


def _kept(form, act):
    """Whether the act was done; else the form says why, and shows what was written meanwhile."""
    try:
        act()
    except actions.Stale as stale:
        form.show_meanwhile(stale.current, str(stale))
    except Refused as refused:
        form.add_error(None, str(refused))
    else:
        return True
    return False


def _write(request, revision, unit, language, sent):
    by = request.reader
    if unit.is_title:
        actions.write_title(revision=revision, language=language, by=by, **sent)
    elif _is_reviewed_as_it_stands(unit, sent):
        actions.review_version(version=unit.version, seen=sent["seen"], by=by)
    else:
        actions.write_version(wording=unit.wording, language=language, by=by, **sent)


def _is_reviewed_as_it_stands(unit, sent):
    is_as_seen = sent["text"] == unit.text == sent["seen"] and sent["rendered"] == unit.original
    return is_as_seen and unit.state == "draft" and sent["state"] == "reviewed"


def _on(request, revision, unit, language, sent):
    """To the next unit; to the same one again when its original changed while it was written."""
    found = queries.version_page(revision, language)
    if found.unit(unit.key).has_other_brackets:
        _warn_of_brackets(request, unit)
    facts = {"name": unit.name, "language": found.name}
    if found.unit(unit.key).state == "behind":
        messages.warning(
            request, _("%(name)s is kept. Its original was changed while you wrote: see what changed.") % facts
        )
        return redirect(unit_address(request, language, unit))
    following = found.next_after(unit.key)
    if following is None:
        messages.success(request, _("%(name)s is kept. All is reviewed in %(language)s.") % facts)
        return go(request, "drafting:version", language=language)
    messages.success(request, _("%(name)s is kept. This comes next.") % facts)
    return redirect(unit_address(request, language, following))


def _warn_of_brackets(request, unit):
    count = unit.wording.brackets.count() if unit.wording else 0
    said = ngettext(
        "The original has %(count)s pair of square brackets here. Put the same words in brackets.",
        "The original has %(count)s pairs of square brackets here. Put the same words in brackets.",
        count,
    )
    messages.warning(request, said % {"count": count})


def unit_address(request, language, unit):
    """The page on which a unit is written."""
    if unit.is_title:
        return to(request, "drafting:write_title", language=language)
    return to(request, "drafting:write_version", language=language, key=unit.key)


@page(write_draft, act=write_draft)
def render_amendment(request, language, number):
    """The words that an amendment proposes, in another language."""
    shown = Amendment.objects.visible_to(request.reader).select_related(
        "revision__draft__conference", "draft__conference", "paragraph", "parent", "sponsor"
    )
    amendment = get_object_or_404(shown.prefetch_related("renderings"), number=number)
    if language not in {each.language for each in queries.renderings_of(amendment)}:
        raise Http404
    standing = next((each for each in amendment.renderings.all() if each.language == language), None)
    base = queries.base_in(amendment, language)
    label = _("Words in %(language)s") % {"language": language_name(language)}
    kept = standing.proposed_text if standing else ""
    first = {"text": kept or base or "", "seen": kept, "rendered": amendment.proposed_text}
    form = VersionForm(request.POST or None, language=language, label=label, initial=first)
    if request.method == "POST" and form.is_valid():
        sent = dict(form.cleaned_data)
        facts = {"language": language, "proposed_text": sent.pop("text"), "state": request.POST.get("state", "")}
        if _kept(form, lambda: actions.render_amendment(amendment=amendment, by=request.reader, **sent, **facts)):
            messages.success(request, _("The rendering is kept."))
            return go(request, "drafting:amendment", number=number)
    context = {
        "form": form,
        "amendment": amendment,
        "language_written": language,
        "filed": queries.changes_of(amendment),
        "base": base,
        "standing": standing,
        "writing": may_render(request.reader, amendment),
    }
    return render(request, "drafting/render_amendment.html", context)
