from __future__ import annotations

app_name = "outputs"
urlpatterns: list = []
