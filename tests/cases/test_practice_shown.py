"""How a peer worker works: his own to see, and to show (CAS-03)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import PracticeMonth, PracticeShare
from cases.queries.practice import own_practice
from cases.services import practice
from msa.access.refusals import NotVisible
from msa.accounts.models import Member, Role
from msa.accounts.services import add_member
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cases.practice_world import (
    events,
    met,
    months,
    names_shown,
    owner,
    show,
    stop,
)
from tests.cases.session_form import form, log
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import SignIn

COUNTS = "SELECT count(*) FROM cases_practicemonth"


@pytest.fixture
def counted(cast: Cast, hemi: UUID) -> None:
    """The worker has said of one session what it was about."""
    met(cast.worker, hemi, "TASK", on=local_date(timezone.now()))
    assert months(cast.worker)


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

    assert "Something practical alone: 1 of the 3 sessions" in page
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
