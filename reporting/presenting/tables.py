"""Cells arranged as the tables of their spec, each with its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msa.web.charts import Mark
from reporting.building import CellDraft
from reporting.enums import CellStatus
from reporting.measures.facts import ALL
from reporting.specs import Column, ReportSpec, TableSpec

_WORDS = {
    CellStatus.SUPPRESSED.value: "c",
    CellStatus.FEW.value: "fewer than 6",
    CellStatus.NOT_APPLICABLE.value: "z",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure as it is written."""

    column: str
    status: str
    value: int | None

    @property
    def text(self) -> str:
        """The figure as every reader sees it: 1,240, c, fewer than 6 or z."""
        return written(self.status, self.value)

    @property
    def is_hidden(self) -> bool:
        """Whether no number is shown."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table."""

    code: str
    label: str
    figures: tuple[Figure, ...]
    is_total: bool = False

    def figure(self, column: str) -> Figure:
        """Return the figure of one column, by the column's words."""
        return next(one for one in self.figures if one.column == column)


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its lines in the spec's order."""

    code: str
    title: str
    note: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def counted(self) -> str:
        """What the table counts, for its caption."""
        words = [column.label.lower() for column in self.columns]
        *first, last = words
        return (", ".join(first) + " and " + last if first else last).capitalize()

    @property
    def parts(self) -> tuple[Line, ...]:
        """The lines without the total."""
        return tuple(line for line in self.lines if not line.is_total)

    def marks(self, column: str) -> list[Mark]:
        """Return one column's figures as marks of a chart."""
        return [
            Mark(line.label, figure.value, figure.status)
            for line in self.parts
            for figure in [line.figure(column)]
            if figure.status != CellStatus.NOT_APPLICABLE
        ]

    def largest(self, column: str) -> Line | None:
        """Return the line with the largest printed figure, None if two share it."""
        shown = [one for one in self.parts if one.figure(column).value]
        shown.sort(key=lambda one: one.figure(column).value or 0, reverse=True)
        if not shown:
            return None
        if len(shown) > 1 and shown[0].figure(column).value == (
            shown[1].figure(column).value
        ):
            return None
        return shown[0]


def written(status: str, value: int | None) -> str:
    """Write a published figure: 1,240, c, fewer than 6 or z."""
    return f"{value:,}" if value is not None else _WORDS.get(status, "c")


def arrange(spec: ReportSpec, cells: Iterable[CellDraft]) -> dict[str, Table]:
    """Return a report's tables by code."""
    by_table: dict[str, list[CellDraft]] = {}
    for cell in cells:
        by_table.setdefault(cell.table, []).append(cell)
    return {
        table.code: _table(table, by_table.get(table.code, [])) for table in spec.tables
    }


def _table(spec: TableSpec, cells: list[CellDraft]) -> Table:
    words = {column.code: column.label for column in spec.columns}
    rows: dict[str, list[CellDraft]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = [
        Line(
            row,
            of_row[0].label,
            tuple(Figure(words[one.column], one.status, one.value) for one in of_row),
            is_total=row == ALL,
        )
        for row, of_row in rows.items()
    ]
    lines.sort(key=lambda line: line.is_total)
    return Table(spec.code, spec.title, spec.note, spec.columns, tuple(lines))
