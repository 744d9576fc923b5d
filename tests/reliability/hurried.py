"""Celery's scheduler with every period a second long, for tests that can't wait."""

from __future__ import annotations

from datetime import timedelta

from celery.beat import Scheduler


class Hurried(Scheduler):
    """The product's own schedule, task for task, in a hurry."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.schedule.run_every = timedelta(seconds=1)
