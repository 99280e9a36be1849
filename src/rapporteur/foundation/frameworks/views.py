"""The agreements, each provision with its state of proof."""

from __future__ import annotations

from django.shortcuts import render

from rapporteur.foundation.people.permissions import read_public
from rapporteur.foundation.ui.pages import page

from .provisions import frameworks


@page(read_public)
def listed(request):
    return render(request, "frameworks/list.html", {"frameworks": frameworks()})
