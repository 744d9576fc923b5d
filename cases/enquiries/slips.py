"""What a slip says, and how it is sealed: one way to reach one man, and no more."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

import orjson

from cases.enquiries.enums import Way
from cases.enquiries.models import Slip
from consent.row_keys import give_key, key_of
from msa.accounts.actor import Acting
from msa.vault.envelope import Place, open_sealed, seal
from msa.vault.keys import OrganisationKeyring
from msa.vault.sealed import Sealed


@dataclass(frozen=True, slots=True)
class SlipWords:
    """A name to ask for, one way, where that leads, and what may be said there."""

    name: str
    way: Way
    where: str
    may_say: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A slip as the database hands it out: sealed, with what its key is wrapped in."""

    slip: UUID
    key_id: UUID
    sealed: bytes
    wrapped: bytes
    ring_id: UUID
    ring_wrapped: bytes


def seal_slip(actor: Acting, row: Slip, words: SlipWords) -> None:
    """Give a new row its own key, and put the words into it."""
    give_key(actor, row)
    document = orjson.dumps(asdict(words))
    place = _place(actor.organisation, row.id, row.enquiry_id)
    row.sealed = Sealed(seal(key_of(row), place, document))


def words_of(actor: Acting, enquiry: UUID, handed: Opening) -> SlipWords:
    """Return the words of an enquiry's slip.

    Raises:
        CannotOpen: it was moved or altered.
    """
    ring = OrganisationKeyring(
        organisation=actor.organisation,
        key_id=handed.ring_id,
        wrapped=handed.ring_wrapped,
    )
    key = ring.unwrap(
        subject=handed.slip,
        data_key=handed.key_id,
        purpose=Slip.key_purpose,
        wrapped=handed.wrapped,
    )
    place = _place(actor.organisation, handed.slip, enquiry)
    said = orjson.loads(open_sealed(key, place, handed.sealed))
    return SlipWords(**said | {"way": Way(said["way"])})


def _place(organisation: UUID, slip: UUID, enquiry: UUID) -> Place:
    return Place(
        organisation=organisation,
        subject=enquiry,
        table=Slip._meta.db_table,
        column="sealed",
        row=slip,
        revision=1,
    )
