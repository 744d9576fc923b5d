"""Which columns each role may read: computed from the catalogue, kept for review (S09).

``pytest tests/guards --rewrite-reference`` writes the file anew; its difference is then
read by a person before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from tests.guards.catalogue import Connection

REFERENCE = (
    Path(__file__).resolve().parents[2] / "docs" / "reference" / "readable-columns.md"
)
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
_HEAD = """# What each database role may read

Generated from the database's catalogue, and compared with it by the tests. The row
policies then decide which rows. `msa_app` and `msa_door` read nothing until they take a
role; `msa_owner` owns the tables and passes no row policy without a signed context.
"""

Columns = set[tuple[str, str]]


def by_role(connection: Connection) -> dict[str, Columns]:
    """Return (table, column) pairs by role."""
    found: dict[str, Columns] = {
        str(role): set() for (role,) in connection.execute(_ROLES).fetchall()
    }
    for role, table, column in connection.execute(_QUESTION).fetchall():
        found[str(role)].add((str(table), str(column)))
    return found


def document(roles: dict[str, Columns]) -> str:
    """Return the reference page."""
    parts = [_HEAD]
    for role, columns in sorted(roles.items()):
        parts.append(f"\n## {role}\n")
        tables = sorted({table for table, _ in columns})
        if not tables:
            parts.append("\nNothing.\n")
            continue
        lines = [
            f"| {table} | {', '.join(sorted(c for t, c in columns if t == table))} |"
            for table in tables
        ]
        parts.append("\n| table | columns |\n| --- | --- |\n" + "\n".join(lines) + "\n")
    return "".join(parts)
