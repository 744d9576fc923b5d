"""National reports: who made and released them, their frozen cells, their files.

Nothing here speaks of a survivor: true figures are never stored, only what disclosure
control let through. No organisation owns a row, so there is no tenant column.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from reporting.enums import CellStatus, FileFormat, Kind, State
from reporting.quarters import Quarter


class Report(models.Model):
    """One revision of one report of one quarter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    quarter = models.CharField(max_length=6)
    revision = models.PositiveSmallIntegerField()
    spec = models.CharField(max_length=30)
    policy = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=State, default=State.BUILDING)
    # People of the national body, by the id of their sign-in.
    compiled_by = models.UUIDField()
    started_at = models.DateTimeField()
    compiled_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    # What a reader could still work out of hidden cells: published knowledge only.
    attack = models.JSONField(default=dict)
    released_by = models.UUIDField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "quarter", "revision"], name="report_revision"
            ),
            models.UniqueConstraint(
                fields=["kind", "quarter"],
                condition=Q(state__in=["BUILDING", "DRAFT"]),
                name="one_report_at_work",
            ),
            models.UniqueConstraint(
                fields=["kind", "quarter"],
                condition=Q(state="RELEASED"),
                name="one_report_released",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("compiled_by")),
                name="released_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="release_has_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="RELEASED") | Q(released_by__isnull=False),
                name="released_by_somebody",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "kind",
                "quarter",
                "revision",
                "spec",
                "policy",
                "state",
                "compiled_by",
                "started_at",
                "compiled_at",
                "content_hash",
                "attack",
                "released_by",
                "released_at",
            }
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.quarter} revision {self.revision}"

    @property
    def hash_parts(self) -> list[str]:
        """The content hash in pieces, between which a narrow page may break it."""
        return [self.content_hash[at : at + 8] for at in range(0, 64, 8)]

    @property
    def may_be_released(self) -> bool:
        """Whether the attack on its figures found nothing; the database asks too."""
        return self.attack.get("passes") is True

    @property
    def period(self) -> Quarter:
        """The quarter it is about."""
        return Quarter.from_code(self.quarter)


class Cell(models.Model):
    """One published figure with the words it is published under; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        Report, on_delete=models.DO_NOTHING, related_name="cells", db_index=False
    )
    table = models.CharField(max_length=30)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    # Frozen with the figure: an organisation may take another name later.
    label = models.CharField(max_length=120)
    status = models.CharField(max_length=4, choices=CellStatus)
    # In units of the last decimal place: 37 with one decimal place reads 3.7.
    value = models.BigIntegerField(null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "table", "row", "column"], name="cell_once"
            ),
            models.CheckConstraint(
                condition=Q(status="ok", value__isnull=False)
                | (~Q(status="ok") & Q(value=None)),
                name="only_hidden_cells_have_no_value",
            ),
            # Counts are whole and never negative; only a mean or its change is not.
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0) | Q(decimals__gt=0),
                name="counts_are_not_negative",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "report",
                "table",
                "row",
                "column",
                "position",
                "label",
                "status",
                "value",
                "decimals",
            }
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"

    @property
    def figure(self) -> Decimal | None:
        """The figure as it reads, or None for a hidden one; every format prints it."""
        return (
            None if self.value is None else Decimal(self.value).scaleb(-self.decimals)
        )


class ReportFile(models.Model):
    """A released report as a file, made once from its frozen cells."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        Report, on_delete=models.DO_NOTHING, related_name="files", db_index=False
    )
    format = models.CharField(max_length=4, choices=FileFormat)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "format"], name="file_once"),
        ]

    class Privacy:
        clear = frozenset(
            {"id", "report", "format", "content", "size", "sha256", "made_at"}
        )

    def __str__(self) -> str:
        return f"{self.format} of {self.report_id}"
