"""The composition root and the platform packages; no survivor's data lives here."""

from msa.celery import app as celery_app

__all__ = ["celery_app"]
