"""Settings of the tests: SQLite in a file, or PostgreSQL where RAPPORTEUR_TEST_DATABASE names one."""

from __future__ import annotations

import os
import tempfile

os.environ["RAPPORTEUR_MODE"] = "test"
os.environ.setdefault("RAPPORTEUR_SECRET_KEY", "only-for-tests")
# Tests that run beside one another share no file: each worker has a folder of its own.
os.environ["RAPPORTEUR_HOME"] = tempfile.mkdtemp(prefix="rapporteur-test-")

from rapporteur.web.settings import *  # noqa: F403
from rapporteur.web.settings import DATABASES, HOME, database

if address := os.environ.get("RAPPORTEUR_TEST_DATABASE"):
    DATABASES["default"] = database(address)
else:
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
ANONYMOUS_PAGES_KEPT = 0
