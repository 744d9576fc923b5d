"""Nothing tells a row of another organisation from a row that never was (S14)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from msa.tenancy.context import Context
from tests.databases import superuser
from tests.security.stage import Stage, inside

Attempts = Callable[[int, int], int]
Row = dict[str, Any]
ROLES = ("worker", "manager", "admin")
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True)
class Reference:
    """A column that leads to a row, and a row of each organisation to lead from."""

    table: str
    column: str
    target: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


def asked(stage: Stage, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with superuser(stage.database) as admin:
        return admin.execute(statement.encode(), values).fetchall()


@pytest.fixture(scope="module")
def references(stage: Stage) -> list[Reference]:
    """Every foreign key between tables of organisations that there are rows of."""
    rows = asked(
        stage,
        "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text"
        " FROM pg_constraint c JOIN pg_attribute a"
        " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2]"
        " WHERE c.contype = 'f' AND cardinality(c.conkey) = 2 ORDER BY 1, 2",
    )
    return [Reference(*row) for row in rows]


@cache
def row_of(stage: Stage, table: str, organisation: UUID) -> Row | None:
    """Return a row of an organisation, as columns and values."""
    with superuser(stage.database) as admin:
        cursor = admin.execute(
            f"SELECT * FROM {table} WHERE organisation_id = %s LIMIT 1".encode(),
            [organisation],
        )
        found = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return dict(zip(names, found, strict=True)) if found else None


def told(context: Context, stage: Stage, statement: sql.Composed, values: Row) -> str:
    """Return all that PostgreSQL says to a statement, ids and addresses taken out."""
    with inside(stage.database, context) as connection:
        try:
            done = connection.execute(statement, values)
            rows = done.fetchall() if done.description else []
            said = f"{done.rowcount} rows {rows}"
        except psycopg.Error as fault:
            about = fault.diag
            said = " ".join(
                str(part)
                for part in (
                    *(about.sqlstate, about.message_primary, about.message_detail),
                    *(about.message_hint, about.constraint_name, about.context),
                )
            )
    return _ID.sub("ID", said)


def insert(table: str, row: Row) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(map(sql.Placeholder, row)),
    )


def plain(row: Row) -> Row:
    return {k: Jsonb(v) if isinstance(v, dict) else v for k, v in row.items()}


def actors(stage: Stage) -> dict[str, Context]:
    cast = stage.cast
    own = {"worker": cast.worker, "manager": cast.manager, "admin": cast.admin}
    return {role: own[role].context for role in ROLES}


def fresh(row: Row) -> Row:
    """Return a row as it would be stored once more."""
    return {**row, "id": uuid.uuid4()} if isinstance(row.get("id"), UUID) else row


@pytest.mark.req("S14", "SEC-01")
def test_no_foreign_key_tells_a_foreign_row_from_none(
    stage: Stage, references: list[Reference], attempts: Attempts
) -> None:
    told_apart, trials, said = [], 0, set()

    for _ in range(attempts(1, 6)):
        for reference in references:
            own = row_of(stage, reference.table, stage.cast.kauri.id)
            foreign = row_of(stage, reference.target, stage.cast.rimu.id)
            if own is None or foreign is None or "id" not in foreign:
                continue
            for role, context in actors(stage).items():
                answers = []
                for target in (foreign["id"], uuid.uuid4()):
                    row = plain(fresh({**own, reference.column: target}))
                    statement = insert(reference.table, row)
                    answers.append(told(context, stage, statement, row))
                trials += 1
                said.add(answers[0][:5])
                if answers[0] != answers[1]:
                    told_apart.append((str(reference), role, *answers))

    assert trials >= 75
    assert {"23503", "42501"} <= said
    assert told_apart == []


@pytest.mark.req("S14")
def test_no_unique_rule_knows_what_others_have(
    stage: Stage, attempts: Attempts
) -> None:
    rules = asked(
        stage,
        "SELECT i.indrelid::regclass::text, array_agg(a.attname::text)"
        " FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
        # A primary key is 122 bits of chance: who has it has seen the row.
        " WHERE i.indisunique AND NOT i.indisprimary"
        " AND t.relnamespace = 'public'::regnamespace"
        " GROUP BY i.indexrelid, 1",
    )
    told_apart, trials = [], 0

    for table, columns in rules:
        if "organisation_id" not in columns:
            continue
        own = row_of(stage, table, stage.cast.kauri.id)
        foreign = row_of(stage, table, stage.cast.rimu.id)
        wanted = [c for c in columns if c not in {"organisation_id", "id"}]
        if own is None or foreign is None or not wanted:
            continue
        for context in actors(stage).values():
            answers = []
            for values in (foreign, _like(foreign)):
                row = plain(fresh({**own, **{c: values[c] for c in wanted}}))
                answers.append(told(context, stage, insert(table, row), row))
            trials += 1
            if answers[0] != answers[1]:
                told_apart.append((table, columns, *answers))

    assert trials >= 25
    assert told_apart == []


def _like(row: Row) -> Row:
    """Return values of the same kind that nobody has."""
    made: Row = {}
    for name, value in row.items():
        if isinstance(value, UUID):
            made[name] = uuid.uuid4()
        elif isinstance(value, bytes):
            made[name] = uuid.uuid4().bytes * 2
        elif isinstance(value, str) and name in {"reference", "email", "code"}:
            made[name] = uuid.uuid4().hex[: len(value)]
        else:
            made[name] = value
    return made


@pytest.mark.req("S14")
def test_no_look_or_change_meets_a_foreign_row(
    stage: Stage, attempts: Attempts
) -> None:
    tables = asked(
        stage,
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace ="
        " 'public'::regnamespace AND EXISTS (SELECT FROM pg_attribute a WHERE"
        " a.attrelid = c.oid AND a.attname = 'organisation_id') ORDER BY 1",
    )
    verbs = (
        "SELECT count(*) FROM {table} WHERE {id} = %(id)s",
        "SELECT 1 FROM {table} WHERE {id} = %(id)s FOR UPDATE",
        "SELECT 1 / (CASE WHEN {id} = %(id)s THEN 0 ELSE 1 END) FROM {table}",
        "UPDATE {table} SET organisation_id = organisation_id WHERE {id} = %(id)s",
        "DELETE FROM {table} WHERE {id} = %(id)s",
    )
    told_apart, trials = [], 0

    for (table,) in tables:
        foreign = row_of(stage, str(table), stage.cast.rimu.id)
        if foreign is None or not isinstance(foreign.get("id"), UUID):
            continue
        for verb in verbs:
            text = verb.format(table=table, id="id")
            for context in actors(stage).values():
                answers = [
                    told(context, stage, sql.Composed([sql.SQL(text)]), {"id": target})
                    for target in (foreign["id"], uuid.uuid4())
                ]
                trials += 1
                if answers[0] != answers[1]:
                    told_apart.append((table, verb, *answers))

    assert trials >= 150
    assert told_apart == []


#: What functions are asked besides ids; a word that they refuse would prove nothing.
WORDS: dict[str, list[tuple[str | None, ...]]] = {
    "wrapped_keys": [
        (purpose, act)
        for purpose in ("RECORD", "SESSIONS", "ASSESSMENT")
        for act in ("open", "list", "search", "write", "read-in-emergency")
    ],
    "with_section": [("identity",)],
    "who_looked": [("opened",)],
    "demand_countable": [("GROUP",)],
    "retained": [(None,)],
    "read_in_emergency": [("CHILD",)],
    "keys_in_emergency": [("RECORD",), ("SESSIONS",)],
    "why_words_stay": [("DANGER",), ("HE_WANTS",)],
    "ask_to_forget": [("contact", "DANGER")],
    "decide_forgetting": [("LET_GO",), ("REFUSED",)],
}
VALUES = {
    "uuid": "%(id)s",
    "uuid[]": "ARRAY[%(id)s]::uuid[]",
    "date": "'2100-01-01'::date",
    "integer": "9",
    "bytea": "'\\x00'::bytea",
    "text[]": "'{PHONE}'::text[]",
    "bytea[]": "ARRAY['\\x00'::bytea]",
}


def calls(stage: Stage) -> dict[str, set[str]]:
    """Return every way to ask a function about an id, by the roles that may."""
    rows = asked(
        stage,
        "SELECT p.proname::text, array_agg(t::regtype::text ORDER BY n), r"
        " FROM pg_proc p, unnest(p.proargtypes) WITH ORDINALITY AS a (t, n),"
        " unnest(%s::text[]) r WHERE p.pronamespace = 'sec'::regnamespace"
        " AND has_function_privilege('msa_' || r, p.oid, 'EXECUTE')"
        " GROUP BY p.oid, p.proname, r",
        list(ROLES),
    )
    found: dict[str, set[str]] = {}
    for name, types, role in rows:
        if not {"uuid", "uuid[]"} & set(types):
            continue
        assert types.count("text") == 0 or name in WORDS, name
        for words in WORDS.get(name, [()]):
            rest: dict[str, Iterator[str | None]] = {
                "text": iter(words),
                "timestamp with time zone": iter(("2000-01-01", "2100-01-01")),
            }
            values = [VALUES.get(t) or literal(next(rest[t])) for t in types]
            call = f"SELECT * FROM sec.{name}({', '.join(values)})"
            found.setdefault(call, set()).add(role)
    return found


def literal(word: str | None) -> str:
    """Return a word of ours as SQL; without one it is not asked for."""
    return "NULL" if word is None else f"'{word}'"


def answer(context: Context, stage: Stage, call: str, id: UUID) -> str:
    return told(context, stage, sql.Composed([sql.SQL(call)]), {"id": id})


@pytest.mark.req("S14")
def test_no_function_answers_for_somebody_elsewhere(stage: Stage) -> None:
    cast = stage.cast
    elsewhere = (stage.foreign.subject, cast.outsider.person, cast.outsider.member)
    told_apart, answering = [], set()

    for call, roles in calls(stage).items():
        for role in roles:
            context = actors(stage)[role]
            nobody = answer(context, stage, call, uuid.uuid4())
            if answer(context, stage, call, stage.own.subject) != nobody:
                answering.add(call.split("(")[0].rpartition(".")[2])
            told_apart += [
                (call, role, said, nobody)
                for one in elsewhere
                if (said := answer(context, stage, call, one)) != nobody
            ]

    # There was something to tell.
    assert answering >= {
        "demand_countable",
        "first_looked",
        "retained",
        "who_looked",
        "why_words_stay",
        "wrapped_keys",
    }
    assert told_apart == []


@pytest.mark.req("S14")
def test_nothing_is_numbered_in_the_order_it_was_made(stage: Stage) -> None:
    readable = asked(
        stage,
        "SELECT s.relname, r.rolname FROM pg_class s JOIN pg_roles r"
        " ON r.rolname ~ '^msa_' AND r.rolname NOT IN"
        # Who owns them, who may be everybody, and who copies the whole database.
        " ('msa_owner', 'msa_test', 'msa_backup')"
        " WHERE s.relkind = 'S' AND (has_sequence_privilege(r.oid, s.oid, 'SELECT')"
        " OR has_sequence_privilege(r.oid, s.oid, 'USAGE'))",
    )
    numbered = asked(
        stage,
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a"
        " ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid"
        " AND d.adnum = a.attnum, pg_roles r WHERE c.relkind = 'r'"
        " AND r.rolname IN ('msa_worker', 'msa_manager', 'msa_admin', 'msa_national',"
        " 'msa_funder', 'msa_survivor') AND (a.attidentity <> ''"
        " OR pg_get_expr(d.adbin, d.adrelid) ~ 'nextval')"
        " AND has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT')"
        " AND has_table_privilege(r.oid, c.oid, 'INSERT')",
    )

    assert readable == []
    assert numbered == []
