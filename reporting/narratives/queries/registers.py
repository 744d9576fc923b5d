"""What the check is told: the organisation's people, and the released figures.

Names are opened in memory, used, and let go: nothing of them is stored or logged. The
database writes the audit's event itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from cases.enums import SectionKind
from cases.sections import SECTION, Contact, Identity, SupportPeople
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.tenancy.models import Organisation
from msa.vault.envelope import DataKey, Place, open_sealed
from msa.vault.keys import OrganisationKeyring
from reporting.narratives.check import Known, Register
from reporting.narratives.check.figures import Published
from reporting.quarters import Quarter
from reporting.specs import ORGANISATIONS, SPECS

#: Tables in which each row is one organisation; others' rows are not its to tell.
_BY_ORGANISATION = frozenset(
    table.code
    for spec in SPECS.values()
    for table in spec.tables
    if ORGANISATIONS in dict(table.rows)
)


def register(actor: Actor) -> Register:
    """Return whom and what a narrative of the actor's organisation must not name.

    Survivors and support people by every name ever kept, the members, and how and
    where the survivors can be reached. Those whose record is sealed can't be known.
    """
    names, phones, emails, addresses, towns = [], [], [], [], []
    born: list[date] = []
    for kind, document in _sections(actor):
        if kind == SectionKind.IDENTITY:
            identity = Identity.of(document)
            names += [identity.name, identity.full_name, identity.legal_name]
            if day := identity.born_on():
                born.append(day)
        elif kind == SectionKind.CONTACT:
            contact = Contact.of(document)
            phones.append(contact.phone)
            emails.append(contact.email)
            addresses.append(contact.address)
            towns.append(contact.town)
        else:
            people = SupportPeople.of(document).people
            names += [one.name for one in people]
            phones += [one.phone for one in people]
    names += Member.objects.values_list("name", flat=True)
    own = Organisation.objects.get(id=actor.organisation)
    return Register(
        Known(
            names=[name for name in names if name.strip()],
            phones=phones,
            emails=emails,
            addresses=addresses,
            towns=towns,
            born=born,
            own=f"{own.name} {own.name_mi}",
        )
    )


def published(quarter: Quarter, organisation: UUID) -> Published:
    """Return the released figures that an organisation's words may repeat.

    National ones and its own. None: nothing about the quarter is released yet.
    """
    own = Organisation.objects.get(id=organisation).code
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT in_table, in_row, figure FROM sec.published_figures(%s)",
            [quarter.code],
        )
        rows = cursor.fetchall()
    figures = frozenset(
        figure
        for table, row, figure in rows
        if table not in _BY_ORGANISATION or row == own
    )
    return figures if rows else None


def _sections(actor: Actor) -> Iterator[tuple[str, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, row_id, subject_id, revision, sealed, key_id, wrapped,"
            " ring_id, ring_wrapped FROM sec.narrative_register()"
        )
        rows = cursor.fetchall()
    keys: dict[UUID, DataKey] = {}
    for kind, row, subject, revision, sealed, key_id, wrapped, *ring in rows:
        if not sealed:
            continue  # its words were let go, and no name of them is kept
        if key_id not in keys:
            keys[key_id] = _ring(actor, *ring).unwrap(
                subject=subject, data_key=key_id, purpose="RECORD", wrapped=wrapped
            )
        place = Place(
            actor.organisation, subject, SECTION.table, SECTION.column, row, revision
        )
        yield kind, orjson.loads(open_sealed(keys[key_id], place, sealed))


def _ring(actor: Actor, ring_id: UUID, wrapped: bytes) -> OrganisationKeyring:
    return OrganisationKeyring(
        organisation=actor.organisation, key_id=ring_id, wrapped=wrapped
    )
