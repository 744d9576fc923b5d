"""Storing many people at once: consented, keyed, sealed and audited, against COPY.

Ours is what an import does with people it has read; the peer copies the same facts into
ordinary tables. Both take back what they stored.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import connection, connections, transaction

from consent.enums import Given
from consent.services.consents import Agreement
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record_each
from msa.exchange.services.importing import PEOPLE_AT_ONCE
from msa.exchange.services.translating import LEGACY_PURPOSES
from msa.exchange.storing.people import Newcomer, PeopleRows, Worker
from msa.tenancy.context import use
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.filling import clear_of
from tests.bench.plain import PLAIN
from tests.bench.world import NOW, World

Row = tuple[Any, ...]
_GIVEN_ON = date(2026, 9, 30)
_BAND, _REGION = "FROM_45", "WKO"
#: Beyond the positions of everybody in the world.
_FIRST = 5_000_000
_COLUMNS = {
    "subject": "id, organisation_id, created_at, rounding_key",
    "consent": "id, organisation_id, subject_id, purpose, given, given_on,"
    " recorded_by_id, recorded_at",
    "client": "id, organisation_id, subject_id, key_id, withheld, reference,"
    " opened_at, opened_by_id",
    "person": ", ".join([*plain.ROW, *plain.FIELDS]),
    "profile": "id, organisation_id, subject_id, age_band, ethnicities, region",
    "assignment": "id, organisation_id, subject_id, member_id, from_at, made_by_id",
    "grant": "id, organisation_id, user_id, permission_id, content_object_id",
}


def store(actor: Actor, people: Sequence[Newcomer]) -> float:
    """Store people as an import does, take them back, and return the seconds it took.

    What the database would do at commit is done, and counted, before that.
    """
    started = time.perf_counter()
    with use(actor.context), transaction.atomic():
        rows = PeopleRows(actor)
        for first in range(0, len(people), PEOPLE_AT_ONCE):
            chunk = [rows.add(one) for one in people[first : first + PEOPLE_AT_ONCE]]
            rows.write()
            record_each(
                actor, "person.imported", subjects=[place.subject for place in chunk]
            )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        took = time.perf_counter() - started
        transaction.set_rollback(True)
    return took


def newcomers(world: World, count: int) -> list[Newcomer]:
    """Return people who agreed to everything, every field filled."""
    agreements = [
        Agreement(purpose, Given.IMPORTED, _GIVEN_ON) for purpose in LEGACY_PURPOSES
    ]
    worker = Worker(world.worker.member, world.worker.person)
    return [
        Newcomer(
            agreements=agreements,
            identity=clear.identity,
            contact=clear.contact,
            recorded_by=world.manager.member,
            at=NOW,
            age_band=_BAND,
            region=_REGION,
            worker=worker,
        )
        for clear in map(clear_of, range(_FIRST, _FIRST + count))
    ]


def administrator(world: World) -> Actor:
    """Return whoever may import at the organisation that is looked at."""
    manager = world.manager
    return Actor(
        manager.organisation, manager.person, manager.member, Role.ADMIN, manager.name
    )


def _in_clear(world: World, count: int) -> dict[str, list[Row]]:
    """Return the same people as rows of the peers' tables."""
    tenant, member = world.manager.organisation, world.manager.member
    worker = world.worker
    rows: dict[str, list[Row]] = {table: [] for table in _COLUMNS}
    for position in range(_FIRST, _FIRST + count):
        subject, clear = uuid.uuid4(), clear_of(position).columns()
        reference = f"N{position:08}"
        rows["subject"].append((subject, tenant, NOW, position))
        rows["consent"] += [
            (
                *(uuid.uuid4(), tenant, subject, purpose.value),
                *(Given.IMPORTED.value, _GIVEN_ON, member, NOW),
            )
            for purpose in LEGACY_PURPOSES
        ]
        rows["client"].append(
            (uuid.uuid4(), tenant, subject, subject, False, reference, NOW, member)
        )
        rows["person"].append(
            (
                *(uuid.uuid4(), tenant, subject, reference, None),
                *(clear[field] for field in plain.FIELDS),
            )
        )
        rows["profile"].append(
            (uuid.uuid4(), tenant, subject, _BAND, clear["ethnicities"], _REGION)
        )
        rows["assignment"].append(
            (uuid.uuid4(), tenant, subject, worker.member, NOW, member)
        )
        rows["grant"].append((position, tenant, worker.person, 1, subject))
    return rows


def _copy(rows: dict[str, list[Row]]) -> float:
    started = time.perf_counter()
    with transaction.atomic(using=PLAIN), connections[PLAIN].cursor() as cursor:
        for table, columns in _COLUMNS.items():
            with cursor.copy(f"COPY bench_{table} ({columns}) FROM STDIN") as copy:
                for row in rows[table]:
                    copy.write_row(row)
        took = time.perf_counter() - started
        transaction.set_rollback(True, using=PLAIN)
    return took


def _lines(world: World) -> Iterator[Comparison]:
    count = world.size.newcomers
    yield Comparison(
        "import",
        f"COPY of the same {count:,} people in clear (ADR 0021)",
        5.0,
        partial(store, administrator(world), newcomers(world, count)),
        partial(_copy, _in_clear(world, count)),
        repetitions=7,
    )


CASE = Case("import", _lines)
