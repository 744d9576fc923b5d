"""Sealing words that belong to an organisation, not to one survivor.

Each row has a key of its own under the organisation's key. When the key is dropped,
the words are gone, from backups too.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import orjson

from consent.documents import keyring
from consent.models import OrganisationKey
from msa.accounts.actor import Actor
from msa.vault.envelope import DataKey, Place, open_sealed, seal
from msa.vault.keys import OrganisationKeyring
from msa.vault.sealed import Sealed
from reporting.narratives.models import SealedTexts
from reporting.narratives.prompts import Texts, in_order

_PURPOSE = "NARRATIVE"


def give_key(actor: Actor, row: SealedTexts) -> None:
    """Give a new row its own key under the organisation's newest one."""
    ring = keyring(actor.organisation)
    key_id = uuid.uuid4()
    _, wrapped = ring.new_data_key(subject=row.id, data_key=key_id, purpose=_PURPOSE)
    row.organisation_key_id, row.key_id, row.wrapped = ring.key_id, key_id, wrapped


def seal_texts(row: SealedTexts, texts: Mapping[str, str]) -> None:
    """Put words into a row, for the revision that the row names."""
    document = orjson.dumps(in_order(dict(texts)))
    row.sealed = Sealed(seal(_key(row), _place(row), document))


def texts_of(row: SealedTexts) -> Texts:
    """Return the words of a row; none while nothing was written.

    Raises:
        CannotOpen: it was moved, altered or rolled back.
    """
    if row.sealed is None:
        return {}
    texts: Texts = orjson.loads(
        open_sealed(_key(row), _place(row), row.sealed.envelope)
    )
    return in_order(texts)


def _key(row: SealedTexts) -> DataKey:
    assert row.key_id is not None
    assert row.wrapped is not None
    held = OrganisationKey.objects.get(id=row.organisation_key_id)
    ring = OrganisationKeyring(
        organisation=row.organisation_id, key_id=held.id, wrapped=bytes(held.wrapped)
    )
    return ring.unwrap(
        subject=row.id,
        data_key=row.key_id,
        purpose=_PURPOSE,
        wrapped=bytes(row.wrapped),
    )


def _place(row: SealedTexts) -> Place:
    return Place(
        organisation=row.organisation_id,
        subject=row.id,
        table=row._meta.db_table,
        column="sealed",
        row=row.id,
        revision=row.revision,
    )
