"""Keys of rows that belong to an organisation, not to one survivor.

Such a row carries its own data key under the organisation's key. When it is dropped,
what the row said is gone, from backups too. Its model says in ``key_purpose`` what its
keys are for; the rotation of the organisation's key finds it by that.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import ClassVar

from django.db import models

from consent.documents import keyring
from consent.models import OrganisationKey
from msa.accounts.actor import Acting
from msa.tenancy.models import TenantModel
from msa.vault.envelope import DataKey
from msa.vault.keys import OrganisationKeyring

#: The key that a row's key is wrapped with, that key wrapped, and the row's wrapped.
Wrapped = tuple[uuid.UUID, bytes, bytes]


class RowWithKey(TenantModel):
    """A row with a data key of its own, wrapped by its organisation's key."""

    organisation_key = models.ForeignKey(
        OrganisationKey, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    key_id = models.UUIDField(null=True)
    wrapped = models.BinaryField(null=True)

    key_purpose: ClassVar[str]
    #: No restored backup brings back a row that is meant to be gone within days.
    outlives_restore: ClassVar[bool] = True

    class Meta:
        abstract = True


def give_key(actor: Acting, row: RowWithKey) -> None:
    """Give a new row its own key under the organisation's newest one.

    Raises:
        KeyUnavailable: as :func:`consent.documents.keyring`.
    """
    give_keys(actor, [row])


def give_keys(actor: Acting, rows: Collection[RowWithKey]) -> dict[uuid.UUID, DataKey]:
    """Give each new row its own key, as :func:`give_key`; return them open, by row.

    Raises:
        KeyUnavailable: as :func:`give_key`.
    """
    ring, keys = keyring(actor.organisation), {}
    for row in rows:
        key_id = uuid.uuid4()
        keys[row.id], wrapped = ring.new_data_key(
            subject=row.id, data_key=key_id, purpose=row.key_purpose
        )
        row.organisation_key_id, row.key_id, row.wrapped = ring.key_id, key_id, wrapped
    return keys


def key_of(row: RowWithKey) -> DataKey:
    """Return the open key of a row.

    Raises:
        CannotOpen: it is another row's, or was changed.
        KeyUnavailable: the root key of this process does not open it.
    """
    return _unwrapped(row, *_wrapped(row))


def keys_of(rows: Collection[RowWithKey]) -> dict[uuid.UUID, DataKey]:
    """Return the open keys of rows of one table by row, asked for at once.

    Raises:
        CannotOpen, KeyUnavailable: as :func:`key_of`.
    """
    stored = _stored(rows)
    return {
        row.id: _unwrapped(row, *(stored.get(row.id) or _wrapped(row))) for row in rows
    }


def _unwrapped(
    row: RowWithKey, ring_id: uuid.UUID, ring_wrapped: bytes, wrapped: bytes
) -> DataKey:
    assert row.key_id is not None
    ring = OrganisationKeyring(
        organisation=row.organisation_id, key_id=ring_id, wrapped=ring_wrapped
    )
    return ring.unwrap(
        subject=row.id,
        data_key=row.key_id,
        purpose=row.key_purpose,
        wrapped=wrapped,
    )


def _wrapped(row: RowWithKey) -> Wrapped:
    if not row._state.adding and (found := _stored([row]).get(row.id)):
        return found
    held = OrganisationKey.objects.get(id=row.organisation_key_id)
    assert row.wrapped is not None
    return held.id, bytes(held.wrapped), bytes(row.wrapped)


def _stored(rows: Collection[RowWithKey]) -> dict[uuid.UUID, Wrapped]:
    """Return what is stored of the rows' keys.

    All of it in one statement: between two, the key may have been replaced, and what
    the row said when it was read is then out of date.
    """
    if not rows:
        return {}
    table = type(next(iter(rows)))._default_manager
    stored = table.filter(id__in=[row.id for row in rows], wrapped__isnull=False)
    columns = ("id", "organisation_key_id", "organisation_key__wrapped", "wrapped")
    return {
        row: (ring, bytes(ring_wrapped), bytes(wrapped or b""))
        for row, ring, ring_wrapped, wrapped in stored.values_list(*columns)
    }
