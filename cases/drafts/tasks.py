"""Deleting drafts that nobody touched for a fortnight; nobody is shown them by then."""

from __future__ import annotations

from celery import shared_task

from msa.tenancy.rounds import in_each_organisation


@shared_task(name="cases.drafts.discard_old")  # type: ignore[untyped-decorator]  # Celery
def discard_old() -> None:
    """Delete every organisation's drafts that are too old to be shown."""
    in_each_organisation("SELECT sec.discard_drafts()")
