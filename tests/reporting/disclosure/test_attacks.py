"""Attackers of our own making, who share no code with the policy.

They know the published figures, the thresholds and the bases, and nothing else unless
a test says so.
"""

from __future__ import annotations

import itertools
import os
import random
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.disclosure import (
    Breakdown,
    Grid,
    Level,
    PublishedCell,
    Release,
    RoundingKey,
    Status,
    TotalResponse,
    TrueCell,
    protect_people,
)

KEY = RoundingKey(b"the attackers never see this secret, of course")
THRESHOLD = {Level.NATIONAL: 6, Level.ORGANISATION: 10}
BASE = {Level.NATIONAL: 3, Level.ORGANISATION: 10}
FAR = 40
EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"


def could_be(cell: PublishedCell, level: Level) -> range:
    """Return every true number that could have been published like this."""
    if cell.status is Status.FEW:
        return range(THRESHOLD[level])
    if cell.value is None:
        return range(FAR)
    if cell.value == 0:
        return range(1)
    reach = BASE[level] - 1
    return range(max(THRESHOLD[level], cell.value - reach), cell.value + reach + 1)


def keys(source: random.Random, numbers: list[int]) -> list[int]:
    return [source.getrandbits(63) if number else 0 for number in numbers]


def publish_breakdown(
    numbers: list[int], people_keys: list[int], level: Level
) -> Release:
    rows = [f"r{place}" for place in range(len(numbers))]
    cells = [
        TrueCell(row, number, people, level)
        for row, number, people in zip(rows, numbers, people_keys, strict=True)
    ]
    whole = TrueCell("total", sum(numbers), sum(people_keys) % 2**64, level)
    return protect_people(
        [whole, *cells], [Breakdown("t", "total", tuple(rows))], key=KEY
    )


def tables_that_fit(spans: list[range], total: range) -> Iterator[tuple[int, ...]]:
    """Enumerate, row by row, every table whose total could be the published one."""
    for head in itertools.product(*spans[:-1]):
        for last in spans[-1]:
            if sum(head) + last in total:
                yield (*head, last)


def assert_breakdown_is_safe(
    numbers: list[int], people_keys: list[int], level: Level
) -> None:
    cells = list(publish_breakdown(numbers, people_keys, level).cells.values())
    if sum(numbers) == 0:
        return
    spans = [could_be(cell, level) for cell in cells]
    values: list[set[int]] = [set() for _ in cells]
    for table in tables_that_fit(spans[1:], spans[0]):
        for seen, number in zip(values, (sum(table), *table), strict=True):
            seen.add(number)
    for cell, number, seen in zip(cells, (sum(numbers), *numbers), values, strict=True):
        assert number in seen
        if cell.status is Status.SUPPRESSED:
            assert set(range(1, THRESHOLD[level])) <= seen
        elif cell.value:
            assert len(seen) > 1


@pytest.mark.req("D01")
def test_no_small_national_table_can_be_turned_back(is_exhaustive):
    source = random.Random(6)
    worlds = list(itertools.product(range(15), repeat=3))
    chosen = worlds * 5 if is_exhaustive else source.sample(worlds, 250)

    for world in chosen:
        numbers = list(world)
        assert_breakdown_is_safe(numbers, keys(source, numbers), Level.NATIONAL)


@pytest.mark.req("D01")
def test_no_small_organisation_table_can_be_turned_back(is_exhaustive):
    source = random.Random(10)
    worlds = list(itertools.product(range(22), repeat=2))

    for world in worlds * 20 if is_exhaustive else worlds:
        numbers = list(world)
        assert_breakdown_is_safe(numbers, keys(source, numbers), Level.ORGANISATION)


def spread(key_of_people: int, base: int) -> int:
    """Sort a key by what it does to each remainder; found out by trying."""
    ups = 0
    for remainder in range(1, base):
        number = 30 * base + remainder
        cell = TrueCell("x", number, key_of_people)
        ups += (protect_people([cell], key=KEY).cells["x"].value or 0) > number
    return ups


def keys_for_every_rounding(rows: int) -> list[list[int]]:
    """Find keys that round rows and total in every way there is."""
    source = random.Random(3)
    found: dict[tuple[int, ...], list[int]] = {}
    while len(found) < 3 ** (rows + 1):
        drawn = [source.getrandbits(63) for _ in range(rows)]
        ways = [spread(one, 3) for one in (*drawn, sum(drawn) % 2**64)]
        found.setdefault(tuple(ways), drawn)
    return list(found.values())


@pytest.mark.parametrize("rows", [2, 3])
def test_who_knows_the_procedure_learns_at_most_one_impossible_value(
    rows, is_exhaustive
):
    """He publishes every possible world himself and compares, only without the key."""
    if rows == 3 and not is_exhaustive:
        # Two rows hold the rule in every run; three are a minute more of the same.
        pytest.skip("takes a minute: runs with --exhaustive")
    largest = 24 if rows == 2 else 12
    worlds_behind: dict[tuple[PublishedCell, ...], set[tuple[int, ...]]]
    worlds_behind = defaultdict(set)
    for drawn in keys_for_every_rounding(rows):
        for world in itertools.product(range(largest + 1), repeat=rows):
            people = [one if n else 0 for one, n in zip(drawn, world, strict=True)]
            release = publish_breakdown(list(world), people, Level.NATIONAL)
            worlds_behind[tuple(release.cells.values())].add(world)

    judged = 0
    for published, worlds in worlds_behind.items():
        # At the edge of what was tried, larger worlds would look the same.
        if max(map(max, worlds)) > largest - 4:
            continue
        for place, cell in enumerate(published[1:]):
            if cell.status is Status.SUPPRESSED:
                judged += 1
                values = {world[place] for world in worlds}
                assert min(values) <= 1
                assert max(values) >= 5
                assert len(values & set(range(1, 6))) >= 4
    assert judged > 20


def publish_grid(
    source: random.Random, insides: list[list[int]]
) -> tuple[Release, Grid]:
    organisations = tuple(f"o{place}" for place in range(len(insides)))
    columns = tuple(f"h{place}" for place in range(len(insides[0])))
    names = tuple(
        tuple(f"{row}{column}" for column in columns) for row in organisations
    )
    people = [keys(source, numbers) for numbers in insides]
    cells = [
        TrueCell(name, number, one, Level.ORGANISATION)
        for row in zip(names, insides, people, strict=True)
        for name, number, one in zip(*row, strict=True)
    ]
    cells += [
        TrueCell(row, sum(numbers), sum(ones) % 2**64, Level.ORGANISATION, True)
        for row, numbers, ones in zip(organisations, insides, people, strict=True)
    ]
    cells += [
        TrueCell(column, sum(numbers), sum(ones) % 2**64)
        for column, numbers, ones in zip(
            columns, zip(*insides, strict=True), zip(*people, strict=True), strict=True
        )
    ]
    everybody = sum(map(sum, people)) % 2**64
    cells.append(TrueCell("nation", sum(map(sum, insides)), everybody))
    grid = Grid("g", "nation", organisations, columns, names)
    return protect_people(cells, [grid], key=KEY), grid


def grids_that_fit(release: Release, fixed: tuple[str, int] | None = None) -> bool:
    """Say whether any two-by-two grid fits, perhaps with one inner cell given."""
    cells = release.cells

    def span(row: str, level: Level) -> range:
        if fixed and fixed[0] == row:
            return range(fixed[1], fixed[1] + 1)
        return could_be(cells[row], level)

    inner = [span(row, Level.ORGANISATION) for row in ("o0h0", "o0h1", "o1h0", "o1h1")]
    first, second = (span(row, Level.ORGANISATION) for row in ("o0", "o1"))
    new, old, nation = (span(row, Level.NATIONAL) for row in ("h0", "h1", "nation"))
    for a, b in itertools.product(inner[0], inner[1]):
        if a + b not in first:
            continue
        for c in inner[2]:
            if a + c not in new:
                continue
            for d in inner[3]:
                if b + d in old and c + d in second and a + b + c + d in nation:
                    return True
    return False


@pytest.mark.req("D07")
def test_no_small_grid_of_organisations_can_be_turned_back(is_exhaustive):
    source = random.Random(7)
    suppressed = 0
    for _ in range(4000 if is_exhaustive else 300):
        insides = [
            [source.choice((0, 2, 5, 9, 11, 14, 18)) for _ in "ab"] for _ in "ab"
        ]
        if not all(map(sum, zip(*insides, strict=True))):
            continue
        release, _ = publish_grid(source, insides)
        assert grids_that_fit(release)
        for row, cell in release.cells.items():
            if "o" in row and "h" in row and cell.value is None:
                suppressed += 1
                assert all(grids_that_fit(release, (row, n)) for n in range(1, 10))
    assert suppressed > 100


counts = st.one_of(st.integers(0, 12), st.integers(0, 200))


@pytest.mark.req("D01")
@settings(max_examples=5000 if EXHAUSTIVE else 800, deadline=None)
@given(st.lists(counts, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_no_random_breakdown_publishes_a_small_number(numbers, source):
    release = publish_breakdown(numbers, keys(source, numbers), Level.NATIONAL)

    truth = {"total": sum(numbers)} | {f"r{i}": n for i, n in enumerate(numbers)}
    for row, cell in release.cells.items():
        if 0 < truth[row] < 6:
            assert cell == PublishedCell(row, Status.SUPPRESSED)
        if cell.value is not None:
            assert abs(cell.value - truth[row]) <= 2


@pytest.mark.req("D01", "D07")
@settings(max_examples=5000 if EXHAUSTIVE else 100, deadline=None)
@given(
    st.lists(st.lists(counts, min_size=3, max_size=3), min_size=2, max_size=11),
    st.randoms(use_true_random=False),
)
def test_no_random_grid_publishes_a_small_number(insides, source):
    release, grid = publish_grid(source, insides)

    for row, names, numbers in zip(grid.rows, grid.inside, insides, strict=True):
        if sum(numbers) < 10:
            assert release.cells[row].value is None
        for name, number in zip(names, numbers, strict=True):
            assert (release.cells[name].value is None) or number >= 10


@pytest.mark.req("D01")
@settings(max_examples=5000 if EXHAUSTIVE else 300, deadline=None)
@given(
    st.integers(1, 80),
    st.lists(st.integers(0, 80), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_no_random_total_response_gives_a_small_rest(people, drawn, source):
    numbers = [min(people, number) for number in drawn]
    numbers.append(max(0, people - sum(numbers)))
    rows = [f"r{place}" for place in range(len(numbers))]
    cells = [
        TrueCell(row, number, source.getrandbits(63))
        for row, number in zip(rows, numbers, strict=True)
    ]
    whole = TrueCell("total", people, source.getrandbits(63))

    release = protect_people(
        [whole, *cells], [TotalResponse("e", "total", tuple(rows))], key=KEY
    )

    for row, number in zip(rows, numbers, strict=True):
        cell = release.cells[row]
        if 0 < number < 6:
            assert cell.value is None
        if cell.value and 0 < people - number < 6:
            total = could_be(release.cells["total"], Level.NATIONAL)
            of_row = could_be(cell, Level.NATIONAL)
            rests = {all_of - some for all_of in total for some in of_row}
            assert set(range(1, 6)) <= rests
