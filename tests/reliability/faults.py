"""Faults of the database that quote what is in a row: the worst a log could be told."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

from tests.reliability.server import Server

#: Without these nobody comes as far as a page.
_SIGN_IN = ("accounts_", "mfa_", "account_", "django_", "auth_", "oauth2_", "shouting")
#: Kinds of fault that PostgreSQL tells with the values of a row.
CODES = (
    "XX000",
    "22P02",
    "22001",
    "23514",
    "23505",
    "23502",
    "P0001",
    "40001",
    "53100",
)
_SET_UP = """
CREATE TABLE shouting (name text PRIMARY KEY, words text, code text);
CREATE FUNCTION shout(told text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public AS $$
DECLARE
    found shouting;
BEGIN
    SELECT * INTO found FROM shouting WHERE name = told;
    IF found.name IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = found.code,
            MESSAGE = 'cannot take ' || found.words,
            DETAIL = 'Failing row contains (' || found.words || ')',
            HINT = found.words, COLUMN = found.words, CONSTRAINT = found.words;
    END IF;
    RETURN true;
END $$;
GRANT EXECUTE ON FUNCTION shout(text) TO PUBLIC;
"""


class Faults:
    """Tables of one server that can be made to shout what they hold."""

    def __init__(self, admin: psycopg.Connection[tuple[object, ...]]) -> None:
        self.admin = admin
        found = admin.execute(
            "SELECT relname::text FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND relrowsecurity"
        ).fetchall()
        names = [str(name) for (name,) in found]
        self.tables = sorted(one for one in names if not one.startswith(_SIGN_IN))

    def let(self, tables: Sequence[str], words: str, code: str = "XX000") -> None:
        """Let these tables, and no others, fail with these words when touched."""
        self.admin.execute(
            "WITH quiet AS (DELETE FROM shouting WHERE name <> ALL(%(tables)s))"
            " INSERT INTO shouting SELECT name, %(words)s, %(code)s"
            " FROM unnest(%(tables)s::text[]) AS name ON CONFLICT (name)"
            " DO UPDATE SET words = excluded.words, code = excluded.code",
            {"tables": list(tables), "words": words, "code": code},
        )

    def some(self, chance: random.Random, words: str) -> None:
        """Let half of the tables fail in one of the ways."""
        half = chance.sample(self.tables, len(self.tables) // 2)
        self.let(half, words, chance.choice(CODES))


@contextmanager
def installed(server: Server) -> Iterator[Faults]:
    """Make the tables of a server able to shout inside the block."""
    with server.superuser() as admin:
        faults = Faults(admin)
        admin.execute(_SET_UP)
        for table in faults.tables:
            admin.execute(
                f"CREATE POLICY shout ON {table} AS RESTRICTIVE"
                f" USING (shout('{table}')) WITH CHECK (shout('{table}'))".encode()
            )
        try:
            yield faults
        finally:
            for table in faults.tables:
                admin.execute(f"DROP POLICY shout ON {table}".encode())
            admin.execute("DROP FUNCTION shout(text); DROP TABLE shouting")
