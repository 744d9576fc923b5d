from __future__ import annotations

import uuid
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import DueState
from assessments.instruments import CURRENT
from assessments.models import Rating
from assessments.queries import due
from assessments.services import paper
from assessments.sheets import Sheet
from cases.models import Episode, Session
from cases.sections import Note
from cases.services import sessions
from consent.models import Consent
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.clock.days import AUCKLAND, local_date
from msa.tenancy.context import Context, use
from reporting.enums import Kind
from reporting.measures.reading import counts
from reporting.quarters import Quarter
from reporting.services import reports
from tests.assessments.world import ASKED
from tests.cases import world
from tests.cast import Cast
from tests.conftest import SignIn
from tests.reliability.boundaries import (
    CHANGES,
    EACH,
    ENDS,
    MOMENTS,
    SECOND,
    Moment,
    midnight_after,
)

ITEM = CURRENT.items[0]


@pytest.mark.req("R05")
@pytest.mark.parametrize(("day", "hours"), {**ENDS, **CHANGES}.values())
def test_the_moments_are_what_they_are_called(day: date, hours: int) -> None:
    start, end = midnight_after(day - timedelta(days=1)), midnight_after(day)
    offset = (end - SECOND).astimezone(AUCKLAND).utcoffset()

    if day in {one for one, _ in CHANGES.values()}:
        assert end - start == timedelta(hours=hours)
    else:
        assert offset == timedelta(hours=hours)


@pytest.mark.req("R05")
@pytest.mark.parametrize("moment", **EACH)
def test_a_moment_is_in_its_day_and_quarter(moment: Moment) -> None:
    assert local_date(moment.at) == moment.day
    assert Quarter.at(moment.at) == moment.quarter


def live_through(actor: Actor, moment: Moment) -> uuid.UUID:
    """Welcome somebody, meet him and key in his check-in, all in one moment."""
    at = moment.at
    subject = world.person(actor, purposes=ASKED, at=at)
    held = world.held(local_date(at))
    with use(actor.context):
        sessions.log(actor, subject, held, Note(body="x"), id=uuid.uuid4(), at=at)
        paper.key_in(
            actor,
            subject,
            Sheet(CURRENT.code, {ITEM.code: 1}),
            id=uuid.uuid4(),
            completed_on=local_date(at),
            worker_may_see=False,
            at=at,
        )
    return subject


@pytest.fixture
def lived(cast: Cast) -> dict[uuid.UUID, Moment]:
    """Somebody for each moment."""
    return {live_through(cast.worker, moment): moment for moment in MOMENTS}


@pytest.mark.req("R05")
def test_everything_is_stored_in_the_right_quarter(
    cast: Cast, lived: dict[uuid.UUID, Moment]
) -> None:
    expected = {subject: moment.quarter for subject, moment in lived.items()}

    with use(cast.worker.context), transaction.atomic():
        episodes = dict(Episode.objects.values_list("subject", "started_on"))
        begun = dict(Episode.objects.values_list("subject", "activated_on"))
        met = dict(Session.objects.values_list("subject", "held_on"))
        given = dict(Consent.objects.values_list("subject", "recorded_at"))
    with use(Context(cast.kauri.id, cast.worker.person, "reporting")):
        rated = dict(Rating.objects.values_list("subject_id", "completed_on"))

    for days in (episodes, begun, met, rated):
        assert {who: Quarter.of(day) for who, day in days.items()} == expected
    assert {who: Quarter.at(at) for who, at in given.items()} == expected


@pytest.mark.req("R05")
def test_everything_is_counted_in_the_right_quarter(
    cast: Cast, lived: dict[uuid.UUID, Moment]
) -> None:
    expected = Counter(moment.quarter for moment in lived.values())

    with use(Context(cast.national.id, cast.compiler.person, "reporting")):
        found = {quarter: counts(quarter) for quarter in expected}

    assert {quarter: one.sessions for quarter, one in found.items()} == expected
    assert {quarter: one.people for quarter, one in found.items()} == expected
    assert {quarter: one.new for quarter, one in found.items()} == expected


def clock_at(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.mark.req("R05")
@pytest.mark.parametrize("moment", **EACH)
def test_today_on_the_page_is_today_here(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, moment: Moment
) -> None:
    subject = world.person(cast.worker, at=moment.at - timedelta(days=9))
    clock_at(monkeypatch, moment.at)
    browser: Client = sign_in(cast.worker)
    url = reverse("worker:session-new", args=[subject])
    form = browser.get(url).context["form"]
    id = uuid.uuid4()
    told = {"id": id, "when": form["when"].initial, "mode": "PHONE",
            "kind": "ONE_TO_ONE", "length": "60"}  # fmt: skip

    assert browser.post(url, told).status_code == 302

    with use(cast.worker.context):
        assert Session.objects.get(subject=subject).held_on == moment.day


@pytest.mark.req("R05")
@pytest.mark.parametrize("day", [day for day, _ in ENDS.values()], ids=list(ENDS))
def test_a_report_can_be_made_from_the_first_second_after(
    cast: Cast, day: date
) -> None:
    quarter, end = Quarter.of(day), midnight_after(day)

    with use(cast.compiler.context):
        with pytest.raises(AccessDenied) as refused:
            reports.start(cast.compiler, Kind.OPERATIONAL, quarter, at=end - SECOND)
        started = reports.start(cast.compiler, Kind.OPERATIONAL, quarter, at=end)

    assert refused.value.reason is Reason.NOT_READY
    assert started.is_new


@pytest.mark.req("R05")
@pytest.mark.parametrize("day", [day for day, _ in ENDS.values()], ids=list(ENDS))
def test_a_quarter_closes_with_the_twentieth_working_day(day: date) -> None:
    quarter = Quarter.of(day)
    end = midnight_after(quarter.closes_on)

    assert not quarter.is_closed(local_date(end - SECOND))
    assert quarter.is_closed(local_date(end))


@pytest.mark.req("R05")
@pytest.mark.parametrize(
    "due_on", [*(day for day, _ in CHANGES.values()), date(2026, 7, 1)]
)
def test_a_check_in_is_due_from_midnight_on(cast: Cast, due_on: date) -> None:
    met_on = due_on.replace(month=due_on.month - 3)
    at = datetime(met_on.year, met_on.month, met_on.day, 12, tzinfo=AUCKLAND)
    subject = world.person(cast.worker, purposes=ASKED, at=at)
    world.logged(cast.worker, subject, world.held(met_on), at=at)
    midnight = midnight_after(due_on - timedelta(days=1))

    with use(cast.worker.context), transaction.atomic():
        before = due.standing(subject, at=midnight - SECOND)
        after = due.standing(subject, at=midnight)

    assert before
    assert after
    assert before.due_on == after.due_on == due_on
    assert before.state != after.state == DueState.DUE
