"""Whom a breach touched, held against what truly happened (SEC-08)."""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from cases.queries import people
from cases.services import assignments, blocks
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from oversight.forms import BreachForm
from oversight.models import Breach
from oversight.queries.breaches import Findings, findings
from oversight.services.breaches import write_down
from tests.cases.world import begun, person
from tests.cast import Cast
from tests.consent.test_colleagues import naming
from tests.oversight.world import happened, local, nothing_before, opened

INCIDENTS = 100 if os.environ.get("MSA_EXHAUSTIVE") == "1" else 10
BEGAN, ENDED = local("2026-08-10 00:00"), local("2026-08-20 00:00")
DAY = timedelta(days=1)
FOREVER = local("2100-01-01 00:00")
NOTICED = local("2026-08-20 09:30")


def looked_into(cast: Cast, whose: Actor, *, at: datetime = NOTICED) -> Findings:
    manager = cast.manager
    with use(manager.context), transaction.atomic():
        breach = write_down(
            manager,
            member=whose.member,
            from_at=BEGAN,
            to_at=ENDED,
            noticed_at=NOTICED,
            at=NOTICED,
        )
        return findings(manager, breach.id, at=at)


def ids(found: Findings) -> tuple[set[UUID], set[UUID]]:
    return {one.subject for one in found.opened}, {
        one.subject for one in found.only_listed
    }


def moment(chance: random.Random, within: tuple[datetime, datetime]) -> datetime:
    first, last = within
    return first + chance.random() * (last - first)


@pytest.mark.req("SEC-08")
def test_the_list_equals_the_truth_in_every_made_up_breach(cast: Cast) -> None:
    """Handovers, withdrawals, lists, openings and refusals, in and out of the days."""
    chance = random.Random(72)
    subjects = [begun(cast.worker, [Purpose.RECORD]) for _ in range(12)]
    handed: dict[UUID, datetime] = {}
    sealed: dict[UUID, datetime] = {}
    month = (BEGAN - timedelta(days=10), ENDED + timedelta(days=10))
    for subject in subjects[:4]:
        handed[subject] = moment(chance, month)
        with use(cast.manager.context):
            assignments.assign(
                cast.manager, subject, to=cast.colleague.member, at=handed[subject]
            )
    for subject in subjects[4:7]:
        sealed[subject] = moment(chance, month)
        with use(cast.worker.context):
            consents.withdraw(cast.worker, subject, Purpose.RECORD, at=sealed[subject])

    for _ in range(INCIDENTS):
        nothing_before(cast.worker)
        account = chance.choice([cast.worker, cast.manager, cast.colleague])
        direct, listed = set(), set()
        for _ in range(chance.randrange(12)):
            actor = chance.choice([account, cast.worker, cast.manager])
            at, subject = moment(chance, month), chance.choice(subjects)
            counts = actor == account and BEGAN <= at < ENDED
            kind = chance.choice(["open", "write", "list", "search", "refused"])
            if kind in {"open", "write"}:
                happened(actor, f"record.{kind}", at, subject=subject)
                direct |= {subject} if counts else set()
            elif kind == "refused":
                happened(actor, "access.refused", at, target=str(subject))
            elif chance.random() < 0.5:
                happened(actor, f"record.{kind}", at, count=3)
                seen = _in_sight(cast, actor, at, subjects, handed, sealed)
                listed |= seen if counts else set()

        assert ids(looked_into(cast, account)) == (direct, listed - direct)


def _in_sight(
    cast: Cast,
    actor: Actor,
    at: datetime,
    subjects: list[UUID],
    handed: dict[UUID, datetime],
    sealed: dict[UUID, datetime],
) -> set[UUID]:
    in_force = {one for one in subjects if at < sealed.get(one, FOREVER)}
    if actor == cast.manager:
        return in_force
    with_first = {one for one in in_force if at < handed.get(one, FOREVER)}
    return with_first if actor == cast.worker else in_force - with_first


@pytest.mark.req("SEC-08")
def test_a_walk_through_the_product_is_found(cast: Cast) -> None:
    opened_one, listed_one = person(cast.worker, "Hēmi"), person(cast.worker, "Rāwiri")
    others = person(cast.colleague, "Wiremu")
    nothing_before(cast.worker)
    with use(cast.worker.context):
        people.caseload(cast.worker)
        people.person(cast.worker, opened_one, at=timezone.now())
    now = timezone.now()

    with use(cast.manager.context), transaction.atomic():
        breach = write_down(
            cast.manager,
            member=cast.worker.member,
            from_at=now - timedelta(days=1),
            to_at=now + timedelta(days=1),
            noticed_at=now,
            at=now,
        )
        found = findings(cast.manager, breach.id, at=now)

    assert [one.name for one in found.opened] == ["Hēmi"]
    assert [one.name for one in found.only_listed] == ["Rāwiri"]
    assert others not in {one.subject for one in found.opened + found.only_listed}
    assert listed_one != opened_one


@pytest.mark.req("SEC-08", "CON-02")
@pytest.mark.parametrize(
    ("ended", "times"), [("", 2), ("withdrawn", 1), ("narrowed", 1)]
)
def test_whom_he_named_may_have_seen_him_on_a_list(
    cast: Cast, ended: str, times: int
) -> None:
    subject = person(cast.worker, "Hēmi")
    with use(cast.worker.context):
        consents.give(cast.worker, subject, naming(cast.colleague), at=BEGAN)
    with use(cast.colleague.context):
        assert [one.subject for one in people.caseload(cast.colleague).people] == [
            subject
        ]
    nothing_before(cast.colleague)
    happened(cast.colleague, "record.list", BEGAN + DAY, BEGAN + 3 * DAY, count=1)
    with use(cast.worker.context):
        if ended == "withdrawn":
            consents.withdraw(
                cast.worker, subject, Purpose.COLLEAGUES, at=BEGAN + 2 * DAY
            )
        elif ended == "narrowed":
            consents.renew(cast.worker, subject, naming(), at=BEGAN + 2 * DAY)

    (found,) = looked_into(cast, cast.colleague).only_listed

    assert (found.subject, found.listed) == (subject, times)


@pytest.mark.req("SEC-08", "REC-08")
def test_whom_he_keeps_away_has_not_seen_him_since(cast: Cast) -> None:
    subject, other = person(cast.worker, "Hēmi"), person(cast.worker, "Rāwiri")
    nothing_before(cast.manager)
    happened(cast.manager, "record.list", BEGAN + DAY, BEGAN + 3 * DAY, count=2)
    with use(cast.worker.context):
        blocks.block(
            cast.worker, subject, member=cast.manager.member, at=BEGAN + 2 * DAY
        )

    found = looked_into(cast, cast.manager).only_listed

    assert {one.subject: one.listed for one in found} == {subject: 1, other: 2}


@pytest.mark.req("SEC-08")
def test_of_a_sealed_record_no_name_is_read(cast: Cast) -> None:
    subject = person(cast.worker, "Hēmi")
    opened(cast.worker, subject, BEGAN)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=NOTICED)

    (one,) = looked_into(cast, cast.worker).opened

    assert (one.subject, one.name, one.reference) == (subject, "", "")


@pytest.mark.req("SEC-08")
@pytest.mark.parametrize(
    ("hours", "left"), [(0, 72), (1.5, 70), (71.5, 0), (72, 0), (72.5, -1)]
)
def test_the_clock_runs_from_when_it_was_noticed(
    cast: Cast, hours: float, left: int
) -> None:
    found = looked_into(cast, cast.worker, at=NOTICED + timedelta(hours=hours))

    assert found.tell_by == NOTICED + timedelta(hours=72)
    assert found.hours_left == left


def test_a_breach_elsewhere_is_not_there(cast: Cast) -> None:
    found = looked_into(cast, cast.worker)
    other = cast.outside_manager

    with use(other.context), pytest.raises(NotVisible), transaction.atomic():
        findings(other, found.breach.id, at=NOTICED)


def reached(manager: Actor, account: Actor) -> int:
    with (
        use(manager.context),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT * FROM sec.reached(%s, '2000-01-01', '2100-01-01')",
            [account.person],
        )
        return len(cursor.fetchall())


@pytest.mark.req("SEC-01", "SEC-08")
def test_the_database_tells_another_organisation_nothing_of_an_account(
    cast: Cast,
) -> None:
    opened(cast.worker, person(cast.worker, "Hēmi"), BEGAN)
    with use(cast.worker.context):
        people.caseload(cast.worker)

    assert reached(cast.manager, cast.worker) == 1
    assert reached(cast.outside_manager, cast.worker) == 0


def test_nobody_elsewhere_can_be_looked_into(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        looked_into(cast, cast.outsider)


def test_a_breach_is_never_changed(cast: Cast) -> None:
    looked_into(cast, cast.worker)

    with use(cast.manager.context), pytest.raises(Error), transaction.atomic():
        Breach.objects.update(noticed_at=ENDED)


def form(cast: Cast, **changed: str) -> BreachForm:
    told = {
        "member": str(cast.worker.member),
        "from_day": "3/4/2026",
        "to_day": "5/4/2026",
        "noticed_day": "5 April 2026",
        "noticed_time": "2:30 am",
    } | changed
    with use(cast.manager.context):
        from oversight.queries.breaches import accounts

        return BreachForm(told, members=accounts())


def test_whole_days_over_the_end_of_daylight_saving(cast: Cast) -> None:
    asked = form(cast)

    assert asked.is_valid(), asked.errors
    first, last = asked.period()
    assert (first.isoformat(), last.isoformat()) == (
        "2026-04-02T11:00:00+00:00",
        "2026-04-05T12:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("to_day", "2/4/2026"),
        ("from_day", "31/2/2026"),
        ("noticed_time", "soon"),
        ("noticed_day", "1/1/2999"),
        ("member", "nobody"),
        ("member", ""),
    ],
)
def test_what_cant_be_is_asked_again(cast: Cast, field: str, text: str) -> None:
    asked = form(cast, **{field: text})

    assert not asked.is_valid()
    assert field in asked.errors
