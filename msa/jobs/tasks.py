"""What Celery calls. Redis carries a queue's name and a job's id, nothing else."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from msa.jobs.running import run


@shared_task(name="msa.jobs.run")  # type: ignore[untyped-decorator]  # Celery
def run_one(queue: str, job: str) -> None:
    """Do one job, unless somebody else is at it or has done it."""
    run(queue, job=UUID(job))


@shared_task(name="msa.jobs.sweep")  # type: ignore[untyped-decorator]  # Celery
def sweep(queue: str = "reports") -> None:
    """Do whatever waits: lost messages, lost leases, a flushed Redis."""
    while run(queue):
        pass
