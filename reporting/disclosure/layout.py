"""How the tables of a release hang together, as sums and as a network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.disclosure.cells import Breakdown, Grid, Table, TotalResponse

OUTSIDE = 0


class TablesDoNotNest(ValueError):
    """Tables share a title, are empty, use a row twice or name an unknown one."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts of one table that belong to one total."""

    title: str
    total: str
    parts: tuple[str, ...]
    is_attribute: bool
    adds_up: bool = True


@dataclass(frozen=True, slots=True)
class Joints:
    """Where a row's pipe begins and ends."""

    tail: int
    head: int


def others(row: str) -> str:
    """Name the people who are in the total but not in this row."""
    return f"{row}\x1fothers"


def sums_of(table: Table) -> list[Sum]:
    """List the sums that a reader can form inside a table."""
    title, total = table.title, table.total
    if isinstance(table, Breakdown):
        return [Sum(title, total, table.parts, table.is_attribute)]
    if isinstance(table, TotalResponse):
        pairs = [Sum(title, total, (row, others(row)), False) for row in table.rows]
        return [*pairs, Sum(title, total, table.rows, True, adds_up=False)]
    by_column = zip(table.columns, zip(*table.inside, strict=True), strict=True)
    by_row = zip(table.rows, table.inside, strict=True)
    return [
        Sum(title, total, table.columns, True),
        Sum(title, total, table.rows, False),
        *(Sum(title, row, parts, True) for row, parts in by_row),
        *(Sum(title, column, parts, False) for column, parts in by_column),
    ]


class Layout:
    """Lay the rows of a release out as a network.

    Several tables of one total lie behind one another; parts lie side by side.

    Raises: TablesDoNotNest.
    """

    def __init__(self, rows: Iterable[str], tables: Iterable[Table]) -> None:
        self.tables = tuple(tables)
        self.sums = tuple(s for table in self.tables for s in sums_of(table))
        self.joints: dict[str, Joints] = {}
        self._last_joint = OUTSIDE
        titles = {table.title for table in self.tables}
        is_empty = any(not one.parts for one in self.sums)
        if is_empty or len(titles) != len(self.tables):
            raise TablesDoNotNest("each table needs rows and a title of its own")
        known = list(rows)
        implied = [
            others(row)
            for table in self.tables
            if isinstance(table, TotalResponse)
            for row in table.rows
        ]
        expected = {*known, *implied}
        parts = {part for one in self.sums for part in one.parts}
        for row in known:
            if row not in parts:
                self._lay(row, OUTSIDE, OUTSIDE)
        if len(expected) != len(known) + len(implied) or set(self.joints) != expected:
            raise TablesDoNotNest("each row needs one place in the tables")

    def _new_joint(self) -> int:
        self._last_joint += 1
        return self._last_joint

    def _lay(self, row: str, tail: int, head: int) -> None:
        if row in self.joints:
            raise TablesDoNotNest(f"row used twice: {row}")
        tables = [table for table in self.tables if table.total == row]
        joint = self._new_joint() if tables else head
        self.joints[row] = Joints(tail, joint)
        for table in tables:
            onward = head if table is tables[-1] else self._new_joint()
            self._lay_table(table, joint, onward)
            joint = onward

    def _lay_table(self, table: Table, tail: int, head: int) -> None:
        if isinstance(table, Breakdown):
            self._lay_side_by_side(table.parts, tail, head)
        elif isinstance(table, TotalResponse):
            joint = tail
            for row in table.rows:
                onward = head if row == table.rows[-1] else self._new_joint()
                self._lay_side_by_side((row, others(row)), joint, onward)
                joint = onward
        else:
            self._lay_grid(table, tail, head)

    def _lay_side_by_side(self, rows: Iterable[str], tail: int, head: int) -> None:
        for row in rows:
            self._lay(row, tail, head)

    def _lay_grid(self, grid: Grid, tail: int, head: int) -> None:
        columns = [self._new_joint() for _ in grid.columns]
        for column, joint in zip(grid.columns, columns, strict=True):
            self._lay(column, joint, head)
        for row, parts in zip(grid.rows, grid.inside, strict=True):
            row_joint = self._new_joint()
            self._lay(row, tail, row_joint)
            for part, joint in zip(parts, columns, strict=True):
                self._lay(part, row_joint, joint)
