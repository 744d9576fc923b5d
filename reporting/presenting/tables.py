"""Cells arranged as the tables of their spec, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from msa.web.charts import Mark
from reporting.cells import CellDraft
from reporting.disclosure import MSA_SDC_1
from reporting.enums import CellStatus
from reporting.measures.facts import ALL
from reporting.specs import Column, ReportSpec, TableSpec

NO_WORDS: Mapping[str, str] = MappingProxyType({})
#: A real minus sign, as wide as the plus.
MINUS = "\N{MINUS SIGN}"
_WORDS = {
    CellStatus.SUPPRESSED.value: "c",
    CellStatus.FEW.value: MSA_SDC_1.few,
    CellStatus.NOT_APPLICABLE.value: "z",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure as it is written."""

    column: str
    status: str
    value: Decimal | None
    is_change: bool = False
    step: Decimal | None = None

    @property
    def text(self) -> str:
        """The figure as every reader sees it: 1,240, 3.76 (0.04), c or z."""
        text = written(self.status, self.value, is_change=self.is_change)
        return text if self.step is None else f"{text} ({self.step})"

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
    label_mi: str = ""

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
    caption: str = ""

    @property
    def counted(self) -> str:
        """What the table counts, for its caption."""
        if self.caption:
            return self.caption
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
            Mark(line.label, drawn(figure.value), _WORDS.get(figure.status, ""))
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


def written(
    status: str, value: Decimal | int | None, *, is_change: bool = False
) -> str:
    """Write a published figure: 1,240, 3.7, +0.2, c or z."""
    if value is None:
        return _WORDS.get(status, "c")
    text = f"{abs(value):,}"
    if value < 0:
        return f"{MINUS}{text}"
    return f"+{text}" if is_change and value else text


def drawn(value: Decimal | None) -> float | None:
    """Return a figure as charts take it, None for a hidden one."""
    return None if value is None else float(value)


def mark_of(label: str, cell: CellDraft) -> Mark:
    """Return a cell as a mark of a chart."""
    return Mark(label, drawn(cell.figure), _WORDS.get(cell.status, ""))


def arrange(
    spec: ReportSpec, cells: Iterable[CellDraft], words_mi: Mapping[str, str] = NO_WORDS
) -> dict[str, Table]:
    """Return a report's tables by code.

    ``words_mi`` are the words of rows in te reo Māori, where there are any.
    """
    by_table: dict[str, list[CellDraft]] = {}
    for cell in cells:
        by_table.setdefault(cell.table, []).append(cell)
    return {
        table.code: _table(table, by_table.get(table.code, []), words_mi)
        for table in spec.tables
    }


def _table(
    spec: TableSpec, cells: list[CellDraft], words_mi: Mapping[str, str]
) -> Table:
    steps = {column.step for column in spec.columns}
    # A step stands in brackets behind its mean.
    columns = tuple(one for one in spec.columns if one.code not in steps)
    rows: dict[str, list[CellDraft]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = [
        Line(
            row,
            of_row[0].label,
            _figures(columns, {one.column: one for one in of_row}),
            is_total=row == ALL,
            label_mi=words_mi.get(row, ""),
        )
        for row, of_row in rows.items()
    ]
    lines.sort(key=lambda line: line.is_total)
    return Table(spec.code, spec.title, spec.note, columns, tuple(lines), spec.caption)


def _figures(
    columns: Iterable[Column], cells: Mapping[str, CellDraft]
) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            column.label,
            cells[column.code].status,
            cells[column.code].figure,
            column.is_change,
            cells[column.step].figure if column.step else None,
        )
        for column in columns
    )
