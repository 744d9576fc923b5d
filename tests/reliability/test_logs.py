"""Hundreds of faults that quote confidences, and nothing of them in any log (C08)."""

from __future__ import annotations

import io
import logging
import os
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from gunicorn.config import Config

import reporting.tasks  # noqa: F401  registers the handlers, as a worker does
from msa.celery import app
from msa.jobs.models import Job
from msa.jobs.running import run
from msa.tenancy.context import Context, use
from msa.web.logs import TerseFormatter
from msa.web.serving import TerseLogger
from reporting.enums import Kind
from reporting.quarters import Quarter
from reporting.services import reports
from tests.guards.routes import routes
from tests.guards.url_matrix import CAST, rows
from tests.reliability.faults import Faults, installed
from tests.reliability.server import NAME, Server
from tests.security.probes import ENDS_THE_SESSION, Browsers, Probe, address
from tests.security.sites import site
from tests.security.stage import Stage, found_in

ROOT = Path(__file__).resolve().parents[2]
MARK = f"Kahukura-{uuid.uuid4().hex[:8]}"
#: Pages of the casework and of the national site that are made to fail.
FORCED = (
    {"casework": 420, "national": 120}
    if os.environ.get("MSA_EXHAUSTIVE") == "1"
    else {"casework": 60, "national": 20}
)


@dataclass
class Logs:
    """What was logged, as the product writes it and as one writes it by habit."""

    ours: io.StringIO = field(default_factory=io.StringIO)
    usual: io.StringIO = field(default_factory=io.StringIO)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hear everything inside the block."""
        (product,) = [
            one
            for one in logging.getLogger().handlers
            if isinstance(one.formatter, TerseFormatter)
        ]
        assert isinstance(product, logging.StreamHandler)
        habit = logging.StreamHandler(self.usual)
        habit.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
        before = product.setStream(self.ours)
        logging.getLogger().addHandler(habit)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(habit)
            product.setStream(before)


@pytest.fixture
def logs() -> Iterator[Logs]:
    heard = Logs()
    with heard.heard():
        yield heard


@pytest.fixture
def faults(at_work: Stage, server: Server) -> Iterator[Faults]:
    with installed(server) as ready:
        yield ready


def failing_pages(stage: Stage, name: str, faults: Faults, wanted: int) -> list[bytes]:
    """Ask for pages whose tables fail until so many have failed; return what came."""
    chance, browsers, matrix = random.Random(5), Browsers(stage), rows(name)
    asked = [
        Probe(route, method, who, "own", 200)
        for route in routes(f"msa.urls.{name}")
        for who in CAST
        for method in ("GET", "POST")
        if route.name not in ENDS_THE_SESSION
        and route.area
        and matrix[route.name][who] not in {302, 401, 404}
    ]
    failed: list[bytes] = []
    end = time.monotonic() + 300
    while len(failed) < wanted:
        assert time.monotonic() < end, f"only {len(failed)} pages failed"
        probe = chance.choice(asked)
        faults.some(chance, MARK)
        answer = send(browsers.of(probe.who), probe, address(stage, probe))
        if answer.status_code >= 500:
            failed.append(answer.content)
    return failed


def send(browser: Client, probe: Probe, url: str):
    """Ask for a page with the mark wherever somebody could put it."""
    headers = {"user-agent": MARK, "x-forwarded-for": MARK, "referer": f"/{MARK}"}
    ask = browser.post if probe.method == "POST" else browser.get
    return ask(url, {"q": MARK, "body": MARK, "name": MARK}, headers=headers)


@pytest.mark.req("C08", "SEC-05")
def test_no_page_that_fails_tells_a_log_what_failed(
    at_work: Stage,
    faults: Faults,
    server: Server,
    logs: Logs,
    settings: Any,
) -> None:
    settings.ADMINS = [("Ops", "ops@example.org")]
    pages: list[bytes] = []

    for name, wanted in FORCED.items():
        with site(name, NAME):
            pages += failing_pages(at_work, name, faults, wanted)

    words = (MARK, *at_work.own.words, *at_work.colleagues.words)
    assert len(pages) == sum(FORCED.values())
    assert logs.usual.getvalue().count(MARK) > len(pages)
    assert logs.ours.getvalue().count("ERROR") >= len(pages)
    assert found_in(logs.ours.getvalue().encode(), words) == []
    assert found_in(b"".join(pages), words) == []
    assert found_in(server.log.read_bytes(), words) == []
    assert mail.outbox == []


@pytest.mark.req("C08", "SEC-05")
def test_no_job_that_fails_tells_a_log_what_failed(
    at_work: Stage, faults: Faults, server: Server, logs: Logs
) -> None:
    compiler = at_work.cast.compiler
    builder = Context(compiler.organisation, compiler.person, "reporting")
    for quarter, table in enumerate(("cases_episode", "reporting_cell"), start=1):
        faults.let((), MARK)
        with use(compiler.context), transaction.atomic():
            reports.start(
                compiler, Kind.OPERATIONAL, Quarter(2026, quarter), at=timezone.now()
            )
        faults.let((table,), MARK)
        with use(builder):
            while run("reports"):
                pass

    with use(compiler.context), transaction.atomic():
        stopped = set(Job.objects.values_list("state", "fault"))
    assert ("FAILED", "InternalError") in stopped
    assert MARK in logs.usual.getvalue()
    assert "a job failed" in logs.ours.getvalue()
    assert found_in(logs.ours.getvalue().encode(), (MARK,)) == []
    assert found_in(server.log.read_bytes(), (MARK,)) == []


@pytest.mark.req("C08", "SEC-05")
def test_the_worker_s_own_log_has_the_place_and_no_words(
    at_work: Stage, faults: Faults, server: Server, tmp_path: Path
) -> None:
    compiler = at_work.cast.compiler
    faults.let((), MARK)
    with use(compiler.context), transaction.atomic():
        reports.start(compiler, Kind.OPERATIONAL, Quarter(2025, 1), at=timezone.now())
    faults.let(("cases_episode", "jobs_job"), MARK)

    log = tmp_path / "worker.log"
    with worker(server, log):
        broker = server.services.env("reports")["MSA_REDIS_URL"]
        with app.connection_for_write(broker) as to:
            app.send_task("msa.jobs.sweep", ["reports"], queue="reports", connection=to)
        until_told(log, "ERROR celery.app.trace")

    assert MARK not in log.read_text()


@contextmanager
def worker(server: Server, log: Path) -> Iterator[None]:
    """Run the report builder's worker against the own server, with a log."""
    env = server.services.env("reports") | {"MSA_DATABASE_NAME": NAME}
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "msa.celery", "worker"]
    command += ["-Q", "reports", "-c", "1", "-l", "WARNING", "-n", "logged@%h"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=output, stderr=output
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


def until_told(log: Path, words: str) -> None:
    end = time.monotonic() + 60
    while words not in log.read_text():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


@pytest.mark.req("C08")
def test_the_server_s_log_would_have_told_it(server: Server) -> None:
    word = f"Kahukura-{uuid.uuid4().hex[:8]}"
    with server.superuser() as admin:
        for level, is_told in (("log", False), ("error", True)):
            admin.execute(f"SET log_min_messages = {level}".encode())
            with pytest.raises(psycopg.Error):
                admin.execute("SELECT %s::int", [word])
            assert (word in server.log.read_text()) is is_told


@pytest.mark.req("C08")
def test_the_web_server_s_log_is_terse_as_well() -> None:
    log, stream = TerseLogger(Config()), io.StringIO()
    for handler in log.error_log.handlers:
        handler.setStream(stream)

    try:
        raise ValueError(MARK)
    except ValueError:
        log.exception("Error handling request %s", MARK)

    assert "Error handling request %s [ValueError in test_the_web" in stream.getvalue()
    assert MARK not in stream.getvalue()


@pytest.mark.req("C08")
@pytest.mark.parametrize("file", ["bin/stack.py", "docker-compose.yml"])
def test_every_web_server_is_started_with_that_log(file: str) -> None:
    assert "--logger-class=msa.web.serving.TerseLogger" in (ROOT / file).read_text()
