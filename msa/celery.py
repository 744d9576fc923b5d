"""The Celery application; `MSA_SITE=reports` makes it the report builder."""

from __future__ import annotations

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging, worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from msa.vault.cores import leave_no_core

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "msa.settings")

app = Celery("msa")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]  # Celery
def log_like_every_process(**_told: Any) -> None:
    """Keep Celery's own formats away: they print the message of every exception."""
    dictConfig(settings.LOGGING)


@celeryd_init.connect  # type: ignore[untyped-decorator]  # Celery
@beat_init.connect  # type: ignore[untyped-decorator]  # Celery
def leave_nothing_behind(**_told: Any) -> None:
    """Write no core of a worker, its children, or the scheduler."""
    leave_no_core()


@worker_init.connect  # type: ignore[untyped-decorator]  # Celery
def start_on_nothing_destroyed(**_told: Any) -> None:
    """Let no worker start on a restored database before the ledger was replayed."""
    from msa.tenancy.readiness import refuse_what_was_destroyed

    try:
        refuse_what_was_destroyed()
    except ImproperlyConfigured as fault:
        # Any other exception is logged by Celery, and the worker starts.
        raise SystemExit(str(fault)) from fault
