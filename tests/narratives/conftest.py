from __future__ import annotations

import uuid

import pytest

from cases.sections import Contact, Identity, Supporter, SupportPeople
from cases.services import people, sections
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.tenancy.context import use
from reporting.narratives.models import Narrative
from reporting.narratives.services import narratives as services
from reporting.quarters import Quarter
from tests.cast import NOW, USUAL, Cast, agreements

#: The quarter before the cast's today.
QUARTER = Quarter(2026, 2)
CLEAN = {
    "worked": "Walking groups by the river helped many men to come again.",
    "survivors": "Being heard without judgement matters most.",
}
HEMI = Identity(
    name="Hēmi", first_name="Hēmi", last_name="Tāwhai", birth_date="1971-05-14"
)
CONTACT = Contact(
    phone="021 555 0199",
    phone_safe=True,
    email="hemi.t@example.org",
    address="12 Rātā Street, Levin",
    town="Levin",
)


@pytest.fixture
def deputy(cast: Cast) -> Actor:
    """A second manager of the same organisation."""
    return second_manager(cast)


def second_manager(cast: Cast) -> Actor:
    (actor,) = add_member(
        cast.kauri,
        email="deputy@kauri.example",
        password="another long and quiet river",
        name="Deputy",
        roles=[Role.MANAGER],
        at=NOW,
    )
    return actor


def known_person(
    actor: Actor, identity: Identity = HEMI, contact: Contact = CONTACT
) -> uuid.UUID:
    """Let somebody with a name, ways to reach him and a support person be welcomed."""
    with use(actor.context):
        subject = people.welcome(actor, agreements(*USUAL), at=NOW)
        people.introduce(actor, subject, identity=identity, contact=contact, at=NOW)
        sections.save(
            actor,
            subject.id,
            SupportPeople([Supporter(name="Ngaire Parata", phone="06 368 0000")]),
            after=0,
            at=NOW,
        )
    return subject.id


def written(actor: Actor, texts: dict[str, str]) -> Narrative:
    """Return a narrative with these words, written by an actor."""
    with use(actor.context):
        row = services.begin(actor, QUARTER, at=NOW)
        return services.save(actor, row.id, texts, after=row.revision, at=NOW)


def approved(actor: Actor, row: Narrative) -> Narrative:
    with use(actor.context):
        return services.approve(actor, row.id, revision=row.revision, at=NOW)
