"""What is due goes by itself: a scheduler, a worker and a destroyer, as processes."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from ruamel.yaml import YAML

from bin.secret_files import HELD_BY
from bin.services import ROOT
from cases.drafts import services as drafts
from consent.models import Subject
from consent.retention.models import Erasure
from msa.celery import app
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.vault import shreds
from tests import databases
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.enquiries.conftest import with_slip
from tests.reporting.test_worker_killed import Broker, celery, kill, until, worker
from tests.retention.world import SEED, approved
from tests.rights.world import asked_for_copy, made
from tests.security.sites import site

#: What the clock ends: the key of a row, and how it comes to be over.
ENDS = {
    "enquiries_slip": ("id", "expires_at = now()"),
    "drafts_sessiondraft": ("id", "saved_at = saved_at - interval '14 days'"),
    "rights_copy": ("id", "made_at = made_at - interval '1 day'"),
    "accounts_session": ("session_key", "expire_date = now()"),
}


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    own = Broker(tmp_path)
    own.start()
    yield own
    own.kill()


def hurried(broker: Broker):
    return celery(
        broker, "beat", "--pidfile=", "--scheduler=tests.reliability.hurried:Hurried"
    )


def something_of_each(database: str, cast: Cast, sign_in: SignIn) -> None:
    """A slip, a draft, two files of a copy, and a session."""
    subject = person(cast.worker, "Hēmi")
    with_slip(cast.worker)
    with use(cast.worker.context):
        drafts.keep(
            cast.worker,
            subject,
            "session",
            [("body", "words")],
            id=uuid.uuid4(),
            at=timezone.now(),
        )
    made(cast.worker, subject, asked_for_copy(cast.worker, subject).id)
    with site("casework", database):
        sign_in(cast.worker)


def there_are(database: str) -> set[tuple[str, str]]:
    """Return which rows there are, by table and key."""
    found = set()
    with databases.superuser(database) as admin:
        for table, (key, _) in ENDS.items():
            rows = admin.execute(f"SELECT {key}::text FROM {table}".encode())
            found |= {(table, str(name)) for (name,) in rows.fetchall()}
    return found


def let_end(database: str, over: set[tuple[str, str]]) -> None:
    """Move the clock on for some rows, as far as they know."""
    with databases.superuser(database) as admin:
        admin.execute("SET session_replication_role = replica")
        for table, name in over:
            key, moved = ENDS[table]
            statement = f"UPDATE {table} SET {moved} WHERE {key}::text = %s"
            admin.execute(statement.encode(), [name])


@pytest.mark.req("CON-01", "RGT-01")
def test_what_the_clock_ends_is_deleted_though_a_worker_was_killed(
    live: str, live_cast: Cast, sign_in: SignIn, broker: Broker
) -> None:
    something_of_each(live, live_cast, sign_in)
    over = there_are(live)
    something_of_each(live, live_cast, sign_in)
    kept = there_are(live) - over
    let_end(live, over)

    with hurried(broker):
        with worker(broker) as doomed:
            kill(doomed)
        with worker(broker):
            until(lambda: not there_are(live) & over)

    assert {table for table, _ in over} == {table for table, _ in kept} == set(ENDS)
    assert there_are(live) == kept


def test_all_that_is_scheduled_is_known_and_goes_where_a_worker_listens() -> None:
    app.loader.import_default_modules()
    scheduled = settings.CELERY_BEAT_SCHEDULE.values()

    assert {one["task"] for one in scheduled} <= set(app.tasks)
    assert {one["options"]["queue"] for one in scheduled} == {"reports"}


# The destroyer


@contextmanager
def destroyer(directory: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process that destroys, as the stack does but in a hurry."""
    secrets = Path(os.environ["MSA_SECRETS"]).parent / "destroyer"
    env = {
        **{name: text for name, text in os.environ.items() if name[:4] != "MSA_"},
        **{name: os.environ[name] for name in ("MSA_HOSTS", "MSA_DATABASE_HOST")},
        "MSA_DATABASE_PORT": os.environ["MSA_DATABASE_PORT"],
        "MSA_DATABASE_NAME": settings.DATABASES["default"]["NAME"],
        "MSA_SITE": "destroyer",
        "MSA_SECRETS": str(secrets),
        "MSA_SHRED_LEDGER": str(directory),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "destroy_due", "--every=1"],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)


def cooled_off(cast: Cast, subject: UUID) -> Erasure:
    """An erasure that two people decided so long ago that it is due."""
    one = approved(cast, subject)
    with use(Context(cast.kauri.id, FOUNDER, "owner")), transaction.atomic():
        Erasure.objects.update(not_before=timezone.localdate() - timedelta(days=1))
    return one


def is_there(cast: Cast, subject: UUID) -> bool:
    with use(Context(cast.kauri.id, FOUNDER, "owner")), transaction.atomic():
        return Subject.objects.filter(id=subject).exists()


@pytest.mark.req("K03", "RGT-04")
def test_what_was_decided_is_destroyed_by_a_process_that_opens_nothing(
    live: str, live_cast: Cast, tmp_path: Path
) -> None:
    first, later = (person(live_cast.worker, name) for name in ("Hēmi", "Rāwiri"))
    kept = person(live_cast.worker, "Wiremu")
    cooled_off(live_cast, first)
    ledger, log = tmp_path / "shreds", tmp_path / "destroyer.log"
    ledger.mkdir()

    with destroyer(ledger, log) as one:
        until(lambda: not is_there(live_cast, first))
        kill(one)
    cooled_off(live_cast, later)
    with destroyer(ledger, log) as another:
        until(lambda: not is_there(live_cast, later))
        another.terminate()
        assert another.wait(30) == 0

    assert is_there(live_cast, kept)
    secrets = Path(os.environ["MSA_SECRETS"]).parent / "destroyer"
    assert {one.name for one in secrets.iterdir()} == {
        *("msa_owner.password", "context.key", "ledger.key")
    }


def test_a_damaged_ledger_stops_nothing_but_the_destroying(
    live: str, live_cast: Cast, tmp_path: Path
) -> None:
    subject = person(live_cast.worker, "Hēmi")
    cooled_off(live_cast, subject)
    ledger, log = tmp_path / "shreds", tmp_path / "destroyer.log"
    ledger.mkdir()
    # Signed by another key than the process holds.
    shreds.append(
        ledger,
        SEED,
        erasure=uuid.uuid4(),
        organisation=live_cast.kauri.id,
        subject="0" * 64,
        keys=frozenset(),
        at=timezone.now(),
    )

    with destroyer(ledger, log) as one:
        until(lambda: b"ledger is damaged" in log.read_bytes())
        assert one.poll() is None

    assert is_there(live_cast, subject)


def test_the_containers_are_all_that_is_needed() -> None:
    compose = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    commands = {
        name: " ".join(map(str, service.get("command", [])))
        for name, service in compose["services"].items()
    }

    assert "beat" in commands["beat"]
    assert "--queues=reports" in commands["reports"]
    assert "destroy_due --every=" in commands["destroyer"]
    service = compose["services"]["destroyer"]
    assert service["networks"] == ["inside"]
    assert "ports" not in service
    assert set(service["secrets"]) == set(HELD_BY["destroyer"])
