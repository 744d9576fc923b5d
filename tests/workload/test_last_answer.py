"""His last answer holds: nobody ends it, goes before it, or plans past it (CAS-04)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import assignments
from cases.workload.enums import Choice
from cases.workload.models import Cover
from cases.workload.services import wishes
from msa.access.refusals import AccessDenied
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cast import TODAY, Cast
from tests.conftest import SignIn
from tests.overrides.world import run, sqlstate
from tests.workload.world import HOUR, agree, stand_in, wish

ENDS = "UPDATE workload_wish SET ended_at = now() WHERE subject_id = %s"
LATER = timedelta(days=2)


def covers(cast: Cast, subject: UUID) -> int:
    with use(cast.manager.context):
        return Cover.objects.filter(subject=subject, ended_at=None).count()


@pytest.mark.req("CAS-04")
@pytest.mark.parametrize("role", ["worker", "manager"])
def test_raw_sql_ends_no_answer_of_his(cast: Cast, hemi: UUID, role: str) -> None:
    wish(cast.worker, hemi, Choice.ASK_FIRST)
    actor = getattr(cast, role)
    assert run(actor, "SELECT FROM workload_wish WHERE subject_id = %s", hemi) == 1

    assert sqlstate(actor, ENDS, hemi) == "42501"


@pytest.mark.req("CAS-04")
def test_a_yes_from_before_his_answer_is_none(cast: Cast, hemi: UUID) -> None:
    today = local_date(timezone.now())
    with use(cast.worker.context):
        wishes.wish(
            cast.worker, hemi, Choice.ASK_FIRST, asked_on=today, at=timezone.now()
        )
    agree(cast, hemi, cast.colleague, days_ago=1)

    to, at = cast.colleague.member, timezone.now()
    with use(cast.manager.context), pytest.raises(AccessDenied):
        assignments.assign(cast.manager, hemi, to=to, at=at)


@pytest.mark.req("CAS-04")
def test_a_yes_from_before_his_answer_is_asked_again(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    today = local_date(timezone.now())
    with use(cast.worker.context):
        wishes.wish(
            cast.worker, hemi, Choice.ASK_FIRST, asked_on=today, at=timezone.now()
        )
    day = today - timedelta(days=1)
    told = {
        "member": str(cast.colleague.member),
        "asked_by": str(cast.worker.member),
        "asked_on": f"{day.day}/{day.month}/{day.year}",
    }

    page = sign_in(cast.manager).post(
        reverse("manager:person-agreed", args=[hemi]), told
    )

    assert "He has said since then who may take over" in page.content.decode()


@pytest.mark.req("CAS-04")
def test_who_was_to_stand_in_later_does_not_against_his_answer(
    cast: Cast, hemi: UUID
) -> None:
    stand_in(cast, hemi, cast.colleague, begins=LATER, ends=LATER + HOUR)
    assert covers(cast, hemi) == 1

    wish(cast.worker, hemi, Choice.ASK_FIRST)

    assert covers(cast, hemi) == 0


@pytest.mark.req("CAS-04")
def test_who_stands_in_already_goes_on(cast: Cast, hemi: UUID) -> None:
    stand_in(cast, hemi, cast.colleague)

    wish(cast.worker, hemi, Choice.ASK_FIRST)

    assert covers(cast, hemi) == 1


@pytest.mark.req("CAS-04")
def test_whoever_notes_it_is_told_who_does_not_stand_in(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    stand_in(cast, hemi, cast.colleague, begins=LATER, ends=LATER + HOUR)
    asked = f"{TODAY.day}/{TODAY.month}/{TODAY.year}"
    told = {"choice": "ASK_FIRST", "asked_on": asked}

    url = reverse("worker:person-wish", args=[hemi])
    page = sign_in(cast.worker).post(url, told, follow=True).content.decode()

    assert "no longer to stand in with him later: Colleague" in page
