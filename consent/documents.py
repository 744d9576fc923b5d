"""Sealing and opening documents: the one place where consent meets the vault.

Sealing takes the active key of a survivor and purpose; opening asks PostgreSQL for the
keys of everything a page shows in one call, which writes the read's audit row. What has
no key in the answer stays sealed, and the caller has to show it so (CON-04).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from uuid import UUID

import orjson
from django.db import connection

from consent.enums import Purpose
from consent.models import OrganisationKey
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.vault.envelope import DataKey, Place, open_sealed, seal
from msa.vault.keys import OrganisationKeyring
from msa.vault.sealed import Sealed

#: Why keys are asked for; the audit says it. Opening one person is his own event.
Act = Literal["open", "list", "search", "write"]
Document = dict[str, Any]


class SealedRow(Protocol):
    """What every row with a sealed document has."""

    id: UUID
    subject_id: UUID
    key_id: UUID
    revision: int
    sealed: Sealed


@dataclass(frozen=True, slots=True)
class Binding:
    """The table and column a document belongs to: part of what it is bound to."""

    table: str
    column: str = "sealed"


def keyring(organisation: UUID, key_id: UUID | None = None) -> OrganisationKeyring:
    """Return an organisation's keyring: its newest key, or the one named.

    Raises:
        OrganisationKey.DoesNotExist: the organisation has no such key.
        CannotOpen: the root key of this process is not the one it was wrapped with.
    """
    keys = OrganisationKey.objects.filter(organisation=organisation)
    if key_id is not None:
        row = keys.get(id=key_id)
    else:
        row = keys.filter(retired_at=None).latest("created_at")
    return OrganisationKeyring(
        organisation=organisation, key_id=row.id, wrapped=bytes(row.wrapped)
    )


def release_keys(
    actor: Actor, subjects: Iterable[UUID], purpose: Purpose, *, act: Act
) -> dict[UUID, DataKey]:
    """Return the open data keys by key id; the audit learns who asked, and for whom.

    A survivor whose key is missing from the answer has not consented, has withdrawn,
    or is none of the actor's people: the three look the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, key_id, organisation_key_id, wrapped"
            " FROM sec.wrapped_keys(%s::uuid[], %s, %s)",
            [list(set(subjects)), purpose.value, act],
        )
        rows = cursor.fetchall()
    rings: dict[UUID, OrganisationKeyring] = {}
    keys = {}
    for subject, key_id, ring_id, wrapped in rows:
        if ring_id not in rings:
            rings[ring_id] = keyring(actor.organisation, ring_id)
        keys[key_id] = rings[ring_id].unwrap(
            subject=subject, data_key=key_id, purpose=purpose.value, wrapped=wrapped
        )
    return keys


def open_documents(
    actor: Actor,
    rows: Iterable[SealedRow],
    binding: Binding,
    purpose: Purpose,
    *,
    act: Act,
) -> dict[UUID, Document]:
    """Return the documents of ``rows`` by row id; a sealed one is not in the answer.

    Raises:
        CannotOpen: a row was moved, altered or rolled back under an open key.
    """
    wanted = list(rows)
    if not wanted:
        return {}
    keys = release_keys(actor, (row.subject_id for row in wanted), purpose, act=act)
    return {
        row.id: orjson.loads(
            open_sealed(
                keys[row.key_id], _place(actor, row, binding), row.sealed.envelope
            )
        )
        for row in wanted
        if row.key_id in keys
    }


def _place(actor: Actor, row: SealedRow, binding: Binding) -> Place:
    return Place(
        organisation=actor.organisation,
        subject=row.subject_id,
        table=binding.table,
        column=binding.column,
        row=row.id,
        revision=row.revision,
    )


class Sealer:
    """Seals documents about one survivor for one purpose, under his active key."""

    def __init__(self, actor: Actor, subject: UUID, key: DataKey) -> None:
        self._actor, self._subject, self._key = actor, subject, key

    @property
    def key_id(self) -> UUID:
        """The key that rows written with this sealer name."""
        return self._key.id

    @classmethod
    def for_writing(cls, actor: Actor, subject: UUID, purpose: Purpose) -> Sealer:
        """Return the sealer of a survivor's active key.

        Raises:
            AccessDenied: there is no consent in force for this purpose.
        """
        keys = release_keys(actor, [subject], purpose, act="write")
        if not keys:
            raise AccessDenied(Reason.NO_CONSENT)
        return cls(actor, subject, next(iter(keys.values())))

    def seal(
        self, document: Mapping[str, Any], binding: Binding, *, row: UUID, revision: int
    ) -> Sealed:
        """Return ``document`` sealed for the row it will be stored in."""
        place = Place(
            organisation=self._actor.organisation,
            subject=self._subject,
            table=binding.table,
            column=binding.column,
            row=row,
            revision=revision,
        )
        return Sealed(seal(self._key, place, orjson.dumps(document)))
