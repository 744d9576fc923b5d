"""An organisation's key is replaced while people work and whoever does it is killed."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections, transaction

from cases.enums import Mode, SessionKind
from cases.queries import people, sessions
from cases.sections import Contact, Identity, Note
from cases.services import people as people_services
from cases.services import sessions as session_services
from cases.services.sessions import Held
from consent.documents import keyring
from consent.keeping import Keeper
from consent.models import OrganisationKey, WrappedKey
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import NOW, TODAY, USUAL, Cast, agreements, assemble
from tests.databases import ROOT, superuser

EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
USERS, KILLS, SURVIVORS = (50, 20, 200) if EXHAUSTIVE else (3, 2, 24)
PATIENCE = 120.0


class Told:
    """Survivors and the sessions with them that a user has stored; all must open."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.names: dict[UUID, str] = {}
        self.notes: dict[UUID, tuple[UUID, str]] = {}

    def welcome(self, worker: Actor) -> None:
        name = f"Tāne {uuid.uuid4().hex[:8]}"
        with use(worker.context), transaction.atomic():
            agreed = agreements(*USUAL)
            subject = people_services.welcome(worker, agreed, at=NOW)
            people_services.introduce(
                worker, subject, identity=Identity(name=name), contact=Contact(), at=NOW
            )
        self.names[subject.id] = name

    def log(self, worker: Actor, subject: UUID) -> None:
        id, body = uuid.uuid4(), f"We met. {uuid.uuid4().hex}"
        held = Held(TODAY, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)
        with use(worker.context), transaction.atomic():
            session_services.log(worker, subject, held, Note(body=body), id=id, at=NOW)
        self.notes[id] = subject, body

    def look(self, worker: Actor, subject: UUID) -> None:
        with use(worker.context), transaction.atomic():
            page = people.person(worker, subject, at=NOW)
        assert page.identity
        assert page.identity.known_as == self.names[subject]

    def unreadable(self, worker: Actor) -> list[UUID]:
        lost = []
        with use(worker.context), transaction.atomic():
            for subject, name in self.names.items():
                identity = people.person(worker, subject, at=NOW).identity
                if identity is None or identity.known_as != name:
                    lost.append(subject)
            for session, (subject, body) in self.notes.items():
                note = sessions.session(worker, subject, session).note
                if note is None or note.body != body:
                    lost.append(session)
        return lost


@pytest.fixture
def told(live: str) -> Told:
    cast = assemble()
    world = Told(cast)
    for _ in range(SURVIVORS):
        world.welcome(cast.worker)
    for subject in list(world.names)[: SURVIVORS // 3]:
        world.log(cast.worker, subject)
    return world


class User(threading.Thread):
    """Somebody at work: looks, logs and welcomes until told to go home."""

    def __init__(self, told: Told, number: int) -> None:
        super().__init__(daemon=True)
        self.told, self.chance = told, random.Random(number)
        self.home = threading.Event()
        self.done, self.faults = 0, list[BaseException]()

    def run(self) -> None:
        try:
            while not self.home.is_set():
                self.act()
                self.done += 1
                time.sleep(self.chance.uniform(0.05, 0.15))
        except BaseException as fault:
            self.faults.append(fault)
        finally:
            connections.close_all()

    def act(self) -> None:
        worker = self.told.cast.worker
        subject = self.chance.choice(list(self.told.names))
        what = self.chance.random()
        if what < 0.2:
            self.told.welcome(worker)
        elif what < 0.5:
            self.told.log(worker, subject)
        else:
            self.told.look(worker, subject)


@contextmanager
def at_work(told: Told) -> Iterator[list[User]]:
    users = [User(told, number) for number in range(USERS)]
    for user in users:
        user.start()
    try:
        yield users
    finally:
        for user in users:
            user.home.set()
        for user in users:
            user.join(PATIENCE)


def rotation(database: str, *options: str) -> subprocess.Popen[bytes]:
    """Start the command as an operator does: the owner's login and keys, no others."""
    secrets = Path(os.environ["MSA_SECRETS"]).parent / "owner"
    env = {
        **os.environ,
        "MSA_SITE": "owner",
        "MSA_SECRETS": str(secrets),
        "MSA_DATABASE_NAME": database,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "rotate_organisation_key", "kauri", *options],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def state_of(database: str) -> tuple[str, int, int]:
    with superuser(database) as admin:
        row = admin.execute(
            "SELECT state, done, fence FROM jobs_job ORDER BY asked_at DESC LIMIT 1"
        ).fetchone()
    return row or ("", 0, 0)  # type: ignore[return-value]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.005)


def let_the_lease_run_out(database: str) -> None:
    with superuser(database) as admin:
        admin.execute(
            "UPDATE jobs_job SET lease_until = now() - interval '1 second'"
            " WHERE state = 'RUNNING'"
        )


def data_rows(database: str) -> dict[tuple[str, object], tuple[object, bytes]]:
    """Return every sealed row: which transaction wrote it, and what it holds."""
    found: dict[tuple[str, object], tuple[object, bytes]] = {}
    with superuser(database) as admin:
        for table in ("cases_section", "cases_sessionnote"):
            rows = admin.execute(f"SELECT id, xmin::text, sealed FROM {table}")
            for pk, writer, sealed in rows.fetchall():
                digest = hashlib.sha256(sealed).digest()  # type: ignore[arg-type]
                found[table, pk] = writer, digest
    return found


@pytest.mark.req("SEC-07", "C11")
def test_rotation_under_work_and_kills_loses_and_rewrites_nothing(
    live: str, told: Told
) -> None:
    said = b""
    before, (old,) = data_rows(live), versions(told.cast.kauri.id)
    chance, met = random.Random(), 0
    with at_work(told) as users:
        for kill in range(KILLS):
            doomed = rotation(live, "--batch=1")
            until(
                lambda number=kill: (
                    state_of(live)[::2] == ("RUNNING", number + 1)
                    or state_of(live)[0] == "DONE"
                )
            )
            time.sleep(chance.uniform(0, 0.1))
            met += state_of(live)[0] == "RUNNING"
            os.killpg(doomed.pid, signal.SIGKILL)
            doomed.communicate()
            let_the_lease_run_out(live)
            if state_of(live)[0] == "DONE":
                break
        for _ in range(2):
            # A job that was taken up twenty times asks its operator to look.
            if state_of(live)[0] != "DONE":
                _, said = rotation(live).communicate(timeout=PATIENCE)
        assert state_of(live)[0] == "DONE", said

    assert met, "no kill met the rotation under way"
    assert [fault for user in users for fault in user.faults] == []
    assert all(user.done for user in users)
    assert told.unreadable(told.cast.worker) == []
    after = data_rows(live)
    assert before
    assert {place: after[place] for place in before} == before
    assert old not in versions(told.cast.kauri.id)
    assert len(versions(told.cast.kauri.id)) == 1


def versions(organisation: UUID) -> list[UUID]:
    with use(Keeper(organisation).context), transaction.atomic():
        return list(OrganisationKey.objects.values_list("id", flat=True))


@pytest.mark.req("SEC-07", "C11")
def test_whoever_is_just_storing_a_key_is_waited_for(live: str, told: Told) -> None:
    cast, stored = told.cast, threading.Event()
    holding, there = threading.Event(), list[bool]()

    def store_slowly() -> None:
        with use(cast.worker.context), transaction.atomic():
            ring = keyring(cast.kauri.id)
            holding.set()
            stored.wait(PATIENCE)
            # What he wraps now is wrapped by a version that is still there.
            still = OrganisationKey.objects.filter(id=ring.key_id).exists()
            there.append(still)
        connections.close_all()

    writer = threading.Thread(target=store_slowly, daemon=True)
    writer.start()
    assert holding.wait(PATIENCE)
    running = rotation(live)
    until(lambda: state_of(live)[0] == "RUNNING")
    time.sleep(0.5)
    waited = state_of(live)[0] == "RUNNING"
    # Nobody who comes later is held up by the one who waits.
    told.welcome(cast.worker)
    stored.set()
    writer.join(PATIENCE)
    _, said = running.communicate(timeout=PATIENCE)

    assert running.returncode == 0, said
    assert waited
    assert there == [True]
    assert told.unreadable(cast.worker) == []
    assert len(versions(cast.kauri.id)) == 1
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        under = set(WrappedKey.objects.values_list("organisation_key", flat=True))
    assert under == set(versions(cast.kauri.id))
