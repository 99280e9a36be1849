"""Addresses of the follow-up."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "followup"
urlpatterns = [
    path("", views.listing, name="list"),
    path("lift/", views.lift, name="lift"),
    path("remind/", views.remind, name="remind"),
    path("<int:number>/", views.commitment, name="commitment"),
    path("<int:number>/take-on/", views.take_on, name="take_on"),
    path("<int:number>/report/", views.report, name="report"),
]
