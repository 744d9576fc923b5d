from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Assignment
from cases.services.assignments import assign
from consent.models import Subject
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Person, Role
from msa.accounts.services import add_member
from msa.tenancy.context import use
from tests.cast import NOW, PASSWORD, Cast, survivor_of
from tests.conftest import SignIn

from .test_invitations import GOOD, SITE, events, link_for, text


@pytest.fixture
def survivor(cast: Cast) -> Subject:
    """Somebody the worker supports."""
    subject = survivor_of(cast.worker)
    with use(cast.manager.context):
        assign(cast.manager, subject.id, to=cast.worker.member, at=NOW)
    return subject


def seen_by(actor: Actor) -> int:
    with use(actor.context):
        return int(Subject.objects.count())


def leave(browser: Client, actor: Actor) -> Any:
    return browser.post(f"{SITE}{actor.member}/leave/")


@pytest.mark.req("U05", "CAS-04")
def test_a_leavers_next_request_opens_nothing(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    assert browser.get("/today/").status_code == 200

    leave(sign_in(cast.admin), cast.worker)

    assert browser.get("/today/")["Location"].startswith("/accounts/login/")
    assert sign_in(cast.worker).get("/today/").status_code == 404


@pytest.mark.req("CAS-04")
def test_his_people_wait_for_the_manager(
    cast: Cast, sign_in: SignIn, survivor: Subject
) -> None:
    assert seen_by(cast.worker) == 1

    leave(sign_in(cast.admin), cast.worker)

    assert seen_by(cast.worker) == 0
    with use(cast.manager.context):
        running = Assignment.objects.get(subject=survivor)
        assert running.ended_by_id == cast.admin.member
        again = assign(
            cast.manager, survivor.id, to=cast.colleague.member, at=timezone.now()
        )
    assert again.member_id == cast.colleague.member
    assert seen_by(cast.colleague) == 1


@pytest.mark.req("CAS-04")
def test_whoever_is_no_peer_worker_any_more_sees_nobody(
    cast: Cast, sign_in: SignIn, survivor: Subject
) -> None:
    sign_in(cast.admin).post(f"{SITE}{cast.worker.member}/", {"roles": ["admin"]})

    assert seen_by(cast.worker) == 0
    assert sign_in(cast.worker).get("/today/").status_code == 404
    assert sign_in(cast.worker).get("/organisation/").status_code == 200


def test_another_role_besides_takes_nothing_away(
    cast: Cast, sign_in: SignIn, survivor: Subject
) -> None:
    done = sign_in(cast.admin).post(
        f"{SITE}{cast.worker.member}/", {"roles": ["worker", "manager"]}
    )

    assert done["Location"] == "/organisation/"
    assert seen_by(cast.worker) == 1
    assert sign_in(cast.worker).get("/manage/").status_code == 200


def test_other_peoples_grants_stay(
    cast: Cast, sign_in: SignIn, survivor: Subject
) -> None:
    leave(sign_in(cast.admin), cast.colleague)

    assert seen_by(cast.worker) == 1


@pytest.mark.parametrize("way", ["", "leave/", "app/"])
def test_nobody_changes_himself(cast: Cast, sign_in: SignIn, way: str) -> None:
    answer = sign_in(cast.admin).post(
        f"{SITE}{cast.admin.member}/{way}", {"roles": ["manager"]}
    )

    assert answer.status_code == 403


@pytest.mark.req("S13")
def test_the_database_lets_nobody_change_himself(cast: Cast) -> None:
    with use(cast.admin.context):
        changed = Member.objects.filter(id=cast.admin.member).update(roles=["manager"])

    assert changed == 0


@pytest.mark.req("S13")
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_the_database_lets_no_other_role_change_members(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    with use(actor.context), pytest.raises(ProgrammingError), transaction.atomic():
        Member.objects.filter(id=cast.colleague.member).update(roles=["manager"])


@pytest.mark.req("S13")
def test_the_database_gives_no_national_role_here(cast: Cast) -> None:
    with use(cast.admin.context), pytest.raises(ProgrammingError), transaction.atomic():
        Member.objects.filter(id=cast.worker.member).update(roles=["national"])


@pytest.mark.req("SEC-01")
def test_a_member_of_another_organisation_is_nobody(
    cast: Cast, sign_in: SignIn
) -> None:
    assert leave(sign_in(cast.admin), cast.outsider).status_code == 404
    assert sign_in(cast.outsider).get("/today/").status_code == 200


def _equip(actor: Actor) -> None:
    with use(None):
        TOTP.activate(Person.objects.get(id=actor.person), "A" * 32)


def test_a_lost_phone_is_taken_away(cast: Cast, sign_in: SignIn) -> None:
    _equip(cast.worker)
    _equip(cast.colleague)
    browser = sign_in(cast.worker)

    sign_in(cast.admin).post(f"{SITE}{cast.worker.member}/app/")

    assert browser.get("/today/")["Location"].startswith("/accounts/login/")
    with use(None):
        assert Authenticator.objects.get().user_id == cast.colleague.person
    guest = Client()
    guest.post(
        "/accounts/login/", {"login": "worker@kauri.example", "password": PASSWORD}
    )
    assert guest.get("/today/")["Location"] == "/accounts/set-up/"
    assert events("member.factors-taken")[0][0] == cast.admin.person


@pytest.mark.req("SEC-01")
def test_whoever_works_elsewhere_too_keeps_his_app(cast: Cast, sign_in: SignIn) -> None:
    _equip(cast.outsider)
    link = link_for(sign_in(cast.admin), "outsider@rimu.example")
    sign_in(cast.outsider).post(link, {"name": "Outsider"})
    with use(cast.admin.context):
        here = Member.objects.get(name="Outsider")

    page = sign_in(cast.admin).post(f"{SITE}{here.id}/app/", follow=True)

    assert "another organisation" in text(page)
    with use(None):
        assert Authenticator.objects.exists()


def test_a_leaver_can_be_invited_again(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(cast.admin)
    leave(admin, cast.worker)
    link = link_for(admin, "worker@kauri.example")

    sign_in(cast.worker).post(link, {"name": "Worker"})

    assert sign_in(cast.worker).get("/today/").status_code == 200


@pytest.mark.req("SEC-04")
def test_every_act_leaves_its_event(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(cast.admin)
    admin.post(f"{SITE}{cast.worker.member}/", {"roles": ["manager"]})
    leave(admin, cast.worker)

    assert [row[0] for row in events("member.changed")] == [cast.admin.person]
    assert str(cast.worker.member) in events("member.left")[0][2]


def test_national_staff_end_each_others_access(
    cast: Cast, sign_in: SignIn, settings: Any
) -> None:
    settings.ROOT_URLCONF = "msa.urls.national"

    done = sign_in(cast.compiler).post(f"/members/{cast.releaser.member}/leave/")

    assert done["Location"] == "/members/"
    assert sign_in(cast.releaser).get("/reports/").status_code == 404


def test_the_administrator_learns_nothing_of_whom_it_was_with(
    cast: Cast, survivor: Subject
) -> None:
    with use(cast.admin.context), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_member")
        assert cursor.fetchone()[0] == 4
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("SELECT * FROM cases_assignment")


def test_a_manager_who_never_was_a_worker_leaves_too(
    cast: Cast, sign_in: SignIn
) -> None:
    (second,) = add_member(
        cast.kauri,
        email="second@kauri.example",
        password=GOOD,
        name="Second",
        roles=[Role.MANAGER],
        at=NOW,
    )

    assert leave(sign_in(cast.admin), second)["Location"] == "/organisation/"
