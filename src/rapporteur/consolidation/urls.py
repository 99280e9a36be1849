from __future__ import annotations

app_name = "consolidation"
urlpatterns: list = []
