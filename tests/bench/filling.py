"""Filling an organisation: keys and sections really sealed, rows stored in bulk."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from pathlib import Path

import orjson
from django.db import connection, transaction

from cases.sections import SECTION, Contact, Identity
from consent.documents import keyring
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation
from msa.vault.envelope import DataKey, Place, seal
from msa.vault.keys import OrganisationKeyring
from tests.bench.sizes import Size

_SQL = Path(__file__).with_name("fill.sql")
#: How many survivors the first worker has (the caseload that is measured) and the
#: second one (the caseload that is opened whole). The third has his day measured.
CASELOAD, OPENED = 40, 50
_FOR_A_DAY = 3
_ARRIVING = """
CREATE TEMPORARY TABLE arriving (
    position int, number int, organisation uuid, organisation_key uuid, subject uuid,
    rounding_key bigint, reference text, record_consent uuid, session_consent uuid,
    record_key uuid, record_wrapped bytea, session_key uuid, session_wrapped bytea,
    identity uuid, identity_sealed bytea, contact uuid, contact_sealed bytea,
    sessions int
) ON COMMIT DROP
"""
_STAFF = """
CREATE TEMPORARY TABLE staff (number int, member uuid, person uuid) ON COMMIT DROP
"""


@dataclass(frozen=True, slots=True)
class Clear:
    """What the sealed sections of one survivor hold."""

    identity: Identity
    contact: Contact

    def columns(self) -> dict[str, object]:
        """Return all fields as one row of clear columns."""
        return self.identity.document() | self.contact.document()


def fill(organisation: Organisation, workers: list[Actor], size: Size) -> None:
    """Store an organisation's survivors with all that the product keeps of them.

    As the owner in a signed context: every row passes the policies and triggers that
    the product's own rows pass.
    """
    owner = Context(organisation.id, FOUNDER, "owner")
    with use(owner), transaction.atomic(), connection.cursor() as cursor:
        # Asked for first: a connection that copies answers no questions.
        ring = keyring(organisation.id)
        cursor.execute(_ARRIVING)
        cursor.execute(_STAFF)
        with cursor.copy("COPY staff FROM STDIN") as copy:
            for number, worker in enumerate(workers):
                copy.write_row((number, worker.member, worker.person))
        with cursor.copy("COPY arriving FROM STDIN") as copy:
            chance = random.Random(organisation.code)
            for position in range(size.clients):
                copy.write_row(_arrival(ring, position, len(workers), size, chance))
        cursor.execute("ANALYZE arriving")
        for statement in _SQL.read_text().split(";\n"):
            if statement.strip():
                cursor.execute(statement)


def worker_of(position: int, workers: int, size: Size) -> int:
    """Return the number of the worker who works with the survivor at a position."""
    if position < CASELOAD:
        return 0
    if position < CASELOAD + OPENED and workers > 2:
        return 1
    if position in day_of(size) and workers > _FOR_A_DAY:
        return 2
    taken = min(workers - 1, _FOR_A_DAY if workers > _FOR_A_DAY else 2)
    return workers - 1 - position % max(1, workers - taken)


def day_of(size: Size) -> range:
    """Return the positions of those with whom the worker works whose day is measured.

    In a world of few workers he is the first, and has them with all the others.
    """
    first = CASELOAD + OPENED if size.workers > _FOR_A_DAY else 0
    return range(first, first + size.day)


def clear_of(position: int) -> Clear:
    """Return made-up sections: every field filled, as in a long-kept record."""
    name = f"Tāne Kōwhai {position}"
    return Clear(
        Identity(
            name=name,
            first_name="Tāne",
            last_name=f"Kōwhai-O’Brien {position}",
            pronouns="he/him",
            birth_date="1974-03-09",
            age_band="FROM_45",
            ethnicities=["MAORI", "EUROPEAN"],
            iwi=["Ngāti Mahuta", "Ngāpuhi"],
            gender="Man",
            referred_by="A friend",
            legal_name=f"Tāne James Kōwhai-O’Brien {position}",
            ethnic_groups=["21", "11"],
            languages=["te reo Māori", "English"],
            interpreter="None needed",
            orientation="Would rather say it himself",
            access_needs="No stairs",
            first_contact_on="2025-02-11",
        ),
        Contact(
            phone=f"+64 21 555 {position:06}",
            phone_safe=True,
            text_safe=True,
            email=f"person{position}@example.org",
            email_safe=True,
            address=f"{position} Rātā Street, Kirikiriroa Hamilton 3204",
            post_safe=False,
            other="Ask for him at the club on Thursdays",
            may_say="That the library rang about his book",
            town="Kirikiriroa Hamilton",
            region="WKO",
            checked_on="2026-07-01",
            phone_say="That the library rang",
            text_say="A thumb up",
            email_say="No subject line",
            post_say="A plain envelope",
        ),
    )


def _arrival(
    ring: OrganisationKeyring,
    position: int,
    workers: int,
    size: Size,
    chance: random.Random,
) -> tuple[object, ...]:
    subject, record, notes = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    key, wrapped = ring.new_data_key(
        subject=subject, data_key=record, purpose=Purpose.RECORD.value
    )
    _, notes_wrapped = ring.new_data_key(
        subject=subject, data_key=notes, purpose=Purpose.SESSIONS.value
    )
    clear = clear_of(position)
    sealed = [
        _sealed(ring, key, subject, section.document())
        for section in (clear.identity, clear.contact)
    ]
    return (
        *(
            position,
            worker_of(position, workers, size),
            ring.organisation,
            ring.key_id,
            subject,
        ),
        *(chance.getrandbits(63), f"R{position:08}", uuid.uuid4(), uuid.uuid4()),
        *(record, wrapped, notes, notes_wrapped, *sealed[0], *sealed[1]),
        size.sessions // size.clients,
    )


def _sealed(
    ring: OrganisationKeyring, key: DataKey, subject: uuid.UUID, document: object
) -> tuple[uuid.UUID, bytes]:
    row = uuid.uuid4()
    place = Place(
        organisation=ring.organisation,
        subject=subject,
        table=SECTION.table,
        column=SECTION.column,
        row=row,
        revision=1,
    )
    return row, seal(key, place, orjson.dumps(document))
