from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction

from cases.models import Assignment
from cases.services import assignments
from consent.models import Subject, SubjectUserObjectPermission
from msa.access.refusals import NotVisible
from msa.tenancy.context import use
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
