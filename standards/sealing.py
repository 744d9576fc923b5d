"""Sealing the files of a review.

Each file has a key of its own. While the review is the organisation's alone, its key
wraps that; at the submission the wrapping is exchanged for one under the key that the
national body holds too (ADR 16). The bytes themselves are sealed once and stay.
"""

from __future__ import annotations

import uuid
from uuid import UUID

from consent.documents import keyring
from consent.models import OrganisationKey
from consent.row_keys import give_key, key_of
from msa.accounts.actor import Actor
from msa.vault.envelope import Place, open_sealed, seal
from msa.vault.keys import Keyring, OrganisationKeyring, SubmissionKeyring
from msa.vault.sealed import Sealed
from standards.models import Evidence, EvidenceContent


def seal_file(actor: Actor, row: Evidence, content: bytes) -> EvidenceContent:
    """Return what is stored of a new file; gives ``row`` its key."""
    give_key(actor, row)
    stored = EvidenceContent(id=uuid.uuid4(), organisation_id=actor.organisation)
    place = _place(actor.organisation, stored.id)
    stored.sealed = Sealed(seal(key_of(row), place, content))
    row.content = stored
    return stored


def open_file(
    row: Evidence, envelope: bytes, wrapped: bytes, ring: tuple[UUID, bytes] | None
) -> bytes:
    """Return the bytes of a file; ``ring`` is the organisation's key that wraps it.

    Raises:
        CannotOpen: it was moved or altered, or is under another key.
    """
    held: Keyring = (
        SubmissionKeyring(organisation=row.organisation_id)
        if ring is None
        else OrganisationKeyring(
            organisation=row.organisation_id, key_id=ring[0], wrapped=bytes(ring[1])
        )
    )
    assert row.key_id is not None
    key = held.unwrap(
        subject=row.id,
        data_key=row.key_id,
        purpose=row.key_purpose,
        wrapped=bytes(wrapped),
    )
    return open_sealed(key, _place(row.organisation_id, row.content_id), envelope)


def wrap_for_submission(row: Evidence) -> None:
    """Exchange the wrapping of a file's key for one that the national body can open.

    The row is locked by the caller: a rotation of the organisation's key waits.
    """
    theirs = SubmissionKeyring(organisation=row.organisation_id)
    row.wrapped = _exchanged(row, theirs, row.id)
    row.organisation_key_id = None


def carry_over(actor: Actor, row: Evidence) -> None:
    """Make ``row``, which is locked, a new one of our own with the same bytes."""
    ring, new_id = keyring(actor.organisation), uuid.uuid4()
    row.wrapped = _exchanged(row, ring, new_id)
    row.id, row.organisation_key_id = new_id, ring.key_id


def _exchanged(row: Evidence, to: Keyring, new_row: UUID) -> bytes:
    assert row.key_id is not None
    assert row.wrapped is not None
    return _ring_of(row).hand_over(
        to,
        subject=row.id,
        new_subject=new_row,
        data_key=row.key_id,
        purpose=row.key_purpose,
        wrapped=bytes(row.wrapped),
    )


def _ring_of(row: Evidence) -> Keyring:
    if row.organisation_key_id is None:
        return SubmissionKeyring(organisation=row.organisation_id)
    held = OrganisationKey.objects.get(id=row.organisation_key_id)
    return OrganisationKeyring(
        organisation=row.organisation_id, key_id=held.id, wrapped=bytes(held.wrapped)
    )


def _place(organisation: UUID, content: UUID) -> Place:
    return Place(
        organisation=organisation,
        subject=content,
        table=EvidenceContent._meta.db_table,
        column="sealed",
        row=content,
        revision=0,
    )
