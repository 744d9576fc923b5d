"""The Celery application; `MSA_SITE=reports` makes it the report builder."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "msa.settings")

app = Celery("msa")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
