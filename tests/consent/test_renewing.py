"""Agreeing anew: for longer, to more, or to less."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.models import StatisticalProfile
from consent.enums import Given, Purpose
from consent.history import history, standing
from consent.models import Consent, SubjectKey
from consent.policies import Stage
from consent.services import consents
from consent.services.consents import NothingToReplace, RecordInForce
from msa.tenancy.context import Context, use
from tests.cast import NOW, TODAY, Cast, agreements
from tests.consent.consent_world import expire, reads, run

LATER = NOW + timedelta(days=400)


def refused(cast: Cast, sql: str, *values: object) -> bool:
    try:
        with use(cast.worker.context), transaction.atomic():
            run(sql, *values)
    except DatabaseError:
        return True
    return False


@pytest.mark.req("CON-03")
@pytest.mark.parametrize("purpose", [Purpose.RECORD, Purpose.SESSIONS])
@pytest.mark.parametrize("expired", [True, False])
def test_renewed_before_and_after_its_day_nothing_is_lost(
    cast: Cast, subject: UUID, purpose: Purpose, expired: bool
) -> None:
    with use(cast.worker.context):
        before = SubjectKey.objects.get(purpose=purpose)
    if expired:
        expire(cast, before.consent_id)
        assert not reads(cast.worker, subject, purpose)
    (again,) = agreements(purpose)

    with use(cast.worker.context):
        consents.renew(cast.worker, subject, again, at=timezone.now())

        after = SubjectKey.objects.get(purpose=purpose)
    assert (after.id, after.state, after.consent_id) == (before.id, "ACTIVE", again.id)
    assert reads(cast.worker, subject, purpose)


def test_the_same_agreement_twice_is_one(cast: Cast, subject: UUID) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        for _ in range(2):
            consents.renew(cast.worker, subject, again, at=timezone.now())

        assert Consent.objects.filter(purpose=Purpose.SESSIONS).count() == 2


def test_what_was_replaced_stays_in_his_history(cast: Cast, subject: UUID) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        consents.renew(cast.worker, subject, again, at=timezone.now())

        entries = history(cast.worker, subject, at=timezone.now())
    notes = [one.stage for one in entries if one.purpose is Purpose.SESSIONS]
    assert notes == [Stage.IN_FORCE, Stage.REPLACED]


def test_narrowed_to_a_day_it_ends_that_day(cast: Cast, subject: UUID) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        narrowed = replace(again, expires_at=LATER)
        consents.renew(cast.worker, subject, narrowed, at=timezone.now())
        after = history(cast.worker, subject, at=LATER)

    (notes,) = (one for one in standing(after) if one.purpose is Purpose.SESSIONS)
    assert not notes.in_force
    assert notes.entries[0].stage is Stage.EXPIRED


def test_taken_back_after_it_was_renewed_its_key_is_sealed(
    cast: Cast, subject: UUID
) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        consents.renew(cast.worker, subject, again, at=timezone.now())
        consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=timezone.now())

    assert not reads(cast.worker, subject, Purpose.SESSIONS)


def test_what_was_taken_back_is_not_renewed(cast: Cast, subject: UUID) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=timezone.now())
        with pytest.raises(NothingToReplace):
            consents.renew(cast.worker, subject, again, at=timezone.now())


def test_a_record_that_expired_is_renewed_and_not_begun_again(
    cast: Cast, subject: UUID
) -> None:
    with use(cast.worker.context):
        expired = Consent.objects.get(purpose=Purpose.RECORD).id
    expire(cast, expired)
    with use(cast.worker.context), pytest.raises(RecordInForce):
        consents.welcome_back(
            cast.worker, subject, agreements(Purpose.RECORD), at=timezone.now()
        )


def test_counted_people_stay_counted_when_it_is_renewed(
    cast: Cast, subject: UUID
) -> None:
    with use(cast.worker.context):
        StatisticalProfile(organisation_id=cast.kauri.id, subject_id=subject).save(
            force_insert=True
        )
        (again,) = agreements(Purpose.STATISTICS)
        consents.renew(cast.worker, subject, again, at=timezone.now())

        assert StatisticalProfile.objects.exists()


def test_figures_leave_out_whose_day_has_come(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        StatisticalProfile(organisation_id=cast.kauri.id, subject_id=subject).save(
            force_insert=True
        )
        counted = Consent.objects.get(purpose=Purpose.STATISTICS).id
    with use(Context(cast.kauri.id, cast.worker.person, "reporting")):
        assert StatisticalProfile.objects.exists()
    expire(cast, counted)

    with use(Context(cast.kauri.id, cast.worker.person, "reporting")):
        assert not StatisticalProfile.objects.exists()


@pytest.mark.parametrize("replaced_by", ["itself", "other purpose", "key not moved"])
def test_a_consent_ends_by_hand_only_where_another_took_its_place(
    cast: Cast, subject: UUID, replaced_by: str
) -> None:
    with use(cast.worker.context):
        notes = Consent.objects.get(purpose=Purpose.SESSIONS).id
        counted = Consent.objects.get(purpose=Purpose.STATISTICS).id
        bare = replace(agreements(Purpose.SESSIONS)[0])
        Consent(
            id=bare.id,
            organisation_id=cast.kauri.id,
            subject_id=subject,
            purpose=Purpose.SESSIONS,
            wording_id=bare.wording,
            given=Given.SPOKEN,
            given_on=TODAY,
            recorded_by_id=cast.worker.member,
            recorded_at=NOW,
            of_age=True,
        ).save(force_insert=True)
    other = {"itself": notes, "other purpose": counted, "key not moved": bare.id}

    assert refused(
        cast,
        "INSERT INTO consent_withdrawal (id, organisation_id, subject_id, consent_id,"
        " recorded_by_id, recorded_at, replaced_by_id)"
        " VALUES (%s, %s, %s, %s, %s, now(), %s)",
        *(uuid.uuid4(), cast.kauri.id, subject, notes, cast.worker.member),
        other[replaced_by],
    )
