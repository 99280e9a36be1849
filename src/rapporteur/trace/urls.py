from __future__ import annotations

app_name = "trace"
urlpatterns: list = []
