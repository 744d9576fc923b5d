"""A correction changes only what clearly moved, and never uncovers what was hidden.

The true figures of the first release are gone, so the rule is read from what was
printed: a printed figure is less than one base from the truth, so the truth has moved
by at least a base for certain once the print moves by three bases (MSA-SDC-1, point 9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reporting.building import CellDraft
from reporting.disclosure import MSA_SDC_1, Policy, Unit
from reporting.enums import CellStatus

SURE_STEPS = 3


def correct(
    before: Iterable[CellDraft],
    now: Iterable[CellDraft],
    *,
    policy: Policy = MSA_SDC_1,
) -> tuple[CellDraft, ...]:
    """Return the cells of a correction of a released report.

    A row that was not in the report before reads `c`.
    """
    released = {(one.table, one.row, one.column): one for one in before}
    return tuple(
        _corrected(released.get((one.table, one.row, one.column)), one, policy)
        for one in now
    )


def _corrected(before: CellDraft | None, now: CellDraft, policy: Policy) -> CellDraft:
    if before is None:
        return _printed(now, CellStatus.SUPPRESSED.value, None)
    if before.value is None or now.value is None:
        return _printed(now, before.status, before.value)
    moved = abs(now.value - before.value)
    if moved >= SURE_STEPS * _base(now, policy):
        return now
    return _printed(now, before.status, before.value)


def _printed(cell: CellDraft, status: str, value: int | None) -> CellDraft:
    return replace(cell, status=status, value=value)


def _base(cell: CellDraft, policy: Policy) -> int:
    if cell.column == "sessions":
        return policy.magnitude_bases[Unit.OCCASIONS]
    if cell.column == "hours":
        return policy.magnitude_bases[Unit.MINUTES] // 60
    of_organisation = cell.table == "organisations"
    return (policy.organisation if of_organisation else policy.national).base
