"""Every row that carries a data key under its organisation's key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import F, Model, Value

from consent.models import OrganisationKey, WrappedKey

Table = type[Model]


@dataclass(frozen=True, slots=True)
class WrappedRow:
    """A data key as it is stored, and what it is bound to."""

    row: UUID
    subject: UUID
    data_key: UUID | None
    purpose: str
    version: UUID
    version_wrapped: bytes
    wrapped: bytes | None
    """None where the key was dropped with what it sealed; the row stays."""


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    """A data key that was handed over to the national body (ADR 16)."""

    row: UUID
    subject: UUID
    data_key: UUID
    purpose: str
    wrapped: bytes


def tables() -> list[Table]:
    """Return the models whose rows name the version their key is wrapped with."""
    return [
        model
        for model in apps.get_models()
        if any(
            field.related_model is OrganisationKey
            for field in model._meta.local_fields
            if field.is_relation
        )
    ]


def handed_over(table: Table) -> list[SubmittedRow]:
    """Return an organisation's rows under the submissions key, locked.

    They are those of a table that name no version of the organisation's key any more.
    """
    rows: Any = table._default_manager
    found = (
        rows.select_for_update(of=("self",), no_key=True)
        .filter(organisation_key=None)
        .order_by("id")
        .values_list("id", *_bound_to(table), "wrapped")
    )
    return [SubmittedRow(*row) for row in found]


def rows_under(
    table: Table,
    versions: Collection[UUID],
    *,
    without: Collection[UUID],
    most: int,
) -> list[WrappedRow]:
    """Return rows under some versions of the key, locked until the transaction ends."""
    rows: Any = table._default_manager
    found = (
        rows.select_for_update(of=("self",))
        .filter(organisation_key__in=versions)
        .exclude(id__in=without)
        .order_by("id")
        .values_list(
            "id",
            *_bound_to(table),
            "organisation_key_id",
            "organisation_key__wrapped",
            "wrapped",
        )
    )
    return [WrappedRow(*row) for row in found[:most]]


def _bound_to(table: Table) -> tuple[Any, ...]:
    """Return the columns with subject, data key and purpose."""
    if table is WrappedKey:
        return F("key__subject_id"), F("key_id"), F("key__purpose")
    return F("id"), F("key_id"), Value(table.key_purpose)  # type: ignore[attr-defined]


def put_under(
    version: UUID, table: Table, rows: Sequence[tuple[UUID, bytes | None]]
) -> None:
    """Store what rows carry now that another version wraps it."""
    name = connection.ops.quote_name(table._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {name} t SET organisation_key_id = %s, wrapped = n.wrapped"  # noqa: S608  # a table of our own
            " FROM unnest(%s::uuid[], %s::bytea[]) AS n (id, wrapped)"
            " WHERE t.id = n.id",
            [version, [row for row, _ in rows], [wrapped for _, wrapped in rows]],
        )


def count_under(versions: Collection[UUID]) -> int:
    """Return how many rows name one of these versions."""
    return sum(
        table._default_manager.filter(organisation_key__in=versions).count()
        for table in tables()
    )
