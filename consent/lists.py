"""Opening what a list shows: rows and keys in a single statement.

Three statements would take twice as long as one. Ids stay the characters that
PostgreSQL wrote: a list has hundreds, and nobody asks for most of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet
from psycopg.pq import Format

from consent.documents import Act, Binding, Document, below_the_cap
from consent.enums import Purpose
from msa.accounts.actor import Acting
from msa.vault.envelope import DataKey, Shelf
from msa.vault.keys import OrganisationKeyring

# One after the other and not joined: PostgreSQL expects a row or two behind a policy,
# and would compare every row with every key.
_ROWS_AND_KEYS = """
WITH asked AS MATERIALIZED (SELECT %s::uuid[] AS subjects)
SELECT NULL::uuid, NULL::bytea, r.id::text, r.subject_id::text, r.key_id::text,
       r.sealed, r.revision{more}
  FROM ({rows}) r ({columns})
 WHERE r.subject_id = ANY ((SELECT subjects FROM asked)::uuid[])
 UNION ALL
SELECT k.organisation_key_id, k.organisation_wrapped, NULL, k.subject_id::text,
       k.key_id::text, k.wrapped, NULL{blanks}
  FROM sec.wrapped_keys((SELECT subjects FROM asked), %s, %s) k
"""
_KEPT = ("id", "subject_id", "key_id", "sealed", "revision")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which sealed rows a list shows; made once, asked with many times."""

    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any], *more: str) -> Self:
        """Return the selection of ``rows`` from a table with sealed documents.

        ``more`` names columns to bring along.
        """
        columns = (*_KEPT, *more)
        sql, parameters = rows.values_list(*columns).query.sql_with_params()
        statement = _ROWS_AND_KEYS.format(
            rows=sql,
            columns=", ".join(columns),
            more="".join(f", r.{name}" for name in more),
            blanks=", NULL" * len(more),
        )
        return cls(statement, parameters)


class Opened(NamedTuple):
    """A sealed row as :func:`open_selected` finds it; without a document: sealed."""

    subject: UUID
    document: Document | None
    more: tuple[Any, ...]


def open_selected(
    actor: Acting,
    selection: Selection,
    subjects: Collection[UUID],
    binding: Binding,
    purpose: Purpose,
    *,
    act: Act,
) -> list[Opened]:
    """Open the selected rows of ``subjects``, under the actor's policies.

    The audit learns who asked, and for how many.

    Raises:
        CannotOpen: a row was moved, altered or rolled back under an open key.
        AccessDenied: the actor was given too many keys in this hour or day (C12).
    """
    if not subjects:
        return []
    named = {str(subject): subject for subject in subjects}
    found = _ask(selection, named, purpose, act)
    keys = _keys(actor, purpose, (row for row in found if row[2] is None))
    shelf = Shelf(
        organisation=actor.organisation, table=binding.table, column=binding.column
    )
    opened = []
    for _, _, row, subject, key_id, sealed, revision, *more in found:
        if row is None:
            continue
        document = None
        if key := keys.get(key_id):
            document = orjson.loads(
                shelf.open(key, sealed, subject=subject, row=row, revision=revision)
            )
        opened.append(Opened(named[subject], document, tuple(more)))
    return opened


def _ask(
    selection: Selection, subjects: Iterable[str], purpose: Purpose, act: Act
) -> list[Sequence[Any]]:
    asked = "{" + ",".join(subjects) + "}"
    with below_the_cap(), connection.cursor() as cursor:
        # Ciphertext in hexadecimal would be twice as much to carry.
        cursor.cursor.format = Format.BINARY
        cursor.execute(
            selection.sql, [asked, *selection.parameters, purpose.value, act]
        )
        return list(cursor.fetchall())


def _keys(
    actor: Acting, purpose: Purpose, released: Iterable[Sequence[Any]]
) -> dict[str, DataKey]:
    rings: dict[UUID, OrganisationKeyring] = {}
    keys: dict[str, DataKey] = {}
    for ring_id, ring_wrapped, _, subject, key_id, wrapped, *_ in released:
        if ring_id not in rings:
            rings[ring_id] = OrganisationKeyring(
                organisation=actor.organisation, key_id=ring_id, wrapped=ring_wrapped
            )
        keys[key_id] = rings[ring_id].unwrap(
            subject=subject,
            data_key=UUID(key_id),
            purpose=purpose.value,
            wrapped=wrapped,
        )
    return keys
