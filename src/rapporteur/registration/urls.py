from __future__ import annotations

from django.urls import path

from . import views

app_name = "registration"
urlpatterns = [
    path("", views.apply, name="apply"),
    path("places/", views.places, name="places"),
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("desk/export.csv", views.export, name="export"),
    path("desk/places/", views.places_added, name="places_added"),
    path("<int:number>/", views.delegation, name="delegation"),
    path("<int:number>/letter/", views.letter, name="letter"),
]
