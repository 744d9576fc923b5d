"""The database that is measured: organisations, people, and the peers' plain tables."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from bin.children import alive
from consent.services.organisations import found_organisation
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.accounts.services import add_member
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER, national_body
from msa.tenancy.models import Organisation
from tests import databases
from tests.bench import plain
from tests.bench.filling import OPENED, clear_of, day_of, fill, worker_of
from tests.bench.living import live
from tests.bench.sizes import Size

ROOT = databases.ROOT
NOW = datetime(2026, 10, 1, 2, 30, tzinfo=UTC)
_PLAIN_SQL = Path(__file__).with_name("plain.sql")
_FIRST = "bench-1"
_UNFINISHED = "_unfinished"
#: A kept database is made anew when one of these changes.
_FILLING = (
    "fill.sql",
    "filling.py",
    "living.py",
    "packages.py",
    "plain.py",
    "plain.sql",
    "sizes.py",
)


@dataclass(frozen=True, slots=True)
class World:
    """A filled database that Django's connections look at, and who looks.

    ``worker`` has 40 people and ``opener`` 50; ``day`` has as many as the size says,
    and his day is full; ``manager`` has the organisation.
    """

    size: Size
    database: str
    worker: Actor
    opener: Actor
    day: Actor
    manager: Actor


@contextmanager
def world_of(size: Size, *, say: Callable[[str], None] = print) -> Iterator[World]:
    """Yield a world of ``size``; a kept one is made once for each state of the code."""
    name = _name(size)
    if not (size.keep and _exists(name)):
        _make(name, size, say)
    try:
        with databases.pointed_at(name), _plain_connection(name):
            yield World(size, name, *_looking(size))
    finally:
        if not size.keep:
            databases.drop(name)


def _name(size: Size) -> str:
    """Return a name that changes with the schema and the way in which it is filled.

    A database that is not kept belongs to this process alone.
    """
    prefix = f"{databases.PREFIX}_bench_{size.name}"
    if not size.keep:
        return f"{prefix}_{os.getpid()}"
    filling = hashlib.sha256()
    for source in _FILLING:
        filling.update((Path(__file__).parent / source).read_bytes())
    schema = databases.template().removeprefix(f"{databases.PREFIX}_")
    return f"{prefix}_{schema}_{filling.hexdigest()[:8]}"


def _exists(name: str) -> bool:
    with databases.superuser() as admin:
        found = admin.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def _make(name: str, size: Size, say: Callable[[str], None]) -> None:
    started = time.monotonic()
    unfinished = name + _UNFINISHED
    _drop_older(size)
    databases.create(unfinished)
    with databases.pointed_at(unfinished):
        national_body()
        for number in range(1, size.organisations + 1):
            organisation, (_, *workers) = _organisation(number, size)
            fill(organisation, workers, size)
        _, _, day, manager = _looking(size)
        live(manager, day, size, at=timezone.now())
    _copy_plain(unfinished)
    with databases.superuser() as admin:
        admin.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    say(f"made the {size.name} world in {time.monotonic() - started:.0f} s")


def _drop_older(size: Size) -> None:
    """Drop what an older state of the code kept, or a killed run left behind."""
    with databases.superuser() as admin:
        older = admin.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
            [f"{databases.PREFIX}_bench_{size.name}_"],
        ).fetchall()
    for (name,) in older:
        owner = str(name).removesuffix(_UNFINISHED).rpartition("_")[2]
        if size.keep or not alive(int(owner)):
            databases.drop(str(name))


def _organisation(number: int, size: Size) -> tuple[Organisation, list[Actor]]:
    code = f"bench-{number}"
    organisation = found_organisation(code=code, name=f"Bench {number}", at=NOW)
    # Hashing a password is slow on purpose; only the first organisation is looked at.
    workers = size.workers if number == 1 else min(size.workers, 3)
    members = [("manager", Role.MANAGER)]
    members += [(f"worker-{n:02}", Role.WORKER) for n in range(workers)]
    actors = [
        add_member(
            organisation,
            email=f"{name}@{code}.example",
            password="a long and quiet river",
            name=name,
            roles=[role],
            at=NOW,
        )[0]
        for name, role in members
    ]
    return organisation, actors


def _looking(size: Size) -> tuple[Actor, Actor, Actor, Actor]:
    owner = Context(FOUNDER, FOUNDER, "owner")
    with use(owner), transaction.atomic():
        first = Organisation.objects.get(code=_FIRST)
    with use(Context(first.id, FOUNDER, "owner")), transaction.atomic():
        members = {member.name: member for member in Member.objects.all()}
    day = f"worker-{worker_of(day_of(size)[0], size.workers, size):02}"
    worker, opener, day_worker, manager = (
        Actor(m.organisation_id, m.person_id, m.id, Role(m.roles[0]), m.name)
        for m in map(members.__getitem__, ("worker-00", "worker-01", day, "manager"))
    )
    return worker, opener, day_worker, manager


def _copy_plain(name: str) -> None:
    with databases.superuser(name) as admin:
        for statement in _PLAIN_SQL.read_text().split(";\n"):
            if statement.strip():
                admin.execute(statement.encode())
        clients = admin.execute(
            "SELECT c.id, c.organisation_id, c.subject_id, c.reference,"
            " c.last_activity_on, o.code FROM cases_client c"
            " JOIN tenancy_organisation o ON o.id = c.organisation_id"
        ).fetchall()
        columns = ", ".join([*plain.ROW, *plain.FIELDS])
        with admin.cursor().copy(f"COPY bench_person ({columns}) FROM STDIN") as copy:
            for *row, reference, active, _ in clients:
                clear = clear_of(_position(reference)).columns()
                values = (clear[field] for field in plain.FIELDS)
                copy.write_row((*row, reference, active, *values))
        admin.execute("VACUUM ANALYZE")
    _encrypt(name, [client[:5] for client in clients if client[5] == _FIRST])


def _encrypt(name: str, clients: list[tuple[object, ...]]) -> None:
    ordered = sorted(clients, key=lambda row: str(row[3]))[: 3 * OPENED]
    with databases.pointed_at(name), _plain_connection(name):
        for model in (plain.FernetPerson, plain.PickledPerson):
            model._default_manager.using(plain.PLAIN).bulk_create(
                model(
                    **dict(zip(plain.ROW, client, strict=True)),
                    **clear_of(_position(client[3])).columns(),
                )
                for client in ordered
            )


def _position(reference: object) -> int:
    return int(str(reference)[1:])


@contextmanager
def _plain_connection(name: str) -> Iterator[None]:
    """Let the connection ``plain`` be Django's ordinary one to the same database.

    Both wrappers share one session: two server processes would be on other cores by
    chance, which makes more of a difference than anything that is measured. The peer
    is Django as it comes, so each of its statements is planned anew (ADR 0047).
    """
    connections.settings[plain.PLAIN] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "ATOMIC_REQUESTS": False,
    }
    ordinary, ours = connections[plain.PLAIN], connections["default"]
    ours.ensure_connection()
    ordinary.ensure_connection()
    ordinary.connection.close()
    ordinary.connection = ours.connection
    try:
        with ordinary.execute_wrapper(_planned_anew):
            yield
    finally:
        ordinary.connection = None
        del connections[plain.PLAIN], connections.settings[plain.PLAIN]


def _planned_anew(
    execute: Callable[..., object], sql: str, params: object, many: bool, context: Any
) -> object:
    shared = context["connection"].connection
    remembering, shared.prepare_threshold = shared.prepare_threshold, None
    try:
        return execute(sql, params, many, context)
    finally:
        shared.prepare_threshold = remembering
