"""What was imported: one batch for each run, and where each of its rows went.

Ids of the other system are kept as keyed digests alone: enough to know a row again,
too little to look anybody up in the other system.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from msa.accounts.models import Member
from msa.exchange.enums import BatchState, Source
from msa.tenancy.models import TenantModel


class ImportBatch(TenantModel):
    """One import of one folder; ``counts`` holds codes and numbers only."""

    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=BatchState, default=BatchState.STORED
    )
    mapping = models.CharField(max_length=60)
    folder_digest = models.BinaryField()
    counts = models.JSONField(default=dict)
    undone_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-made_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    state="STORED", undone_at__isnull=True, undone_by__isnull=True
                )
                | models.Q(
                    state="UNDONE", undone_at__isnull=False, undone_by__isnull=False
                ),
                name="import_undone_by_somebody",
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "made_by",
                "made_at",
                "state",
                "mapping",
                "folder_digest",
                "counts",
                "undone_by",
                "undone_at",
            }
        )


class ImportRow(TenantModel):
    """A row of an export that was stored: known again, and undone, by this."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    source = models.CharField(max_length=10, choices=Source)
    external = models.BinaryField()
    fingerprint = models.BinaryField()
    # Whose place, which episode or which session it became: the source says which.
    object_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "source", "external"], name="imported_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "batch", "source", "object_id"]),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "batch",
                "source",
                "external",
                "fingerprint",
                "object_id",
            }
        )
        holding = "where his record came from"
        by_id = "object_id"
