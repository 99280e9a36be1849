from django.apps import AppConfig


class TraceConfig(AppConfig):
    name = "rapporteur.trace"
    label = "trace"
    default_auto_field = "django.db.models.BigAutoField"
