"""What the clock asks the report builder's worker to do, and how often (ADR 38).

A message that its worker did not come to in time is dropped: the next says the same.
"""

from __future__ import annotations


def _each(seconds: float, task: str) -> dict[str, object]:
    options = {"queue": "reports", "expires": seconds}
    return {"task": task, "schedule": seconds, "options": options}


CELERY_BEAT_SCHEDULE = {
    # A message lost with a killed worker or a flushed Redis costs this much delay.
    "take up lost work": _each(10.0, "msa.jobs.sweep"),
    # Checked again on its day, and carried out once, whoever planned it (ADR 49).
    "caseloads that move today": _each(300.0, "cases.workload.move_planned"),
    # Nobody is shown any of these once it is over; this takes away what nobody sees.
    "slips that are over": _each(300.0, "cases.enquiries.destroy_expired"),
    "drafts that are over": _each(900.0, "cases.drafts.discard_old"),
    "copies nobody fetched": _each(900.0, "rights.discard_unfetched"),
    "sessions that are over": _each(900.0, "msa.accounts.discard_sessions"),
}
