"""The manager's view: who carries how much, who waits, who may need a hand (CAS-02)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import Mode, SessionKind
from cases.queries.caseloads import Narrowing
from cases.services import blocks
from cases.services.sessions import Held
from cases.services.support import hold
from cases.workload.models import KeptView, SafeLoad
from cases.workload.policies import Room, Safe, room
from cases.workload.queries.hands import Weight, hands
from cases.workload.queries.kept import exported
from cases.workload.queries.loads import waiting_list, workloads
from cases.workload.services import notes, settings
from consent.enums import Purpose
from consent.forms import end_of
from consent.models import Consent
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import events, logged, person
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import SignIn


def met(actor: Actor, subject: UUID, *, days_ago: int, minutes: int = 60) -> None:
    on: date = local_date(timezone.now()) - timedelta(days=days_ago)
    what = Held(on, minutes, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)
    logged(actor, subject, what, at=timezone.now())


def here(actor: Actor, name: str, *, days_ago: int = 0) -> UUID:
    """Somebody who has been here for so many days."""
    return person(actor, name, at=timezone.now() - timedelta(days=days_ago))


def names(cast: Cast) -> list[tuple[str, set[Weight]]]:
    with use(cast.manager.context):
        found = hands(cast.manager, at=timezone.now())
    return [(one.card.name, {why.weight for why in one.why}) for one in found.lines]


@pytest.mark.req("CAS-02")
@pytest.mark.parametrize(
    ("people", "hours", "is_"),
    [
        (0, 0.0, Room.HAS_ROOM),
        (8, 2.0, Room.HAS_ROOM),
        (9, 2.0, Room.NEARLY),
        (10, 2.0, Room.FULL),
        (11, 2.0, Room.OVER),
        (2, 18.0, Room.NEARLY),
        (2, 20.5, Room.OVER),
    ],
)
def test_somebody_is_warned_before_it_is_too_much(
    people: int, hours: float, is_: Room
) -> None:
    assert room(Safe(10, 20), people=people, hours_a_week=hours) == is_


@pytest.mark.req("CAS-02")
def test_a_workload_has_people_hours_and_the_last_session(cast: Cast) -> None:
    one, two = here(cast.worker, "Ana"), here(cast.worker, "Rua")
    met(cast.worker, one, days_ago=3, minutes=90)
    met(cast.worker, two, days_ago=5, minutes=60)
    met(cast.worker, two, days_ago=29, minutes=600)

    with use(cast.manager.context):
        loads = {one.member.name: one for one in workloads(at=timezone.now())}

    assert (loads["Worker"].people, loads["Worker"].minutes) == (2, 150)
    assert loads["Worker"].last_met_on == local_date(timezone.now()) - timedelta(days=3)
    assert (loads["Colleague"].people, loads["Colleague"].minutes) == (0, 0)
    assert loads["Worker"].room is Room.UNKNOWN


@pytest.mark.req("CAS-02")
def test_an_organisation_says_what_is_safe_and_is_told_in_words(
    cast: Cast, sign_in: SignIn
) -> None:
    here(cast.worker, "Ana")
    here(cast.worker, "Rua")
    told = {"people": "1", "hours_a_week": "20"}
    sign_in(cast.admin).post(reverse("admin:safe-load"), told)

    page = sign_in(cast.manager).get("/manage/workload/").content.decode()

    assert "More than is safe: talk about it" in page
    assert "Has room" in page
    with use(cast.outside_manager.context):
        assert not SafeLoad.objects.exists()


@pytest.mark.req("CAS-02")
def test_what_somebody_else_called_safe_can_be_changed(
    cast: Cast, sign_in: SignIn
) -> None:
    with use(cast.manager.context):
        settings.set_safe_load(cast.manager, Safe(8, 20), at=timezone.now())

    told = {"people": "6", "hours_a_week": "15"}
    answer = sign_in(cast.admin).post(reverse("admin:safe-load"), told)

    assert answer.status_code == 302
    with use(cast.admin.context):
        row = SafeLoad.objects.get()
    assert (row.people, row.hours_a_week, row.set_by_id) == (6, 15, cast.admin.member)


@pytest.mark.req("CAS-02")
def test_who_waits_longest_comes_first_with_since_when(
    cast: Cast, sign_in: SignIn
) -> None:
    here(cast.manager, "Lately", days_ago=2)
    here(cast.manager, "Long", days_ago=20)
    here(cast.worker, "Held", days_ago=30)

    with use(cast.manager.context):
        found = waiting_list(cast.manager, at=timezone.now())
    page = sign_in(cast.manager).get("/manage/waiting/").content.decode()

    assert [(one.card.name, one.days) for one in found.lines] == [
        ("Long", 20),
        ("Lately", 2),
    ]
    assert "could be asked next" in page
    assert "Colleague" in page  # who has nobody yet


@pytest.mark.req("CAS-02", "UI-M2")
def test_who_may_need_a_hand_is_sorted_and_says_why(cast: Cast) -> None:
    here(cast.worker, "Well")
    quiet = here(cast.worker, "Quiet", days_ago=60)
    met(cast.worker, quiet, days_ago=40)
    here(cast.manager, "Waiting", days_ago=3)
    decide = here(cast.worker, "Decide")
    asks = here(cast.worker, "Asks")
    urgent = here(cast.worker, "Urgent")
    with use(cast.worker.context):
        at = timezone.now()
        hold(cast.worker, decide, at=at)
        notes.write(cast.worker, asks, "Please", id=uuid.uuid4(), at=at)
        notes.write(cast.worker, urgent, "Now", is_urgent=True, id=uuid.uuid4(), at=at)

    assert names(cast) == [
        ("Urgent", {Weight.CAN_NOT_WAIT}),
        ("Asks", {Weight.ASKED}),
        ("Decide", {Weight.TO_DECIDE}),
        ("Waiting", {Weight.WAITING}),
        ("Quiet", {Weight.QUIET}),
    ]


@pytest.mark.req("CAS-02")
def test_a_check_in_that_is_due_is_a_reason(cast: Cast) -> None:
    subject = person(
        cast.worker,
        "Due",
        (Purpose.RECORD, Purpose.SESSIONS, Purpose.ASSESSMENT),
        at=timezone.now() - timedelta(days=120),
    )
    met(cast.worker, subject, days_ago=110)
    met(cast.worker, subject, days_ago=1)

    assert names(cast) == [("Due", {Weight.DUE})]


@pytest.mark.req("UI-M2", "REC-08")
def test_whom_he_keeps_away_is_not_told_that_he_needs_a_hand(cast: Cast) -> None:
    subject = here(cast.worker, "Waiting", days_ago=60)
    assert names(cast)
    with use(cast.worker.context):
        member, at = cast.manager.member, timezone.now()
        blocks.block(cast.worker, subject, member=member, at=at)

    assert names(cast) == []


@pytest.mark.req("UI-M1")
def test_whom_nobody_met_for_a_month_is_two_steps_away(
    cast: Cast, sign_in: SignIn
) -> None:
    quiet = here(cast.worker, "Quiet", days_ago=60)
    met(cast.worker, quiet, days_ago=40)
    lately = here(cast.worker, "Lately", days_ago=60)
    met(cast.worker, lately, days_ago=2)
    browser = sign_in(cast.manager)

    first = browser.get("/manage/").content.decode()
    page = browser.get("/manage/?quiet=on").content.decode()  # tick, and press Show

    assert 'name="quiet"' in first
    assert "Quiet</a>" in page
    assert "Lately</a>" not in page


@pytest.mark.req("UI-M1")
def test_a_manager_keeps_a_view_finds_it_and_forgets_it(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.manager)
    chosen = {"quiet": "on", "worker": str(cast.worker.member)}
    for _ in range(2):
        browser.post("/manage/views/keep/", chosen)

    page = browser.get("/manage/views/").content.decode()
    with use(cast.manager.context):
        (row,) = KeptView.objects.all()
    browser.post(f"/manage/views/{row.id}/drop/")

    assert f"/manage/?quiet=on&amp;worker={cast.worker.member}" in page
    assert "Worker · Not met for 30 days" in page
    with use(cast.manager.context):
        assert not KeptView.objects.exists()


@pytest.mark.req("UI-M1")
def test_what_is_no_filter_is_not_kept(cast: Cast, sign_in: SignIn) -> None:
    told = {"worker": "Hēmi", "pace": "x", "note": "words"}

    sign_in(cast.manager).post("/manage/views/keep/", told)

    with use(cast.manager.context):
        assert not KeptView.objects.exists()


@pytest.mark.req("UI-M1")
def test_views_are_each_managers_own(cast: Cast) -> None:
    with use(cast.manager.context):
        settings.keep_view(cast.manager, "quiet=on", at=timezone.now())

        assert KeptView.objects.exists()
    (deputy,) = add_member(
        cast.kauri,
        email="deputy@kauri.example",
        password=PASSWORD,
        name="Deputy",
        roles=[Role.MANAGER],
        at=NOW,
    )

    for other in (cast.outside_manager, deputy):
        with use(other.context):
            assert not KeptView.objects.exists()


@pytest.mark.req("UI-M1")
def test_the_file_has_what_is_shown_and_nobodys_name(
    cast: Cast, sign_in: SignIn
) -> None:
    quiet = here(cast.worker, "Quiet Man", days_ago=60)
    met(cast.worker, quiet, days_ago=40)
    lately = here(cast.worker, "Lately", days_ago=60)
    met(cast.worker, lately, days_ago=2)
    browser = sign_in(cast.manager)

    answer = browser.get("/manage/caseload.csv?quiet=on")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "reference,peer_worker,stands,last_met_on,days_since"
    assert len(lines) == 2
    assert lines[1].endswith(",40")
    assert "Quiet Man" not in answer.content.decode()
    (event,) = events(cast.kauri.id, "caseload.exported")
    assert event.payload["count"] == 1


@pytest.mark.req("UI-M1")
def test_the_file_opens_no_key(cast: Cast) -> None:
    here(cast.worker, "Quiet Man")
    with use(cast.manager.context):
        lines = list(exported(cast.manager, Narrowing(), at=timezone.now()))

    assert len(lines) == 1
    assert not events(cast.kauri.id, "record.list")


@pytest.mark.req("UI-M2")
def test_a_record_that_ends_is_told_with_its_last_day(cast: Cast) -> None:
    subject = here(cast.worker, "Ends soon", days_ago=1)
    last = local_date(timezone.now()) + timedelta(days=5)
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        Consent.objects.filter(subject=subject, purpose=Purpose.RECORD).update(
            expires_at=end_of(last)
        )

    with use(cast.manager.context):
        found = hands(cast.manager, at=timezone.now())

    assert [why.since for why in found.lines[0].why if why.is_a_day] == [last]
