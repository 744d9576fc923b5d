"""The benchmark's own arithmetic, and that every case runs once in a tiny world."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.bench import packages, results
from tests.bench.case import Comparison, Result
from tests.bench.cases import CASES
from tests.bench.filling import CASELOAD, OPENED, worker_of
from tests.bench.measuring import measure
from tests.bench.running import UnknownCase, run
from tests.bench.sizes import SIZES, Size


class Clock:
    """A clock that only moves when a call says how long it takes."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def taking(self, *seconds: float) -> Iterator[None]:
        for lasts in seconds:
            self.now += lasts
            yield


def comparison(ours: object, peer: object, **options: object) -> Comparison:
    return Comparison("case", "peer", 2.0, ours, peer, **options)  # type: ignore[arg-type]


def test_ratio_is_ours_over_the_peers() -> None:
    assert Result(comparison(None, None), ours=3.0, peer=2.0).ratio == 1.5


@pytest.mark.parametrize(("ours", "met"), [(2.0, True), (2.1, False)])
def test_target_is_held_up_to_its_value(ours: float, met: bool) -> None:
    assert Result(comparison(None, None), ours=ours, peer=1.0).met is met


def test_median_of_each_side_is_taken() -> None:
    clock = Clock()
    ours = clock.taking(9, 9, 1, 50, 3)
    peer = clock.taking(9, 9, 2, 2, 90)
    compared = comparison(lambda: next(ours), lambda: next(peer))

    result = measure(compared, seconds=0, least=3, clock=clock)

    assert (result.ours, result.peer) == (3, 2)


def test_calls_share_a_timing() -> None:
    clock = Clock()
    ours = clock.taking(*[1.0] * 100)
    compared = comparison(lambda: next(ours), 0.5, calls=10)

    result = measure(compared, seconds=0, least=3, clock=clock)

    assert result.ours == pytest.approx(1.0)


def test_limit_in_seconds_is_a_peer() -> None:
    clock = Clock()
    ours = clock.taking(*[0.25] * 10)

    result = measure(
        comparison(lambda: next(ours), 0.5), seconds=0, least=3, clock=clock
    )

    assert result.ratio == 0.5


def test_call_that_returns_a_float_has_timed_itself() -> None:
    result = measure(comparison(lambda: 6.0, lambda: 2.0), seconds=0, least=1)

    assert result.ratio == 3.0


def test_sides_take_turns() -> None:
    order: list[str] = []
    compared = comparison(lambda: order.append("o"), lambda: order.append("p"))

    measure(compared, seconds=0, least=4)

    assert "".join(order[4:]) == "poopp" + "oop"


def test_long_comparison_is_repeated_no_more_than_it_says() -> None:
    ticks = count()
    compared = comparison(lambda: next(ticks), 1.0, repetitions=1)

    measure(compared, seconds=60, least=9)

    assert next(ticks) == 2  # once to warm up, once to be timed


def test_report_holds_what_the_run_showed(tmp_path: Path) -> None:
    report = tmp_path / "deep" / "bench.json"

    results.write([Result(comparison(None, None), ours=1.0, peer=3.0)], report)

    assert json.loads(report.read_text()) == [
        {"case": "case", "ratio": 0.333, "target": 2.0, "against": "peer"}
    ]


def test_line_marks_a_miss() -> None:
    line = results.line(Result(comparison(None, None), ours=5e-3, peer=1e-3))

    assert line.startswith("✗ case")
    assert "5.00 ms" in line
    assert "5.00×" in line


def test_unknown_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCase, match="seal"):
        run(["sael"], SIZES["tiny"], report=tmp_path / "bench.json")


def test_case_names_are_unlike() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name)
def test_measured_caseloads_have_their_size(size: Size) -> None:
    workers = size.workers
    numbers = [worker_of(each, workers, size) for each in range(size.clients)]

    assert numbers.count(0) == CASELOAD
    assert workers == 2 or numbers.count(1) == OPENED
    assert workers == 2 or numbers.count(2) == size.day
    assert set(numbers) == set(range(workers))


@pytest.mark.parametrize(
    ("seal", "unseal"),
    [
        (packages.fernet_token, packages.fernet_text),
        (packages.pickled_token, packages.pickled_text),
    ],
)
def test_peers_open_what_they_seal(
    seal: packages.Conversion, unseal: packages.Conversion
) -> None:
    assert seal("Tāne") != "Tāne"
    assert unseal(seal("Tāne")) == "Tāne"


def test_every_case_runs(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    said: list[str] = []

    with django_db_blocker.unblock():
        measured = run(
            [], SIZES["tiny"], report=tmp_path / "bench.json", say=said.append
        )

    assert {result.comparison.name.split()[0] for result in measured} >= {
        case.name for case in CASES
    }
    assert all(result.ours > 0 and result.peer > 0 for result in measured)
