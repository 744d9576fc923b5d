"""Everything that Redis is told, holds and writes down in a day's work (C09)."""

from __future__ import annotations

import base64
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import kombu
import orjson
import pytest
import redis
from django.core.cache import cache, caches
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

import reporting.tasks  # noqa: F401  registers the handlers, as a worker does
from assessments.enums import Way
from msa.celery import app
from msa.jobs.running import run
from msa.tenancy.context import Context, use
from reporting.enums import Kind
from reporting.quarters import Quarter
from reporting.services import reports
from tests.assessments import world as check_ins
from tests.cast import PASSWORD
from tests.conftest import SignIn
from tests.reliability.browsers import Browser, form, tab_of
from tests.reliability.server import NAME, Server
from tests.security.sites import site
from tests.security.stage import Stage, found_in

TYPED = f"Hetoldmethat-{uuid.uuid4().hex[:8]}"


class Listener(threading.Thread):
    """Hears every command that a Redis is given, until it is told to stop."""

    def __init__(self, connection: redis.Redis) -> None:
        super().__init__()
        self.connection = connection
        self.commands: list[str] = []
        self.ready = threading.Event()

    def run(self) -> None:
        with self.connection.monitor() as monitor:
            self.ready.set()
            for told in monitor.listen():
                self.commands.append(str(told["command"]))
                if "that is enough" in self.commands[-1]:
                    return


@pytest.fixture
def own_redis(server: Server) -> Iterator[redis.Redis]:
    """The Redis beside the own server, used as cache and as broker."""
    url = server.services.env("test")["MSA_REDIS_URL"]
    told = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    broker = app.conf.broker_url
    app.conf.broker_url = url
    forget_connections()
    with override_settings(CACHES={"default": told}):
        yield redis.Redis.from_url(url)
    app.conf.broker_url = broker
    forget_connections()


def forget_connections() -> None:
    """Let the next task be sent to where the settings say now."""
    kombu.pools.reset()
    app._pool = app.amqp._producer_pool = None


@pytest.fixture
def heard(own_redis: redis.Redis) -> Iterator[Listener]:
    """What the Redis is told during a test."""
    listener = Listener(own_redis)
    listener.start()
    assert listener.ready.wait(10)
    yield listener
    own_redis.echo("that is enough")
    listener.join(10)


def everything_of_a_day(stage: Stage, browser: Browser) -> str:
    """Work through a day at an organisation; return the code of a check-in."""
    cast, subject = stage.cast, stage.own.subject
    Client().post(reverse("account_login"), {"login": TYPED, "password": PASSWORD})
    for name in ("worker:today", "worker:people"):
        assert browser.get(reverse(name)).status_code == 200
    browser.get(reverse("worker:people-search"), {"q": TYPED})
    url = reverse("worker:session-new", args=[subject])
    assert browser.post(url, form(TYPED)).status_code == 302
    lock_with_a_draft(browser, url)
    asked = check_ins.survivor(cast.worker, name=TYPED)
    invited = check_ins.invited(cast.worker, asked, Way.ROOM)
    stranger = Client(REMOTE_ADDR="203.0.113.77")
    stranger.post(reverse("check-in:code"), {"code": "222222"})
    answer = stranger.post(reverse("check-in:code"), {"code": invited.secret})
    assert answer.status_code == 302
    return invited.secret


def lock_with_a_draft(browser: Browser, url: str) -> None:
    """Send something after a quarter of an hour of nothing: it waits in the session."""
    session = browser.session
    session["seen"] = session["seen"] | {"used": time.time() - 1_000}
    session.save()
    assert browser.post(url, form(TYPED)).status_code == 302
    assert browser.get(url).status_code == 302


def a_report(stage: Stage) -> UUID:
    """Ask for a report as the national body, and build it."""
    compiler = stage.cast.compiler
    with use(compiler.context), transaction.atomic():
        asked = reports.start(
            compiler, Kind.OPERATIONAL, Quarter(2024, 1), at=timezone.now()
        ).report
    with use(Context(compiler.organisation, compiler.person, "reporting")):
        while run("reports"):
            pass
    return asked.id


@pytest.mark.req("C09", "SEC-05")
def test_redis_hears_holds_and_writes_ids_only(
    sign_in: SignIn,
    server: Server,
    at_work: Stage,
    own_redis: redis.Redis,
    heard: Listener,
) -> None:
    with site("casework", NAME):
        browser = tab_of(sign_in(at_work.cast.worker))
        code = everything_of_a_day(at_work, browser)
    a_report(at_work)

    cast = at_work.cast
    words = (TYPED, PASSWORD, code, "203.0.113.77", str(at_work.own.subject),
             str(cast.worker.person), f"worker@{cast.kauri.code}.example",
             *at_work.own.words, *at_work.colleagues.words)  # fmt: skip
    swept = "\n".join(heard.commands).encode() + written(own_redis, server)
    assert "msa.jobs.run" in swept.decode(errors="replace")
    assert len(heard.commands) > 10
    assert found_in(swept, words) == []
    assert arguments(own_redis), "no task was sent"
    for queue, job in arguments(own_redis):
        assert queue == "reports"
        assert UUID(job)


def written(own: redis.Redis, server: Server) -> bytes:
    """Return all that a Redis holds, and the files that it writes."""
    own.bgsave()
    time.sleep(0.5)
    held = b""
    for key in own.scan_iter():
        held += key + (own.dump(key) or b"")
    folder: Path = server.services.servers_directory() / "redis"
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any(file.suffix in {".rdb", ".aof"} for file in files)
    return held + b"".join(file.read_bytes() for file in files)


def arguments(own: redis.Redis) -> list[list[str]]:
    """Return the arguments of every task that waits in the queue."""
    found = []
    for message in own.lrange("reports", 0, -1):
        body = base64.b64decode(orjson.loads(message)["body"])
        found.append(orjson.loads(body)[0])
    return found


@pytest.mark.req("C09")
def test_a_word_that_redis_was_told_would_be_found(
    own_redis: redis.Redis, heard: Listener, server: Server, at_work: Stage
) -> None:
    word = f"Kahukura-{uuid.uuid4().hex[:8]}"

    cache.set(word, word)

    time.sleep(0.2)
    assert found_in("\n".join(heard.commands).encode(), (word,)) == [word]
    assert found_in(written(own_redis, server), (word,)) == [word]
    cache.delete(word)


@pytest.mark.req("R02")
def test_without_redis_a_sign_in_is_told_to_wait(
    at_work: Stage, browser: Browser
) -> None:
    nobody = {"BACKEND": "django.core.cache.backends.redis.RedisCache",
              "LOCATION": "redis://127.0.0.1:1/0"}  # fmt: skip
    stranger = Browser(raise_request_exception=False)

    with override_settings(CACHES={"default": nobody}):
        code = stranger.post(reverse("check-in:code"), {"code": "222222"})
        sign_in = stranger.post(
            reverse("account_login"), {"login": "x@y.example", "password": "x"}
        )
        at_work_still = browser.get(reverse("worker:people"))

    assert code.status_code == sign_in.status_code == 503
    assert "The service is back soon" in code.content.decode()
    assert at_work_still.status_code == 200
    assert caches["default"]
    assert tab_of(browser).get(reverse("worker:people")).status_code == 200
