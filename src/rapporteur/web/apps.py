from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rapporteur.web"
    label = "web"

    def ready(self):
        from . import checks  # noqa: F401
