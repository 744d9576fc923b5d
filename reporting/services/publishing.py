"""Writing what a job made: cells of a draft, files of a released report."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from typing import Any

from reporting.cells import Compiled, content_hash
from reporting.enums import FileFormat, State
from reporting.kinds import kind_of
from reporting.models import Cell, Report, ReportFile


def about(report: Report) -> dict[str, Any]:
    """Return what a report's content hash says of it besides its cells."""
    return {
        "kind": report.kind,
        "quarter": report.quarter,
        "revision": report.revision,
        "spec": report.spec,
        "policy": report.policy,
        **kind_of(report).beside(report),
    }


def write_draft(report: Report, compiled: Compiled, *, at: datetime) -> None:
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
            decimals=cell.decimals,
        )
        for cell in compiled.cells
    )
    report.state = State.DRAFT
    report.compiled_at = at
    report.content_hash = content_hash(about(report), compiled.cells)
    report.attack = compiled.attack
    report.save(update_fields=["state", "compiled_at", "content_hash", "attack"])


def write_file(
    report: Report, format_: FileFormat, content: bytes, *, at: datetime
) -> None:
    """Store a file of a released report; run inside the job's transaction."""
    ReportFile(
        id=uuid.uuid4(),
        report_id=report.id,
        format=format_,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
    ).save(force_insert=True)
