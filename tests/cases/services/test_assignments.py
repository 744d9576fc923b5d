from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction

from cases.models import Assignment
from cases.services import assignments
from consent.models import Subject, SubjectUserObjectPermission
from consent.queries import visible
from msa.access.refusals import NotVisible
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import NOW, Cast, survivor_of


@pytest.mark.req("S03")
def test_the_first_worker_loses_sight_of_him_at_once(cast: Cast) -> None:
    subject = survivor_of(cast.worker)
    with use(cast.worker.context):
        assert Subject.objects.filter(id=subject.id).exists()

    with use(cast.manager.context):
        assignments.assign(cast.manager, subject.id, to=cast.colleague.member, at=NOW)

    with use(cast.worker.context):
        assert not Subject.objects.filter(id=subject.id).exists()
    with use(cast.colleague.context):
        assert Subject.objects.filter(id=subject.id).exists()


def test_assigning_him_where_he_is_changes_nothing(cast: Cast) -> None:
    subject = survivor_of(cast.worker)

    with use(cast.manager.context):
        to = cast.colleague.member
        first = assignments.assign(cast.manager, subject.id, to=to, at=NOW)
        second = assignments.assign(cast.manager, subject.id, to=to, at=NOW)

        assert second == first
        assert Assignment.objects.filter(subject=subject).count() == 1


def test_somebody_elsewhere_can_not_be_assigned(cast: Cast) -> None:
    subject = survivor_of(cast.worker)

    with use(cast.outside_manager.context), pytest.raises(NotVisible):
        assignments.assign(
            cast.outside_manager, subject.id, to=cast.outsider.member, at=NOW
        )


def test_a_worker_from_elsewhere_gets_nobody(cast: Cast) -> None:
    subject = survivor_of(cast.worker)

    with use(cast.manager.context), pytest.raises(NotVisible):
        assignments.assign(cast.manager, subject.id, to=cast.outsider.member, at=NOW)
    with use(cast.manager.context), pytest.raises(NotVisible):
        assignments.assign(cast.manager, uuid4(), to=cast.colleague.member, at=NOW)


def test_many_are_handed_over_at_once(cast: Cast) -> None:
    subjects = {survivor_of(cast.worker).id for _ in range(3)}
    theirs = survivor_of(cast.colleague).id

    with use(cast.manager.context):
        moved = assignments.hand_over(
            cast.manager, [*subjects, theirs], to=cast.colleague.member, at=NOW
        )
        working = Assignment.objects.filter(ended_at=None)

        assert set(moved) >= subjects
        assert set(working.values_list("member", flat=True)) == {cast.colleague.member}
    with use(cast.worker.context):
        assert visible([*subjects, theirs]) == set()
    with use(cast.colleague.context):
        assert visible([*subjects, theirs]) == {*subjects, theirs}


def test_each_who_is_handed_over_has_his_own_event(cast: Cast) -> None:
    subjects = sorted(survivor_of(cast.worker).id for _ in range(3))

    with use(cast.manager.context):
        assignments.hand_over(cast.manager, subjects, to=cast.colleague.member, at=NOW)

    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        told = Event.objects.filter(action="person.assigned")
        assert sorted(told.values_list("subject_id", flat=True)) == subjects


def test_handing_over_is_refused_whole(cast: Cast) -> None:
    subject, elsewhere = survivor_of(cast.worker), survivor_of(cast.outsider)

    with use(cast.manager.context), pytest.raises(NotVisible):
        assignments.hand_over(
            cast.manager, [subject.id, elsewhere.id], to=cast.colleague.member, at=NOW
        )

    with use(cast.worker.context):
        assert visible([subject.id]) == {subject.id}


def test_two_managers_at_once_leave_him_with_one_worker(live_cast: Cast) -> None:
    cast = live_cast
    subject = survivor_of(cast.manager)
    faults: list[BaseException] = []

    def assign(to: object) -> None:
        try:
            with use(cast.manager.context), transaction.atomic():
                assignments.assign(cast.manager, subject.id, to=to, at=NOW)  # type: ignore[arg-type]
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=assign, args=[actor.member])
        for actor in (cast.worker, cast.colleague)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    with use(cast.manager.context), transaction.atomic():
        assert Assignment.objects.filter(subject=subject, ended_at=None).count() == 1
        grants = SubjectUserObjectPermission.objects.filter(content_object=subject)
        assert grants.filter(until=None).count() == 1
