"""The clock of a machine jumps by a day: nothing lasts longer or happens twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Client as Record
from msa.accounts.actor import Actor
from msa.jobs import running
from msa.jobs.asking import ask
from msa.jobs.models import Job
from msa.jobs.running import LeaseLost, claim
from msa.tenancy import context
from msa.tenancy.context import Context, use
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn

DAY = timedelta(days=1)
JUMPS = pytest.mark.parametrize("jump", [DAY, -DAY], ids=["forward", "back"])


@pytest.mark.req("R05")
@JUMPS
def test_a_sign_in_does_not_outlive_the_jump(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    browser, page = sign_in(cast.worker), reverse("worker:people")
    assert browser.get(page).status_code == 200
    jumped = timezone.now() + jump

    monkeypatch.setattr(timezone, "now", lambda: jumped)

    answer = browser.get(page)
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]
    monkeypatch.undo()
    assert browser.get(page).status_code == 302


def records_seen_by(actor: Actor) -> int:
    with transaction.atomic(), use(actor.context):
        return Record.objects.count()


@pytest.mark.req("R05")
def test_a_context_from_a_clock_that_is_behind_opens_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(cast.worker)
    assert records_seen_by(cast.worker) == 1
    before = context.time.time() - DAY.total_seconds()
    monkeypatch.setattr(context.time, "time", lambda: before)

    with pytest.raises(DatabaseError, match="bad context"):
        records_seen_by(cast.worker)


@pytest.fixture
def job(cast: Cast) -> Iterator[Job]:
    """A job that a worker has just taken."""
    at = timezone.now()
    with use(cast.compiler.context):
        ask(
            queue="reports",
            kind="tests.nothing",
            organisation=cast.compiler.organisation,
            person=cast.compiler.person,
            at=at,
        )
    with use(Context(cast.compiler.organisation, cast.compiler.person, "reporting")):
        taken = claim("reports", at=at)
        assert taken
        yield taken


def publish(job: Job, results: list[str], words: str) -> None:
    running._publish_of(job)(lambda: results.append(words))


def taken_by_another(at: datetime) -> Job | None:
    return claim("reports", at=at)


@pytest.mark.req("R05")
def test_a_worker_whose_clock_is_ahead_takes_over_and_one_result_stays(
    job: Job,
) -> None:
    results: list[str] = []
    other = taken_by_another(timezone.now() + DAY)
    assert other

    publish(other, results, "other")
    with pytest.raises(LeaseLost):
        publish(job, results, "first")

    assert results == ["other"]


@pytest.mark.req("R05")
def test_a_worker_whose_clock_is_behind_takes_nothing_from_another(job: Job) -> None:
    results: list[str] = []

    assert taken_by_another(timezone.now() - DAY) is None
    publish(job, results, "first")

    assert results == ["first"]
