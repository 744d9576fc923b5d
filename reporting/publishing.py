"""Writing what a job made: cells of a draft, files of a released report."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reporting.building import CellDraft, content_hash
from reporting.enums import FileFormat, State
from reporting.models import Cell, Report, ReportFile


def about(report: Report) -> dict[str, Any]:
    """Return what a report's content hash says of it besides its cells."""
    return {
        "kind": report.kind,
        "quarter": report.quarter,
        "revision": report.revision,
        "spec": report.spec,
        "policy": report.policy,
    }


def write_draft(
    report: Report,
    cells: Sequence[CellDraft],
    *,
    attack: dict[str, Any],
    at: datetime,
) -> None:
    """Store a report's cells and make it a draft; run inside the job's transaction."""
    Cell.objects.bulk_create(
        Cell(
            id=uuid.uuid4(),
            report_id=report.id,
            table=cell.table,
            row=cell.row,
            column=cell.column,
            position=cell.position,
            label=cell.label,
            status=cell.status,
            value=cell.value,
        )
        for cell in cells
    )
    report.state = State.DRAFT
    report.compiled_at = at
    report.content_hash = content_hash(about(report), cells)
    report.attack = attack
    report.save(update_fields=["state", "compiled_at", "content_hash", "attack"])


def write_pdf(report: Report, content: bytes, *, at: datetime) -> None:
    """Store the PDF of a released report; run inside the job's transaction."""
    ReportFile(
        id=uuid.uuid4(),
        report_id=report.id,
        format=FileFormat.PDF,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
    ).save(force_insert=True)
