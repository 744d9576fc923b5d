"""Running cases in a world of the size asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import results
from tests.bench.case import Case, Result
from tests.bench.cases import CASES
from tests.bench.measuring import measure
from tests.bench.sizes import Size
from tests.bench.world import World, world_of


class UnknownCase(Exception):
    """There is no benchmark of that name."""


def run(
    names: Sequence[str],
    size: Size,
    *,
    report: Path,
    say: Callable[[str], None] = print,
) -> list[Result]:
    """Run the named cases, or all if none is named, and write the report.

    Raises:
        UnknownCase: a name is not that of a case.
    """
    chosen = _named(names)
    with world_of(size, say=say) as world:
        measured = [result for case in chosen for result in _run(case, world, say)]
    results.write(measured, report)
    return measured


def _named(names: Sequence[str]) -> list[Case]:
    if unknown := set(names) - {case.name for case in CASES}:
        known = ", ".join(case.name for case in CASES)
        raise UnknownCase(f"{', '.join(sorted(unknown))}: the cases are {known}")
    return [case for case in CASES if not names or case.name in names]


def _run(case: Case, world: World, say: Callable[[str], None]) -> list[Result]:
    measured = []
    for comparison in case.lines(world):
        size = world.size
        result = measure(comparison, seconds=size.seconds, least=size.repetitions)
        say(results.line(result))
        measured.append(result)
    return measured
