"""A report's frozen cells as a CSV file that no spreadsheet runs."""

from __future__ import annotations

import io

from msa.web.spreadsheets import Writer
from reporting.presenting.document import Document
from reporting.specs import SPECS

HEADER = (
    "period",
    "kind",
    "report",
    "table",
    "table_title",
    "row",
    "row_label",
    "column",
    "column_label",
    "unit",
    "value",
    "status",
)


def render_csv(document: Document) -> bytes:
    """Return one line for each cell, in UTF-8; the same cells give the same bytes.

    The byte order mark lets spreadsheets read macrons right.
    """
    report = document.report
    titles = {table.code: table for table in SPECS[report.spec].tables}
    out = io.StringIO(newline="")
    lines = Writer(out)
    lines.write(HEADER)
    for cell in document.cells:
        table = titles[cell.table]
        column = table.column(cell.column)
        lines.write(
            (
                report.quarter,
                report.kind,
                document.reference,
                cell.table,
                table.title,
                cell.row,
                cell.label,
                cell.column,
                column.label,
                column.unit,
                "" if cell.figure is None else cell.figure,
                cell.status,
            )
        )
    return out.getvalue().encode("utf-8-sig")
