"""Whom he lets take over, asked beforehand: the database keeps to it (CAS-04)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import Assignment
from cases.queries import people
from cases.services import assignments
from cases.workload.enums import Choice
from cases.workload.models import Wish
from cases.workload.services import wishes
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cases.at_once import at_once
from tests.cases.world import events, person
from tests.cast import TODAY, Cast
from tests.conftest import SignIn
from tests.workload.world import agree, wish

GRANT = (
    "INSERT INTO consent_subjectuserobjectpermission (organisation_id, user_id,"
    " permission_id, content_object_id, until) SELECT %s, %s, id, %s, NULL"
    " FROM auth_permission WHERE codename = 'work_with_subject'"
)
ASSIGN = (
    "INSERT INTO cases_assignment (id, organisation_id, subject_id, member_id, from_at,"
    " made_by_id) VALUES (gen_random_uuid(), %s, %s, %s, now(), %s)"
)
RENEW = (
    "UPDATE consent_subjectuserobjectpermission SET until = NULL"
    " WHERE content_object_id = %s AND user_id = %s"
)
REOPEN = (
    "UPDATE cases_assignment SET ended_at = NULL, ended_by_id = NULL"
    " WHERE subject_id = %s AND member_id = %s"
)


def assign(cast: Cast, subject: UUID, to: Actor) -> None:
    with use(cast.manager.context):
        assignments.assign(cast.manager, subject, to=to.member, at=timezone.now())


def sees(actor: Actor, subject: UUID) -> bool:
    with use(actor.context), transaction.atomic():
        return subject in {one.subject for one in people.caseload(actor).people}


@pytest.mark.req("CAS-04")
@pytest.mark.parametrize("choice", [Choice.THESE, Choice.ASK_FIRST])
def test_he_is_given_to_nobody_he_did_not_agree_to(
    cast: Cast, hemi: UUID, third: Actor, choice: Choice
) -> None:
    wish(cast.worker, hemi, choice, *([third] if choice == Choice.THESE else []))

    with pytest.raises(AccessDenied) as refused:
        assign(cast, hemi, cast.colleague)

    assert refused.value.reason is Reason.ASK_FIRST
    assert sees(cast.worker, hemi)
    assert not sees(cast.colleague, hemi)


@pytest.mark.req("CAS-04")
def test_he_is_given_to_somebody_he_named(cast: Cast, hemi: UUID, third: Actor) -> None:
    wish(cast.worker, hemi, Choice.THESE, cast.colleague, third)

    assign(cast, hemi, third)

    assert sees(third, hemi)


@pytest.mark.req("CAS-04")
def test_whoever_lets_anyone_is_given_to_anyone(cast: Cast, hemi: UUID) -> None:
    wish(cast.worker, hemi, Choice.ANYONE)

    assign(cast, hemi, cast.colleague)

    assert sees(cast.colleague, hemi)


@pytest.mark.req("CAS-04")
def test_asked_and_agreed_he_is_given_to_that_one_alone(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    wish(cast.worker, hemi, Choice.ASK_FIRST)
    agree(cast, hemi, cast.colleague)

    with pytest.raises(AccessDenied):
        assign(cast, hemi, third)
    assign(cast, hemi, cast.colleague)

    assert sees(cast.colleague, hemi)


@pytest.mark.req("CAS-04")
def test_what_he_said_last_counts(cast: Cast, hemi: UUID) -> None:
    wish(cast.worker, hemi, Choice.ASK_FIRST)
    agree(cast, hemi, cast.colleague)
    with use(cast.worker.context):
        wishes.wish(
            cast.worker,
            hemi,
            Choice.ASK_FIRST,
            asked_on=TODAY + timedelta(days=1),
            at=timezone.now(),
        )

    with pytest.raises(AccessDenied):
        assign(cast, hemi, cast.colleague)


@pytest.mark.req("CAS-04")
def test_a_yes_of_long_ago_is_none(cast: Cast, hemi: UUID) -> None:
    wish(cast.worker, hemi, Choice.ASK_FIRST)
    agree(cast, hemi, cast.colleague, days_ago=31)

    with pytest.raises(AccessDenied):
        assign(cast, hemi, cast.colleague)


@pytest.mark.req("CAS-04")
@pytest.mark.parametrize("attempt", ["grant", "assign", "renew", "reopen"])
def test_raw_sql_lets_nobody_take_over_unasked(
    cast: Cast, hemi: UUID, attempt: str
) -> None:
    if attempt in ("renew", "reopen"):
        assign(cast, hemi, cast.colleague)
        assign(cast, hemi, cast.worker)
    wish(cast.worker, hemi, Choice.ASK_FIRST)
    colleague, kauri = cast.colleague, cast.kauri.id
    statement, told = {
        "grant": (GRANT, [kauri, colleague.person, hemi]),
        "assign": (ASSIGN, [kauri, hemi, colleague.member, cast.manager.member]),
        "renew": (RENEW, [hemi, colleague.person]),
        "reopen": (REOPEN, [hemi, colleague.member]),
    }[attempt]
    with use(cast.manager.context), transaction.atomic():
        # Nobody works with him now, so that no other rule stands in the way.
        assignments.let_go(cast.manager, hemi, at=timezone.now())

    with (
        use(cast.manager.context),
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, told)

    assert getattr(refused.value.__cause__, "sqlstate", "") == "MS050"


@pytest.mark.req("CAS-04")
@pytest.mark.parametrize("said_first", [True, False])
def test_who_asks_him_and_who_assigns_at_once_end_as_he_wishes(
    live_cast: Cast, live: str, said_first: bool
) -> None:
    cast = live_cast
    with transaction.atomic():
        subject = person(cast.worker)

    def say() -> None:
        with transaction.atomic():
            wish(cast.worker, subject, Choice.ASK_FIRST)

    def hand() -> None:
        with transaction.atomic():
            assign(cast, subject, cast.colleague)

    order = (say, hand) if said_first else (hand, say)
    at_once(*order, refusal=(NotVisible, AccessDenied))

    # He was handed over before he said it, or not at all.
    assert sees(cast.colleague, subject) is not said_first


@pytest.mark.req("CAS-04")
def test_who_assigns_waits_for_what_is_being_written_down(
    live_cast: Cast, live: str
) -> None:
    cast = live_cast
    with transaction.atomic():
        subject = person(cast.worker)

    def say() -> None:
        with use(cast.worker.context), transaction.atomic():
            Wish(
                organisation_id=cast.kauri.id,
                subject_id=subject,
                choice=Choice.ASK_FIRST,
                asked_on=TODAY,
                written_by_id=cast.worker.member,
                written_at=timezone.now(),
            ).save(force_insert=True)

    def hand() -> None:
        with transaction.atomic():
            assign(cast, subject, cast.colleague)

    at_once(say, hand, refusal=AccessDenied)

    assert not sees(cast.colleague, subject)


def test_the_same_answer_twice_is_one(cast: Cast, hemi: UUID) -> None:
    wish(cast.worker, hemi, Choice.THESE, cast.colleague)
    wish(cast.manager, hemi, Choice.THESE, cast.colleague)

    with use(cast.worker.context):
        assert Wish.objects.filter(subject=hemi).count() == 1
    assert len(events(cast.kauri.id, "wish.noted")) == 1


def test_another_answer_ends_the_one_before(cast: Cast, hemi: UUID) -> None:
    wish(cast.worker, hemi, Choice.ASK_FIRST)
    wish(cast.worker, hemi, Choice.ANYONE)

    with use(cast.worker.context):
        (held,) = Wish.objects.filter(subject=hemi, ended_at=None)
        assert held.choice == Choice.ANYONE
        assert Wish.objects.filter(subject=hemi).count() == 2


def test_a_colleague_who_does_not_work_with_him_writes_nothing(
    cast: Cast, hemi: UUID
) -> None:
    with pytest.raises(NotVisible):
        wish(cast.colleague, hemi, Choice.ANYONE)


@pytest.mark.req("CAS-04")
def test_pages_offer_whom_he_named_and_no_other(
    cast: Cast, hemi: UUID, third: Actor, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)
    told = {"choice": "THESE", "colleagues": str(third.member), "asked_on": "3/8/2026"}
    answer = browser.post(f"/people/{hemi}/who-may-take-over/", told)
    assert answer.status_code == 302

    page = sign_in(cast.manager).get(f"/manage/people/{hemi}/assign/").content.decode()

    assert f'value="{third.member}"' in page
    assert f'value="{cast.colleague.member}"' not in page
    assert "He said: only Third." in page


@pytest.mark.req("CAS-04")
def test_a_manager_notes_that_he_agreed_and_who_asked(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    wish(cast.worker, hemi, Choice.ASK_FIRST)
    browser = sign_in(cast.manager)
    today = local_date(timezone.now())
    told = {
        "member": str(cast.colleague.member),
        "asked_by": str(cast.worker.member),
        "asked_on": f"{today.day}/{today.month}/{today.year}",
    }

    before = browser.post(
        f"/manage/people/{hemi}/assign/", {"to": str(cast.colleague.member)}
    )
    browser.post(f"/manage/people/{hemi}/assign/agreed/", told)
    after = browser.post(
        f"/manage/people/{hemi}/assign/", {"to": str(cast.colleague.member)}
    )

    assert before.status_code == 403
    assert "wants to be asked first" in before.content.decode()
    assert after.status_code == 302
    assert sees(cast.colleague, hemi)


def test_a_wish_that_names_nobody_is_asked_again(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    told = {"choice": "THESE", "asked_on": "3/8/2026"}

    page = sign_in(cast.worker).post(f"/people/{hemi}/who-may-take-over/", told)

    assert "Choose at least one" in page.content.decode()
    with use(cast.worker.context):
        assert not Wish.objects.exists()
        assert Assignment.objects.filter(subject=hemi, ended_at=None).exists()
