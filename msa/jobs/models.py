"""The row that is the truth about a piece of long work."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    QUEUED = "QUEUED", "Waiting to start"
    RUNNING = "RUNNING", "Under way"
    DONE = "DONE", "Done"
    FAILED = "FAILED", "Stopped"


class Job(models.Model):
    """One piece of long work: asked for once, done once, however often it is tried.

    Redis carries only the id. ``fence`` grows with each claim, so a worker that lost
    its lease can't publish; ``lease_until`` says when another may take over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    queue = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    asked_for = models.UUIDField(help_text="The organisation of whoever asked.")
    asked_by = models.UUIDField(help_text="The person who asked.")
    asked_at = models.DateTimeField()
    arguments = models.JSONField(default=dict, help_text="Ids and codes only.")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=80, blank=True)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=80, blank=True, help_text="A code.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")),
                name="job_done_in_total",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["queue", "state", "lease_until"]),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "queue",
                "kind",
                "asked_for",
                "asked_by",
                "asked_at",
                "arguments",
                "state",
                "done",
                "total",
                "step",
                "fence",
                "lease_until",
                "finished_at",
                "fault",
            }
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
