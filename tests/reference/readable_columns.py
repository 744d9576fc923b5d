"""Which columns each role may read: computed from the catalogue, kept for review (S09).

After a change of grants the page is written anew; its difference is then read by a
person before it is committed.
"""

from __future__ import annotations

from tests.guards.catalogue import Connection
from tests.reference.writing import page, table

_QUESTION = """
    SELECT r.rolname, c.relname, a.attname
      FROM pg_roles r CROSS JOIN pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE r.rolname ~ '^msa_'
       AND r.rolname NOT IN ('msa_owner', 'msa_test', 'msa_app', 'msa_door')
       AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
       AND c.relnamespace IN ('public'::regnamespace, 'sec'::regnamespace,
                              'priv'::regnamespace)
       AND has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT')
"""
_ROLES = """
    SELECT rolname FROM pg_roles WHERE rolname ~ '^msa_'
       AND rolname NOT IN ('msa_owner', 'msa_test', 'msa_app', 'msa_door')
"""
_SAYS = """\
Which columns each role may read; the row policies ([permissions](permissions.md)) then
decide which rows. `msa_app` and `msa_door` read nothing until they take a role;
`msa_owner` owns the tables and passes no row policy without a signed context."""

Columns = set[tuple[str, str]]


def by_role(connection: Connection) -> dict[str, Columns]:
    """Return (table, column) pairs by role."""
    found: dict[str, Columns] = {
        str(role): set() for (role,) in connection.execute(_ROLES).fetchall()
    }
    for role, name, column in connection.execute(_QUESTION).fetchall():
        found[str(role)].add((str(name), str(column)))
    return found


def document(roles: dict[str, Columns]) -> str:
    """Return the page of readable columns."""
    parts: list[str] = []
    for role, columns in sorted(roles.items()):
        tables = sorted({name for name, _ in columns})
        rows = [
            (name, ", ".join(sorted(c for t, c in columns if t == name)))
            for name in tables
        ]
        shown = table(("table", "columns"), rows) if rows else "Nothing."
        parts += [f"## {role}", shown]
    return page("What each database role may read", _SAYS, parts)


def readable_columns(database: Connection) -> str:
    """Return the page as the database would have it."""
    return document(by_role(database))
