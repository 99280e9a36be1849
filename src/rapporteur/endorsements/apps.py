from django.apps import AppConfig


class EndorsementsConfig(AppConfig):
    name = "rapporteur.endorsements"
    label = "endorsements"
    default_auto_field = "django.db.models.BigAutoField"
