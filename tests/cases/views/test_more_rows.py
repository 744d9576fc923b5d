"""No page about many asks the database more often for more of them (CAS-01, CAS-02).

The pages are asked for as they are sent, templates and what other apps add included:
what a query alone does not ask, a line of a template may.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Session
from cases.referrals.models import Referral, Service
from cases.sections import Needs, NextSteps, Step
from cases.services import assignments, sections
from msa.clock.days import local_date
from msa.tenancy.context import use
from rights.places import Place
from tests.cases.world import held, logged, person
from tests.cast import NOW, TODAY, Cast
from tests.conftest import SignIn
from tests.gatherings import world as groups
from tests.referrals import world as referrals
from tests.rights.world import stated
from tests.workload.world import note

_WORKERS = (
    "/today/",
    "/people/",
    "/today/how-i-work/",
    "/groups/",
    "/groups/{group}/",
    "/services/",
    "/people/{subject}/",
    "/people/{subject}/timeline/",
    "/people/{subject}/referrals/",
)
_MANAGERS = (
    "/manage/",
    "/manage/?quiet=on",
    "/manage/?worker=nobody",
    "/manage/hand/",
    "/manage/waiting/",
    "/manage/workload/",
    "/manage/groups/",
    "/manage/groups/{group}/",
    "/manage/services/",
    "/manage/people/{subject}/",
)


@dataclass(slots=True)
class Grown:
    """What there is, and one of each whose page is asked for."""

    cast: Cast
    subject: UUID
    group: UUID
    people: list[UUID] = field(default_factory=list)

    def grow(self) -> None:
        """Add one more of everything."""
        number = len(self.people)
        self._add_person(f"Person {number}")
        logged(self.cast.worker, self.subject, held(TODAY - timedelta(days=number)))
        service = referrals.service(self.cast.manager, name=f"Service {number}")
        referrals.referred(self.cast.worker, self.subject, service)
        one = groups.member(self.cast, self.group, f"Member {number}")
        later = timedelta(days=number)
        groups.logged(
            self.cast.worker,
            self.group,
            groups.came(one),
            what=groups.met(self.cast.worker, TODAY + later),
            at=NOW + later,
        )

    def _add_person(self, name: str) -> None:
        worker, at = self.cast.worker, timezone.now()
        today = local_date(at)
        subject = person(worker, name)
        self.people.append(subject)
        logged(worker, subject, held(TODAY - timedelta(days=60)))
        for content in (
            Needs("A warm room", review_on=today.isoformat(), urgent=True),
            NextSteps([Step("Ring", "Both", today.isoformat())]),
        ):
            with use(worker.context):
                sections.save(worker, subject, content, after=0, at=at)
        stated(worker, subject, Place.section("needs"))
        note(worker, subject)
        waits = person(worker, f"{name} waits")
        with use(self.cast.manager.context):
            assignments.let_go(self.cast.manager, waits, at=at)

    def asked(self, browser: Client, pages: tuple[str, ...]) -> dict[str, int]:
        """Return how often each page asks the database."""
        return {page: self._count(browser, page) for page in pages}

    def _count(self, browser: Client, page: str) -> int:
        url = page.format(subject=self.subject, group=self.group)
        assert browser.get(url).status_code == 200, url
        with CaptureQueriesContext(connection) as taken:
            browser.get(url)
        return len(taken)


def few_and_many(
    grown: Grown, browser: Client, pages: tuple[str, ...]
) -> tuple[dict[str, int], dict[str, int]]:
    """Return how often pages ask when there are two of everything, and four."""
    counts = []
    for _ in range(2):
        for _ in range(2):
            grown.grow()
        counts.append(grown.asked(browser, pages))
    return counts[0], counts[1]


@pytest.fixture
def grown(cast: Cast, hemi: UUID) -> Grown:
    group = groups.group(cast, run_by=cast.worker)
    return Grown(cast, hemi, group)


@pytest.mark.req("CAS-01")
def test_pages_of_a_peer_worker(grown: Grown, sign_in: SignIn) -> None:
    few, many = few_and_many(grown, sign_in(grown.cast.worker), _WORKERS)

    with use(grown.cast.worker.context):
        assert Session.objects.filter(subject=grown.subject).count() == 4
        assert Referral.objects.filter(subject=grown.subject).count() == 4
    assert many == few


@pytest.mark.req("CAS-02")
def test_pages_of_the_manager(grown: Grown, sign_in: SignIn) -> None:
    few, many = few_and_many(grown, sign_in(grown.cast.manager), _MANAGERS)

    with use(grown.cast.manager.context):
        assert Service.objects.count() == 4
    assert many == few
