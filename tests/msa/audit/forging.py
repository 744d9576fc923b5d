"""What a superuser could do to the audit so that the chain by itself can't tell."""

from __future__ import annotations

import psycopg

Superuser = psycopg.Connection[tuple[object, ...]]


def rewrite(admin: Superuser, pk: object, seq: int) -> None:
    """Change one event and compute the whole chain anew from there, head included."""
    admin.execute(
        "UPDATE audit_event SET action = 'session.logged' WHERE id = (SELECT event_id"
        " FROM audit_link WHERE organisation_id = %s AND seq = %s)",
        [pk, seq],
    )
    (last,) = admin.execute(
        "SELECT max(seq) FROM audit_link WHERE organisation_id = %s", [pk]
    ).fetchone() or (0,)
    for number in range(seq, int(str(last)) + 1):
        admin.execute(
            "UPDATE audit_link l SET previous = p.hash, hash = sha256(p.hash ||"
            " convert_to(concat_ws(E'\\n', l.seq, l.organisation_id, e.id,"
            " to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'),"
            " e.actor, e.role, e.action, coalesce(e.subject_id::text, '-'),"
            " e.payload::text), 'UTF8'))"
            " FROM audit_event e, audit_link p WHERE e.id = l.event_id"
            " AND p.organisation_id = l.organisation_id AND p.seq = l.seq - 1"
            " AND l.organisation_id = %s AND l.seq = %s",
            [pk, number],
        )


def cut(admin: Superuser, pk: object, seq: int) -> None:
    """Take away an event and all that followed it."""
    admin.execute(
        "WITH gone AS (DELETE FROM audit_link WHERE organisation_id = %s AND seq >= %s"
        " RETURNING event_id) DELETE FROM audit_event WHERE id IN"
        " (SELECT event_id FROM gone)",
        [pk, seq],
    )


def mend_the_head(admin: Superuser, pk: object) -> None:
    admin.execute(
        "UPDATE audit_head h SET seq = l.seq, hash = l.hash FROM audit_link l"
        " WHERE h.organisation_id = %s AND l.organisation_id = h.organisation_id"
        " AND l.seq = (SELECT max(seq) FROM audit_link"
        "               WHERE organisation_id = h.organisation_id)",
        [pk],
    )


def copy(
    admin: Superuser,
) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the audit."""
    tables = ("audit_event", "audit_link", "audit_head", "audit_receipt")
    return {
        table: admin.execute(f"SELECT t::text FROM {table} t".encode()).fetchall()
        for table in tables
    }


def put_back(
    admin: Superuser,
    rows: dict[str, list[tuple[object, ...]]],
) -> None:
    """Let the audit be as it was copied."""
    admin.execute("SET session_replication_role = 'replica'")
    for table, kept in rows.items():
        admin.execute(f"DELETE FROM {table}".encode())
        with admin.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} SELECT (%s::text::{table}).*".encode(), kept
            )
