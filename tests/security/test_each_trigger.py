"""What triggers refuse is refused to everybody: here, to the superuser himself."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import create, drop, superuser
from tests.security.planting import plant
from tests.security.stage import Connection

#: What is recorded, released or approved for good, and what nobody does to it.
KEPT = {
    "audit_event": ("UPDATE", "DELETE", "TRUNCATE"),
    "audit_head": ("UPDATE", "DELETE", "TRUNCATE"),
    "audit_link": ("UPDATE", "DELETE", "TRUNCATE"),
    "audit_receipt": ("UPDATE", "DELETE", "TRUNCATE"),
    "gatherings_protocol": ("UPDATE", "DELETE", "TRUNCATE"),
    "handbook_acknowledgement": ("UPDATE", "DELETE", "TRUNCATE"),
    "handbook_document": ("UPDATE", "DELETE", "TRUNCATE"),
    "handbook_version": ("DELETE", "TRUNCATE"),
    "narratives_approvedtext": ("UPDATE",),
    "narratives_narrative": ("DELETE", "TRUNCATE"),
    "narratives_passage": ("UPDATE", "DELETE", "TRUNCATE"),
    "oversight_breach": ("UPDATE", "DELETE", "TRUNCATE"),
    "oversight_talk": ("UPDATE", "DELETE", "TRUNCATE"),
    "reporting_cell": ("UPDATE", "DELETE", "TRUNCATE"),
    "reporting_report": ("DELETE", "TRUNCATE"),
    "reporting_reportfile": ("UPDATE", "DELETE", "TRUNCATE"),
    "standards_cycle": ("DELETE", "TRUNCATE"),
    "standards_evidencecontent": ("UPDATE", "TRUNCATE"),
    "standards_remark": ("UPDATE", "DELETE", "TRUNCATE"),
}
#: Parts of a report, and the state in which none may be added.
PARTS = {
    "reporting_cell": "RELEASED",
    "narratives_passage": "RELEASED",
    "reporting_reportfile": "DRAFT",
}


@pytest.fixture(scope="module")
def planted(django_db_setup: None) -> Iterator[Connection]:
    """A superuser's connection to a database of its own."""
    name = f"test_msa_kept_{uuid.uuid4().hex[:12]}"
    create(name)
    with superuser(name) as admin:
        for table in KEPT:
            plant(admin, table)
        yield admin
    drop(name)


def refused(admin: Connection, statement: str, state: str = "42501") -> bool:
    try:
        with admin.transaction(force_rollback=True):
            admin.execute(statement.encode())
    except psycopg.Error as fault:
        return fault.sqlstate == state
    return False


@pytest.mark.req("A01", "REP-06")
@pytest.mark.parametrize(
    ("table", "verb"),
    [(table, verb) for table, verbs in KEPT.items() for verb in verbs],
)
def test_what_is_kept_is_kept_from_everybody(
    planted: Connection, table: str, verb: str
) -> None:
    column = _first_column(planted, table)
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }[verb]

    assert planted.execute(f"SELECT FROM {table}".encode()).rowcount == 1
    assert refused(planted, statement)


def _first_column(admin: Connection, table: str) -> str:
    found = admin.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0 ORDER BY attnum LIMIT 1",
        [table],
    ).fetchone()
    assert found is not None
    return str(found[0])


@pytest.mark.req("REP-06")
@pytest.mark.parametrize("table", PARTS)
def test_nothing_is_added_to_a_report_out_of_its_time(
    planted: Connection, table: str
) -> None:
    report = plant(planted, "reporting_report", state=PARTS[table])
    part = plant(planted, table, report_id=str(report["id"]))
    columns = [name for name in part if name != "id"]

    assert refused(
        planted,
        f"INSERT INTO {table} (id, {', '.join(map(_quoted, columns))})"
        f" SELECT {'id + 1' if isinstance(part['id'], int) else 'gen_random_uuid()'},"
        f" {', '.join(map(_quoted, columns))} FROM {table}"
        f" WHERE report_id = '{report['id']}'",
    )


def _quoted(name: str) -> str:
    return f'"{name}"'


@pytest.mark.req("K01", "CON-04")
def test_every_gated_table_refuses_a_row_without_consent(planted: Connection) -> None:
    """Asked as the superuser and without other keys: the trigger alone refuses."""
    gated = planted.execute("SELECT table_name FROM priv.keyed_table").fetchall()
    assert len(gated) > 10

    let_in = []
    for (table,) in gated:
        columns = plant(planted, str(table), withheld=False)
        names = ", ".join(_quoted(name) for name in columns if name != "id")
        again = (
            f"INSERT INTO {table} (id, {names}) SELECT gen_random_uuid(), {names}"
            f" FROM {table} LIMIT 1"
        )
        if not refused(planted, _without_keys(planted, str(table)) + again, "MS001"):
            let_in.append(table)

    assert let_in == []


def _without_keys(admin: Connection, table: str) -> str:
    # A trigger of a whole statement comes after what is asked of each row.
    keys = admin.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
        " AND contype IN ('f', 'u')",
        [table],
    )
    return "".join(
        f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(str(key))} CASCADE;"
        for (key,) in keys
    )


@pytest.mark.req("REP-06")
def test_what_was_compiled_stands_when_a_draft_moves_on(planted: Connection) -> None:
    draft = plant(planted, "reporting_report", state="DRAFT", content_hash="0" * 64)
    aside = f"UPDATE reporting_report SET state = 'REPLACED' WHERE id = '{draft['id']}'"
    changed = aside.replace("SET", f"SET content_hash = '{'1' * 64}',")

    assert refused(planted, changed)
    assert not refused(planted, aside)
