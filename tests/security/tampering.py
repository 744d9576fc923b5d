"""Ways to tamper with the audit for somebody who holds the whole database (A02)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.security.stage import Connection

Tamper = Callable[[Connection, Any], None]


def run(admin: Connection, question: str, *values: object) -> None:
    assert admin.execute(question.encode(), list(values)).rowcount >= 1


def of(column: str) -> str:
    """The SQL for something of the event at place %s of the first chain."""
    return f"(SELECT {column} FROM audit_link WHERE organisation_id = %s AND seq = 3)"


def edit(assignment: str) -> Tamper:
    def tamper(admin: Connection, organisation: object) -> None:
        run(
            admin,
            f"UPDATE audit_event SET {assignment} WHERE id = {of('event_id')}",
            organisation,
        )

    return tamper


def delete_event(admin: Connection, organisation: object) -> None:
    run(admin, f"DELETE FROM audit_event WHERE id = {of('event_id')}", organisation)


def delete_link(admin: Connection, organisation: object) -> None:
    run(admin, f"DELETE FROM audit_link WHERE id = {of('id')}", organisation)


def delete_both(admin: Connection, organisation: object) -> None:
    delete_event(admin, organisation)
    delete_link(admin, organisation)


def swap_two(admin: Connection, organisation: object) -> None:
    run(
        admin,
        "UPDATE audit_link SET event_id = CASE seq"
        " WHEN 2 THEN (SELECT event_id FROM audit_link WHERE organisation_id = %s"
        " AND seq = 3) ELSE (SELECT event_id FROM audit_link WHERE organisation_id = %s"
        " AND seq = 2) END WHERE organisation_id = %s AND seq IN (2, 3)",
        organisation,
        organisation,
        organisation,
    )


def cut_the_tail(admin: Connection, organisation: object) -> None:
    last = "(SELECT max(seq) FROM audit_link WHERE organisation_id = %s)"
    run(
        admin,
        "DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_link"
        f" WHERE organisation_id = %s AND seq = {last})",
        organisation,
        organisation,
    )
    run(
        admin,
        f"DELETE FROM audit_link WHERE organisation_id = %s AND seq = {last}",
        organisation,
        organisation,
    )


def insert_unlinked(admin: Connection, organisation: object) -> None:
    run(
        admin,
        "INSERT INTO audit_event (id, organisation_id, at, actor, role, action,"
        " payload)"
        " VALUES (gen_random_uuid(), %s, now(), gen_random_uuid(), 'worker', 'x.y',"
        " '{}')",
        organisation,
    )


def rehash_one(admin: Connection, organisation: object) -> None:
    edit("action = 'record.listed'")(admin, organisation)
    run(
        admin,
        f"UPDATE audit_link SET hash = sha256(hash) WHERE id = {of('id')}",
        organisation,
    )


def renumber(admin: Connection, organisation: object) -> None:
    run(
        admin,
        "UPDATE audit_link SET seq = seq + 1000000"
        " WHERE organisation_id = %s AND seq > 3",
        organisation,
    )


def rewind_the_head(admin: Connection, organisation: object) -> None:
    run(
        admin,
        "UPDATE audit_head SET seq = seq - 1 WHERE organisation_id = %s",
        organisation,
    )


def lose_the_head(admin: Connection, organisation: object) -> None:
    run(admin, "DELETE FROM audit_head WHERE organisation_id = %s", organisation)


def lose_everything_but_the_head(admin: Connection, organisation: object) -> None:
    run(admin, "DELETE FROM audit_link WHERE organisation_id = %s", organisation)
    run(admin, "DELETE FROM audit_event WHERE organisation_id = %s", organisation)


TAMPERS: dict[str, Tamper] = {
    "other action": edit("action = 'record.list'"),
    "other actor": edit("actor = gen_random_uuid()"),
    "other role": edit("role = 'admin'"),
    "other time": edit("at = at + interval '1 microsecond'"),
    "other person": edit("subject_id = gen_random_uuid()"),
    "other payload": edit("payload = payload || '{\"x\": 1}'"),
    "deleted event": delete_event,
    "deleted link": delete_link,
    "deleted both": delete_both,
    "swapped": swap_two,
    "cut tail": cut_the_tail,
    "inserted": insert_unlinked,
    "hashed again": rehash_one,
    "numbered again": renumber,
    "head rewound": rewind_the_head,
    "head lost": lose_the_head,
    "all but the head lost": lose_everything_but_the_head,
}
