from __future__ import annotations

app_name = "endorsements"
urlpatterns: list = []
