"""Settings. What differs from one installation to the next comes from the environment: see docs/reference/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF  # noqa: F401
from django.core.exceptions import ImproperlyConfigured

from rapporteur.line import STAGES

PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("RAPPORTEUR_HOME", "var")).resolve()
MODE = os.environ.get("RAPPORTEUR_MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("RAPPORTEUR_MODE is production, demo or test.")
DEMO = MODE == "demo"
DEBUG = False


def secret_key() -> str:
    """The key from the environment, or one kept in the home folder and made on first use."""
    if given := os.environ.get("RAPPORTEUR_SECRET_KEY"):
        return given
    kept = HOME / "secret.key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
    return kept.read_text()


def database(address: str) -> dict:
    """Django's entry for `sqlite:PATH` or `postgresql://user:password@host:port/name`; refuses anything else."""
    if address.startswith("sqlite:"):
        return {
            "ENGINE": "rapporteur.web.sqlite",
            "NAME": address.removeprefix("sqlite:"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 3,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("RAPPORTEUR_DATABASE starts with sqlite: or postgresql://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
    }


SECRET_KEY = secret_key()
CHECKPOINT_KEY = os.environ.get("RAPPORTEUR_CHECKPOINT_KEY") or HOME / "checkpoint.key"
DATABASES = {"default": database(os.environ.get("RAPPORTEUR_DATABASE", f"sqlite:{HOME / 'rapporteur.sqlite3'}"))}
DATABASES["default"].setdefault("CONN_MAX_AGE", None)
ALLOWED_HOSTS = os.environ.get("RAPPORTEUR_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
BASE_ADDRESS = os.environ.get("RAPPORTEUR_ADDRESS", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [BASE_ADDRESS] if BASE_ADDRESS.startswith("https:") else []

STAGE_APPS = [f"rapporteur.{stage}.apps.{stage.capitalize()}Config" for stage in STAGES]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "rapporteur.foundation.journal.apps.JournalConfig",
    "rapporteur.foundation.files.apps.FilesConfig",
    "rapporteur.foundation.notices.apps.NoticesConfig",
    "rapporteur.foundation.people.apps.PeopleConfig",
    "rapporteur.foundation.frameworks.apps.FrameworksConfig",
    "rapporteur.foundation.conferences.apps.ConferencesConfig",
    "rapporteur.foundation.ui.apps.UiConfig",
    *STAGE_APPS,
    "rapporteur.web.apps.WebConfig",
]
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["rapporteur.foundation.people.backend.CodeBackend"]

MIDDLEWARE = [
    "rapporteur.web.middleware.StorageTrouble",
    "rapporteur.web.middleware.LargestRequest",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "rapporteur.web.cache.AnonymousPages",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "rapporteur.web.urls"
WSGI_APPLICATION = "rapporteur.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rapporteur.web.context.page",
            ],
            # The later one wins: `language_name` is ours, in the reader's language.
            "builtins": ["django.templatetags.i18n", "rapporteur.foundation.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
LARGEST_REQUEST = 64 * 1024 * 1024  # a file to import, of 50 MB, and the form around it
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "rapporteur.foundation.people.sessions"
IS_HTTPS = BASE_ADDRESS.startswith("https:")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "rapporteur.web.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

EMAIL_BACKEND = os.environ.get("RAPPORTEUR_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("RAPPORTEUR_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("RAPPORTEUR_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("RAPPORTEUR_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("RAPPORTEUR_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("RAPPORTEUR_MAIL_TLS", "") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("RAPPORTEUR_MAIL_FROM", "rapporteur@localhost")
SILENCED_SYSTEM_CHECKS: list[str] = ["fields.W342"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
