"""PostgreSQL is restarted while people work and while a report is built (R03)."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone

import reporting.tasks  # noqa: F401  registers the handlers, as a worker does
from msa.accounts.actor import Actor
from msa.jobs.models import Job
from msa.jobs.running import run
from msa.tenancy.context import Context, use
from msa.web import outages
from reporting.enums import Kind, State
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.services import reports
from tests.reliability.browsers import Browser, form, send_again, tab_of
from tests.reliability.server import FAST, IMMEDIATE, NAME, Server
from tests.security.stage import Stage, found_in

EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
#: How often everything is restarted under many people, and how many they are.
RESTARTS, PEOPLE = (20, 6) if EXHAUSTIVE else (2, 3)
HOLD_UP = {
    "the note": "cases_sessionnote",
    "the audit": "audit_event",
    "the session": "cases_session",
}


def stored(server: Server, *ids: str) -> dict[str, int]:
    """Return what there is of some sessions: rows, notes, and events without a link."""
    with server.superuser() as admin:
        row = admin.execute(
            "SELECT (SELECT count(*) FROM cases_session WHERE id = ANY(%(ids)s)),"
            " (SELECT count(*) FROM cases_sessionnote WHERE session_id = ANY(%(ids)s)),"
            " (SELECT count(*) FROM audit_event WHERE action = 'session.logged'),"
            " (SELECT count(*) FROM audit_event e WHERE NOT EXISTS ("
            "   SELECT FROM audit_link l WHERE l.event_id = e.id))",
            {"ids": [uuid.UUID(id) for id in ids]},
        ).fetchone()
    names = ("sessions", "notes", "events", "unlinked")
    return dict(zip(names, row or (), strict=True))


ONE = {"sessions": 1, "notes": 1}


def stored_as(actor: Actor, sent: dict[str, str]) -> str:
    """Return the id of the session that a form becomes."""
    return str(actor.own(uuid.UUID(sent["id"])))


@contextmanager
def held_up(server: Server, table: str) -> Iterator[None]:
    """Let every write to a table wait inside the block."""
    with server.superuser() as holder:
        holder.autocommit = False
        holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield
        holder.close()


def waits(server: Server) -> bool:
    """Say whether somebody waits for a lock."""
    with server.superuser() as admin:
        found = admin.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = %s",
            [NAME],
        ).fetchone()
    return found != (0,)


def until(holds: Callable[[], bool], patience: float = 120.0) -> None:
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


class InFlight(threading.Thread):
    """Something under way, and what came of it."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act, self.result, self.fault = act, None, None
        self.start()

    def run(self) -> None:
        try:
            self.result = self.act()
        except BaseException as fault:
            self.fault = fault
        finally:
            connections.close_all()

    def done(self) -> object:
        self.join(60)
        assert not self.is_alive()
        if self.fault:
            raise self.fault
        return self.result


def cut_off(server: Server, table: str, act: Callable[[], object], how: signal.Signals):
    """Restart PostgreSQL while an act waits to write to a table; return its answer."""
    with held_up(server, table):
        flight = InFlight(act)
        until(lambda: waits(server))
        server.restart(how)
    return flight.done()


@pytest.mark.req("R03")
@pytest.mark.parametrize("how", [FAST, IMMEDIATE])
@pytest.mark.parametrize("table", HOLD_UP.values(), ids=list(HOLD_UP))
def test_a_request_cut_off_stores_nothing_and_keeps_what_was_typed(
    browser: Browser, server: Server, at_work: Stage, table: str, how: signal.Signals
) -> None:
    words = f"Hetoldmethat-{uuid.uuid4().hex[:8]}"
    sent, url = form(words), reverse("worker:session-new", args=[at_work.own.subject])
    id = stored_as(at_work.cast.worker, sent)
    before = stored(server, id)

    answer = cut_off(server, table, lambda: browser.post(url, sent), how)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert found_in(answer.content, (words, *at_work.own.words)) == []
    assert stored(server, id) == before
    assert "Go on with what you sent" in answer.content.decode()
    send_again(browser, url)
    assert stored(server, id) == before | ONE | {"events": before["events"] + 1}


@pytest.mark.req("R03")
def test_while_it_is_away_everybody_is_told_and_nothing_has_to_be_restarted(
    browser: Browser,
    server: Server,
    at_work: Stage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outages, "_TRIES", 2)
    subject = at_work.own.subject
    record = reverse("worker:person", args=[subject])
    logging = reverse("worker:session-new", args=[subject])
    words = f"Hetoldmethat-{uuid.uuid4().hex[:8]}"
    assert found_in(browser.get(record).content, at_work.own.words)

    server.stop(IMMEDIATE)
    try:
        answers = [browser.get(record), browser.post(logging, form(words))]
        healthy = browser.get("/healthz")
    finally:
        server.start()

    assert [answer.status_code for answer in answers] == [503, 503]
    swept = b"".join(answer.content for answer in answers)
    assert found_in(swept, (words, *at_work.own.words)) == []
    assert b"load this page again" in answers[1].content
    assert healthy.status_code in {200, 503}
    assert browser.get(record).status_code == 200


@dataclass
class Person(threading.Thread):
    """Somebody who logs one session after the other, and sends again what failed."""

    browser: Browser
    url: str
    enough: threading.Event
    logged: list[dict[str, str]] = field(default_factory=list)
    answers: set[int] = field(default_factory=set)
    pages: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.enough.is_set():
            sent = form("Hetoldmethat")
            while (answer := self.browser.post(self.url, sent)).status_code != 302:
                self.answers.add(answer.status_code)
                self.pages.append(answer.content)
                time.sleep(0.1)
            self.logged.append(sent)
        connections.close_all()


@pytest.mark.req("R03")
def test_many_at_work_lose_and_double_nothing(
    browser: Browser, server: Server, at_work: Stage
) -> None:
    url = reverse("worker:session-new", args=[at_work.own.subject])
    enough, chance = threading.Event(), random.Random()
    people = [Person(tab_of(browser), url, enough) for _ in range(PEOPLE)]
    before = stored(server)
    for person in people:
        person.start()

    for _ in range(RESTARTS):
        time.sleep(chance.uniform(0.2, 0.8))
        server.restart(chance.choice([FAST, IMMEDIATE]))
    until(lambda: all(person.logged for person in people), patience=120)
    enough.set()
    for person in people:
        person.join(120)

    worker = at_work.cast.worker
    logged = [stored_as(worker, sent) for person in people for sent in person.logged]
    after = stored(server, *logged)
    assert not any(person.is_alive() for person in people)
    assert after["sessions"] == after["notes"] == len(logged)
    assert after["events"] - before["events"] == len(logged)
    assert after["unlinked"] == 0
    assert set().union(*(person.answers for person in people)) == {503}
    swept = b"".join(page for person in people for page in person.pages)
    assert found_in(swept, ("Hetoldmethat", *at_work.own.words)) == []


@pytest.fixture
def asked(at_work: Stage) -> Report:
    """A report that the national body has just asked for."""
    compiler = at_work.cast.compiler
    with use(compiler.context), transaction.atomic():
        return reports.start(
            compiler, Kind.OPERATIONAL, Quarter(2026, 2), at=timezone.now()
        ).report


def as_builder(compiler: Actor, act: Callable[[], object]) -> Callable[[], object]:
    def acting() -> object:
        with use(Context(compiler.organisation, compiler.person, "reporting")):
            return act()

    return acting


@pytest.mark.req("R03")
def test_a_job_cut_off_is_done_once_by_a_worker_that_goes_on(
    server: Server, at_work: Stage, asked: Report
) -> None:
    compiler = at_work.cast.compiler
    work = as_builder(compiler, lambda: run("reports"))

    cut_off(server, "reporting_cell", work, IMMEDIATE)

    with use(compiler.context), transaction.atomic():
        job = Job.objects.get(arguments__report=str(asked.id))
        assert (job.state, job.fault) == ("RUNNING", "")
    with server.superuser() as admin:
        cells = "SELECT FROM reporting_cell WHERE report_id = %s"
        assert admin.execute(cells, [asked.id]).rowcount == 0
        admin.execute("UPDATE jobs_job SET lease_until = now() - interval '1 second'")
    assert work()
    with use(compiler.context), transaction.atomic():
        assert Report.objects.get(id=asked.id).state == State.DRAFT
        assert Job.objects.get(id=job.id).state == "DONE"
