"""Somebody stands in for a while, by the database's clock (CAS-04)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases.enums import SectionKind
from cases.models import Assignment
from cases.queries import people
from cases.services import assignments, blocks
from cases.workload.enums import Choice
from cases.workload.models import Cover
from cases.workload.services import covers
from consent.documents import release_keys
from consent.enums import Purpose
from consent.retention.holdings import paths
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.members import services as members
from msa.tenancy.context import use
from oversight.queries import openings
from tests.cases.world import logged, person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.workload.world import HOUR, agree, stand_in, wish


def sees(actor: Actor, subject: UUID) -> bool:
    with use(actor.context):
        return subject in {one.subject for one in people.caseload(actor).people}


def keys(actor: Actor, subject: UUID) -> int:
    with use(actor.context), transaction.atomic():
        return len(release_keys(actor, [subject], Purpose.RECORD, act="open"))


@pytest.mark.req("CAS-04")
def test_who_stands_in_works_with_him_and_his_own_stays(cast: Cast, hemi: UUID) -> None:
    assert not sees(cast.colleague, hemi)

    stand_in(cast, hemi, cast.colleague)

    with use(cast.colleague.context):
        page = people.person(cast.colleague, hemi, at=timezone.now())
    assert SectionKind.IDENTITY in page.contents
    logged(cast.colleague, hemi, at=timezone.now())
    assert sees(cast.worker, hemi)


@pytest.mark.req("CAS-04")
@pytest.mark.parametrize(
    ("begins", "ends"), [(HOUR, 2 * HOUR), (-2 * HOUR, -HOUR)], ids=["before", "after"]
)
def test_outside_its_time_it_opens_nothing(
    cast: Cast, hemi: UUID, begins: timedelta, ends: timedelta
) -> None:
    stand_in(cast, hemi, cast.colleague, begins=begins, ends=ends)

    assert not sees(cast.colleague, hemi)
    assert keys(cast.colleague, hemi) == 0
    with use(cast.colleague.context), pytest.raises(NotVisible):
        people.person(cast.colleague, hemi, at=timezone.now())


@pytest.mark.req("CAS-04")
def test_another_colleague_sees_nothing_of_it(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    stand_in(cast, hemi, cast.colleague)
    assert sees(cast.colleague, hemi)

    assert not sees(third, hemi)
    assert keys(third, hemi) == 0
    with use(third.context):
        assert not Cover.objects.exists()


@pytest.mark.req("CAS-04")
def test_nobody_stands_in_whom_he_did_not_agree_to(cast: Cast, hemi: UUID) -> None:
    wish(cast.worker, hemi, Choice.ASK_FIRST)

    with pytest.raises(AccessDenied) as refused:
        stand_in(cast, hemi, cast.colleague)
    assert refused.value.reason is Reason.ASK_FIRST

    agree(cast, hemi, cast.colleague)
    stand_in(cast, hemi, cast.colleague)
    assert sees(cast.colleague, hemi)


@pytest.mark.req("CAS-04", "REC-08")
def test_nobody_stands_in_whom_he_keeps_away(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        member, at = cast.colleague.member, timezone.now()
        blocks.block(cast.worker, hemi, member=member, at=at)

    with pytest.raises(AccessDenied) as refused:
        stand_in(cast, hemi, cast.colleague)

    assert refused.value.reason is Reason.KEPT_AWAY


@pytest.mark.req("CAS-04", "REC-08")
def test_a_block_ends_it_for_good(cast: Cast, hemi: UUID) -> None:
    stand_in(cast, hemi, cast.colleague)
    with use(cast.worker.context):
        member, at = cast.colleague.member, timezone.now()
        blocks.block(cast.worker, hemi, member=member, at=at)
    assert not sees(cast.colleague, hemi)

    with use(cast.worker.context):
        blocks.lift(cast.worker, hemi, member=member, at=timezone.now())

    assert not sees(cast.colleague, hemi)


@pytest.mark.req("CAS-04")
def test_nobody_from_elsewhere_stands_in(cast: Cast, hemi: UUID) -> None:
    with pytest.raises(NotVisible):
        stand_in(cast, hemi, cast.outsider)
    with pytest.raises(NotVisible):
        stand_in(cast, hemi, cast.manager)


@pytest.mark.req("CAS-04")
def test_whoever_leaves_stands_in_no_more(cast: Cast, hemi: UUID) -> None:
    stand_in(cast, hemi, cast.colleague)

    with use(cast.admin.context):
        members.leave(cast.admin, cast.colleague.member, at=timezone.now())

    assert not sees(cast.colleague, hemi)
    with use(cast.manager.context):
        assert not Cover.objects.filter(ended_at=None).exists()


@pytest.mark.req("CAS-04")
def test_giving_him_to_somebody_ends_it(cast: Cast, hemi: UUID, third: Actor) -> None:
    stand_in(cast, hemi, cast.colleague)

    with use(cast.manager.context):
        to, at = third.member, timezone.now()
        assignments.assign(cast.manager, hemi, to=to, at=at)

    assert not sees(cast.colleague, hemi)


@pytest.mark.req("CAS-04")
def test_a_manager_ends_it_before_its_time(cast: Cast, hemi: UUID) -> None:
    stand_in(cast, hemi, cast.colleague)
    with use(cast.manager.context):
        (cover,) = Cover.objects.filter(subject=hemi)
        covers.end(cast.manager, hemi, cover.id, at=timezone.now())

    assert not sees(cast.colleague, hemi)


def test_the_same_time_twice_is_one(cast: Cast, hemi: UUID) -> None:
    at = timezone.now()
    with use(cast.manager.context):
        for _ in range(2):
            covers.stand_in(
                cast.manager,
                [hemi],
                by=cast.colleague.member,
                from_at=at,
                until=at + HOUR,
                at=at,
            )

        assert Cover.objects.filter(subject=hemi).count() == 1


@pytest.mark.req("SEC-08")
def test_standing_in_is_no_opening_worth_asking_about(cast: Cast, hemi: UUID) -> None:
    stand_in(cast, hemi, cast.colleague)
    with use(cast.colleague.context):
        people.person(cast.colleague, hemi, at=timezone.now())

    with use(cast.manager.context):
        found = openings.worth_asking(cast.manager, at=timezone.now())

    assert not [one for one in found if one.rule.code == "not-his"]


@pytest.mark.req("CAS-04")
def test_both_are_told_on_today(cast: Cast, hemi: UUID, sign_in: SignIn) -> None:
    stand_in(cast, hemi, cast.colleague)

    mine = sign_in(cast.worker).get("/today/").content.decode()
    theirs = sign_in(cast.colleague).get("/today/").content.decode()

    assert "Colleague, for you, with 1 person" in mine
    assert "You, for Worker, with 1 person" in theirs


@pytest.mark.req("CAS-04", "RGT-03")
def test_he_reads_who_stood_in(cast: Cast, hemi: UUID, sign_in: SignIn) -> None:
    stand_in(cast, hemi, cast.colleague)
    with use(cast.colleague.context):
        people.person(cast.colleague, hemi, at=timezone.now())

    page = sign_in(cast.worker).get(f"/people/{hemi}/who-looked/").content.decode()

    assert "let somebody stand in with you for a while: Colleague" in page
    assert "opened your record" in page


@pytest.mark.req("CAS-04")
def test_a_manager_lets_somebody_stand_in_with_all_of_a_workers_people(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    other = person(cast.worker, "Rua")
    wish(cast.worker, other, Choice.ASK_FIRST)
    today = local_date(timezone.now())
    told = {
        "by": str(cast.colleague.member),
        "first": f"{today.day}/{today.month}/{today.year}",
        "last": f"{today.day}/{today.month}/{today.year}",
    }

    page = sign_in(cast.manager).post(
        f"/manage/workload/{cast.worker.member}/away/", told
    )

    assert sees(cast.colleague, hemi)
    assert not sees(cast.colleague, other)
    assert "Rua" in page.content.decode()


@pytest.mark.req("CAS-04")
@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (-1, 1, "Enter today or a day to come"),
        (2, 1, "not before the first"),
        (0, 92, "longer than three months"),
    ],
)
def test_a_time_that_cannot_be_is_asked_again(
    cast: Cast, hemi: UUID, sign_in: SignIn, first: int, last: int, said: str
) -> None:
    today = local_date(timezone.now())
    days = [today + timedelta(days=n) for n in (first, last)]
    typed = [f"{day.day}/{day.month}/{day.year}" for day in days]
    told = {"by": str(cast.colleague.member), "first": typed[0], "last": typed[1]}

    page = sign_in(cast.manager).post(f"/manage/people/{hemi}/stand-in/", told)

    assert said in page.content.decode()
    with use(cast.manager.context):
        assert not Cover.objects.exists()


@pytest.mark.req("RGT-04")
def test_an_erasure_takes_it_along() -> None:
    assert Cover in paths()


def test_nobody_stands_in_for_whom_he_works_with_himself(
    cast: Cast, hemi: UUID
) -> None:
    stand_in(cast, hemi, cast.worker)

    with use(cast.manager.context):
        assert not Cover.objects.exists()
        assert Assignment.objects.filter(subject=hemi, ended_at=None).exists()


@pytest.mark.req("SEC-08")
def test_a_breach_reaches_whom_somebody_stood_in_with(cast: Cast, hemi: UUID) -> None:
    stand_in(cast, hemi, cast.colleague)
    assert sees(cast.colleague, hemi)  # his list showed him

    with use(cast.manager.context), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject FROM sec.reached(%s, now() - interval '1 day',"
            " now() + interval '1 hour')",
            [cast.colleague.person],
        )
        reached = {subject for (subject,) in cursor.fetchall()}

    assert hemi in reached


@pytest.mark.req("CAS-04")
@pytest.mark.parametrize(("why", "state"), [("wish", "MS050"), ("block", "MS020")])
def test_raw_sql_does_not_let_it_begin_again_against_his_will(
    cast: Cast, hemi: UUID, why: str, state: str
) -> None:
    stand_in(cast, hemi, cast.colleague)
    with use(cast.manager.context):
        Cover.objects.update(ended_at=timezone.now())
    if why == "wish":
        wish(cast.worker, hemi, Choice.ASK_FIRST)
    else:
        with use(cast.worker.context):
            member, at = cast.colleague.member, timezone.now()
            blocks.block(cast.worker, hemi, member=member, at=at)

    with (
        use(cast.manager.context),
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
    ):
        Cover.objects.update(ended_at=None)

    assert getattr(refused.value.__cause__, "sqlstate", "") == state


@pytest.mark.req("CAS-04")
@pytest.mark.parametrize("days", [0, 93])
def test_raw_sql_stores_none_without_an_end_in_sight(
    cast: Cast, hemi: UUID, days: int
) -> None:
    with pytest.raises(IntegrityError):
        stand_in(cast, hemi, cast.colleague, begins=HOUR * 0, ends=24 * HOUR * days)
