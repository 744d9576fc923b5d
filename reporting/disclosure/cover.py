"""Which cells of a release are covered, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reporting.disclosure.cells import PublishedCell, Status
from reporting.disclosure.figures import Figure
from reporting.disclosure.network import ANYTHING, Interval


class Cover:
    """Cells hidden to protect a neighbour, and cells of withheld tables.

    For each hidden cell it keeps the neighbours among which it was the smallest,
    since who knows the procedure learns that much from the choice.
    """

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self._figures = figures
        self._chosen_among: dict[str, frozenset[str]] = {}
        self._withheld: set[str] = set()

    def hide(self, row: str, *, among: Iterable[str]) -> None:
        """Hide the row that is the smallest of these."""
        self._chosen_among[row] = frozenset(among)

    def withhold(self, rows: Iterable[str]) -> bool:
        """Withhold rows and say whether any of them was not withheld before."""
        before = len(self._withheld)
        self._withheld.update(rows)
        return len(self._withheld) > before

    def prints(self, row: str) -> bool:
        """Say whether the row is printed as a number."""
        is_covered = row in self._chosen_among or row in self._withheld
        return self._figures[row].is_printable and not is_covered

    def prints_more_than_nought(self, row: str) -> bool:
        """Say whether the row is printed as a number that hiding would hide."""
        return self.prints(row) and self.printed_value(row) > 0

    def published(self, row: str) -> PublishedCell | None:
        """Return the cell as printed, None for one that is never printed."""
        by_itself = self._figures[row].by_itself
        if by_itself is None:
            return None
        if row in self._chosen_among or row in self._withheld:
            return PublishedCell(row, Status.SUPPRESSED)
        return by_itself

    def printed_value(self, row: str) -> int:
        """Return the number that would be printed of the row, 0 if none would."""
        cell = self._figures[row].by_itself
        return 0 if cell is None or cell.value is None else cell.value

    def told(self, row: str) -> Interval:
        """Return what a reader knows of a row from its own cell."""
        figure = self._figures[row]
        if row in self._withheld:
            return ANYTHING
        return figure.hidden if row in self._chosen_among else figure.told

    def told_knowing(self, row: str) -> Interval:
        """Return the same for a reader who knows which cells are hidden and why."""
        figure = self._figures[row]
        if row in self._withheld:
            return ANYTHING
        if row not in self._chosen_among:
            return figure.told_knowing
        reach = figure.told.highest - self.printed_value(row)
        larger = [
            self.printed_value(other) + reach
            for other in self._chosen_among[row]
            if self.prints(other)
        ]
        hidden = figure.hidden_knowing
        return Interval(hidden.lowest, min([hidden.highest, *larger]))
