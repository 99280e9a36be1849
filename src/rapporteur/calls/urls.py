from __future__ import annotations

from django.urls import path

from . import views

app_name = "calls"
urlpatterns = [
    path("programme/", views.programme, name="programme"),
    path("programme.ics", views.programme_ics, name="programme_ics"),
    path("call/", views.call, name="call"),
    path("documents/", views.documents, name="documents"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("edit/", views.edit, name="edit"),
    path("edit/conference/", views.edit_conference, name="edit_conference"),
    path("edit/parties/", views.parties, name="parties"),
    path("edit/parties/add/", views.edit_party, name="add_party"),
    path("edit/parties/<int:pk>/", views.edit_party, name="edit_party"),
    path("edit/outcomes/", views.outcomes, name="outcomes"),
    path("edit/outcomes/<slug:kind>/", views.edit_outcome, name="edit_outcome"),
    path("edit/call/", views.edit_call_page, name="edit_call"),
    path("edit/questions/", views.questions, name="questions"),
    path("edit/questions/add/", views.edit_question, name="add_question"),
    path("edit/questions/<slug:key>/change/", views.edit_question, name="edit_question"),
    path("edit/sessions/", views.sessions, name="sessions"),
    path("edit/sessions/add/", views.edit_session, name="add_session"),
    path("edit/sessions/<int:pk>/", views.edit_session, name="edit_session"),
    path("edit/documents/", views.edit_documents, name="edit_documents"),
    path("edit/people/", views.people, name="people"),
]
