"""How a peer worker works: counted without sessions, and his own to show (CAS-03)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import SessionKind
from cases.models import PracticeMonth, PracticeShare
from cases.queries.practice import Month, PracticeMonths, own_practice, shown_practice
from cases.sections import Note
from cases.services import practice, sessions
from cases.services.practice import Practised
from consent.enums import Purpose
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.accounts.services import add_member
from msa.audit.models import Event
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.session_form import form, log
from tests.cases.world import held, person
from tests.cast import NOW, PASSWORD, TODAY, Cast
from tests.conftest import SignIn

ONE_TO_ONE = SessionKind.ONE_TO_ONE.value
COUNTS = "SELECT count(*) FROM cases_practicemonth"


@contextmanager
def owner(cast: Cast) -> Iterator[None]:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        yield


def met(
    actor: Actor,
    subject: UUID,
    *tags: str,
    kind: SessionKind = SessionKind.ONE_TO_ONE,
    on: date = TODAY,
    id: UUID | None = None,
) -> UUID:
    """Log a session about which this was said."""
    id = id or uuid.uuid4()
    with use(actor.context):
        sessions.log(
            actor,
            subject,
            held(on, kind=kind),
            Note(practice=list(tags)),
            id=id,
            at=NOW,
        )
    return id


def months(actor: Actor) -> list[tuple[date, int, int, int]]:
    """Return the counts that this actor sees, whosever they are."""
    with use(actor.context):
        return list(
            PracticeMonth.objects.order_by("month").values_list(
                "month", "purposeful", "task_only", "not_said"
            )
        )


def show(cast: Cast, to: Actor | None = None, *, days: int = 14) -> UUID:
    with use(cast.worker.context):
        practice.show(
            cast.worker, to=(to or cast.manager).member, days=days, at=timezone.now()
        )
        return PracticeShare.objects.filter(ended_at=None).latest("from_at").id


def stop(cast: Cast, share: UUID) -> None:
    with use(cast.worker.context):
        practice.stop_showing(cast.worker, share, at=timezone.now())


def names_shown(manager: Actor) -> list[str]:
    with use(manager.context):
        return [one.worker for one in shown_practice(manager, at=timezone.now())]


def events(cast: Cast, action: str) -> list[dict[str, Any]]:
    with owner(cast):
        return [event.payload for event in Event.objects.filter(action=action)]


@pytest.fixture
def counted(cast: Cast, hemi: UUID) -> None:
    """The worker has said of one session what it was about."""
    met(cast.worker, hemi, "TASK", on=local_date(timezone.now()))
    assert months(cast.worker)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["POWER"], (1, 0, 0)),
        (["TASK"], (0, 1, 0)),
        (["TASK", "EXPERIENCE"], (1, 0, 0)),
        ([], (0, 0, 1)),
    ],
)
def test_a_session_counts_by_what_was_said_of_it(
    cast: Cast, hemi: UUID, tags: list[str], expected: tuple[int, int, int]
) -> None:
    met(cast.worker, hemi, *tags)

    assert months(cast.worker) == [(date(2026, 8, 1), *expected)]


def test_who_did_not_come_is_not_counted(cast: Cast, hemi: UUID) -> None:
    met(cast.worker, hemi, kind=SessionKind.DID_NOT_ATTEND)

    assert months(cast.worker) == []


def test_pressed_twice_it_counts_once(cast: Cast, hemi: UUID) -> None:
    id = met(cast.worker, hemi, "TASK")
    met(cast.worker, hemi, "TASK", id=id)

    assert months(cast.worker) == [(date(2026, 8, 1), 0, 1, 0)]


def test_what_is_counted_without_him_is_not_counted_here(cast: Cast) -> None:
    hemi = person(cast.worker, purposes=[Purpose.RECORD])
    met(cast.worker, hemi)

    assert months(cast.worker) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Practised(TODAY, ONE_TO_ONE, ["POWER"]), [(1, 0, 0)]),
        (Practised(TODAY, ONE_TO_ONE, ["TASK"]), [(0, 1, 0)]),
        (Practised(date(2026, 7, 31), ONE_TO_ONE, ["TASK"]), [(0, 1, 0), (0, 0, 0)]),
        (Practised(TODAY, "DID_NOT_ATTEND", []), [(0, 0, 0)]),
    ],
)
def test_a_session_put_right_moves_to_where_it_belongs(
    cast: Cast, hemi: UUID, now: Practised, expected: list[tuple[int, int, int]]
) -> None:
    met(cast.worker, hemi, "TASK")
    was = Practised(TODAY, ONE_TO_ONE, ["TASK"])

    with use(cast.worker.context), transaction.atomic():
        practice.recount(cast.worker, was=was, now=now)

    assert [counts for _, *counts in months(cast.worker)] == [*map(list, expected)]


def test_a_session_that_was_never_counted_is_not_counted_when_put_right(
    cast: Cast, hemi: UUID
) -> None:
    was, now = (Practised(TODAY, ONE_TO_ONE, tags) for tags in ([], ["POWER"]))

    with use(cast.worker.context), transaction.atomic():
        practice.recount(cast.worker, was=was, now=now)

    assert months(cast.worker) == []


def test_what_is_older_than_a_year_goes(cast: Cast, hemi: UUID) -> None:
    for on in (date(2025, 6, 30), date(2025, 9, 1), TODAY):
        met(cast.worker, hemi, "TASK", on=on)

    assert [month for month, *_ in months(cast.worker)] == [
        date(2025, 9, 1),
        date(2026, 8, 1),
    ]


def test_months_without_a_session_stand_between(cast: Cast, hemi: UUID) -> None:
    for on in (date(2026, 5, 2), TODAY):
        met(cast.worker, hemi, "TASK", on=on)

    with use(cast.worker.context):
        found = own_practice(cast.worker, at=NOW).practised

    assert [month.task_only for month in found.months] == [1, 0, 0, 1]


def half_year(*task_only: int, of: int) -> PracticeMonths:
    return PracticeMonths(
        [
            Month(date(2026, n + 1, 1), purposeful=of - task, task_only=task)
            for n, task in enumerate(task_only)
        ]
    )


@pytest.mark.req("CAS-03")
@pytest.mark.parametrize(
    ("practised", "has_drifted"),
    [
        (half_year(0, 0, 0, 1, 1, 1, of=4), True),
        (half_year(1, 1, 1, 1, 1, 1, of=4), False),
        (half_year(2, 2, 2, 1, 0, 1, of=4), False),
        (half_year(0, 0, 0, 1, 1, 1, of=1), False),
        (half_year(4, 4, 4, of=4), False),
        (half_year(of=4), False),
    ],
)
def test_the_signal_is_more_practical_things_than_before(
    practised: PracticeMonths, *, has_drifted: bool
) -> None:
    assert practised.has_drifted == has_drifted


@pytest.mark.req("CAS-03")
def test_what_was_not_said_is_no_drift() -> None:
    said = half_year(1, 1, 1, 0, 0, 0, of=4).months
    unknown = [Month(one.on, not_said=40) for one in said[3:]]

    assert not PracticeMonths([*said[:3], *unknown]).has_drifted


@pytest.mark.req("CAS-03")
@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("who", ["colleague", "manager", "outsider", "outside_manager"])
def test_nobody_else_sees_it(cast: Cast, who: str) -> None:
    assert months(getattr(cast, who)) == []


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("who", ["admin", "compiler"])
def test_other_roles_may_not_even_ask(cast: Cast, who: str) -> None:
    with (
        use(getattr(cast, who).context),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(COUNTS)


@pytest.mark.usefixtures("counted")
def test_nobody_counts_for_another(cast: Cast) -> None:
    with (
        use(cast.colleague.context),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        PracticeMonth.objects.create(
            organisation_id=cast.kauri.id,
            member_id=cast.worker.member,
            month=date(2026, 1, 1),
        )


@pytest.mark.req("CAS-03")
@pytest.mark.usefixtures("counted")
def test_a_manager_sees_it_while_it_is_shown(cast: Cast) -> None:
    share = show(cast)
    assert names_shown(cast.manager) == ["Worker"]
    assert len(months(cast.manager)) == 1

    stop(cast, share)

    assert names_shown(cast.manager) == []
    assert months(cast.manager) == []


@pytest.mark.req("CAS-03")
@pytest.mark.usefixtures("counted")
def test_it_ends_by_itself(cast: Cast) -> None:
    share = show(cast)
    now = timezone.now()
    with owner(cast):
        PracticeShare.objects.filter(id=share).update(
            from_at=now - timedelta(days=15), until=now - timedelta(seconds=1)
        )

    assert names_shown(cast.manager) == []
    assert months(cast.manager) == []


@pytest.mark.usefixtures("counted")
def test_who_has_left_shows_nothing(cast: Cast) -> None:
    show(cast)
    with owner(cast):
        Member.objects.filter(id=cast.worker.member).update(left_at=timezone.now())

    assert months(cast.manager) == []


@pytest.mark.req("CAS-03")
@pytest.mark.usefixtures("counted")
def test_another_manager_does_not_learn_that_it_is_shown(cast: Cast) -> None:
    (other,) = add_member(
        cast.kauri,
        email="second@kauri.example",
        password=PASSWORD,
        name="Second",
        roles=[Role.MANAGER],
        at=NOW,
    )
    show(cast)

    assert months(other) == []
    with use(other.context):
        assert not PracticeShare.objects.exists()


@pytest.mark.usefixtures("counted")
def test_nobody_shows_for_another(cast: Cast) -> None:
    with (
        use(cast.colleague.context),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        PracticeShare.objects.create(
            organisation_id=cast.kauri.id,
            member_id=cast.worker.member,
            shown_to_id=cast.manager.member,
            from_at=NOW,
            until=timezone.now() + timedelta(days=1),
        )


@pytest.mark.parametrize("to", ["colleague", "worker", "outside_manager"])
def test_it_is_shown_to_managers_here_alone(cast: Cast, to: str) -> None:
    with pytest.raises(NotVisible):
        show(cast, getattr(cast, to))


@pytest.mark.parametrize("days", [0, 91])
def test_it_is_shown_for_a_while(cast: Cast, days: int) -> None:
    with pytest.raises(ValueError, match="days"):
        show(cast, days=days)


def test_shown_again_it_is_shown_for_as_long_as_was_said_last(cast: Cast) -> None:
    show(cast, days=90)
    show(cast, days=14)

    with use(cast.worker.context):
        (shown,) = own_practice(cast.worker, at=timezone.now()).shown

    assert shown.until < timezone.now() + timedelta(days=15)


def test_nobody_ends_what_is_not_his(cast: Cast) -> None:
    share = show(cast)

    with use(cast.colleague.context), pytest.raises(NotVisible):
        practice.stop_showing(cast.colleague, share, at=timezone.now())


def test_showing_ending_and_looking_are_recorded(cast: Cast) -> None:
    stop(cast, share := show(cast))
    show(cast)
    names_shown(cast.manager)

    assert len(events(cast, "practice.shown")) == 2
    assert events(cast, "practice.kept") == [{"share": str(share)}]
    (looked,) = events(cast, "practice.looked-at")
    assert looked == {"members": [str(cast.worker.member)]}


def test_no_row_of_it_names_a_survivor() -> None:
    for model in (PracticeMonth, PracticeShare):
        names = {field.name for field in model._meta.get_fields()}
        assert not names & {"subject", "session", "key"}


def words(browser: Client, name: str) -> str:
    html = browser.get(reverse(name)).content.decode()
    html = html[html.index("<main") : html.index("</main")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.req("CAS-03")
def test_his_page_tells_what_he_said_of_his_sessions(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    for tags in (["POWER"], ["TASK"], ["EXPERIENCE"], []):
        assert log(browser, hemi, form(practice=tags)).status_code == 302

    page = words(browser, "worker:practice")

    assert "Of 3 sessions of which something was said, 1 were" in page
    assert f"{timezone.localdate():%B %Y} 2 1 1" in page
    assert "Hēmi" not in page


def test_nothing_counted_yet_says_how_to_begin(cast: Cast, sign_in: SignIn) -> None:
    assert "Nothing counted yet" in words(sign_in(cast.worker), "worker:practice")


@pytest.mark.req("CAS-03")
@pytest.mark.usefixtures("counted")
def test_he_shows_it_and_ends_it_on_his_page(cast: Cast, sign_in: SignIn) -> None:
    browser, manager = sign_in(cast.worker), sign_in(cast.manager)
    assert "Nothing is shown to you" in words(manager, "manager:practice")

    sent = {"shown_to": str(cast.manager.member), "span": "14"}
    assert browser.post(reverse("worker:practice"), sent).status_code == 302
    assert "Manager Until" in words(browser, "worker:practice")
    assert "Worker Shown to you until" in words(manager, "manager:practice")
    (share,) = browser.get(reverse("worker:practice")).context["shown"]
    browser.post(reverse("worker:practice-stop-showing", args=[share.id]))

    assert "You alone." in words(browser, "worker:practice")
    assert "Nothing is shown to you" in words(manager, "manager:practice")


@pytest.mark.parametrize("sent", [{}, {"shown_to": "x", "span": "14"}])
def test_what_was_not_chosen_is_asked_again(
    cast: Cast, sign_in: SignIn, sent: dict[str, str]
) -> None:
    answer = sign_in(cast.worker).post(reverse("worker:practice"), sent)

    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.usefixtures("counted")
def test_today_leads_there(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.worker).get(reverse("worker:today")).content.decode()

    assert reverse("worker:practice") in page
