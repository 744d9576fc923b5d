"""Asking PostgreSQL for the true figures of a quarter, as of one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from msa.tenancy.models import Organisation, OrganisationKind
from reporting.measures.facts import (
    ALL,
    Activity,
    Counts,
    Coverage,
    Facts,
    Outreach,
    People,
    Spread,
)
from reporting.quarters import Quarter

_HERE = Path(__file__).parent
_FACTS = (_HERE / "facts.sql").read_text()
_COUNTS = (_HERE / "counts.sql").read_text()
_ENQUIRIES = (_HERE / "enquiries.sql").read_text()
_OUTREACH = (_HERE / "outreach.sql").read_text()
_MEETINGS = (_HERE / "meetings.sql").read_text()


def read_facts(quarter: Quarter) -> Facts:
    """Return everything a national report of a quarter is made from.

    Runs in the role ``reporting``. All of it is as of one moment: a session logged
    meanwhile is in every figure or in none.
    """
    people: dict[tuple[str, str], People] = {}
    activity: dict[tuple[str, str], Activity] = {}
    with one_moment():
        with _memory("64MB"):
            rows = _rows(_FACTS, quarter)
        approaches = _rows(_ENQUIRIES, quarter)
        outreach = {row.pop("value"): row for row in _rows(_OUTREACH, quarter)}
        (meetings,) = _rows(_MEETINGS, quarter)
        for row in rows:
            figure = row["dimension"], row["value"]
            if row["occasions"] is not None:
                activity[figure] = _activity(row)
            if row["people"]:
                people[figure] = _people(row)
        people |= {(row["dimension"], row["value"]): _people(row) for row in approaches}
        seen = {
            value
            for dimension, value in people.keys() | activity.keys()
            if dimension == "organisation"
        }
        told = {value: Outreach(**row) for value, row in outreach.items()}
        if meetings["people"]:
            people["meeting", ALL] = _people(meetings)
        return Facts(people, activity, coverage(seen), told, meetings["held"])


def counts(quarter: Quarter, organisation: UUID | None = None) -> Counts:
    """Return true figures, before disclosure control, of one organisation or of all.

    Runs in the role ``reporting``. For checks inside the house; nothing publishes it.
    """
    with one_moment():
        (row,) = _rows(_COUNTS, quarter, organisation=organisation)
    by_kind = row.pop("by_kind")
    if isinstance(by_kind, str):
        by_kind = orjson.loads(by_kind)
    return Counts(**row, by_kind=by_kind)


@contextmanager
def one_moment() -> Iterator[None]:
    """Let every query inside the block see the database as of one moment.

    Inside a transaction that is already open it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    # The level has to be set before BEGIN, which already travels with the context.
    _isolate("repeatable read")
    try:
        with transaction.atomic():
            yield
    finally:
        _isolate("read committed")


@contextmanager
def _memory(size: str) -> Iterator[None]:
    """Let a query that counts distinct people do so without going to disk.

    Not for every query: with much memory PostgreSQL chooses slower plans for others.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL work_mem = '{size}'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem TO DEFAULT")


def _isolate(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET default_transaction_isolation = '{level}'")


def _rows(
    sql: str, quarter: Quarter, organisation: UUID | None = None
) -> list[dict[str, Any]]:
    span: dict[str, Any] = {"start": quarter.start, "after": quarter.after}
    if "%(organisation)s" in sql:
        span["organisation"] = organisation
    with connection.cursor() as cursor:
        cursor.execute(sql, span)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _people(row: dict[str, Any]) -> People:
    return People(row["people"], int(row["people_key"]))


def _activity(row: dict[str, Any]) -> Activity:
    return Activity(
        Spread(row["occasions"], *_dominance(row["largest_occasions"])),
        Spread(row["minutes"], *_dominance(row["largest_minutes"])),
        _people(row),
    )


def _dominance(largest: list[int]) -> tuple[int, int]:
    return largest[0], sum(largest)


def coverage(seen: set[str]) -> tuple[Coverage, ...]:
    """Return the member organisations, and whoever else has something to count.

    ``seen`` are the ids, as text, of those that have.
    """
    members = Organisation.objects.filter(kind=OrganisationKind.MEMBER)
    return tuple(
        Coverage(one.id, one.code, one.name)
        for one in members.order_by("name", "id")
        if one.active or str(one.id) in seen
    )
