"""The report worker, Redis and beat as real processes, killed and doubled (REP-02)."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import kombu
import pytest
import redis
from django.conf import settings
from django.db import transaction

from bin import programs
from msa.celery import app
from msa.jobs.models import Job
from msa.tenancy.context import use
from reporting.disclosure import RoundingKey
from reporting.enums import Kind, State
from reporting.kinds import KINDS
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.queries import reports as queries
from reporting.services import reports as services
from tests import databases
from tests.reporting.conftest import LATER, builder

Q3 = Quarter(2026, 3)
EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
KILLS = 100 if EXHAUSTIVE else 3
#: When chance made every kill come too late, these come at once.
SPARE_KILLS = 5
BUILT = [Kind.OPERATIONAL, Kind.SUPPORT]
#: What becomes of a message does not depend on what is built.
DELIVERED = BUILT if EXHAUSTIVE else BUILT[:1]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


class Broker:
    """A Redis of the test's own, to be flushed and killed."""

    def __init__(self, directory: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.directory = directory
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(
            [programs.redis(), "--port", str(self.port), "--bind", "127.0.0.1",
             "--save", "", "--dir", self.directory],
            **quiet,
        )  # fmt: skip
        until(self.answers)

    def answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url).ping())
        except redis.ConnectionError:
            return False

    def flush(self) -> None:
        redis.Redis.from_url(self.url).flushall()

    def hold_at_most(self, memory: int) -> None:
        redis.Redis.from_url(self.url).config_set("maxmemory", memory)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    """A Redis that this test's process and its workers talk to."""
    own = Broker(tmp_path)
    own.start()
    before, app.conf.broker_url = app.conf.broker_url, own.url
    _forget_connections()
    yield own
    app.conf.broker_url = before
    _forget_connections()
    own.kill()


@pytest.fixture
def cast(country):
    return country[0]


@pytest.fixture(scope="module", params=BUILT)
def kind(request):
    """The kind of report that is disturbed."""
    return request.param


@pytest.fixture(scope="module")
def expected(country, kind):
    """The cells that an undisturbed builder makes."""
    made_by, key = KINDS[kind], RoundingKey(settings.MSA_ROUNDING_KEY)
    with builder(country[0]):
        facts = made_by.read(Q3)
    return list(made_by.compile(facts, key, ()).cells)


def _forget_connections() -> None:
    kombu.pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


@contextmanager
def celery(broker: Broker, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process of the report builder: its own login, keys and group."""
    secrets = Path(os.environ["MSA_SECRETS"]).parent / "reports"
    env = {
        **{name: text for name, text in os.environ.items() if name[:4] != "MSA_"},
        **{name: os.environ[name] for name in ("MSA_HOSTS", "MSA_DATABASE_HOST")},
        "MSA_DATABASE_PORT": os.environ["MSA_DATABASE_PORT"],
        "MSA_DATABASE_NAME": settings.DATABASES["default"]["NAME"],
        "MSA_SITE": "reports",
        "MSA_DEMO": "1",
        "MSA_SECRETS": str(secrets),
        "MSA_REDIS_URL": broker.url,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "--quiet", "-A", "msa.celery", *command],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def worker(broker: Broker):
    """Run a worker of the queue `reports`, with one child as in the product."""
    name = f"{uuid.uuid4().hex}@%h"
    return celery(broker, "worker", "-Q", "reports", "-c", "1", "-n", name)


def beat(broker: Broker, name: str):
    """Run a scheduler of its own."""
    schedule = broker.directory / name
    return celery(broker, "beat", "--pidfile=", "-s", str(schedule))


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker with its children, as kill -9 of the service would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def start(cast, kind: Kind) -> Report:
    with use(cast.compiler.context), transaction.atomic():
        started = services.start(cast.compiler, kind, Q3, at=LATER)
    assert started.is_new
    return started.report


def look(cast, report: Report) -> tuple[str, str, list]:
    """Return the states of a report and its job, and the report's cells."""
    with use(cast.compiler.context), transaction.atomic():
        now = queries.report(cast.compiler, report.id)
        jobs = Job.objects.filter(arguments__report=str(report.id))
        return now.state, jobs.get().state, queries.cells(report.id)


def set_aside(cast, report: Report) -> None:
    with use(cast.compiler.context), transaction.atomic():
        services.set_aside(cast.compiler, report.id, at=LATER)


def reports_at_work(cast) -> int:
    with use(cast.compiler.context), transaction.atomic():
        return Report.objects.exclude(state=State.REPLACED).count()


def let_the_lease_run_out() -> None:
    """Let half a minute pass, as far as the job's row is concerned."""
    with databases.superuser(settings.DATABASES["default"]["NAME"]) as admin:
        admin.execute(
            "UPDATE jobs_job SET lease_until = now() - interval '1 second'"
            " WHERE state = 'RUNNING'"
        )


def until(holds: Callable[[], bool], patience: float = PATIENCE, pause: float = 0.05):
    """Wait until something holds."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(pause)


@pytest.mark.req("REP-02", "R01")
def test_a_worker_killed_at_any_moment_leaves_one_whole_report(
    cast, broker, kind, expected
):
    chance = random.Random()
    unfinished = 0
    kills = KILLS if kind is Kind.OPERATIONAL else max(2, KILLS // 5)
    with ExitStack() as workers:
        doomed = workers.enter_context(worker(broker))
        for kill_at in range(kills + SPARE_KILLS):
            if kill_at >= kills and unfinished:
                break
            report = start(cast, kind)
            until(lambda r=report: look(cast, r)[1] != "QUEUED", pause=0.001)
            # Doing it takes about half a second on a quiet machine.
            time.sleep(chance.uniform(0, 0.5) if kill_at < kills else 0)
            kill(doomed)
            state, _, cells = look(cast, report)
            unfinished += state == State.BUILDING
            assert cells == ([] if state == State.BUILDING else expected)

            let_the_lease_run_out()
            app.send_task("msa.jobs.sweep", ["reports"], queue="reports")
            doomed = workers.enter_context(worker(broker))
            until(lambda r=report: look(cast, r)[1] == "DONE")

            assert look(cast, report) == (State.DRAFT, "DONE", expected)
            assert reports_at_work(cast) == 1
            set_aside(cast, report)
    assert unfinished, "no kill met a report under way"


@pytest.mark.req("REP-02", "R02")
@pytest.mark.parametrize("kind", DELIVERED, indirect=True)
@pytest.mark.parametrize("harm", ["flushed", "killed", "filled"])
def test_a_lost_message_is_found_by_the_sweep(cast, broker, kind, expected, harm):
    if harm == "killed":
        broker.kill()
        report = start(cast, kind)
        broker.start()
    elif harm == "filled":
        broker.hold_at_most(1)
        report = start(cast, kind)
        broker.hold_at_most(0)
    else:
        report = start(cast, kind)
        broker.flush()
    assert look(cast, report) == (State.BUILDING, "QUEUED", [])

    with worker(broker), beat(broker, "schedule"):
        until(lambda: look(cast, report)[1] == "DONE")

    assert look(cast, report) == (State.DRAFT, "DONE", expected)
    set_aside(cast, report)


@pytest.mark.req("REP-02", "R04")
@pytest.mark.parametrize("kind", DELIVERED, indirect=True)
def test_two_schedulers_and_two_workers_make_one_report(cast, broker, kind, expected):
    report = start(cast, kind)
    for _ in range(5):
        app.send_task("msa.jobs.sweep", ["reports"], queue="reports")
        app.send_task("msa.jobs.run", ["reports", str(_job(cast, report))],
                      queue="reports")  # fmt: skip

    with worker(broker), worker(broker), beat(broker, "one"), beat(broker, "other"):
        until(lambda: look(cast, report)[1] == "DONE")
        until(lambda: redis.Redis.from_url(broker.url).llen("reports") == 0)

    assert look(cast, report) == (State.DRAFT, "DONE", expected)
    assert reports_at_work(cast) == 1
    set_aside(cast, report)


def _job(cast, report: Report) -> uuid.UUID:
    with use(cast.compiler.context), transaction.atomic():
        return Job.objects.get(arguments__report=str(report.id)).id
