"""Moving the caseloads whose day has come, whoever is at work by then (UI-M3)."""

from __future__ import annotations

from celery import shared_task

from msa.tenancy.rounds import in_each_organisation


@shared_task(name="cases.workload.move_planned")  # type: ignore[untyped-decorator]  # Celery
def move_planned() -> None:
    """Carry out every organisation's plans that are due, each in a transaction."""
    in_each_organisation("SELECT sec.move_planned_caseloads()")
