"""Ways to switch a control off in a migrated database; each fails if it isn't there."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql

from tests.ablation.control import Connection, NothingToSwitchOff

#: Roles that stand for nobody's page: who owns, who migrates, who backs up.
_OF_THE_HOUSE = ("msa_owner", "msa_sec", "msa_test", "msa_backup")


@dataclass(frozen=True, slots=True)
class RowPolicies:
    """All row policies of a table; of every table, if none is named."""

    table: str = ""

    def apply(self, database: Connection) -> None:
        """Show every row to whoever may select from the table."""
        for table in _tables(database, self.table, "relrowsecurity"):
            _run(database, "ALTER TABLE {} DISABLE ROW LEVEL SECURITY", table)


@dataclass(frozen=True, slots=True)
class Force:
    """That a table's policies bind its owner as well."""

    table: str = ""

    def apply(self, database: Connection) -> None:
        """Let the owner past the policies."""
        for table in _tables(database, self.table, "relforcerowsecurity"):
            _run(database, "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table)


@dataclass(frozen=True, slots=True)
class Policy:
    """What one policy asks of a row; ``instead`` is asked from now on."""

    table: str
    name: str
    instead: str = "true"

    def apply(self, database: Connection) -> None:
        """Loosen the policy."""
        found = database.execute(
            "SELECT qual IS NOT NULL, with_check IS NOT NULL FROM pg_policies"
            " WHERE tablename = %s AND policyname = %s",
            [self.table, self.name],
        ).fetchone()
        if found is None:
            raise NothingToSwitchOff(f"policy {self.name} of {self.table}")
        clauses = [
            sql.SQL("{} ({})").format(sql.SQL(word), sql.SQL(self.instead))
            for word, is_there in zip(("USING", "WITH CHECK"), found, strict=True)
            if is_there
        ]
        head = sql.SQL("ALTER POLICY {} ON {} ").format(
            sql.Identifier(self.name), sql.Identifier(self.table)
        )
        database.execute(head + sql.SQL(" ").join(clauses))


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger of a table."""

    table: str
    name: str

    def apply(self, database: Connection) -> None:
        """Drop the trigger."""
        found = database.execute(
            "SELECT FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname = %s",
            [self.table, self.name],
        ).fetchone()
        if found is None:
            raise NothingToSwitchOff(f"trigger {self.name} of {self.table}")
        _run(database, "DROP TRIGGER {} ON {}", self.name, self.table)


@dataclass(frozen=True, slots=True)
class Function:
    """One condition inside a function of the schema ``sec``."""

    name: str
    old: str
    new: str

    def apply(self, database: Connection) -> None:
        """Put the function in place anew, with ``new`` where ``old`` stood."""
        found = database.execute(
            "SELECT pg_get_functiondef(p.oid) FROM pg_proc p"
            " WHERE p.pronamespace = 'sec'::regnamespace AND p.proname = %s",
            [self.name],
        ).fetchall()
        if len(found) != 1 or found[0][0].count(self.old) != 1:
            raise NothingToSwitchOff(f"sec.{self.name}: {self.old!r}")
        database.execute(found[0][0].replace(self.old, self.new).encode())


@dataclass(frozen=True, slots=True)
class Privilege:
    """That a role may not do something to a table, or not to all of its columns."""

    role: str
    table: str
    verb: str = "SELECT"

    def apply(self, database: Connection) -> None:
        """Grant it on the whole table."""
        row = database.execute(
            "SELECT has_table_privilege(%s, to_regclass(%s), %s)",
            [self.role, self.table, self.verb],
        ).fetchone()
        if row != (False,):
            raise NothingToSwitchOff(f"{self.role} has {self.verb} on {self.table}")
        _grant(database, self.verb, self.table, self.role)


@dataclass(frozen=True, slots=True)
class ColumnGrants:
    """That a role reads some columns of its tables, and not the others."""

    role: str

    def apply(self, database: Connection) -> None:
        """Grant it every column of every table of which it reads some."""
        found = tables_read_in_part(database, self.role)
        if not found:
            raise NothingToSwitchOff(f"{self.role} reads no table in part")
        for table in found:
            _grant(database, "SELECT", table, self.role)


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a table."""

    table: str
    name: str

    def apply(self, database: Connection) -> None:
        """Drop the constraint, and whatever leans on it."""
        found = database.execute(
            "SELECT FROM pg_constraint WHERE conrelid = to_regclass(%s)"
            " AND conname = %s",
            [self.table, self.name],
        ).fetchone()
        if found is None:
            raise NothingToSwitchOff(f"constraint {self.name} of {self.table}")
        _run(database, "ALTER TABLE {} DROP CONSTRAINT {} CASCADE", *self._names())

    def _names(self) -> tuple[str, str]:
        return self.table, self.name


def tables_read_in_part(database: Connection, role: str) -> list[str]:
    """Return the tables of which a role may read some columns, but not all."""
    return [
        str(table)
        for (table,) in database.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r'"
            " AND c.relnamespace = 'public'::regnamespace"
            " AND has_any_column_privilege(%(role)s, c.oid, 'SELECT')"
            " AND NOT has_table_privilege(%(role)s, c.oid, 'SELECT') ORDER BY 1",
            {"role": role},
        )
    ]


def roles_that_read_in_part(database: Connection) -> set[str]:
    """Return the roles that read some columns of a table, but not all of them."""
    roles = database.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'msa\\_%%'"
        " AND rolname <> ALL (%s)",
        [list(_OF_THE_HOUSE)],
    ).fetchall()
    return {role for (role,) in roles if tables_read_in_part(database, role)}


def _tables(database: Connection, only: str, kind: str) -> list[str]:
    rows = database.execute(
        sql.SQL(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND {}"
            " AND relnamespace = 'public'::regnamespace"
        ).format(sql.Identifier(kind))
    ).fetchall()
    found = [str(table) for (table,) in rows if only in ("", table)]
    if not found:
        raise NothingToSwitchOff(f"{kind} of {only or 'any table'}")
    return found


def _grant(database: Connection, verb: str, table: str, role: str) -> None:
    _run(database, f"GRANT {verb} ON {{}} TO {{}}", table, role)


def _run(database: Connection, statement: str, *names: str) -> None:
    written = sql.SQL(statement)
    database.execute(written.format(*(sql.Identifier(name) for name in names)))
