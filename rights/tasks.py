"""Deleting copies that nobody fetched within a day; nobody is given them by then."""

from __future__ import annotations

from celery import shared_task

from msa.tenancy.rounds import in_each_organisation


@shared_task(name="rights.discard_unfetched")  # type: ignore[untyped-decorator]  # Celery
def discard_unfetched() -> None:
    """Delete every organisation's copies that are too old to be fetched."""
    in_each_organisation("SELECT sec.discard_copies()")
