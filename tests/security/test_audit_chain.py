from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import transaction

from cases.enums import Mode, SessionKind
from cases.sections import Contact, Identity, Note
from cases.services import assignments, people, sections, sessions
from cases.services.sessions import Held
from consent.enums import Purpose
from consent.services import consents
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.audit.recording import record, record_refusal
from msa.tenancy.context import Context, statement, use
from msa.tenancy.founding import FOUNDER
from tests.cast import NOW, TODAY, Cast, agreements
from tests.databases import as_login, superuser
from tests.security.audit_check import AUDIT, verify
from tests.security.stage import Connection, Stage, found_in

ROLES = (
    "worker",
    "manager",
    "admin",
    "survivor",
    "national",
    "funder",
    "reporting",
    "owner",
)


def login_for(role: str) -> str:
    fixed = {"national": "msa_national", "funder": "msa_national"}
    fixed |= {"reporting": "msa_reporting"}
    return fixed.get(role, "msa_owner" if role == "owner" else "msa_app")


@pytest.mark.req("A01", "SEC-04")
@pytest.mark.parametrize("table", AUDIT)
@pytest.mark.parametrize("role", ROLES)
def test_no_role_changes_what_was_recorded(stage: Stage, role: str, table: str) -> None:
    context = Context(stage.cast.kauri.id, stage.cast.worker.person, role)
    attacks = [
        f"UPDATE {table} SET organisation_id = organisation_id",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
    ]
    if role != "owner":
        attacks += [
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            f"DROP TRIGGER {table}_append_only ON {table}",
            f"DROP TABLE {table} CASCADE",
        ]
    changed = []

    with as_login(login_for(role), stage.database) as connection:
        connection.execute(statement(context))
        for attack in attacks:
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(attack.encode())
                    changed.append(attack)
            except psycopg.Error:
                continue

    assert changed == []


class Writer(threading.Thread):
    """Writes events until it has written enough, whatever happens to it."""

    def __init__(self, stage: Stage, level: str, number: int, seed: int) -> None:
        super().__init__()
        self.stage, self.level, self.number = stage, level, number
        self.chance = random.Random(seed)
        self.tally: Counter[str] = Counter()

    def run(self) -> None:
        while self.tally["acknowledged"] < self.number:
            try:
                self._write()
            except psycopg.Error:
                self.tally["failed"] += 1

    def _write(self) -> None:
        actor = self.chance.choice([self.stage.cast.worker, self.stage.cast.manager])
        with as_login("msa_app", self.stage.database) as connection:
            for _ in range(5):
                connection.execute(
                    f"SET TRANSACTION ISOLATION LEVEL {self.level}".encode()
                )
                connection.execute(statement(actor.context))
                if self.chance.random() < 0.05:
                    self._kill(connection)
                connection.execute(
                    "INSERT INTO audit_event"
                    " (id, organisation_id, actor, action, payload)"
                    " VALUES (gen_random_uuid(), %s, %s, 'record.open', '{}')",
                    [actor.organisation, actor.person],
                )
                connection.commit()
                self.tally["acknowledged"] += 1

    def _kill(self, connection: Connection) -> None:
        with superuser() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(%s)", [connection.info.backend_pid]
            )


@pytest.mark.req("A04", "SEC-04")
@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_writers_at_once_leave_no_gap_and_no_fork(
    live_stage: Stage, attempts: Callable[[int, int], int], level: str
) -> None:
    before = verify(live_stage).events
    each = attempts(5, 100)
    writers = [Writer(live_stage, level, each, seed) for seed in range(16)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    acknowledged = sum(writer.tally["acknowledged"] for writer in writers)
    checked = verify(live_stage)
    assert checked.faults == []
    assert checked.events == before + acknowledged


def events(actor: Actor) -> list[str]:
    """Return what has been recorded in this test's transaction, oldest first."""
    with use(Context(actor.organisation, FOUNDER, "owner")):
        return list(Event.objects.order_by("at").values_list("action", flat=True))


HELD = Held(TODAY, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)


def acts(cast: Cast) -> dict[str, tuple[Actor, Callable[[Any], object], list[str]]]:
    worker, manager = cast.worker, cast.manager
    return {
        "give": (
            worker,
            lambda s: consents.give(worker, s, agreements(Purpose.CONTACT)[0], at=NOW),
            ["consent.given"],
        ),
        "withdraw": (
            worker,
            lambda s: consents.withdraw(worker, s, Purpose.STATISTICS, at=NOW),
            ["consent.withdrawn"],
        ),
        "assign": (
            manager,
            lambda s: assignments.assign(manager, s, to=cast.colleague.member, at=NOW),
            ["person.assigned"],
        ),
        "save": (
            worker,
            lambda s: sections.save(worker, s, Identity(name="B"), after=1, at=NOW),
            ["record.write", "section.saved"],
        ),
        "log": (
            worker,
            lambda s: sessions.log(
                worker, s, HELD, Note(body="x"), id=uuid.uuid4(), at=NOW
            ),
            ["record.write", "session.logged"],
        ),
    }


ACTS = ("give", "withdraw", "assign", "save", "log")


@pytest.fixture
def subject(cast: Cast) -> Any:
    with use(cast.worker.context):
        told = people.welcome(
            cast.worker,
            agreements(Purpose.RECORD, Purpose.SESSIONS, Purpose.STATISTICS),
            at=NOW,
        )
        people.introduce(
            cast.worker,
            told,
            identity=Identity(name="A"),
            contact=Contact(phone="021 555 0101", phone_safe=True),
            at=NOW,
        )
    return told.id


@pytest.mark.req("A05", "SEC-04")
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leaves_its_event(cast: Cast, subject: Any, act: str) -> None:
    actor, do, expected = acts(cast)[act]
    before = events(cast.worker)

    with use(actor.context):
        do(subject)

    added = Counter(events(cast.worker)) - Counter(before)
    assert sorted(added.elements()) == sorted(expected)


@pytest.mark.req("A05")
@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_is_undone_leaves_none(cast: Cast, subject: Any, act: str) -> None:
    actor, do, _ = acts(cast)[act]
    before = events(cast.worker)

    with use(actor.context), transaction.atomic():
        do(subject)
        transaction.set_rollback(True)

    assert events(cast.worker) == before


@pytest.mark.req("A05")
def test_a_refusal_leaves_one(cast: Cast) -> None:
    before = events(cast.worker)

    record_refusal(cast.worker, route="worker:person", target=str(uuid.uuid4()))

    assert events(cast.worker) == [*before, "access.refused"]


@pytest.mark.req("A06", "SEC-04")
def test_the_audit_holds_no_words_of_anybody(stage: Stage) -> None:
    with superuser(stage.database) as admin:
        rows = admin.execute("SELECT * FROM audit_event").fetchall()
    words = stage.own.words + stage.colleagues.words + stage.foreign.words

    assert len(rows) > 10
    assert found_in(repr(rows).encode(), words) == []


@pytest.mark.req("A06", "SEC-05")
@pytest.mark.parametrize("value", ["Tāne", "o'Brien", "a@b.example", "x" * 121, ["é"]])
def test_the_audit_refuses_what_looks_like_a_value(cast: Cast, value: Any) -> None:
    with use(cast.worker.context), pytest.raises(ValueError, match="codes"):
        record(cast.worker, "person.opened", reason=value)
