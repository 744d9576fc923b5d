"""Figures that may be published, on their way to becoming cells."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.disclosure import PublishedCell, PublishedMean, Status
from reporting.enums import CellStatus

#: Two places hold every mean of a scale of four points' range, and its step.
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it will stand in a cell."""

    status: str
    value: int | None = None
    decimals: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether it is a number."""
        return self.value is not None


#: By table, row and column.
Cells = dict[tuple[str, str, str], Printed]
HIDDEN = Printed(CellStatus.SUPPRESSED.value)
NOT_APPLICABLE = Printed(CellStatus.NOT_APPLICABLE.value)


def count(cell: PublishedCell) -> Printed:
    """Return a count as disclosure control lets it be printed."""
    return Printed(cell.status.value, cell.value)


def whole(number: int) -> Printed:
    """Return a number that tells of nobody."""
    return Printed(CellStatus.OK.value, number)


def mean_and_step(mean: PublishedMean) -> tuple[Printed, Printed]:
    """Return a mean and its step, both hidden where the mean is."""
    value = mean.scaled(DECIMALS)
    if value is None or mean.step is None:
        return HIDDEN, HIDDEN
    step = mean.step * 10**DECIMALS
    ok = Status.OK.value
    return Printed(ok, value, DECIMALS), Printed(ok, int(step), DECIMALS)
