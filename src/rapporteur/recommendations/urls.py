from django.urls import path

from . import views

app_name = "recommendations"
urlpatterns = [
    path("", views.listed, name="list"),
    path("desk/", views.desk, name="desk"),
    path("write/", views.write_new, name="write"),
    path("dispositions/", views.dispositions, name="dispositions"),
    path("<int:number>/", views.detail, name="detail"),
    path("<int:number>/edit/", views.edit, name="edit"),
    path("<int:number>/position/", views.position, name="position"),
]
