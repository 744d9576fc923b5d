"""Who works with whom is one fact: assignment, guardian's row and row policy (S08)."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from cases.services import assignments, people
from consent.enums import Purpose
from consent.services.organisations import found_organisation
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.exchange.reading import read_folder
from msa.exchange.services.importing import store
from msa.exchange.services.undoing import WorkedWithSince, undo
from msa.members import services as members
from msa.tenancy.context import Context, use
from tests.cast import NOW, Cast, agreements
from tests.databases import superuser
from tests.msa.exchange.conftest import Export
from tests.msa.exchange.worlds import ORIGIN, employ
from tests.security.stage import inside

Attempts = Callable[[int, int], int]
Pair = tuple[UUID, UUID]
WORKERS, SURVIVORS = 6, 280


@dataclass
class House:
    """One organisation, and who has ever worked in it."""

    code: str
    manager: Actor
    admin: Actor
    workers: list[Actor]
    subjects: list[UUID]
    imports: list[UUID] = field(default_factory=list)


def founded(code: str, database: str) -> House:
    organisation = found_organisation(code=code, name=code.title(), at=NOW)
    subjects = [uuid.uuid4() for _ in range(SURVIVORS)]
    with superuser(database) as admin, admin.cursor() as cursor:
        # They wait for a worker; welcoming each through the service takes its time.
        cursor.execute("SET session_replication_role = replica")
        cursor.executemany(
            b"INSERT INTO consent_subject (id, organisation_id, created_at,"
            b" rounding_key) VALUES (%s, %s, now(), 1)",
            [(subject, organisation.id) for subject in subjects],
        )
    return House(
        code,
        employ(organisation, f"Manager {code}", Role.MANAGER),
        employ(organisation, f"Admin {code}", Role.ADMIN),
        [
            employ(organisation, f"Worker {code} {number}", Role.WORKER)
            for number in range(WORKERS)
        ],
        subjects,
    )


class History:
    """What happens in two organisations, by chance: `live` counts what was done."""

    def __init__(self, houses: list[House], folder: Path) -> None:
        self.houses, self.folder = houses, folder
        self.chance = random.Random(8)
        self.done: Counter[str] = Counter()
        self.away: set[UUID] = set()

    def go_on(self) -> None:
        """Let one thing happen."""
        house = self.chance.choice(self.houses)
        acts = [self.assign] * 12 + [self.welcome, self.leave, self.come_back] * 2
        acts += [self.only_manage, self.elsewhere, self.bring, self.take_back]
        act = self.chance.choice(acts)
        try:
            act(house)
            self.done[act.__name__] += 1
        except (NotVisible, WorkedWithSince):
            self.done["refused"] += 1

    def assign(self, house: House) -> None:
        elsewhere = self.chance.choice(self.houses)
        whose = elsewhere if self.chance.random() < 0.1 else house
        subject = self.chance.choice(house.subjects)
        to = self.chance.choice([*whose.workers, whose.admin]).member
        with use(house.manager.context), transaction.atomic():
            assignments.assign(house.manager, subject, to=to, at=timezone.now())

    def welcome(self, house: House) -> None:
        actor = self.chance.choice([*self._present(house), house.manager])
        with use(actor.context), transaction.atomic():
            agreed = agreements(Purpose.RECORD)
            house.subjects.append(people.welcome(actor, agreed, at=timezone.now()).id)

    def leave(self, house: House) -> None:
        if len(self._present(house)) < 3:
            return
        actor = self.chance.choice(self._present(house))
        with use(house.admin.context):
            members.leave(house.admin, actor.member, at=timezone.now())
        self.away.add(actor.member)

    def come_back(self, house: House) -> None:
        gone = [actor for actor in house.workers if actor.member in self.away]
        if gone:
            actor = self.chance.choice(gone)
            self._join(house, actor, [Role.WORKER])
            self.away.discard(actor.member)

    def only_manage(self, house: House) -> None:
        if len(self._present(house)) < 3:
            return
        actor = self.chance.choice(self._present(house))
        with use(house.admin.context):
            members.change_roles(
                house.admin, actor.member, roles=[Role.MANAGER], at=timezone.now()
            )
        self.away.add(actor.member)

    def elsewhere(self, house: House) -> None:
        other = next(one for one in self.houses if one is not house)
        joined = self._join(other, self.chance.choice(house.workers), [Role.WORKER])
        if joined.member not in {actor.member for actor in other.workers}:
            other.workers.append(joined)
        self.away.discard(joined.member)

    def bring(self, house: House) -> None:
        export = Export(self.folder)
        number = str(self.chance.randrange(10**9))
        worker = self.chance.choice(house.workers).name
        export.person(PersonID=number, FirstName=f"Tāne {number}", Mobile="", Email="")
        export.engagement(PersonID=number, ClientID=number, Worker=worker)
        staged = read_folder(export.write(), today=timezone.localdate())
        with use(house.admin.context):
            stored = store(house.admin, staged, origin=ORIGIN, at=timezone.now())
        assert stored.batch is not None
        house.imports.append(stored.batch)

    def take_back(self, house: House) -> None:
        if house.imports:
            with use(house.admin.context):
                undo(house.admin, house.imports.pop(), at=timezone.now())

    def _present(self, house: House) -> list[Actor]:
        return [actor for actor in house.workers if actor.member not in self.away]

    def _join(self, house: House, actor: Actor, roles: list[Role]) -> Actor:
        with superuser(connection.settings_dict["NAME"]) as admin:
            found = admin.execute(
                "SELECT email FROM accounts_person WHERE id = %s", [actor.person]
            ).fetchone()
        assert found
        with use(house.admin.context):
            invited = members.invite(
                house.admin, email=str(found[0]), roles=roles, at=timezone.now()
            )
        joined = members.accept(invited.secret, name=actor.name, person=actor.person)
        assert joined is not None
        return joined


def asked(database: str, statement: str) -> set[Pair]:
    with superuser(database) as admin:
        rows = admin.execute(statement.encode()).fetchall()
    return {(UUID(str(person)), UUID(str(subject))) for person, subject in rows}


def shown(database: str, organisation: UUID, person: UUID) -> set[Pair]:
    """Return the pairs that the row policy shows somebody as a peer worker."""
    worker = Context(organisation, person, "worker")
    with inside(database, worker) as connected:
        rows = connected.execute("SELECT id FROM consent_subject").fetchall()
    return {(person, UUID(str(subject))) for (subject,) in rows}


ASSIGNED = (
    "SELECT m.person_id, a.subject_id FROM cases_assignment a"
    " JOIN accounts_member m ON m.id = a.member_id WHERE a.ended_at IS NULL"
)
GRANTED = (
    "SELECT user_id, content_object_id FROM consent_subjectuserobjectpermission"
    " WHERE until IS NULL OR until > now()"
)


@pytest.mark.req("S08", "CAS-04")
def test_assignment_grant_and_policy_agree_on_every_pair(
    live: str, tmp_path: Path, attempts: Attempts
) -> None:
    houses = [founded("totara", live), founded("matai", live)]
    history = History(houses, tmp_path)
    most, pairs = 0, 0

    for _ in range(attempts(1, 16)):
        for _ in range(250):
            history.go_on()
        granted, people = agreed(live, houses)
        most, pairs = max(most, len(granted)), pairs + people
        call_command("check_grants")

    acts = {"assign", "welcome", "leave", "come_back", "only_manage", "elsewhere"}
    assert history.done.keys() >= acts | {"bring", "take_back", "refused"}
    assert pairs >= attempts(9_000, 100_000)
    assert most > 50


def agreed(live: str, houses: list[House]) -> tuple[set[Pair], int]:
    """See that all three agree; return the grants, and how many pairs were asked."""
    assigned, granted = asked(live, ASSIGNED), asked(live, GRANTED)
    everybody = {
        (house.manager.organisation, actor.person)
        for house in houses
        for actor in [*house.workers, house.manager, house.admin]
    }
    visible = {pair for one in everybody for pair in shown(live, *one)}
    subjects = {subject for house in houses for subject in house.subjects}

    assert assigned - granted == granted - assigned == set()
    assert visible - granted == granted - visible == set()
    return granted, len({person for _, person in everybody}) * len(subjects)


@pytest.mark.req("S08")
@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (
            "UPDATE consent_subjectuserobjectpermission SET until = now()",
            "is_granted=False",
        ),
        ("DELETE FROM cases_assignment", "is_assigned=False"),
        (
            "ALTER TABLE accounts_member DISABLE TRIGGER accounts_member_work_ended;"
            "UPDATE accounts_member SET left_at = now() WHERE name = 'Worker'",
            "is_working=False",
        ),
    ],
)
def test_the_command_names_what_went_past_the_services(
    live_cast: Cast, live: str, damage: str, told: str, capsys: object
) -> None:
    worker = live_cast.worker
    with use(worker.context), transaction.atomic():
        people.welcome(worker, agreements(Purpose.RECORD), at=NOW)
    call_command("check_grants")

    with superuser(live) as admin:
        admin.execute(damage.encode())

    with pytest.raises(CommandError):
        call_command("check_grants")
    printed = capsys.readouterr().out  # type: ignore[attr-defined]
    assert told in printed
    assert str(worker.person) in printed
    assert "Worker" not in printed.partition("disagreements")[2]


def done_meanwhile(first: Callable[[], None], second: Callable[[], None]) -> bool:
    """Do ``second`` before ``first`` is committed; return whether it had to wait."""
    faults: list[BaseException] = []

    def run() -> None:
        try:
            second()
        except NotVisible as fault:
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(0.4)
        waited = thread.is_alive()
    thread.join(10)
    return waited or bool(faults)


@pytest.mark.req("S08", "U05")
@pytest.mark.parametrize("leaving_first", [True, False])
def test_a_hand_over_does_not_outlive_the_work_of_whoever_leaves_meanwhile(
    live_cast: Cast, live: str, leaving_first: bool
) -> None:
    cast, manager, admin = live_cast, live_cast.manager, live_cast.admin
    with use(manager.context), transaction.atomic():
        subject = people.welcome(manager, agreements(Purpose.RECORD), at=NOW).id

    def hand_over() -> None:
        with use(manager.context), transaction.atomic():
            assignments.assign(manager, subject, to=cast.worker.member, at=NOW)

    def leave() -> None:
        with use(admin.context), transaction.atomic():
            members.leave(admin, cast.worker.member, at=timezone.now())

    acts = (leave, hand_over) if leaving_first else (hand_over, leave)
    waited = done_meanwhile(*acts)

    assert waited
    assert asked(live, GRANTED) == asked(live, ASSIGNED) == set()
    assert shown(live, cast.kauri.id, cast.worker.person) == set()


@pytest.mark.req("S08")
def test_a_manager_grants_nothing_to_somebody_who_is_no_peer_worker(
    live_cast: Cast, live: str
) -> None:
    manager = live_cast.manager
    with use(manager.context), transaction.atomic():
        subject = people.welcome(manager, agreements(Purpose.RECORD), at=NOW).id
    statement = (
        "INSERT INTO consent_subjectuserobjectpermission (organisation_id, user_id,"
        " permission_id, content_object_id, until) SELECT %s, %s, id, %s, %s"
        " FROM auth_permission WHERE codename = 'work_with_subject'"
    )
    refused = []
    soon = timezone.now() + timedelta(hours=1)

    for person in (manager.person, live_cast.outsider.person, live_cast.admin.person):
        with inside(live, manager.context) as connected:
            values = [manager.organisation, person, subject, soon]
            with pytest.raises(psycopg.Error) as refusal:
                connected.execute(statement.encode(), values)
            refused.append(refusal.value.sqlstate)

    assert refused == ["MS002"] * 3
