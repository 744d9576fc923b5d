"""The attack on a report's figures before anybody may release them (REP-03)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reporting.attack import PUBLISHED_RULES, Outcome, Publication, attack
from reporting.cells import CellDraft
from reporting.enums import CellStatus
from reporting.measures.facts import ALL

#: What one attack can't prove in so long doesn't pass.
SECONDS = 120.0
#: How often figures are hidden and attacked again.
ROUNDS = 3
_HIDING = {CellStatus.OK.value, CellStatus.FEW.value}

Published = Callable[[Sequence[CellDraft]], Publication]


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's cells after the attack, and what the attack says of them."""

    cells: tuple[CellDraft, ...]
    attack: dict[str, Any]


def check(
    cells: Sequence[CellDraft],
    *,
    published: Published,
    before: Sequence[Publication],
    tell: Callable[[], None],
) -> Checked:
    """Attack a draft together with all that was released before it.

    Where the attack finds something, the tables it found it in are withheld and what
    is left is attacked again: without their rows first, then without their totals.
    What still does not pass can't be released. ``tell`` is called before each attack.
    """
    now, withheld = tuple(cells), set[str]()
    before = [_beside(one, published(now)) for one in before]
    for attempt in range(ROUNDS):
        tell()
        outcome = _attack([*before, published(now)])
        tables = _tables(outcome, published(now))
        if outcome.passes or not tables or attempt == ROUNDS - 1:
            break
        also_totals = tables <= withheld
        withheld |= tables
        now = tuple(_withhold(now, tables, also_totals=also_totals))
    return Checked(now, {**outcome.summary(), "withheld": sorted(withheld)})


def _beside(released: Publication, draft: Publication) -> Publication:
    """Return what of a release may tell something together with a draft.

    No heading adds up people of different quarters, so of other quarters only means
    are looked at again: no answer may be in two. Their counts were attacked when they
    were about to be released.
    """
    if released.quarter == draft.quarter:
        return released
    means = [replace(one, people=None, distribution=()) for one in released.means]
    return replace(released, figures=(), sums=(), means=tuple(means))


def _attack(published: Sequence[Publication]) -> Outcome:
    return attack(published, rules=replace(PUBLISHED_RULES, seconds=SECONDS))


def _tables(outcome: Outcome, draft: Publication) -> set[str]:
    """Return the tables of the draft in which something was found."""
    return {
        one.name.split("/")[0]
        for one in outcome.findings
        if (one.kind, one.quarter, one.revision)
        == (draft.kind, draft.quarter, draft.revision)
    }


def _withhold(
    cells: Iterable[CellDraft], tables: set[str], *, also_totals: bool
) -> Iterable[CellDraft]:
    for cell in cells:
        is_total = cell.row == ALL and not also_totals
        if cell.table in tables and cell.status in _HIDING and not is_total:
            hidden = CellStatus.SUPPRESSED.value
            yield replace(cell, status=hidden, value=None, decimals=0)
        else:
            yield cell
