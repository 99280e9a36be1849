"""Pages of the register."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.files.queries import download
from rapporteur.foundation.people.reader import MAYOR, Refused
from rapporteur.foundation.ui.pages import go, page
from rapporteur_core.documents import sheets

from . import actions, queries
from .forms import EndorsementForm, WithdrawalForm
from .models import Endorsement
from .permissions import endorse as endorse_permission
from .permissions import read_register
from .permissions import verify as verify_permission


@page(read_register)
def register(request):
    """Who stands behind the adopted text, by region, as of now."""
    reader = request.reader
    context = {
        "revision": queries.adopted_text(request.conference),
        "regions": queries.register(request.conference, reader),
        "counts": queries.counts(request.conference),
        "now": reader.now,
        "mine": list(queries.governments_of(reader)) if reader.has(MAYOR) else [],
        "standing": list(
            Endorsement.objects.visible_to(reader)
            .filter(government_id__in=reader.government_ids)
            .select_related("government")
        )
        if reader.has(MAYOR)
        else [],
    }
    return render(request, "endorsements/register.html", context)


@page(read_register)
def export(request, form):
    """The register as CSV or JSON."""
    rows = queries.open_rows(queries.public_rows(request.conference))
    if form == "json":
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        return download(text, name="endorsements.json", content_type="application/json")
    if form != "csv":
        raise Http404
    header = list(rows[0]) if rows else ["government"]
    text = sheets.write_csv(header, [[row[name] for name in header] for row in rows])
    return download(text, name="endorsements.csv", content_type="text/csv; charset=utf-8")


@page(endorse_permission, act=endorse_permission)
def endorse(request):
    form = EndorsementForm(request.POST or None, governments=queries.governments_of(request.reader))
    if request.method == "POST" and form.is_valid():
        try:
            actions.endorse_declaration(
                conference=request.conference, by=request.reader, language=get_language() or "en", **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Kept. It counts as soon as the second address has confirmed it by the mail sent there.")
            )
            return go(request, "endorsements:register")
    context = {"form": form, "revision": queries.adopted_text(request.conference)}
    return render(request, "endorsements/endorse.html", context)


@page(verify_permission, act=verify_permission)
def verify(request, token):
    """What the second address is asked to confirm."""
    endorsement = actions.endorsement_of(request.conference, token)
    if request.method == "POST":
        actions.verify_endorsement(endorsement=endorsement, by=request.reader)
        return go(request, "endorsements:verify", token=token)
    response = render(request, "endorsements/verify.html", {"endorsement": endorsement})
    response.headers["Cache-Control"] = "private, no-store"
    return response


@page(endorse_permission, act=endorse_permission)
def withdraw(request, pk):
    own = Endorsement.objects.visible_to(request.reader).filter(government__in=queries.governments_of(request.reader))
    endorsement = get_object_or_404(own, pk=pk)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_endorsement(endorsement=endorsement, by=request.reader, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return go(request, "endorsements:register")
    return render(request, "endorsements/withdraw.html", {"form": form, "endorsement": endorsement})
