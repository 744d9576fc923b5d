"""What happens within a stretch of support: phases, pauses, its end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.enums import EndReason, Phase, TurnKind
from cases.keyed import KeyedModel
from msa.accounts.models import Member
from msa.vault.sealed import SealedField


class EpisodeTurn(KeyedModel):
    """One turn that an episode took on a day, and his words about it (REC-11).

    Turns are only added, each after the one before; the database keeps the episode as
    they say. One that was noted by mistake is taken back, and stays to be seen.
    """

    episode = models.ForeignKey(
        "cases.Episode", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=TurnKind)
    happened_on = models.DateField()
    phase = models.CharField(max_length=10, choices=Phase, blank=True)
    # When he thinks to be back from a pause, if he said; nothing happens by itself.
    back_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    sealed = SealedField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "episode", "revision"], name="turn_revision"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="PHASE", phase__gt="", back_on=None, reason="")
                | models.Q(kind="PAUSED", phase="", reason="")
                | models.Q(kind="WENT_ON", phase="", back_on=None, reason="")
                | models.Q(kind="ENDED", phase="", back_on=None, reason__gt=""),
                name="turn_says_what_it_is",
            ),
            models.CheckConstraint(
                condition=models.Q(back_on=None)
                | models.Q(back_on__gte=models.F("happened_on")),
                name="turn_back_after_pause",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None, taken_back_by=None)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="turn_taken_back_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="turn_subject")
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "episode",
                "revision",
                "kind",
                "happened_on",
                "phase",
                "back_on",
                "reason",
                "written_by",
                "written_at",
                "taken_back_at",
                "taken_back_by",
            }
        )
        holding = "his episodes"
