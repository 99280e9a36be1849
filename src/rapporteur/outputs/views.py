"""Pages of the outputs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.files.queries import as_attachment, download
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.ui.pages import go, page

from . import actions, making, queries
from .forms import DeliveryForm, ReceiptForm
from .models import Delivery
from .permissions import deliver_outputs, read_outputs


@page(read_outputs)
def listed(request):
    """The promised outputs in their forms, what was delivered, and the open data."""
    context = {
        "outcomes": queries.outcome_states(request.conference),
        "deliveries": queries.deliveries(request.conference),
        "now": request.reader.now,
    }
    delivered = {row.outcome_id for row in context["deliveries"]}
    for row in context["outcomes"]:
        row["is_delivered"] = row["outcome"].pk in delivered
    return render(request, "outputs/list.html", context)


@page(read_outputs)
def document(request, kind, form):
    """An output as a page, or as a file."""
    outcome = queries.outcome_of(request.conference, kind)
    output = queries.output_of(request.conference, outcome) if outcome and form in queries.FORMS else None
    if output is None:
        raise Http404
    if form == "html":
        return render(request, "outputs/document.html", {"output": output, "document": output.document, "kind": kind})
    data = making.file_of(output, form)
    return download(data, name=making.name_of(output, form), content_type=making.TYPES[form])


@page(deliver_outputs, act=deliver_outputs)
def deliver(request):
    """Record that an output was handed over."""
    initial = {
        "delivered_on": request.reader.now.astimezone(request.conference.timezone).date(),
        "language": get_language(),
        "outcome": request.GET.get("outcome") if request.GET.get("outcome", "").isdecimal() else None,
    }
    form = DeliveryForm(request.POST or None, outcomes=request.conference.outcomes.all(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.deliver(by=request.reader, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The delivery is recorded, with the very bytes that were handed over."))
            return go(request, "outputs:list")
    return render(request, "outputs/deliver.html", {"form": form})


@page(deliver_outputs, act=deliver_outputs)
def receipt(request, pk):
    """Keep what the addressee answered."""
    delivery = get_object_or_404(queries.deliveries(request.conference), pk=pk)
    today = request.reader.now.astimezone(request.conference.timezone).date()
    form = ReceiptForm(request.POST or None, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_receipt(delivery=delivery, by=request.reader, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The receipt is kept."))
            return go(request, "outputs:list")
    return render(request, "outputs/receipt.html", {"form": form, "delivery": delivery})


@page(deliver_outputs)
def delivered(request, pk):
    """The very bytes that were handed over; the secretariat only, for words may have been withdrawn since."""
    return as_attachment(get_object_or_404(Delivery, conference=request.conference, pk=pk).file)
