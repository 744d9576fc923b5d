from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from msa.jobs import registry
from msa.jobs.models import Job, State
from msa.jobs.registry import Progress, Publish, handler_of, handles
from msa.jobs.running import LEASE, LeaseLost, claim, run
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import NOW

QUEUE = "tests"


@pytest.fixture(autouse=True)
def owner(db: None) -> Iterator[None]:
    """Jobs of a queue of our own, as the owner of the table."""
    with use(Context(uuid.uuid4(), FOUNDER, "owner")):
        yield


@pytest.fixture
def kind() -> Iterator[str]:
    name = f"tests.{uuid.uuid4().hex[:8]}"
    yield name
    registry._handlers.pop(name, None)


def asked(kind: str, *, at: datetime = NOW) -> Job:
    job = Job(
        queue=QUEUE, kind=kind, asked_for=uuid.uuid4(), asked_by=FOUNDER, asked_at=at
    )
    job.save(force_insert=True)
    return job


def again(job: Job) -> Job:
    return Job.objects.get(id=job.id)


@pytest.mark.req("REP-02")
def test_a_job_is_claimed_once(kind: str) -> None:
    asked(kind)

    assert claim(QUEUE, at=NOW) is not None
    assert claim(QUEUE, at=NOW) is None


@pytest.mark.req("REP-02")
def test_the_oldest_job_comes_first(kind: str) -> None:
    asked(kind, at=NOW)
    older = asked(kind, at=NOW - timedelta(hours=1))

    found = claim(QUEUE, at=NOW)

    assert found is not None
    assert found.id == older.id


@pytest.mark.req("REP-02", "R01")
def test_a_lost_lease_is_taken_over_with_a_higher_fence(kind: str) -> None:
    job = asked(kind)
    claim(QUEUE, at=NOW)

    taken = claim(QUEUE, at=NOW + LEASE + timedelta(seconds=1))

    assert taken is not None
    assert (taken.id, taken.fence) == (job.id, 2)


def do(kind: str, work: Callable[[Job, Progress, Publish], None]) -> Job:
    handles(kind)(work)
    job = asked(kind)
    run(QUEUE)
    return again(job)


@pytest.mark.req("REP-02")
def test_a_job_that_publishes_is_done(kind: str) -> None:
    published = []

    def work(job: Job, progress: Progress, publish: Publish) -> None:
        progress(done=1, total=2, step="counting")
        publish(lambda: published.append(job.id))

    done = do(kind, work)

    assert (done.state, done.done, done.total) == (State.DONE, 2, 2)
    assert published == [done.id]


@pytest.mark.req("REP-02")
def test_the_lease_holds_as_long_as_a_step_says_it_takes(kind: str) -> None:
    left = []

    def work(job: Job, progress: Progress, publish: Publish) -> None:
        for takes in (None, timedelta(minutes=4), timedelta(seconds=1)):
            progress(done=1, total=2, step="counting", takes=takes)
            left.append(again(job).lease_until - timezone.now())
        publish(lambda: None)

    do(kind, work)

    assert timedelta(minutes=3) < left[1] <= timedelta(minutes=4)
    assert all(timedelta(seconds=20) < left[at] <= LEASE for at in (0, 2))


@pytest.mark.req("REP-02", "SEC-05")
def test_a_job_that_fails_keeps_a_code_and_no_message(kind: str) -> None:
    def work(job: Job, progress: Progress, publish: Publish) -> None:
        raise ValueError("Tāne told me")

    failed = do(kind, work)

    assert (failed.state, failed.fault) == (State.FAILED, "ValueError")


@pytest.mark.req("REP-02", "R01")
def test_whoever_lost_the_lease_publishes_nothing(kind: str) -> None:
    published: list[str] = []

    def work(job: Job, progress: Progress, publish: Publish) -> None:
        Job.objects.filter(id=job.id).update(fence=job.fence + 1)
        publish(lambda: published.append("late"))

    left = do(kind, work)

    assert published == []
    assert left.state == State.RUNNING


@pytest.mark.req("REP-02", "R01")
def test_progress_of_whoever_lost_the_lease_is_refused(kind: str) -> None:
    lost = []

    def work(job: Job, progress: Progress, publish: Publish) -> None:
        Job.objects.filter(id=job.id).update(fence=job.fence + 1)
        try:
            progress(done=1, total=1, step="x")
        except LeaseLost:
            lost.append(True)

    do(kind, work)

    assert lost == [True]


@pytest.mark.req("REP-02")
def test_a_result_that_fails_leaves_no_half(kind: str) -> None:
    def work(job: Job, progress: Progress, publish: Publish) -> None:
        def write() -> None:
            asked("half")
            raise KeyError

        publish(write)

    failed = do(kind, work)

    assert failed.state == State.FAILED
    assert not Job.objects.filter(kind="half").exists()


def test_two_handlers_of_one_kind_are_a_mistake(kind: str) -> None:
    handles(kind)(lambda job, progress, publish: None)

    with pytest.raises(ValueError, match="two handlers"):
        handles(kind)(lambda job, progress, publish: None)


def test_nobody_handles_an_unknown_kind() -> None:
    with pytest.raises(KeyError):
        handler_of("tests.unknown")


def test_an_empty_queue_has_no_job() -> None:
    assert run(QUEUE) is False
    assert connection.in_atomic_block
