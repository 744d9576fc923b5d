from __future__ import annotations

import os
import subprocess
import threading
import uuid

import pytest
import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from bin import programs
from msa.jobs.asking import ask
from msa.tenancy.context import use
from tests.cast import PASSWORD
from tests.databases import superuser
from tests.security.sites import site
from tests.security.stage import Stage, found_in


def everything_told(stage: Stage) -> tuple[str, ...]:
    return stage.own.words + stage.colleagues.words + stage.foreign.words


def dump(database: str) -> bytes:
    """Return a whole database as its dump."""
    base, _, _ = os.environ["MSA_SUPERUSER_URL"].rpartition("/")
    directory, _ = programs.postgresql()
    ran = subprocess.run(
        [directory / "pg_dump", f"--dbname={base}/{database}"],
        check=True,
        capture_output=True,
    )
    return ran.stdout


@pytest.mark.req("C01", "SEC-02", "SEC-05")
def test_a_dump_of_the_database_tells_nothing(stage: Stage) -> None:
    dumped = dump(stage.database)

    assert str(stage.own.subject).encode() in dumped
    assert found_in(dumped, (*everything_told(stage), PASSWORD)) == []


@pytest.mark.req("C01")
@pytest.mark.parametrize("form", ["raw", "hex", "base64", "utf-16"])
def test_a_word_kept_in_clear_would_be_found(live: str, form: str) -> None:
    word = f"Tānenui-{uuid.uuid4().hex[:8]}"
    kept = {
        "raw": "%s",
        "hex": "encode(convert_to(%s, 'UTF8'), 'hex')",
        "base64": "encode(convert_to('x' || %s || 'y', 'UTF8'), 'base64')",
        "utf-16": "%s",
    }[form]
    value = word.encode("utf-16-le").hex() if form == "utf-16" else word
    with superuser(live) as admin:
        admin.execute(
            "INSERT INTO tenancy_organisation (id, code, name, name_mi, kind, region,"
            f" active, created_at) VALUES (gen_random_uuid(), 'x', {kept}, '',"
            " 'MEMBER', '', true, now())".encode(),
            [value],
        )

    assert found_in(dump(live), (word,)) == [word]


@pytest.fixture
def broker() -> redis.Redis:
    return redis.Redis.from_url(settings.MSA_REDIS_URL)


def take_back(broker: redis.Redis, job: uuid.UUID) -> None:
    """Take a message out of the queue again: no worker knows this job."""
    for message in broker.lrange("reports", 0, -1):
        if str(job).encode() in message:
            broker.lrem("reports", 0, message)


class Listener(threading.Thread):
    """Hears everything that Redis is told, until it is told to stop."""

    def __init__(self, connection: redis.Redis) -> None:
        super().__init__()
        self.connection, self.heard = connection, b""
        self.ready = threading.Event()

    def run(self) -> None:
        with self.connection.monitor() as monitor:
            self.ready.set()
            for command in monitor.listen():
                self.heard += repr(command).encode()
                if "enough" in str(command["command"]):
                    return


@pytest.mark.req("C09", "SEC-05")
def test_redis_carries_ids_and_codes_only(
    stage: Stage, broker: redis.Redis, django_db_blocker: DjangoDbBlocker
) -> None:
    compiler = stage.cast.compiler
    listener = Listener(broker)
    listener.start()
    listener.ready.wait(5)

    with (
        django_db_blocker.unblock(),
        site("national", stage.database),
        use(compiler.context),
        transaction.atomic(),
    ):
        job = ask(
            queue="reports",
            kind="tests.nothing",
            organisation=compiler.organisation,
            person=compiler.person,
            at=timezone.now(),
            quarter="2026-Q3",
        )
    broker.echo("enough")
    listener.join(10)
    take_back(broker, job.id)

    people = (*everything_told(stage), str(compiler.person), "compiler@msa.example")
    assert str(job.id).encode() in listener.heard
    assert found_in(listener.heard, people) == []
