from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from consent.models import Subject, SubjectUserObjectPermission
from msa.access.guardian_grants import end_grants, grant
from msa.tenancy.context import use
from tests.cast import NOW, Cast, survivor_of


def give(cast: Cast, subject: uuid.UUID) -> None:
    with use(cast.manager.context):
        grant(
            SubjectUserObjectPermission,
            codename="work_with_subject",
            organisation=cast.kauri.id,
            person=cast.colleague.person,
            objects=[subject],
        )


def sees(cast: Cast) -> int:
    with use(cast.colleague.context):
        return Subject.objects.count()


@pytest.mark.req("S08")
def test_a_grant_opens_and_its_end_closes(cast: Cast) -> None:
    subject = survivor_of(cast.worker).id
    give(cast, subject)
    opened = sees(cast)

    with use(cast.manager.context):
        ended = end_grants(
            SubjectUserObjectPermission,
            organisation=cast.kauri.id,
            objects=[subject],
            person=cast.colleague.person,
            at=NOW,
        )

    assert (opened, ended, sees(cast)) == (1, 1, 0)


def test_a_grant_given_twice_is_one(cast: Cast) -> None:
    subject = survivor_of(cast.worker).id
    give(cast, subject)
    give(cast, subject)

    with use(cast.manager.context):
        grants = SubjectUserObjectPermission.objects.filter(user=cast.colleague.person)
        assert grants.count() == 1


def test_ending_one_persons_grant_leaves_the_other(cast: Cast) -> None:
    subject = survivor_of(cast.worker).id
    give(cast, subject)

    with use(cast.manager.context):
        end_grants(
            SubjectUserObjectPermission,
            organisation=cast.kauri.id,
            objects=[subject],
            person=cast.worker.person,
            at=NOW,
        )

    assert sees(cast) == 1


@pytest.mark.req("SEC-01", "S14")
@pytest.mark.parametrize("whose", ["foreign", "absent"])
def test_nobody_is_granted_what_is_not_here(cast: Cast, whose: str) -> None:
    foreign = survivor_of(cast.outsider).id
    subject = foreign if whose == "foreign" else uuid.uuid4()

    with pytest.raises(IntegrityError, match="tenant"), transaction.atomic():
        give(cast, subject)


def test_an_ended_grant_is_renewed(cast: Cast) -> None:
    subject = survivor_of(cast.worker).id
    give(cast, subject)
    with use(cast.manager.context):
        SubjectUserObjectPermission.objects.filter(user=cast.colleague.person).update(
            until=NOW - timedelta(days=1)
        )

    give(cast, subject)

    assert sees(cast) == 1
