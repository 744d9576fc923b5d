"""Asking for a job: the row in the act's own transaction, the message after it."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from uuid import UUID

from celery import current_app
from django.db import transaction

from msa.jobs.models import Job

logger = logging.getLogger(__name__)


def ask(
    *,
    queue: str,
    kind: str,
    organisation: UUID,
    person: UUID,
    at: datetime,
    **arguments: str,
) -> Job:
    """Store a job and tell a worker once the transaction is committed.

    ``arguments`` are ids and codes; only the job's own id goes to Redis. When Redis
    does not answer, the next sweep finds the row.
    """
    job = note(
        queue=queue,
        kind=kind,
        organisation=organisation,
        person=person,
        at=at,
        **arguments,
    )
    transaction.on_commit(lambda: _tell(queue, job.id))
    return job


def note(
    *,
    queue: str,
    kind: str,
    organisation: UUID,
    person: UUID,
    at: datetime,
    **arguments: str,
) -> Job:
    """Store a job that no worker is told of: whoever asks for it does it himself."""
    job = Job(
        id=uuid.uuid4(),
        queue=queue,
        kind=kind,
        asked_for=organisation,
        asked_by=person,
        asked_at=at,
        arguments=arguments,
    )
    job.save(force_insert=True)
    return job


def _tell(queue: str, job: UUID) -> None:
    try:
        current_app.send_task(
            "msa.jobs.run", [queue, str(job)], queue=queue, retry=False
        )
    except Exception:  # the row is safe; a broker's fault must not fail the request
        logger.exception("a job waits for the next sweep")
