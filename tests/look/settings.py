"""The least that serves the gallery: no database, no secrets."""

from __future__ import annotations

from pathlib import Path

from msa.web.csp import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

BASE_DIR = Path(__file__).resolve().parents[2]
SECRET_KEY = "only-for-the-gallery"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
MSA_DEMO = True
MSA_NEUTRAL_SITE = ""
ROOT_URLCONF = "tests.look.urls"
LOGIN_URL = "sign_in"
INSTALLED_APPS = [
    "msa.web",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "msa.web.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "msa.web.away.AwayMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "msa.web.forms.Renderer"
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LANGUAGE_CODE = "en-nz"
LANGUAGES = [("en-nz", "English"), ("mi", "Te reo Māori")]
FORMAT_MODULE_PATH = "msa.formats"
LOCALE_PATHS = [
    BASE_DIR / "msa" / "locale" / "unreviewed",
    BASE_DIR / "msa" / "locale",
]
USE_TZ = True
TIME_ZONE = "Pacific/Auckland"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / ".local" / "gallery-static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
