from django.apps import AppConfig


class ConsolidationConfig(AppConfig):
    name = "rapporteur.consolidation"
    label = "consolidation"
    default_auto_field = "django.db.models.BigAutoField"
