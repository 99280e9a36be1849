from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "rapporteur.registration"
    label = "registration"
    default_auto_field = "django.db.models.BigAutoField"
