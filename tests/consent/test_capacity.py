"""Who is under 18, or would rather not say, and who supports him (CON-08)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consent.enums import Given, Purpose
from consent.history import history
from consent.models import Consent, Particulars, Subject
from consent.services import consents
from consent.services.consents import Agreement, ChildProtectionUnread
from consent.terms import Terms
from handbook import services as handbook
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import NOW, TODAY, Cast
from tests.consent.consent_world import Policy, agreement, done, owner, run

CONSENT = (
    "INSERT INTO consent_consent (id, organisation_id, subject_id, purpose, given,"
    " given_on, recorded_by_id, recorded_at, wording_id, of_age)"
    " VALUES (%s, %s, %s, 'SUPERVISION', %s, now(), %s, now(), 'SUPERVISION-en-1', %s)"
)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """A policy that is in force, and that nobody has read yet."""
    published = Policy(cast)
    published.publish()
    return published


def welcomed(cast: Cast, *, of_age: bool | None, by: Actor | None = None) -> UUID:
    actor = by or cast.worker
    first = agreement(Purpose.RECORD, cast, of_age=of_age)
    with use(actor.context):
        return consents.welcome(actor, [first], at=timezone.now()).subject.id


def is_stored(
    actor: Actor, subject: UUID, of_age: bool | None, given: str = "SPOKEN"
) -> bool:
    """Write a consent past the services, in the actor's own role and name."""
    values = (uuid.uuid4(), actor.organisation, subject, given, actor.member, of_age)
    with use(actor.context):
        return done(lambda: run(CONSENT, *values))


def all_said(cast: Cast, subject: UUID) -> list[bool | None]:
    with use(owner(cast)):
        found = Consent.objects.filter(subject=subject).order_by("recorded_at")
        return list(found.values_list("of_age", flat=True))


# The rule


@pytest.mark.req("CON-08")
@pytest.mark.parametrize("of_age", [False, None])
def test_under_18_it_takes_somebody_who_has_read_the_policy(
    cast: Cast, policy: Policy, of_age: bool | None
) -> None:
    with pytest.raises(ChildProtectionUnread):
        welcomed(cast, of_age=of_age)
    policy.read()

    assert all_said(cast, welcomed(cast, of_age=of_age)) == [of_age]


@pytest.mark.req("CON-08")
def test_nothing_is_left_of_what_was_refused(cast: Cast, policy: Policy) -> None:
    with pytest.raises(ChildProtectionUnread):
        welcomed(cast, of_age=False)

    with use(owner(cast)):
        assert not Subject.objects.exists()


@pytest.mark.req("CON-08")
def test_without_a_policy_in_force_nobody_can(cast: Cast) -> None:
    with pytest.raises(ChildProtectionUnread):
        welcomed(cast, of_age=False)


def test_at_18_nothing_of_it_is_asked(cast: Cast) -> None:
    assert welcomed(cast, of_age=True)


@pytest.mark.req("CON-08")
def test_a_later_version_is_read_anew(cast: Cast, policy: Policy) -> None:
    policy.read()
    subject = welcomed(cast, of_age=False)

    policy.publish()

    assert not is_stored(cast.worker, subject, None)
    policy.read()
    assert is_stored(cast.worker, subject, None)


@pytest.mark.req("CON-08")
def test_a_withdrawn_policy_is_none(cast: Cast, policy: Policy) -> None:
    policy.read()
    subject = welcomed(cast, of_age=False)
    assert policy.version
    with use(cast.manager.context):
        version = policy.version
        handbook.withdraw(
            cast.manager, version.policy_id, version.id, at=timezone.now()
        )

    assert not is_stored(cast.worker, subject, False)


def test_a_policy_that_begins_later_is_not_in_force(cast: Cast, policy: Policy) -> None:
    policy.read()
    coming = handbook.Wording(
        TODAY + timedelta(days=3650), TODAY + timedelta(days=4000), "Then."
    )
    assert policy.version
    with use(cast.manager.context):
        pk = policy.version.policy_id
        handbook.publish(cast.manager, pk, coming, id=uuid.uuid4(), at=NOW)

    assert welcomed(cast, of_age=False)


@pytest.mark.req("CON-08")
def test_what_a_colleague_has_read_counts_for_him_alone(
    cast: Cast, policy: Policy
) -> None:
    policy.read(cast.colleague)
    with pytest.raises(ChildProtectionUnread):
        welcomed(cast, of_age=False)
    subject = welcomed(cast, of_age=True)

    in_his_name = (uuid.uuid4(), cast.kauri.id, subject, "SPOKEN")
    with use(cast.worker.context):
        for of_age in (False, None):
            values = (*in_his_name, cast.colleague.member, of_age)
            assert not done(lambda values=values: run(CONSENT, *values))
    assert welcomed(cast, of_age=False, by=cast.colleague)


@pytest.mark.req("CON-08")
@pytest.mark.parametrize("of_age", [False, None])
def test_raw_sql_is_refused_by_the_database(
    cast: Cast, policy: Policy, of_age: bool | None
) -> None:
    subject = welcomed(cast, of_age=True)
    values = (uuid.uuid4(), cast.kauri.id, subject, "SPOKEN", cast.worker.member)

    with (
        use(cast.worker.context),
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(CONSENT, [*values, of_age])

    assert getattr(refused.value.__cause__, "sqlstate", "") == "MS005"


def test_only_an_administrator_takes_over_without_asking(
    cast: Cast, policy: Policy
) -> None:
    subject = welcomed(cast, of_age=True)

    assert not is_stored(cast.worker, subject, None, Given.IMPORTED)
    assert not is_stored(cast.admin, subject, None, Given.SPOKEN)
    assert is_stored(cast.admin, subject, None, Given.IMPORTED)


# What goes on


@pytest.mark.req("CON-08")
def test_what_was_said_last_goes_on(cast: Cast, policy: Policy) -> None:
    policy.read()
    subject = welcomed(cast, of_age=False)
    with use(cast.worker.context):
        more = agreement(Purpose.SESSIONS, cast, of_age=None)
        consents.give(cast.worker, subject, more, at=timezone.now())

    assert all_said(cast, subject) == [False, False]


@pytest.mark.req("CON-08")
def test_a_renewal_follows_the_rule(cast: Cast, policy: Policy) -> None:
    subject = welcomed(cast, of_age=True)
    again = agreement(Purpose.RECORD, cast, of_age=False)
    with use(cast.worker.context), pytest.raises(ChildProtectionUnread):
        consents.renew(cast.worker, subject, again, at=timezone.now())
    policy.read()

    with use(cast.worker.context):
        consents.renew(cast.worker, subject, again, at=timezone.now())

    assert all_said(cast, subject) == [True, False]


@pytest.mark.req("CON-08")
def test_once_he_is_18_nothing_stands_in_the_way(cast: Cast, policy: Policy) -> None:
    policy.read()
    subject = welcomed(cast, of_age=False)
    policy.publish()

    with use(cast.worker.context):
        grown = agreement(Purpose.SESSIONS, cast, of_age=True)
        consents.give(cast.worker, subject, grown, at=timezone.now())

    assert all_said(cast, subject) == [False, True]


# Who is beside him


@pytest.mark.req("CON-08")
def test_who_supports_him_is_kept_with_each_consent_sealed(cast: Cast) -> None:
    told = Agreement(Purpose.RECORD, Given.SPOKEN, TODAY, "RECORD-en-1", of_age=True)
    beside = replace(told, terms=Terms(support="his aunt with the red scarf"))
    with use(cast.worker.context):
        subject = consents.welcome(cast.worker, [beside], at=timezone.now()).subject

        (entry,) = history(cast.worker, subject.id, at=timezone.now())
        row = Particulars.objects.get(consent=beside.id)

    assert entry.terms.support == "his aunt with the red scarf"
    assert b"red scarf" not in bytes(row.sealed.envelope)
