"""The application as a server loads it; refuses to load with a view that names no permission."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapporteur.web.settings")
application = get_wsgi_application()

from rapporteur.web import guard  # noqa: E402

guard.enforce()
