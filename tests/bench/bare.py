"""The least that a Django page with a database can be: one view, one SELECT 1."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    """Answer whether the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()))


urlpatterns = [path("", bare)]

if not settings.configured:
    settings.configure(
        SECRET_KEY="of a page without secrets",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": os.environ["MSA_DATABASE_HOST"],
                "PORT": os.environ["MSA_DATABASE_PORT"],
                "NAME": os.environ["MSA_DATABASE_NAME"],
                "USER": "msa_app",
                "PASSWORD": (Path(os.environ["MSA_SECRETS"]) / "msa_app.password")
                .read_text()
                .strip(),
                "ATOMIC_REQUESTS": True,
                "CONN_MAX_AGE": 600,
                "OPTIONS": {"server_side_binding": True},
            }
        },
    )
    django.setup()

application = get_wsgi_application()
