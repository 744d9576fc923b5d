"""A whole release: print what is safe, hide what the rest would give away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporting.disclosure.cells import (
    Breakdown,
    Grid,
    PublishedCell,
    Table,
    TotalResponse,
    TrueCell,
    TrueMagnitude,
)
from reporting.disclosure.figures import (
    Figure,
    figure_of_activity,
    figure_of_others,
    figure_of_people,
)
from reporting.disclosure.layout import Layout, Sum, others
from reporting.disclosure.policy import MSA_SDC_1, Policy
from reporting.disclosure.rounding import DRAWS, RoundingKey
from reporting.disclosure.screen import Screen, Suspect


class TableDoesNotAdd(ValueError):
    """True numbers contradict the structure of their table."""


@dataclass(frozen=True, slots=True)
class Release:
    """What may be published of a group of tables, and how that was reached.

    `withheld` lists the titles of tables of which nothing is printed. `suspects` is
    the attack report for the two people who release: what a reader could still
    work out of each suppressed cell, never the number itself.
    """

    policy: str
    cells: Mapping[str, PublishedCell]
    withheld: tuple[str, ...]
    suspects: tuple[Suspect, ...]
    rounds: int


def protect_people(
    cells: Sequence[TrueCell],
    tables: Sequence[Breakdown | TotalResponse | Grid] = (),
    *,
    key: RoundingKey,
    policy: Policy = MSA_SDC_1,
) -> Release:
    """Turn true numbers of people into the figures that may be published.

    Tables that share a row belong into one call: they are attacked together.

    Raises: TableDoesNotAdd, TablesDoNotNest.
    """
    layout = Layout([cell.row for cell in cells], tables)
    figures = {
        cell.row: figure_of_people(cell, key=key, policy=policy) for cell in cells
    }
    levels = {cell.row: cell.level for cell in cells}
    for one in tables:
        if isinstance(one, TotalResponse):
            for row in one.rows:
                figures[others(row)] = figure_of_others(
                    others(row),
                    number=figures[one.total].number - figures[row].number,
                    level=levels[one.total],
                    policy=policy,
                )
    _check_people_add(layout.sums, figures)
    return _release(figures, layout, policy)


def protect_activity(
    cells: Sequence[TrueMagnitude],
    tables: Sequence[Breakdown | Grid] = (),
    *,
    key: RoundingKey,
    policy: Policy = MSA_SDC_1,
) -> Release:
    """Turn true amounts of activity into the figures that may be published.

    Minutes go in and come out as minutes, in steps of whole hours. Tables that
    share a row belong into one call.

    Raises: TableDoesNotAdd, TablesDoNotNest.
    """
    layout = Layout([cell.row for cell in cells], tables)
    figures = {
        cell.row: figure_of_activity(cell, key=key, policy=policy) for cell in cells
    }
    _check_adds(layout.sums, figures)
    return _release(figures, layout, policy)


def _release(figures: Mapping[str, Figure], layout: Layout, policy: Policy) -> Release:
    screen = Screen(figures, layout)
    rounds = screen.close(rounds=policy.rounds)
    return Release(
        policy=policy.name,
        cells=screen.published(),
        withheld=_withheld_titles(layout.tables, screen),
        suspects=screen.suspects(),
        rounds=rounds,
    )


def _withheld_titles(tables: Iterable[Table], screen: Screen) -> tuple[str, ...]:
    return tuple(table.title for table in tables if screen.has_withheld(table.title))


def _check_adds(sums: Iterable[Sum], figures: Mapping[str, Figure]) -> None:
    for one in sums:
        whole = figures[one.total].number
        numbers = [figures[part].number for part in one.parts]
        fits = sum(numbers) == whole if one.adds_up else sum(numbers) >= whole
        if min(numbers) < 0 or not fits:
            raise TableDoesNotAdd(f"{one.title}: {one.total}")


def _check_people_add(sums: Iterable[Sum], figures: Mapping[str, Figure]) -> None:
    sums = tuple(sums)
    _check_adds(sums, figures)
    for one in sums:
        parts = [figures[part] for part in one.parts]
        if not one.adds_up or any(part.by_itself is None for part in parts):
            continue
        # Keys that do not add up would mean that the parts hold other people than
        # the total, and every reasoning below rests on their being the same.
        surplus = sum(part.people_key for part in parts)
        if (surplus - figures[one.total].people_key) % DRAWS:
            raise TableDoesNotAdd(f"{one.title}: {one.total}")
