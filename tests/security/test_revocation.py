from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.queries import people, sessions
from cases.services import assignments
from consent.documents import release_keys
from consent.enums import Purpose
from consent.models import SubjectUserObjectPermission
from msa.access.refusals import NotVisible
from msa.accounts.models import Member, Person
from msa.accounts.queries import actors_of
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import NOW, Cast
from tests.security.stage import Survivor, survivor


@pytest.fixture
def told(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Aotea")


def hand_over(cast: Cast, told: Survivor) -> None:
    with use(cast.manager.context):
        assignments.assign(cast.manager, told.subject, to=cast.colleague.member, at=NOW)


def expire_grant(cast: Cast, told: Survivor) -> None:
    with use(cast.manager.context):
        SubjectUserObjectPermission.objects.filter(
            content_object=told.subject, user=cast.worker.person
        ).update(until=NOW)


ENDINGS = pytest.mark.parametrize("ending", [hand_over, expire_grant])


@pytest.mark.req("S03")
@ENDINGS
def test_a_record_is_closed_when_the_work_ends(
    cast: Cast, told: Survivor, ending: object
) -> None:
    with use(cast.worker.context):
        assert people.person(cast.worker, told.subject, at=NOW).complete

    ending(cast, told)  # type: ignore[operator]

    with use(cast.worker.context), pytest.raises(NotVisible):
        people.person(cast.worker, told.subject, at=NOW)


@pytest.mark.req("S03")
@ENDINGS
def test_lists_and_keys_end_as_well(cast: Cast, told: Survivor, ending: object) -> None:
    ending(cast, told)  # type: ignore[operator]

    with use(cast.worker.context):
        assert people.caseload(cast.worker).people == []
        assert people.search(cast.worker, told.words[0]) == []
        assert not release_keys(cast.worker, [told.subject], Purpose.RECORD, act="open")
        with pytest.raises(NotVisible):
            sessions.timeline(cast.worker, told.subject)


@pytest.mark.req("S03")
def test_the_new_worker_has_what_the_old_one_lost(cast: Cast, told: Survivor) -> None:
    hand_over(cast, told)

    with use(cast.colleague.context):
        page = people.person(cast.colleague, told.subject, at=NOW)
    assert page.identity
    assert page.identity.known_as == told.words[0]


@pytest.mark.req("S03")
def test_a_grant_for_later_days_still_holds(cast: Cast, told: Survivor) -> None:
    with use(cast.manager.context):
        SubjectUserObjectPermission.objects.filter(content_object=told.subject).update(
            until=timezone.now() + timedelta(minutes=5)
        )

    with use(cast.worker.context):
        assert people.person(cast.worker, told.subject, at=NOW).complete


@pytest.mark.req("S03")
def test_whoever_has_left_has_no_actor(cast: Cast) -> None:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        Member.objects.filter(id=cast.worker.member).update(left_at=NOW)
    with use(None):
        person = Person.objects.get(id=cast.worker.person)
        assert actors_of(person, at=NOW + timedelta(seconds=1)) == []
