"""Addresses of the outputs."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "outputs"
urlpatterns = [
    path("", views.listed, name="list"),
    path("deliver/", views.deliver, name="deliver"),
    path("receipt/<int:pk>/", views.receipt, name="receipt"),
    path("delivered/<int:pk>/", views.delivered, name="delivered"),
    path("<slug:kind>/<slug:form>/", views.document, name="document"),
]
