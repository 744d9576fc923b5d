"""What the spec of a report is made of."""

from __future__ import annotations

from dataclasses import dataclass

#: Rows of a table that are the organisations of the quarter.
ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Column:
    """One measure of a table."""

    code: str
    label: str
    unit: str
    is_change: bool = False
    # The column that the steps of this one's means stand in, None for counts.
    step: str | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its rows by code and words, its columns, what one must know of it."""

    code: str
    title: str
    dimension: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, str], ...]
    note: str = ""
    # What the table counts, where its columns don't say so by themselves.
    caption: str = ""

    def column(self, code: str) -> Column:
        """Return a column by its code.

        Raises:
            KeyError: there is no such column.
        """
        return {column.code: column for column in self.columns}[code]


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """All tables of one kind of report, in their order."""

    name: str
    tables: tuple[TableSpec, ...]

    def table(self, code: str) -> TableSpec:
        """Return a table by its code.

        Raises:
            KeyError: there is no such table.
        """
        return {table.code: table for table in self.tables}[code]
