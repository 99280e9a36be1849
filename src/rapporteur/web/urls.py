"""All addresses. Pages begin with their language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from rapporteur.web import views

conference = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("desk/mail/", views.mail, name="mail"),
    path("journal/", views.journal, name="journal"),
    path("contact/", views.contact, name="contact"),
    path("data/", views.data_use, name="data_use"),
    path("", include("rapporteur.calls.urls")),
    path("registration/", include("rapporteur.registration.urls")),
    path("contributions/", include("rapporteur.contributions.urls")),
    path("consolidation/", include("rapporteur.consolidation.urls")),
    path("recommendations/", include("rapporteur.recommendations.urls")),
    path("review/", include("rapporteur.reviews.urls")),
    path("draft/", include("rapporteur.drafting.urls")),
    path("decision/", include("rapporteur.decisions.urls")),
    path("endorsements/", include("rapporteur.endorsements.urls")),
    path("trace/", include("rapporteur.trace.urls")),
    path("outputs/", include("rapporteur.outputs.urls")),
    path("follow-up/", include("rapporteur.followup.urls")),
]

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("journal/checkpoint", views.checkpoint, name="checkpoint"),
    *i18n_patterns(
        path("", views.front, name="front"),
        path("patterns/", views.patterns, name="patterns"),
        path("demo/", views.enter_demo, name="enter_demo"),
        path("", include("rapporteur.foundation.people.urls")),
        path("agreements/", include("rapporteur.foundation.frameworks.urls")),
        path("<slug:slug>/", include(conference)),
        prefix_default_language=True,
    ),
]
handler400 = "rapporteur.web.views.bad_request"
handler403 = "rapporteur.web.views.forbidden"
handler404 = "rapporteur.web.views.not_found"
handler500 = "rapporteur.web.views.failed"
