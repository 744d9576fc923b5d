from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import OperationalError
from pytest_django.plugin import DjangoDbBlocker

from cases.models import Client
from msa.tenancy.context import Context, use
from tests.databases import superuser
from tests.security.sites import site
from tests.security.stage import Stage

THREADS = 8


class Interrupted(Exception):
    """Something went wrong in the middle of a request."""


@pytest.fixture
def casework(stage: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), site("casework", stage.database):
        yield stage


def seen() -> frozenset[object]:
    return frozenset(Client.objects.values_list("subject", flat=True))


def expectations(stage: Stage) -> dict[Context, frozenset[object]]:
    cast, all_here = stage.cast, {stage.own.subject, stage.colleagues.subject}
    return {
        cast.worker.context: frozenset({stage.own.subject}),
        cast.colleague.context: frozenset({stage.colleagues.subject}),
        cast.manager.context: frozenset(all_here),
        cast.outsider.context: frozenset({stage.foreign.subject}),
        cast.outside_manager.context: frozenset({stage.foreign.subject}),
    }


class Requests(threading.Thread):
    """One web worker: requests of anybody, some of which fail, on one connection."""

    def __init__(self, stage: Stage, seed: int, number: int, kill: bool) -> None:
        super().__init__()
        self.expected = expectations(stage)
        self.database, self.number, self.kill = stage.database, number, kill
        self.chance = random.Random(seed)
        self.tally: Counter[str] = Counter()

    def run(self) -> None:
        who: list[Context | None] = [*self.expected, None]
        for _ in range(self.number):
            try:
                self._request(self.chance.choice(who))
            except Interrupted:
                self.tally["interrupted"] += 1
            except OperationalError:
                self.tally["killed"] += 1
                connection.close()
            except DatabaseError:
                self.tally["refused"] += 1
        connection.close()

    def _request(self, context: Context | None) -> None:
        with use(context), transaction.atomic():
            if self.kill and self.chance.random() < 0.02:
                self._kill_a_backend()
            answer = seen()
            right = context is not None and answer == self.expected[context]
            self.tally["right" if right else "wrong"] += 1
            if self.chance.random() < 0.15:
                raise Interrupted
        assert connection.get_autocommit()

    def _kill_a_backend(self) -> None:
        with superuser() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = 'msa_app'"
                " ORDER BY random() LIMIT 1",
                [self.database],
            )


@pytest.mark.req("S16", "SEC-01")
@pytest.mark.parametrize("kill", [False, True], ids=["calm", "with killed backends"])
def test_connections_never_mix_people(
    casework: Stage, attempts: Callable[[int, int], int], kill: bool
) -> None:
    number = attempts(100, 3_000)
    workers = [Requests(casework, seed, number, kill) for seed in range(THREADS)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    tally = sum((worker.tally for worker in workers), Counter[str]())
    assert tally["wrong"] == 0
    assert tally["right"] > number
    assert tally["interrupted"] > 0
    assert tally["refused"] > 0
    assert (tally["killed"] > 0) == kill


@pytest.mark.req("S16")
def test_a_backend_killed_between_requests_costs_nothing(casework: Stage) -> None:
    worker = casework.cast.worker.context
    _kill_the_backend_of(worker)

    with use(worker), transaction.atomic():
        assert seen() == {casework.own.subject}


@pytest.mark.req("S16", "R03")
def test_a_server_that_went_away_raises_what_pages_answer_for(
    casework: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = casework.cast.worker.context
    _kill_the_backend_of(worker)

    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "PORT", "1")
        with pytest.raises(OperationalError), use(worker), transaction.atomic():
            seen()

    with use(worker), transaction.atomic():
        assert seen() == {casework.own.subject}


def _kill_the_backend_of(context: Context) -> None:
    with use(context), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with superuser() as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.mark.req("S16")
def test_a_refused_first_message_leaves_a_usable_connection(casework: Stage) -> None:
    national = casework.cast.compiler.context
    with pytest.raises(DatabaseError), use(national), transaction.atomic():
        seen()

    assert connection.get_autocommit()
    with use(casework.cast.worker.context), transaction.atomic():
        assert seen() == {casework.own.subject}
