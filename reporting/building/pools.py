"""Which quarters are taken together where one has too few answers for a mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from reporting.cells import CellDraft
from reporting.disclosure import MSA_SDC_1, pools
from reporting.measures.ratings import back_from
from reporting.quarters import Quarter

Released = Iterable[tuple[Quarter, Iterable[CellDraft]]]


def chosen_pool(
    quarter: Quarter, printed: AbstractSet[str], is_full: Callable[[int], bool]
) -> int | None:
    """Return how many quarters up to this one go together: the fewest that are enough.

    None if a printed mean has held this quarter's answers already: nothing of them may
    be told again. Without enough in any pool it is the quarter by itself.
    """
    last = [one.code for one in back_from(quarter)]
    allowed = pools(last, printed=printed, policy=MSA_SDC_1)
    if not allowed:
        return None
    return next((len(pool) for pool in allowed if is_full(len(pool))), 1)


def printed_in(others: Released, table: str, row: str) -> set[str]:
    """Return the quarters whose answers a printed mean has held.

    ``table`` and ``row`` say where the reports tell how many quarters they took.
    """
    found: set[str] = set()
    for quarter, cells in others:
        for cell in cells:
            if (cell.table, cell.row, cell.column) == (table, row, "quarters"):
                taken = back_from(quarter)[: cell.value or 0]
                found |= {one.code for one in taken}
    return found
