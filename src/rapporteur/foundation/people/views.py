"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from rapporteur.foundation.ui.pages import page

from .actions import check_code, send_code
from .forms import AddressForm, CodeForm
from .permissions import own_account
from .permissions import sign_in as may_sign_in
from .reader import Refused


@page(may_sign_in, act=may_sign_in, keeps=False)
def sign_in(request):
    """Ask for the address; a code is written to it."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = send_code(email=form.cleaned_data["email"], language=get_language() or "en")
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            request.session["sign_in_code"] = number
            request.session["sign_in_email"] = form.cleaned_data["email"].strip().lower()
            request.session["sign_in_next"] = _safe(request, request.POST.get("next", ""))
            return redirect("people:code")
    return render(request, "people/sign_in.html", {"form": form, "next": request.GET.get("next", "")})


@page(may_sign_in, act=may_sign_in, keeps=False)
def code(request):
    """Take the code; the session is new from here on."""
    email = request.session.get("sign_in_email")
    if not email:
        return redirect("people:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = check_code(
                email=email,
                code=form.cleaned_data["code"],
                number=request.session.get("sign_in_code"),
                language=get_language() or "en",
            )
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            target = request.session.pop("sign_in_next", "")
            for name in ("sign_in_email", "sign_in_code"):
                request.session.pop(name, None)
            login(request, person)
            return redirect(target or "front")
    return render(request, "people/code.html", {"form": form, "email": email})


@page(own_account)
def account(request):
    grants = request.reader.person.role_grants.select_related("conference", "government")
    return render(request, "people/account.html", {"grants": grants})


@page(own_account, act=own_account, keeps=False)
def sign_out(request):
    if request.method == "POST":
        logout(request)
    return redirect("front")


def _safe(request, address):
    """The address when it is a path of this site; a bare word would be taken for the name of a page."""
    if not address.startswith("/"):
        return ""
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()) else ""
