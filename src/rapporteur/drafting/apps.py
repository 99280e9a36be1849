from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "rapporteur.drafting"
    label = "drafting"
    default_auto_field = "django.db.models.BigAutoField"
