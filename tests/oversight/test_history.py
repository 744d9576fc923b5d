"""Who looked: the list equals the events, in words, for those who may ask (A08)."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.queries import people
from cases.services import assignments
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.audit.recording import record_refusal
from msa.clock.days import local_date
from msa.tenancy.context import use
from oversight.queries import history
from reporting.quarters import Quarter
from tests.cases.world import person
from tests.cast import NOW, Cast
from tests.oversight.world import events_about, happened, local, nothing_before, opened

LATER = local("2026-11-20 12:00")


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    return person(cast.worker, "Hēmi")


def looked(actor: Actor, subject: UUID, **asked: Any) -> history.History:
    with use(actor.context), transaction.atomic():
        return history.looked_at(actor, subject, at=timezone.now(), **asked)


def all_pages(actor: Actor, subject: UUID) -> list[history.Day]:
    days, before = [], None
    while True:
        page = looked(actor, subject, before=before)
        days += page.days
        before = page.older
        if before is None:
            return days


@pytest.mark.req("A08", "RGT-03")
def test_the_list_equals_the_events_for_a_thousand(cast: Cast, hemi: UUID) -> None:
    chance = random.Random(8)
    nothing_before(cast.worker)
    other = person(cast.worker, "Another")
    actions = ["record.open", "record.write", "session.logged", "access.refused"]
    for _ in range(250):
        actor = chance.choice([cast.worker, cast.colleague, cast.manager])
        action = chance.choice(actions)
        begun = local("2026-05-01 00:00") + timedelta(minutes=chance.randrange(200_000))
        moments = [begun + timedelta(seconds=n) for n in range(4)]
        about = {"target": str(hemi)} if action == "access.refused" else {}
        subject = None if action == "access.refused" else hemi
        happened(actor, action, *moments, subject=subject, **about)
        happened(actor, action, begun, subject=other)
    kept = events_about(cast.worker, hemi)
    assert len(kept) == 1000

    days = all_pages(cast.worker, hemi)

    told: Counter[tuple[object, ...]] = Counter()
    for day in days:
        for look in day.looks:
            told[day.on, look.who, look.refused] += look.times
    names = {
        actor.person: actor.name
        for actor in (cast.worker, cast.colleague, cast.manager)
    }
    truth: Counter[tuple[object, ...]] = Counter(
        (
            event.at.astimezone(local("2026-01-01 00:00").tzinfo).date(),
            names[event.actor],
            event.action == "access.refused",
        )
        for event in kept
    )
    # Reading page after page is recorded too, and stands on the day of the reading.
    read = told - truth
    assert {day for day, *_ in read} <= {local_date(timezone.now())}
    assert told - read == truth


@pytest.mark.req("A08")
def test_reading_the_list_is_the_next_thing_in_it(cast: Cast, hemi: UUID) -> None:
    before = looked(cast.worker, hemi).times

    again = looked(cast.manager, hemi)

    assert again.times == before + 1
    assert any("looked at this list" in look.did for look in again.days[0].looks)


@pytest.mark.req("RGT-03")
def test_it_says_who_what_and_when_in_words(cast: Cast, hemi: UUID) -> None:
    nothing_before(cast.worker)
    at = local("2026-03-05 14:14")
    happened(cast.worker, "record.open", at, subject=hemi, purpose="SESSIONS")

    (day,) = looked(cast.worker, hemi).days
    (look,) = day.looks

    assert (day.on.isoformat(), look.first_at) == ("2026-03-05", at)
    assert f"{look.who}, {look.as_what}, {look.did}" == (
        "Worker, peer worker, opened the notes of your sessions"
    )


@pytest.mark.req("RGT-03")
def test_the_same_again_is_one_line_with_its_count(cast: Cast, hemi: UUID) -> None:
    nothing_before(cast.worker)
    moments = [local(f"2026-03-05 {hour}:00") for hour in ("09", "11", "15")]
    opened(cast.worker, hemi, *moments)
    opened(cast.colleague, hemi, moments[1])

    (day,) = looked(cast.worker, hemi).days

    assert [(look.who, look.times) for look in day.looks] == [
        ("Worker", 3),
        ("Colleague", 1),
    ]
    assert (day.looks[0].first_at, day.looks[0].last_at) == (moments[0], moments[2])


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-04-04 12:59:59+00:00", "2026-04-05"),
        ("2026-04-05 11:59:59+00:00", "2026-04-05"),
        ("2026-04-05 12:00:00+00:00", "2026-04-06"),
        ("2026-09-26 11:59:59+00:00", "2026-09-26"),
        ("2026-09-27 10:59:59+00:00", "2026-09-27"),
        ("2026-09-27 11:00:00+00:00", "2026-09-28"),
    ],
)
def test_a_day_is_a_day_in_auckland_over_daylight_saving(
    cast: Cast, hemi: UUID, moment: str, day: str
) -> None:
    nothing_before(cast.worker)
    opened(cast.worker, hemi, datetime.fromisoformat(moment))

    assert looked(cast.worker, hemi).days[0].on.isoformat() == day


def test_a_quarter_holds_its_days_and_no_others(cast: Cast, hemi: UUID) -> None:
    nothing_before(cast.worker)
    moments = [
        local("2026-03-31 23:59:59"),
        local("2026-04-01 00:00"),
        local("2026-06-30 23:59:59"),
        local("2026-07-01 00:00"),
    ]
    opened(cast.worker, hemi, *moments)

    found = looked(cast.worker, hemi, quarter=Quarter(2026, 2))

    assert [day.on.isoformat() for day in found.days] == ["2026-06-30", "2026-04-01"]


def test_the_quarters_offered_begin_with_his_first_event(
    cast: Cast, hemi: UUID
) -> None:
    nothing_before(cast.worker)
    opened(cast.worker, hemi, local("2026-01-05 09:00"))

    with use(cast.worker.context), transaction.atomic():
        quarters = history.quarters_to_choose(hemi, at=local("2026-08-03 12:00"))

    assert [quarter.code for quarter in quarters] == ["2026Q3", "2026Q2", "2026Q1"]


@pytest.mark.req("RGT-03")
def test_a_refused_attempt_stands_in_it(cast: Cast, hemi: UUID) -> None:
    record_refusal(cast.colleague, route="worker:person", target=str(hemi))

    looks = looked(cast.worker, hemi).days[0].looks

    assert [look.who for look in looks if look.refused] == ["Colleague"]


@pytest.mark.req("RGT-03")
def test_lists_of_names_do_not(cast: Cast, hemi: UUID) -> None:
    before = looked(cast.worker, hemi).times
    with use(cast.worker.context):
        people.caseload(cast.worker)

    assert looked(cast.worker, hemi).times == before + 1  # the reading before


@pytest.mark.req("RGT-03")
def test_it_names_the_new_peer_worker(cast: Cast, hemi: UUID) -> None:
    with use(cast.manager.context):
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=NOW)

    told = [look.did for look in looked(cast.manager, hemi).days[0].looks]

    assert "gave you another peer worker: Colleague" in told


@pytest.mark.req("RGT-03", "CON-04")
def test_it_stands_when_his_record_is_sealed(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=timezone.now())

    assert looked(cast.worker, hemi).times > 3


@pytest.mark.req("RGT-03", "SEC-01")
@pytest.mark.parametrize("who", ["colleague", "outsider", "outside_manager"])
def test_nobody_else_may_ask(cast: Cast, hemi: UUID, who: str) -> None:
    before = len(events_about(cast.worker, hemi))
    actor = getattr(cast, who)

    with pytest.raises(NotVisible):
        looked(actor, hemi)

    with use(actor.context), transaction.atomic(), connection.cursor() as cursor:
        # Past the query: the function itself answers nothing and records nothing.
        cursor.execute(
            "SELECT * FROM sec.who_looked(%s, '2000-01-01', '2100-01-01', NULL, 9,"
            " 'opened')",
            [hemi],
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT sec.first_looked(%s)", [hemi])
        assert cursor.fetchone() == (None,)
    assert len(events_about(cast.worker, hemi)) == before


@pytest.mark.req("SEC-01", "RGT-03")
@pytest.mark.parametrize("role", ["admin", "national", "survivor", "reporting"])
@pytest.mark.parametrize("function", ["who_looked", "reached", "unusual_openings"])
def test_other_roles_may_not_even_call(cast: Cast, role: str, function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(has_function_privilege(%s, oid, 'EXECUTE')) FROM pg_proc"
            " WHERE pronamespace = 'sec'::regnamespace AND proname = %s",
            [f"msa_{role}", function],
        )
        assert cursor.fetchone() == (False,)


@pytest.mark.req("A01", "SEC-04")
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_nobody_reads_the_audit_itself(cast: Cast, hemi: UUID, who: str) -> None:
    with (
        use(getattr(cast, who).context),
        pytest.raises(Exception, match="permission denied") as refused,
        transaction.atomic(),
    ):
        list(Event.objects.all())

    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_an_absent_survivor_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        looked(cast.manager, uuid4())
