from __future__ import annotations

from django.urls import path

from .views import desk, public, writing

app_name = "contributions"
urlpatterns = [
    path("", public.listed, name="list"),
    path("export.csv", public.export, name="export"),
    path("new/", writing.new, name="new"),
    path("anonymous/", writing.new_anonymous, name="new_anonymous"),
    path("count/<slug:key>/", writing.count, name="count"),
    path("mine/", writing.mine, name="mine"),
    path("receipt/<str:secret>/", writing.receipt, name="receipt"),
    path("receipt/<str:secret>/withdraw/", writing.withdraw_by_receipt, name="withdraw"),
    path("desk/", desk.desk, name="desk"),
    path("desk/export.csv", desk.export, name="desk_export"),
    path("desk/language/", desk.language, name="language"),
    path("import/", desk.import_file, name="import"),
    path("import/<int:number>/", desk.batch, name="batch"),
    path("<int:number>/", public.detail, name="detail"),
    path("<int:number>/withdraw/", writing.withdraw_own, name="withdraw"),
    path("<int:number>/passages/", desk.passages, name="passages"),
    path("<int:number>/file/<slug:key>/", public.file, name="file"),
]
