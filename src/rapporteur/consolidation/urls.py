from django.urls import path

from . import views

app_name = "consolidation"
urlpatterns = [
    path("", views.themes, name="themes"),
    path("theme/<int:number>/", views.theme, name="theme"),
    path("desk/", views.desk, name="desk"),
    path("desk/progress/", views.progress, name="progress"),
    path("duplicates/", views.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/", views.group, name="group"),
    path("mapping/", views.mapping, name="mapping"),
    path("mapping/<str:identifier>/", views.provision, name="provision"),
    path("balance/", views.balance, name="balance"),
]
