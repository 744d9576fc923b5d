"""Claiming, doing and finishing jobs, so that a killed worker changes nothing (REP-02).

The row is the truth. A claim takes a lease and a higher fence; whoever holds an older
fence finds his next word refused. Result and end of the job are one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from msa.jobs.models import Job, State
from msa.jobs.registry import handler_of

#: Longer than any step between two words of progress.
LEASE = timedelta(seconds=30)
#: A job that died this often has a fault of its own.
MOST_TRIES = 20

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has taken the job over; what this one did is not published."""


def claim(queue: str, *, at: datetime, job: UUID | None = None) -> Job | None:
    """Take one job that waits or whose worker is gone, or None when there is none."""
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=at)
    with transaction.atomic():
        jobs = Job.objects.select_for_update(skip_locked=True, of=("self",))
        found = jobs.filter(free, queue=queue).order_by("asked_at")
        if job is not None:
            found = found.filter(id=job)
        row = found.first()
        if row is None:
            return None
        row.state, row.fence, row.lease_until = State.RUNNING, row.fence + 1, at + LEASE
        row.save(update_fields=["state", "fence", "lease_until"])
        return row


def run(queue: str, *, job: UUID | None = None) -> bool:
    """Claim one job and do it; return whether there was one.

    A handler's error ends the job as FAILED with the error's type as its code; the
    message is not kept, since it may quote data. When the database was away (R03), the
    job waits for its lease to run out and is done again.
    """
    row = claim(queue, at=timezone.now(), job=job)
    if row is None:
        return False
    try:
        if row.fence > MOST_TRIES:
            raise TimeoutError
        handler_of(row.kind)(row, _progress_of(row), _publish_of(row))
    except LeaseLost:
        logger.warning("a job went on under another worker")
    except (OperationalError, InterfaceError):
        logger.exception("a job waits until the database is back")
    except Exception as fault:
        logger.exception("a job failed")
        _end(row, state=State.FAILED, fault=type(fault).__name__)
    return True


def _held(row: Job) -> Q:
    return Q(id=row.id, fence=row.fence, state=State.RUNNING)


def _progress_of(row: Job) -> Callable[..., None]:
    def progress(
        *, done: int, total: int, step: str, takes: timedelta | None = None
    ) -> None:
        lease_until = timezone.now() + max(LEASE, takes or LEASE)
        # In a transaction, since only there the handler's context holds.
        with transaction.atomic():
            kept = Job.objects.filter(_held(row)).update(
                done=done, total=total, step=step, lease_until=lease_until
            )
        if not kept:
            raise LeaseLost

    return progress


def _publish_of(row: Job) -> Callable[[Callable[[], None]], None]:
    def publish(write: Callable[[], None]) -> None:
        with transaction.atomic():
            # The row lock keeps a second worker from ending the job meanwhile.
            if not Job.objects.select_for_update().filter(_held(row)).exists():
                raise LeaseLost
            write()
            _end(row, state=State.DONE)

    return publish


def _end(row: Job, *, state: State, fault: str = "") -> None:
    done = {"done": F("total")} if state is State.DONE else {}
    with transaction.atomic():
        Job.objects.filter(_held(row)).update(
            state=state,
            fault=fault,
            lease_until=None,
            finished_at=timezone.now(),
            **done,
        )
