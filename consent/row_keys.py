"""Keys of rows that belong to an organisation, not to one survivor.

Such a row carries its own data key under the organisation's key. When it is dropped,
what the row said is gone, from backups too. Its model says in ``key_purpose`` what its
keys are for; the rotation of the organisation's key finds it by that.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from consent.documents import keyring
from consent.models import OrganisationKey
from msa.accounts.actor import Acting
from msa.tenancy.models import TenantModel
from msa.vault.envelope import DataKey
from msa.vault.keys import OrganisationKeyring


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
    ring = keyring(actor.organisation)
    key_id = uuid.uuid4()
    _, wrapped = ring.new_data_key(
        subject=row.id, data_key=key_id, purpose=row.key_purpose
    )
    row.organisation_key_id, row.key_id, row.wrapped = ring.key_id, key_id, wrapped


def key_of(row: RowWithKey) -> DataKey:
    """Return the open key of a row.

    Raises:
        CannotOpen: it is another row's, or was changed.
        KeyUnavailable: the root key of this process does not open it.
    """
    assert row.key_id is not None
    ring_id, ring_wrapped, wrapped = _wrapped(row)
    ring = OrganisationKeyring(
        organisation=row.organisation_id, key_id=ring_id, wrapped=ring_wrapped
    )
    return ring.unwrap(
        subject=row.id,
        data_key=row.key_id,
        purpose=row.key_purpose,
        wrapped=wrapped,
    )


def _wrapped(row: RowWithKey) -> tuple[uuid.UUID, bytes, bytes]:
    if not row._state.adding:
        # All of it in one statement: between two, the key may have been replaced, and
        # what the row said when it was read is then out of date.
        stored = type(row)._default_manager.filter(id=row.id, wrapped__isnull=False)
        found = stored.values_list(
            "organisation_key_id", "organisation_key__wrapped", "wrapped"
        ).first()
        if found:
            ring, ring_wrapped, wrapped = found
            return ring, bytes(ring_wrapped), bytes(wrapped or b"")
    held = OrganisationKey.objects.get(id=row.organisation_key_id)
    assert row.wrapped is not None
    return held.id, bytes(held.wrapped), bytes(row.wrapped)
