"""Addresses of the review."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "reviews"
urlpatterns = [
    path("", views.results, name="results"),
    path("<int:pk>/", views.item, name="item"),
    path("government/<int:pk>/", views.government, name="government"),
    path("partners/", views.partners, name="partners"),
    path("export/", views.export, name="export"),
    path("report/", views.report, name="report"),
    path("desk/", views.desk, name="desk"),
    path("desk/<int:pk>/", views.questions, name="questions"),
]
