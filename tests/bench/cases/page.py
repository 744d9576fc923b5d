"""Pages over HTTP from two sync workers, against a bare view from two more."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from tests.bench.case import Case, Comparison
from tests.bench.cases.report import build
from tests.bench.serving import Server, served, signed_in
from tests.bench.world import World

_PAGE = "/people/"
_SAMPLE = 40


def _lines(world: World) -> Iterator[Comparison]:
    with (
        served("msa.wsgi:application", world.database, site="casework") as ours,
        served("tests.bench.bare:application", world.database, site="casework") as bare,
    ):
        cookie = signed_in(world.worker)
        yield Comparison(
            "page",
            "a bare Django view with SELECT 1, served the same way",
            14.0,
            lambda: ours.get(_PAGE, cookie),
            lambda: bare.get("/", ""),
        )
        yield Comparison(
            "page p95 while a report is built",
            "the same page's p95 while nothing else is done",
            2.0,
            lambda: _p95_while_building(ours, cookie),
            lambda: _p95(ours, cookie),
            repetitions=2,
        )


def _p95(server: Server, cookie: str) -> float:
    took = []
    for _ in range(_SAMPLE):
        before = time.perf_counter()
        server.get(_PAGE, cookie)
        took.append(time.perf_counter() - before)
    return sorted(took)[int(_SAMPLE * 0.95)]


def _p95_while_building(server: Server, cookie: str) -> float:
    with _building():
        return _p95(server, cookie)


@contextmanager
def _building() -> Iterator[None]:
    """Build reports one after the other until the block ends."""
    enough = threading.Event()

    def again_and_again() -> None:
        while not enough.is_set():
            build()
        connections.close_all()

    builder = threading.Thread(target=again_and_again)
    builder.start()
    try:
        yield
    finally:
        enough.set()
        builder.join()


CASE = Case("page", _lines)
