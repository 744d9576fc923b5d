"""The wellbeing framework's pou: a list that the national body keeps as data."""

from __future__ import annotations

import uuid

from django.db import models


class Pou(models.Model):
    """One pou by its labels; one that was taken off the list stays readable (REC-05).

    Records hold the labels as they were when a pou was chosen, so changing a label
    here changes nothing that a survivor has agreed to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.PositiveSmallIntegerField()
    te_reo = models.CharField(max_length=80)
    english = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        clear = frozenset(
            {"id", "place", "te_reo", "english", "added_at", "retired_at"}
        )

    def __str__(self) -> str:
        return self.te_reo
