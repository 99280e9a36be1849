from django.urls import path

from . import views

app_name = "decisions"
urlpatterns = [
    path("", views.listed, name="list"),
    path("desk/", views.desk, name="desk"),
    path("<int:number>/", views.procedure, name="procedure"),
    path("<int:number>/conclude/", views.conclude, name="conclude"),
    path("<int:number>/record.json", views.facts, name="record"),
    path("<int:number>/statements/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
