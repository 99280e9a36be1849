from django.urls import path

from . import views

app_name = "endorsements"
urlpatterns = [
    path("", views.register, name="register"),
    path("endorse/", views.endorse, name="endorse"),
    path("register.<slug:form>", views.export, name="export"),
    path("verify/<str:token>/", views.verify, name="verify"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
