from __future__ import annotations

from django.urls import path

from . import views

app_name = "drafting"
urlpatterns = [
    path("", views.draft, name="draft"),
    path("<int:number>/", views.revision, name="revision"),
    path("<int:number>/text/", views.text, name="text"),
    path("<int:number>/issue/", views.new_issue, name="new_issue"),
    path("issues/<int:pk>/", views.issue, name="issue"),
    path("issues/<int:pk>/text/", views.issue_text, name="issue_text"),
    path("<int:number>/numbers/", views.concordance, name="concordance"),
    path("<int:number>/numbers.csv", views.concordance_file, name="concordance_file"),
    path("<int:number>/text.docx", views.text_file, name="text_file"),
    path("compare/", views.choose_compared, name="choose_compared"),
    path("compare/<int:old>/<int:new>/", views.compare, name="compare"),
    path("compare/<int:old>/<int:new>/redline.docx", views.redline_file, name="redline_file"),
    path("compilation/", views.compilation, name="compilation"),
    path("compilation/compilation.docx", views.compilation_word, name="compilation_word"),
    path("compilation/compilation.pdf", views.compilation_pdf, name="compilation_pdf"),
    path("room/", views.room, name="room"),
    path("room/changes/", views.room_changes, name="room_changes"),
    path("conflicts/<slug:key>/", views.conflict, name="conflict"),
    path("amend/", views.amend_title, name="amend_title"),
    path("amend/<slug:key>/", views.amend, name="amend"),
    path("amendments/<int:number>/", views.amendment, name="amendment"),
    path("amendments/<int:number>/amendment.docx", views.amendment_file, name="amendment_file"),
    path("amendments/<int:number>/amend/", views.amend_amendment, name="amend_amendment"),
    path("returns/", views.returns, name="returns"),
    path("returns/together/", views.together, name="together"),
    path("returns/<int:pk>/", views.returned, name="returned"),
    path("mail/", views.mail, name="mail"),
    path("desk/", views.desk, name="desk"),
    path("desk/paragraph/", views.add_paragraph, name="add_paragraph"),
    path("desk/paragraph/<slug:key>/", views.edit_paragraph, name="edit_paragraph"),
    path("desk/queue/", views.queue, name="queue"),
    path("desk/merge/<int:number>/", views.merge, name="merge"),
    path("desk/sources/<int:pk>/", views.sources, name="sources"),
    path("languages/", views.languages, name="languages"),
    path("languages/<slug:language>/", views.version, name="version"),
    path("languages/<slug:language>/title/", views.write_title, name="write_title"),
    path("languages/<slug:language>/paragraphs/<slug:key>/", views.write_version, name="write_version"),
    path("languages/<slug:language>/amendments/<int:number>/", views.render_amendment, name="render_amendment"),
]
