from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "rapporteur.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"
