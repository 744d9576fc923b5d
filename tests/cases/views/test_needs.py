"""What he needs: first on Today of his worker, nowhere else, and never a gate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.queries import people
from cases.queries.pressing import Waiting, waiting
from cases.sections import (
    Needs,
)
from cases.services import sections
from msa.tenancy.context import use
from tests.cases.world import begun, logged
from tests.cast import NOW, TODAY, Cast
from tests.conftest import SignIn


def needs(cast: Cast, subject: UUID, content: Needs) -> None:
    with use(cast.worker.context):
        sections.save(cast.worker, subject, content, after=0, at=NOW)


@pytest.mark.req("REC-07")
def test_whoever_needs_somebody_now_stands_first_on_today(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, today = sign_in(cast.worker), reverse("worker:today")
    assert "Needs somebody now" not in browser.get(today).content.decode()

    needs(cast, hemi, Needs(urgent=True))

    page = browser.get(today).content.decode()
    assert "Needs somebody now" in page
    assert "Nobody has acted yet" in page
    listed = browser.get(reverse("worker:people")).content.decode()
    assert "Needs somebody now" in listed


@pytest.mark.req("REC-07")
def test_today_says_who_has_acted_and_not_what_was_done(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    needs(cast, hemi, Needs("A bed", "", "", True, "Wai", "2026-08-02", "Rang Ari"))

    page = sign_in(cast.worker).get(reverse("worker:today")).content.decode()

    assert "Wai has acted, 2 August 2026" in page
    assert "Rang Ari" not in page
    assert "A bed" not in page


@pytest.mark.req("REC-07")
@pytest.mark.parametrize(("days", "shows"), [(0, True), (1, False)])
def test_a_review_stands_on_today_from_its_day(
    cast: Cast, sign_in: SignIn, hemi: UUID, days: int, shows: bool
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    needs(cast, hemi, Needs(needs="A bed", review_on=day.isoformat()))

    page = sign_in(cast.worker).get(reverse("worker:today")).content.decode()

    assert ("Talk about it again" in page) is shows


@pytest.mark.req("REC-07")
def test_needs_are_no_gate(cast: Cast, hemi: UUID) -> None:
    """Whatever stands there, a session is logged and he stays among his people."""
    needs(cast, hemi, Needs(worries="He said things", urgent=True))

    assert logged(cast.worker, hemi) is not None
    with use(cast.worker.context):
        assert [c.subject for c in people.caseload(cast.worker).people] == [hemi]


@pytest.mark.req("REC-07")
def test_nobody_elses_worker_nor_a_manager_is_told(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    needs(cast, hemi, Needs(urgent=True))

    for actor, name in (
        (cast.colleague, "worker:today"),
        (cast.manager, "manager:caseload"),
    ):
        page = sign_in(actor).get(reverse(name)).content.decode()
        assert "Needs somebody now" not in page


def test_today_opens_nobodys_needs_where_there_are_none(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    begun(cast.worker)

    with use(cast.worker.context), django_assert_num_queries(1):
        assert waiting(cast.worker, on=TODAY) == Waiting()
