"""Colleagues whom he names see his record, and nobody else does (CON-02 e)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.services import blocks
from consent.enums import Given, Purpose
from consent.models import Subject
from consent.queries import may_name_colleagues
from consent.services import consents
from consent.services.consents import Agreement
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import TODAY, Cast, agreements
from tests.consent.consent_world import expire, give, owner, reads, run


def naming(*colleagues: Actor) -> Agreement:
    return Agreement(
        Purpose.COLLEAGUES,
        Given.SPOKEN,
        TODAY,
        "COLLEAGUES-en-2",
        colleagues=tuple(one.member for one in colleagues),
    )


def sees(actor: Actor, subject: UUID) -> bool:
    with use(actor.context):
        return Subject.objects.filter(id=subject).exists()


@pytest.mark.req("CON-02")
def test_whom_he_names_sees_his_record_and_nobody_else_does(
    cast: Cast, subject: UUID
) -> None:
    assert not sees(cast.colleague, subject)
    give(cast, subject, naming(cast.colleague))

    assert sees(cast.colleague, subject)
    assert reads(cast.colleague, subject)
    assert not sees(cast.outsider, subject)


def test_a_yes_that_names_nobody_shows_nobody(cast: Cast, subject: UUID) -> None:
    give(cast, subject, naming())

    assert not sees(cast.colleague, subject)


@pytest.mark.parametrize("how", ["withdrawn", "expired", "narrowed", "role ended"])
def test_it_ends_at_once(cast: Cast, subject: UUID, how: str) -> None:
    given = give(cast, subject, naming(cast.colleague))
    assert sees(cast.colleague, subject)
    now = timezone.now()
    with use(cast.worker.context):
        if how == "withdrawn":
            consents.withdraw(cast.worker, subject, Purpose.COLLEAGUES, at=now)
        if how == "narrowed":
            consents.renew(cast.worker, subject, naming(), at=now)
    if how == "expired":
        expire(cast, given)
    if how == "role ended":
        with use(owner(cast)):
            run(
                "UPDATE accounts_member SET roles = '{MANAGER}' WHERE id = %s",
                cast.colleague.member,
            )

    assert not sees(cast.colleague, subject)
    assert not reads(cast.colleague, subject)


def test_who_was_named_names_nobody_else(cast: Cast, subject: UUID) -> None:
    give(cast, subject, naming(cast.colleague))
    (contact,) = agreements(Purpose.CONTACT)

    with use(cast.colleague.context):
        consents.give(cast.colleague, subject, contact, at=timezone.now())
        assert not may_name_colleagues(cast.colleague, subject)
        with pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            consents.renew(
                cast.colleague, subject, naming(cast.colleague), at=timezone.now()
            )


@pytest.mark.req("REC-08")
def test_whom_he_named_and_keeps_away_is_kept_away(cast: Cast, subject: UUID) -> None:
    give(cast, subject, naming(cast.colleague))
    assert sees(cast.colleague, subject)

    with use(cast.worker.context):
        away = cast.colleague.member
        blocks.block(cast.worker, subject, member=away, at=timezone.now())

    assert not sees(cast.colleague, subject)
