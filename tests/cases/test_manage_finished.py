from __future__ import annotations

from datetime import timedelta

from cases.models import Assignment, Episode
from cases.queries.caseloads import Narrowing, caseload, totals
from cases.services import people
from consent.models import Subject
from msa.tenancy.context import Context, use
from tests.cast import NOW, TODAY, USUAL, Cast, agreements


def somebody(cast: Cast) -> Subject:
    with use(cast.manager.context):
        return people.welcome(cast.manager, agreements(*USUAL), at=NOW)


def finish(cast: Cast, subject: Subject) -> None:
    with use(Context(cast.kauri.id, cast.worker.person, "owner")):
        Episode.objects.filter(subject=subject).update(ended_on=TODAY)


def test_who_has_no_peer_worker_yet_waits_for_one(cast: Cast) -> None:
    somebody(cast)

    with use(cast.manager.context):
        assert not Assignment.objects.exists()
        assert totals(cast.manager, at=NOW).waiting == 1


def test_who_has_finished_for_now_waits_for_nobody(cast: Cast) -> None:
    finish(cast, somebody(cast))

    with use(cast.manager.context):
        line = caseload(cast.manager, Narrowing(), at=NOW).lines[0]
        waiting = caseload(cast.manager, Narrowing(waiting=True), at=NOW).lines

        assert (line.under_way, waiting) == (False, [])
        assert totals(cast.manager, at=NOW).waiting == 0


def test_who_has_finished_for_now_is_not_missed(cast: Cast) -> None:
    later = NOW + timedelta(days=60)
    somebody(cast)
    with use(cast.manager.context):
        assert totals(cast.manager, at=later).quiet == 1
        (subject,) = Subject.objects.all()

    finish(cast, subject)

    with use(cast.manager.context):
        assert totals(cast.manager, at=later).quiet == 0
