"""Sealing and opening documents: the one place where consent meets the vault.

Sealing takes the active key of a survivor and purpose; opening asks PostgreSQL for the
keys of everything a page shows in one call, which writes the read's audit row. What has
no key in the answer stays sealed, and the caller has to show it so (CON-04).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from uuid import UUID

import orjson
from django.db import DatabaseError, connection, transaction

from consent.enums import Purpose
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Acting
from msa.vault.envelope import DataKey, Place, open_sealed, seal
from msa.vault.keys import OrganisationKeyring
from msa.vault.root import KeyUnavailable
from msa.vault.sealed import Sealed

#: Why keys are asked for; the audit says it. Opening one person is his own event.
Act = Literal["open", "list", "search", "write", "read-in-emergency"]
Document = dict[str, Any]
#: The state with which PostgreSQL refuses a row that no consent stands behind.
_NO_CONSENT = "MS001"
#: And with which it gives out no more keys (C12).
_TOO_MANY_KEYS = "MS003"


#: Whose key, which one, wrapped; and the organisation's key that it is wrapped with.
ReleasedKey = tuple[UUID, UUID, bytes, UUID, bytes]


class SealedRow(Protocol):
    """What every row with a sealed document has."""

    id: UUID
    subject_id: UUID
    key_id: UUID
    sealed: Sealed

    @property
    def revision(self) -> int:
        """Which of its versions, or parts, the row is: it is bound to that as well."""
        ...


@dataclass(frozen=True, slots=True)
class Binding:
    """The table and column a document belongs to: part of what it is bound to."""

    table: str
    column: str = "sealed"


def keyring(organisation: UUID) -> OrganisationKeyring:
    """Return the keyring that an organisation's new keys are wrapped with.

    That version of its key stays until the transaction ends, whoever replaces it.

    Raises:
        KeyUnavailable: the organisation has no key, or the root key of this process is
            not the one it was wrapped with.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, wrapped FROM sec.newest_organisation_key(%s)", [organisation]
        )
        newest = cursor.fetchone()
    if newest is None:
        raise KeyUnavailable(organisation)
    return OrganisationKeyring(
        organisation=organisation, key_id=newest[0], wrapped=bytes(newest[1])
    )


@contextmanager
def below_the_cap() -> Iterator[None]:
    """Turn the database's refusal to give out more keys into ours (C12).

    Raises:
        AccessDenied: the actor was given too many in this hour or day.
    """
    try:
        yield
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == _TOO_MANY_KEYS:
            raise AccessDenied(Reason.TOO_MANY_KEYS) from fault
        raise


def release_keys(
    actor: Acting, subjects: Iterable[UUID], purpose: Purpose, *, act: Act
) -> dict[UUID, DataKey]:
    """Return the open data keys by key id; the audit learns who asked, and for whom.

    A survivor whose key is missing from the answer has not consented, has withdrawn,
    or is none of the actor's people: the three look the same.

    Raises:
        AccessDenied: the actor was given too many in this hour or day (C12).
    """
    with below_the_cap(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, key_id, wrapped, organisation_key_id,"
            " organisation_wrapped"
            " FROM sec.wrapped_keys(%s::uuid[], %s, %s)",
            [list(set(subjects)), purpose.value, act],
        )
        rows = cursor.fetchall()
    unwrapped = _Unwrapping(actor, purpose)
    return {row[1]: unwrapped.key(*row) for row in rows}


class _Unwrapping:
    """Turns released keys into data keys, each once."""

    def __init__(self, actor: Acting, purpose: Purpose) -> None:
        self._actor, self._purpose = actor, purpose
        self._rings: dict[UUID, OrganisationKeyring] = {}
        self._keys: dict[UUID, DataKey] = {}

    def key(
        self,
        subject: UUID,
        key_id: UUID,
        wrapped: bytes,
        ring_id: UUID,
        ring_wrapped: bytes,
    ) -> DataKey:
        """Return the data key of a released row."""
        if key_id not in self._keys:
            self._keys[key_id] = self._ring(ring_id, ring_wrapped).unwrap(
                subject=subject,
                data_key=key_id,
                purpose=self._purpose.value,
                wrapped=wrapped,
            )
        return self._keys[key_id]

    def _ring(self, ring_id: UUID, wrapped: bytes) -> OrganisationKeyring:
        if ring_id not in self._rings:
            self._rings[ring_id] = OrganisationKeyring(
                organisation=self._actor.organisation, key_id=ring_id, wrapped=wrapped
            )
        return self._rings[ring_id]


def open_documents(
    actor: Acting,
    rows: Iterable[SealedRow],
    binding: Binding,
    purpose: Purpose,
    *,
    act: Act,
) -> dict[UUID, Document]:
    """Return the documents of ``rows`` by row id; a sealed one is not in the answer.

    Neither is one whose words two people let go: there is nothing to open (ADR 52).

    Raises:
        CannotOpen: a row was moved, altered or rolled back under an open key.
    """
    wanted = [row for row in rows if getattr(row, "let_go", None) is None]
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


def _place(actor: Acting, row: SealedRow, binding: Binding) -> Place:
    return Place(
        organisation=actor.organisation,
        subject=row.subject_id,
        table=binding.table,
        column=binding.column,
        row=row.id,
        revision=row.revision,
    )


@contextmanager
def under_consent() -> Iterator[None]:
    """Store rows in a savepoint; a withdrawal that came first is a plain refusal.

    Raises:
        AccessDenied: the consent ended between the release of the key and the row.
    """
    try:
        with transaction.atomic():
            yield
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == _NO_CONSENT:
            raise AccessDenied(Reason.NO_CONSENT) from fault
        raise


class Sealer:
    """Seals documents about one survivor for one purpose, under his active key."""

    def __init__(self, actor: Acting, subject: UUID, key: DataKey) -> None:
        self._actor, self._subject, self._key = actor, subject, key

    @property
    def key_id(self) -> UUID:
        """The key that rows written with this sealer name."""
        return self._key.id

    @classmethod
    def of_released(
        cls, actor: Acting, purpose: Purpose, released: ReleasedKey | None
    ) -> Sealer:
        """Return the sealer of a key that a function of its own has given out.

        Raises:
            AccessDenied: it gave none out.
        """
        if released is None:
            raise AccessDenied(Reason.NO_CONSENT)
        key = _Unwrapping(actor, purpose).key(*released)
        return cls(actor, released[0], key)

    @classmethod
    def for_writing(cls, actor: Acting, subject: UUID, purpose: Purpose) -> Sealer:
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

    def open(self, row: SealedRow, binding: Binding) -> Document:
        """Return the document of a row that was sealed under this very key.

        Raises:
            CannotOpen: another key sealed it, or it was moved, altered or rolled back.
        """
        place = _place(self._actor, row, binding)
        document: Document = orjson.loads(
            open_sealed(self._key, place, row.sealed.envelope)
        )
        return document
