"""Addresses of the threads."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "trace"
urlpatterns = [
    path("sentence/<int:pk>/", views.sentence, name="sentence"),
    path("paragraph/<slug:key>/", views.paragraph, name="paragraph"),
    path("recommendation/<int:number>/", views.recommendation, name="recommendation"),
    path("contribution/<int:number>/", views.contribution, name="contribution"),
    path("fate/<int:number>/", views.fate, name="fate"),
    path("tell/", views.tell_authors, name="tell"),
]
