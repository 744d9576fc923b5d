"""The financial year so far: printed figures added up, never counted again (rules)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reporting.building.pools import Released
from reporting.building.printed import DECIMALS, HIDDEN, Cells, Printed, whole
from reporting.cells import CellDraft
from reporting.enums import CellStatus
from reporting.measures.ratings import FORM
from reporting.quarters import Quarter
from reporting.specs.support import (
    CHECK_IN_ROWS,
    YEAR,
    answers_table,
    means_table,
)

_PLACE = Decimal(1).scaleb(-DECIMALS)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one report printed of a statement."""

    quarters: int
    asked: int
    mean: Decimal


def year_so_far(quarter: Quarter, cells: Cells, others: Released) -> Cells:
    """Return the year's means: those printed in its quarters, weighed by who was asked.

    A quarter whose mean or number is hidden is left out, and ``quarters`` tells so.
    """
    reports = [
        _by_place(of_it)
        for one, of_it in others
        if one.financial_year == quarter.financial_year and one < quarter
    ]
    reports.append(cells)
    found: Cells = {}
    for item in FORM.items:
        parts = [_part(one, item.group, item.code) for one in reports]
        found |= _added(item.code, [one for one in parts if one])
    return found


def _added(item: str, parts: list[_Part]) -> Cells:
    asked = sum(one.asked for one in parts)
    if not asked:
        return {(YEAR, item, column): HIDDEN for column in ("asked", "mean")} | {
            (YEAR, item, "quarters"): whole(0)
        }
    mean = sum((one.mean * one.asked for one in parts), Decimal(0)) / asked
    rounded = mean.quantize(_PLACE, ROUND_HALF_UP)
    value = int(rounded.scaleb(DECIMALS))
    return {
        (YEAR, item, "quarters"): whole(sum(one.quarters for one in parts)),
        (YEAR, item, "asked"): whole(asked),
        (YEAR, item, "mean"): Printed(CellStatus.OK.value, value, DECIMALS),
    }


def _part(cells: Cells, group: str, item: str) -> _Part | None:
    quarters = cells.get(("check_ins", CHECK_IN_ROWS[FORM.code], "quarters"))
    asked = cells.get((answers_table(group), item, "asked"))
    mean = cells.get((means_table(group), item, "mean"))
    if quarters is None or asked is None or mean is None:
        return None
    if quarters.value is None or asked.value is None or mean.value is None:
        return None
    figure = Decimal(mean.value).scaleb(-mean.decimals)
    return _Part(quarters.value, asked.value, figure)


def _by_place(cells: Iterable[CellDraft]) -> Cells:
    return {
        (one.table, one.row, one.column): Printed(one.status, one.value, one.decimals)
        for one in cells
    }
