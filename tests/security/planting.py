"""Putting a row into any table, past every rule of it, so that there is one to see."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from psycopg import sql

from tests.security.stage import Connection

_COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, NULL),
           CASE WHEN a.atttypmod > 4 THEN least(a.atttypmod - 4, 6) ELSE 6 END
      FROM pg_attribute a
     WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attnotnull AND a.attidentity = '' AND a.attgenerated = ''
       AND NOT a.atthasdef
"""
_CHECKS = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
#: Something of each type; what it says is of no account.
_SOMETHING = {
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
    "date": "current_date",
    "bytea": "'\\x00'::bytea",
    "jsonb": "'{}'::jsonb",
    "boolean": "false",
}
_NOUGHT = ("smallint", "integer", "bigint", "numeric", "double precision")


def plant(
    admin: Connection, table: str, **known: UUID | str | bool
) -> Mapping[str, object]:
    """Store a row with these columns known and something in the others.

    The table's checks are dropped for it, so the database must be the test's own.
    """
    columns = {
        str(name): _something(str(kind), int(str(length)))
        for name, kind, length in admin.execute(_COLUMNS, [table])
    }
    known = {name: value for name, value in known.items() if _has(admin, table, name)}
    names = sorted({*columns, *known})
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = 'replica'")
        for (check,) in admin.execute(f"{_CHECKS} AND contype = 'c'", [table]):
            admin.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                    sql.Identifier(table), sql.Identifier(str(check))
                )
            )
        cursor = admin.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING *").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, names)),
                sql.SQL(", ").join(
                    sql.Literal(known[name]) if name in known else columns[name]
                    for name in names
                ),
            )
        )
        row = cursor.fetchone()
    assert row is not None
    assert cursor.description is not None
    return dict(zip((one.name for one in cursor.description), row, strict=True))


def _has(admin: Connection, table: str, column: str) -> bool:
    found = admin.execute(
        "SELECT FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
        [table, column],
    )
    return found.fetchone() is not None


def _something(kind: str, length: int) -> sql.SQL:
    if kind in {"character varying", "text"}:
        return sql.SQL(f"left(gen_random_uuid()::text, {length})")
    if kind.endswith("[]"):
        return sql.SQL("'{}'")
    return sql.SQL("0" if kind in _NOUGHT else _SOMETHING[kind])
