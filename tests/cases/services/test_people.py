from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection

from cases.models import Assignment, Client, Episode, Section, StatisticalProfile
from cases.queries import people as queries
from cases.sections import Contact, Identity
from cases.services import people
from cases.services.sections import SectionChanged
from consent.enums import Purpose
from consent.models import Consent, Subject, SubjectKey
from consent.services import consents
from consent.services.consents import RecordConsentMissing, RecordInForce
from msa.access.refusals import NotVisible
from msa.tenancy.context import use
from tests.cases.world import PHONE, begun, introduce, person
from tests.cast import NOW, Cast, agreements

RETURNED = NOW + timedelta(days=30)


def withdrawn(cast: Cast) -> UUID:
    subject = person(cast.worker)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=NOW)
    return subject


def test_welcome_opens_an_empty_record(cast: Cast) -> None:
    subject = begun(cast.worker)

    with use(cast.worker.context):
        page = queries.person(cast.worker, subject, at=NOW)
    assert (page.identity, page.contact, page.worker) == (None, None, "Worker")


@pytest.mark.req("REC-00")
def test_a_name_and_one_safe_way_make_a_record_complete(cast: Cast) -> None:
    subject = begun(cast.worker)

    introduce(
        cast.worker, subject, Identity(name="Hēmi"), Contact(other="At the group")
    )

    with use(cast.worker.context):
        assert queries.person(cast.worker, subject, at=NOW).complete


@pytest.mark.parametrize(
    ("identity", "contact"),
    [
        (Identity(), PHONE),
        (Identity(name="Hēmi"), Contact(phone="021 555 0101")),
    ],
)
def test_one_of_both_is_not_complete(
    cast: Cast, identity: Identity, contact: Contact
) -> None:
    subject = person(cast.worker, identity=identity, contact=contact)

    with use(cast.worker.context):
        assert not queries.person(cast.worker, subject, at=NOW).complete


def test_introduce_says_that_he_was_asked_today(cast: Cast) -> None:
    subject = person(cast.worker)

    with use(cast.worker.context):
        page = queries.person(cast.worker, subject, at=NOW)
    assert page.contact
    assert page.contact.checked_on == "2026-08-03"


def test_introduce_twice_is_noticed(cast: Cast) -> None:
    subject = person(cast.worker)

    with pytest.raises(SectionChanged):
        introduce(cast.worker, subject, Identity(name="James"))


def test_nothing_is_stored_without_his_consent_to_a_record(cast: Cast) -> None:
    with use(cast.worker.context):
        with pytest.raises(RecordConsentMissing):
            people.welcome(cast.worker, agreements(Purpose.STATISTICS), at=NOW)

        assert not Subject.objects.exists()
        assert not Consent.objects.exists()


def test_the_same_id_twice_is_one_survivor(cast: Cast) -> None:
    id = uuid.uuid4()
    with use(cast.worker.context):
        for _ in range(2):
            people.welcome(cast.worker, agreements(Purpose.RECORD), at=NOW, id=id)

        assert Client.objects.count() == 1


def test_an_id_that_is_somebody_elses_is_refused(cast: Cast) -> None:
    id = begun(cast.outsider)

    with use(cast.worker.context), pytest.raises(NotVisible):
        people.welcome(cast.worker, agreements(Purpose.RECORD), at=NOW, id=id)


def test_a_manager_who_welcomes_is_not_his_worker(cast: Cast) -> None:
    subject = begun(cast.manager)

    with use(cast.manager.context):
        assert not Assignment.objects.filter(subject=subject).exists()


def test_welcome_is_undone_when_the_audit_fails(cast: Cast, broken_audit: None) -> None:
    with use(cast.worker.context), pytest.raises(ProgrammingError):
        people.welcome(cast.worker, agreements(Purpose.RECORD), at=NOW)

    with use(cast.manager.context):
        assert not Subject.objects.exists()


# Coming back


def test_he_returns_to_an_empty_record(cast: Cast) -> None:
    subject = withdrawn(cast)

    with use(cast.worker.context):
        people.return_to(cast.worker, subject, agreements(Purpose.RECORD), at=RETURNED)

        page = queries.person(cast.worker, subject, at=RETURNED)
        assert (page.identity, page.contact) == (None, None)
        assert page.purposes == {Purpose.RECORD}


def test_his_fresh_record_can_be_written_and_read(cast: Cast) -> None:
    subject = withdrawn(cast)
    with use(cast.worker.context):
        people.return_to(cast.worker, subject, agreements(Purpose.RECORD), at=RETURNED)

    introduce(cast.worker, subject, Identity(name="James"), at=RETURNED)

    with use(cast.worker.context):
        page = queries.person(cast.worker, subject, at=RETURNED)
        assert page.identity == Identity(name="James")
        assert page.identity_revision == 1


def test_what_was_sealed_stays_sealed_when_he_returns(cast: Cast) -> None:
    subject = withdrawn(cast)
    with use(cast.worker.context):
        people.return_to(cast.worker, subject, agreements(Purpose.RECORD), at=RETURNED)

        states = set(SubjectKey.objects.values_list("purpose", "state"))
        assert ("RECORD", "SEALED") in states
        assert ("RECORD", "ACTIVE") in states
        assert not Section.objects.filter(subject=subject).exists()


def test_he_has_another_reference_number_and_a_new_episode(cast: Cast) -> None:
    subject = person(cast.worker)
    with use(cast.worker.context):
        before = Client.objects.get(subject=subject).reference
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=NOW)

        people.return_to(cast.worker, subject, agreements(Purpose.RECORD), at=RETURNED)

        assert Client.objects.get(subject=subject).reference != before
        assert str(Episode.objects.get(subject=subject).started_on) == "2026-09-02"


def test_he_can_go_and_return_again(cast: Cast) -> None:
    subject = withdrawn(cast)
    for day in (1, 2):
        at = NOW + timedelta(days=day)
        with use(cast.worker.context):
            people.return_to(cast.worker, subject, agreements(Purpose.RECORD), at=at)
        introduce(cast.worker, subject, Identity(name="Hēmi"), at=at)
        with use(cast.worker.context):
            consents.withdraw(cast.worker, subject, Purpose.RECORD, at=at)

    with use(cast.worker.context), pytest.raises(NotVisible):
        queries.person(cast.worker, subject, at=RETURNED)


def test_a_record_in_force_is_not_started_afresh(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context), pytest.raises(RecordInForce):
        people.return_to(cast.worker, hemi, agreements(Purpose.RECORD), at=NOW)


def test_returning_needs_his_consent_to_a_record(cast: Cast) -> None:
    subject = withdrawn(cast)

    with use(cast.worker.context), pytest.raises(RecordConsentMissing):
        people.return_to(cast.worker, subject, agreements(Purpose.CONTACT), at=NOW)


@pytest.mark.parametrize("actor", ["colleague", "outsider"])
def test_nobody_else_can_open_his_record_again(cast: Cast, actor: str) -> None:
    subject, other = withdrawn(cast), getattr(cast, actor)

    with use(other.context), pytest.raises(NotVisible):
        people.return_to(other, subject, agreements(Purpose.RECORD), at=NOW)


def test_returning_is_undone_when_the_audit_fails(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    subject = withdrawn(cast)
    request.getfixturevalue("broken_audit")

    with use(cast.worker.context):
        with pytest.raises(ProgrammingError):
            people.return_to(cast.worker, subject, agreements(Purpose.RECORD), at=NOW)

        assert not Client.objects.filter(subject=subject).exists()


# One more purpose


def test_agreeing_to_figures_counts_what_is_known(cast: Cast) -> None:
    identity = Identity(name="Hēmi", birth_date="1984-03-05", ethnicities=["MAORI"])
    subject = person(cast.worker, purposes=[Purpose.RECORD], identity=identity)
    (agreement,) = agreements(Purpose.STATISTICS)

    with use(cast.worker.context):
        people.agree(cast.worker, subject, agreement, at=NOW)

        profile = StatisticalProfile.objects.get(subject=subject)
        assert (profile.age_band, profile.ethnicities, profile.region) == (
            "FROM_35",
            ["MAORI"],
            "AUK",
        )


def test_one_more_purpose_needs_a_record(cast: Cast) -> None:
    subject = withdrawn(cast)
    (agreement,) = agreements(Purpose.CONTACT)

    with use(cast.worker.context), pytest.raises(RecordConsentMissing):
        people.agree(cast.worker, subject, agreement, at=NOW)


@pytest.mark.parametrize("actor", ["colleague", "outsider"])
def test_nobody_else_can_record_a_purpose(cast: Cast, hemi: UUID, actor: str) -> None:
    other = getattr(cast, actor)
    (agreement,) = agreements(Purpose.CONTACT)

    with use(other.context), pytest.raises(NotVisible):
        people.agree(other, hemi, agreement, at=NOW)


def test_no_constraint_is_left_broken(cast: Cast) -> None:
    withdrawn(cast)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
