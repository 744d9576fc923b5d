"""A correction changes only what clearly moved, and never uncovers what was hidden.

The true figures of the first release are gone, so the rule is read from what was
printed: a printed figure is less than one base from the truth, so the truth has moved
by at least a base for certain once the print moves by three bases (MSA-SDC-1, point 9).
For a mean it is three of its steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reporting.building.pools import Released
from reporting.building.printed import Cells, Printed
from reporting.building.year import year_so_far
from reporting.cells import CellDraft
from reporting.disclosure import MSA_SDC_1, Policy, Unit
from reporting.enums import CellStatus
from reporting.measures.ratings import EARLIER, FORM
from reporting.quarters import Quarter
from reporting.specs import SUPPORT_1
from reporting.specs.parts import ORGANISATIONS
from reporting.specs.support import (
    CHECK_IN_ROWS,
    YEAR,
    answers_table,
    means_table,
)

SURE_STEPS = 3
_OCCASIONS = {"sessions", "check_ins"}
_STEPS = {
    column.code: column.step
    for table in SUPPORT_1.tables
    for column in table.columns
    if column.step
}
_Place = tuple[str, str, str]


def correct(
    before: Iterable[CellDraft],
    now: Iterable[CellDraft],
    *,
    policy: Policy = MSA_SDC_1,
) -> tuple[CellDraft, ...]:
    """Return the cells of a correction of a released report of counts.

    A row that was not in the report before reads `c`.
    """
    released = by_place(before)
    return tuple(_corrected(released.get(_place(one)), one, policy) for one in now)


def correct_support(
    before: Sequence[CellDraft],
    now: Sequence[CellDraft],
    *,
    quarter: Quarter,
    others: Released,
    policy: Policy = MSA_SDC_1,
) -> tuple[CellDraft, ...]:
    """Return the cells of a correction of a released Support report.

    A mean and its step change together. Where other quarters would now be taken
    together, everything made from them stays as it was released. The year so far is
    added up anew.
    """
    released, found = by_place(before), by_place(now)
    stays = _repooled(released, found)
    corrected = {
        place: _kept(released.get(place), one)
        if place[:2] in stays
        else _corrected_rating(released, found, place, policy)
        for place, one in found.items()
        if one.table != YEAR
    }
    cells: Cells = {
        place: Printed(one.status, one.value, one.decimals)
        for place, one in corrected.items()
    }
    year = year_so_far(quarter, cells, others)
    return tuple(
        corrected[place] if place in corrected else _printed(one, year[place])
        for place, one in found.items()
    )


def by_place(cells: Iterable[CellDraft]) -> dict[_Place, CellDraft]:
    """Return cells by table, row and column, in their order."""
    return {_place(one): one for one in cells}


def _place(cell: CellDraft) -> _Place:
    return cell.table, cell.row, cell.column


def _repooled(
    released: Mapping[_Place, CellDraft], found: Mapping[_Place, CellDraft]
) -> set[tuple[str, str]]:
    """Return tables and rows that are now made from other quarters than before."""
    rows: set[tuple[str, str]] = set()
    for place, one in found.items():
        before = released.get(place)
        if place[2] != "quarters" or place[0] == YEAR or before is None:
            continue
        if before.value is not None and before.value != one.value:
            rows |= _made_from(place[0], place[1])
    return rows


def _made_from(table: str, row: str) -> set[tuple[str, str]]:
    if table == ORGANISATIONS:
        return {(table, row)}
    instrument = FORM if row == CHECK_IN_ROWS[FORM.code] else EARLIER
    return {(table, row)} | {
        (code, item.code)
        for item in instrument.items
        for code in (answers_table(item.group), means_table(item.group))
    }


def _corrected_rating(
    released: Mapping[_Place, CellDraft],
    found: Mapping[_Place, CellDraft],
    place: _Place,
    policy: Policy,
) -> CellDraft:
    table, row, column = place
    mean = next((code for code, step in _STEPS.items() if step == column), column)
    if mean not in _STEPS:
        return _corrected(released.get(place), found[place], policy)
    pair = [(table, row, mean), (table, row, _STEPS[mean])]
    values = [each.get(one) for each in (released, found) for one in pair]
    before, step_before, now, step_now = (
        one.value if one is not None else None for one in values
    )
    if before is None or step_before is None or now is None or step_now is None:
        return _kept(released.get(place), found[place])
    surely_moved = abs(now - before) - step_before - step_now
    if surely_moved >= max(step_before, step_now):
        return found[place]
    return _kept(released.get(place), found[place])


def _corrected(before: CellDraft | None, now: CellDraft, policy: Policy) -> CellDraft:
    if before is None or before.value is None or now.value is None:
        return _kept(before, now)
    moved = abs(now.value - before.value)
    if moved >= SURE_STEPS * _base(now, policy):
        return now
    return _kept(before, now)


def _kept(before: CellDraft | None, now: CellDraft) -> CellDraft:
    if before is None:
        return _printed(now, Printed(CellStatus.SUPPRESSED.value))
    return _printed(now, Printed(before.status, before.value, before.decimals))


def _printed(cell: CellDraft, printed: Printed) -> CellDraft:
    return replace(
        cell,
        status=printed.status,
        value=printed.value,
        decimals=printed.decimals,
    )


def _base(cell: CellDraft, policy: Policy) -> int:
    if cell.column in _OCCASIONS:
        return policy.magnitude_bases[Unit.OCCASIONS]
    if cell.column == "hours":
        return policy.magnitude_bases[Unit.MINUTES] // 60
    of_organisation = cell.table == ORGANISATIONS
    return (policy.organisation if of_organisation else policy.national).base
