"""What was told of one session before it was put right, and since."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.enums import Mode, SessionKind
from cases.keyed import KeyedModel
from msa.accounts.models import Member


class SessionVersion(KeyedModel):
    """What is counted of a session, as one version of it tells (SES-04).

    A session that nobody has put right has none. The first correction brings two: the
    session as it was logged, which the database notes by itself, and as it stands now.
    The words of a version are the newest note whose revision is not above its own.
    """

    session = models.ForeignKey(
        "cases.Session", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    revision = models.PositiveIntegerField()
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=SessionKind)
    mode = models.CharField(max_length=12, choices=Mode)
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "session", "revision"],
                name="session_version_revision",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "subject"], name="session_version_subject"
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "session",
                "revision",
                "held_on",
                "minutes",
                "kind",
                "mode",
                "written_by",
                "written_at",
            }
        )
        holding = "his sessions"
