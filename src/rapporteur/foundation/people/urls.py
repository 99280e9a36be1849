from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.code, name="code"),
    path("account/", views.account, name="account"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
