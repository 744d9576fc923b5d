from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.enums import Mode, SessionKind
from cases.queries import caseloads
from cases.queries.caseloads import Caseload, Narrowing
from cases.sections import Contact, Identity, Note
from cases.services import assignments, people, sessions
from cases.services.sessions import Held
from consent.enums import Purpose
from consent.services import consents
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import NOW, TODAY, USUAL, Cast, agreements

ALL = Narrowing()


def person(
    actor: Actor,
    name: str,
    purposes: tuple[Purpose, ...] = USUAL,
    *,
    at: datetime = NOW,
) -> uuid.UUID:
    """Let an actor welcome somebody of this name."""
    with use(actor.context):
        subject = people.welcome(actor, agreements(*purposes), at=at)
        people.introduce(
            actor,
            subject,
            identity=Identity(name=name),
            contact=Contact(phone="021 555 0101", phone_safe=True),
            at=at,
        )
    return subject.id


def met(
    actor: Actor,
    subject: uuid.UUID,
    days_ago: int,
    kind: SessionKind = SessionKind.ONE_TO_ONE,
) -> None:
    """Log a session that took place so many days ago."""
    held = Held(TODAY - timedelta(days=days_ago), 60, kind, Mode.IN_PERSON)
    with use(actor.context):
        sessions.log(actor, subject, held, Note(), id=uuid.uuid4(), at=NOW)


def shown(actor: Actor, wanted: Narrowing = ALL, **more: int) -> Caseload:
    with use(actor.context):
        return caseloads.caseload(actor, wanted, at=NOW, **more)


def names(caseload: Caseload) -> list[str]:
    return [line.card.name for line in caseload.lines]


def test_manager_sees_everybody_of_his_organisation_newest_first(cast: Cast) -> None:
    old, new = person(cast.worker, "Tāne"), person(cast.colleague, "Hēmi")
    person(cast.manager, "Rāwiri")
    person(cast.outsider, "Sione")
    met(cast.worker, old, 9)
    met(cast.colleague, new, 2)

    assert names(shown(cast.manager)) == ["Hēmi", "Tāne", "Rāwiri"]


def test_line_says_with_whom_and_how_lately(cast: Cast) -> None:
    met(cast.worker, person(cast.worker, "Tāne"), 9)

    (line,) = shown(cast.manager).lines

    assert (line.worker, line.last_met_on, line.days_since) == (
        "Worker",
        TODAY - timedelta(days=9),
        9,
    )


def test_session_he_did_not_come_to_is_no_meeting(cast: Cast) -> None:
    subject = person(cast.worker, "Tāne")
    met(cast.worker, subject, 40)
    met(cast.worker, subject, 3, SessionKind.DID_NOT_ATTEND)

    (line,) = shown(cast.manager, Narrowing(quiet=True)).lines

    assert (line.days_since, line.missed_on) == (40, TODAY - timedelta(days=3))


def test_email_that_was_kept_is_no_meeting(cast: Cast) -> None:
    subject = person(cast.worker, "Tāne")
    met(cast.worker, subject, 40)
    met(cast.worker, subject, 3, SessionKind.EMAIL_KEPT)

    (line,) = shown(cast.manager, Narrowing(quiet=True)).lines

    assert (line.days_since, line.missed_on) == (40, None)


@pytest.mark.parametrize(("days_ago", "is_quiet"), [(29, False), (30, True)])
def test_quiet_begins_at_thirty_days(cast: Cast, days_ago: int, is_quiet: bool) -> None:
    met(cast.worker, person(cast.worker, "Tāne"), days_ago)

    assert bool(names(shown(cast.manager, Narrowing(quiet=True)))) is is_quiet


def test_of_whom_no_sessions_are_kept_nobody_is_quiet(cast: Cast) -> None:
    person(cast.worker, "Silent", (Purpose.RECORD,))
    person(cast.worker, "Tāne")

    assert names(shown(cast.manager, Narrowing(quiet=True))) == ["Tāne"]
    with use(cast.manager.context):
        assert caseloads.totals(cast.manager, at=NOW).quiet == 1
        silent, tane = sorted(
            shown(cast.manager, Narrowing()).lines,
            key=lambda line: line.card.name,
        )
    assert (silent.no_sessions, tane.no_sessions) == (True, False)


def test_filters_narrow_to_one_worker_or_to_those_who_wait(cast: Cast) -> None:
    person(cast.worker, "Tāne")
    person(cast.colleague, "Hēmi")
    person(cast.manager, "Rāwiri")

    theirs = Narrowing(worker=cast.worker.member)

    assert names(shown(cast.manager, theirs)) == ["Tāne"]
    assert names(shown(cast.manager, Narrowing(waiting=True))) == ["Rāwiri"]


def test_pages_show_everybody_once_those_never_met_included(cast: Cast) -> None:
    everybody = [person(cast.worker, f"Person {n}") for n in range(7)]
    for turn, subject in enumerate(everybody[:4]):
        met(cast.worker, subject, turn // 2)

    seen: list[str] = []
    after = None
    while True:
        with use(cast.manager.context):
            page = caseloads.caseload(cast.manager, ALL, at=NOW, after=after, limit=2)
        seen += names(page)
        after = page.after
        if after is None:
            break

    assert len(seen) == 7
    assert len(set(seen)) == 7


def test_totals_count_the_organisation_whatever_is_filtered(cast: Cast) -> None:
    met(cast.worker, person(cast.worker, "Tāne"), 1)
    person(cast.manager, "Rāwiri")
    sealed = person(cast.colleague, "Hēmi")
    person(cast.outsider, "Sione")
    with use(cast.colleague.context):
        consents.withdraw(cast.colleague, sealed, Purpose.RECORD, at=NOW)

    with use(cast.manager.context):
        totals = caseloads.totals(cast.manager, at=NOW)

    assert (totals.people, totals.waiting, totals.quiet, totals.sealed) == (2, 1, 1, 1)


def test_sealed_person_stands_in_no_list(cast: Cast) -> None:
    sealed = person(cast.worker, "Hēmi")
    assert names(shown(cast.manager)) == ["Hēmi"]
    with use(cast.worker.context):
        consents.withdraw(cast.worker, sealed, Purpose.RECORD, at=NOW)

    assert names(shown(cast.manager)) == []


def test_loads_count_people_of_present_workers(cast: Cast) -> None:
    person(cast.worker, "Tāne")
    person(cast.worker, "Hēmi")

    with use(cast.manager.context):
        loads = caseloads.loads(at=NOW)

    assert [(load.member.name, load.people) for load in loads] == [
        ("Colleague", 0),
        ("Worker", 2),
    ]


def test_history_tells_who_worked_with_him(cast: Cast) -> None:
    subject = person(cast.worker, "Tāne")
    later = NOW + timedelta(days=1)
    with use(cast.manager.context):
        assignments.assign(cast.manager, subject, to=cast.colleague.member, at=later)
        history = caseloads.stretches(subject)

    assert [(s.worker, s.from_at, s.ended_at) for s in history] == [
        ("Colleague", later, None),
        ("Worker", NOW, later),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_for_three_as_for_one(
    cast: Cast, count: int
) -> None:
    for turn in range(count):
        met(cast.worker, person(cast.worker, f"Person {turn}"), turn)

    with use(cast.manager.context), CaptureQueriesContext(connection) as asked:
        caseloads.caseload(cast.manager, ALL, at=NOW)

    assert len(asked) == 4


def test_administrator_and_foreign_manager_see_nobody(cast: Cast) -> None:
    person(cast.worker, "Tāne")
    assert names(shown(cast.manager)) == ["Tāne"]

    assert names(shown(cast.outside_manager)) == []


def test_day_is_counted_in_new_zealand(cast: Cast) -> None:
    subject = person(cast.worker, "Tāne")
    met(cast.worker, subject, 0)
    assert date(2026, 8, 3) == TODAY

    (line,) = shown(cast.manager).lines

    assert line.days_since == 0
