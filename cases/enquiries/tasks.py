"""Deleting slips when their time is over, whoever forgets them.

Nobody can open one from that moment, deleted or not: the database looks at the clock
itself. So a run that is killed, or comes late, lets nobody read anything.
"""

from __future__ import annotations

from celery import shared_task

from msa.tenancy.rounds import in_each_organisation


@shared_task(name="cases.enquiries.destroy_expired")  # type: ignore[untyped-decorator]  # Celery
def destroy_expired() -> None:
    """Delete every organisation's slips whose time is over, each in a transaction."""
    in_each_organisation("SELECT sec.destroy_expired_slips()")
