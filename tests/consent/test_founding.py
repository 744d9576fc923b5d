"""An organisation from nothing: founded, and its first administrator let in."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from consent.management.named import organisation_named
from consent.models import OrganisationKey
from consent.services.organisations import (
    SignsInAlready,
    SomebodyLetsIn,
    found_organisation,
    let_first_in,
)
from msa.accounts.models import Member, Person, Role
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import SignIn
from tests.msa.exchange.test_import_commands import run_command
from tests.msa.members.test_invitations import events, text
from tests.msa.members.test_resets import enter, use_link

FIRST = "first@matai.example"
NEW = "another quiet river"
FOUND, LET_IN = ("found_organisation",), ("let_first_in",)


@pytest.fixture
def matai(cast: Cast) -> Organisation:
    return found_organisation(code="matai", name="Mataī Peer Support", at=NOW)


def let_in(organisation: Organisation, email: str = FIRST) -> str:
    made = let_first_in(organisation, email=email, name="The First", at=timezone.now())
    return f"/accounts/reset/{made.secret}/"


def members_of(organisation: UUID) -> list[tuple[str, list[str]]]:
    with use(Context(organisation, FOUNDER, "owner")), transaction.atomic():
        return list(Member.objects.values_list("name", "roles"))


def test_the_link_lets_him_choose_a_password_and_set_up_an_app(
    matai: Organisation,
) -> None:
    browser, done = use_link(let_in(matai), NEW)

    assert done["Location"] == "/accounts/set-up/"
    assert browser.get("/organisation/")["Location"] == "/accounts/set-up/"
    assert enter(NEW, FIRST)["Location"] == "/"
    assert members_of(matai.id) == [("The First", ["admin"])]


def test_the_national_bodys_first_works_for_it(cast: Cast) -> None:
    with use(Context(cast.national.id, FOUNDER, "owner")):
        Member.objects.update(left_at=NOW)

    let_in(cast.national, "first@msa.example")

    assert ("The First", ["national"]) in members_of(cast.national.id)


def test_without_the_link_he_can_not_sign_in(matai: Organisation) -> None:
    let_in(matai)

    for password in ("", PASSWORD):
        assert enter(password, FIRST).status_code == 200


def test_a_link_that_was_lost_is_over_when_another_is_made(
    matai: Organisation,
) -> None:
    lost, found = let_in(matai), let_in(matai, FIRST.upper())

    assert "opens nothing" in text(Client().get(lost))
    assert use_link(found)[1]["Location"] == "/accounts/set-up/"
    assert len(members_of(matai.id)) == 1


@pytest.mark.req("U05")
def test_the_only_administrator_who_lost_all_begins_anew(
    cast: Cast, sign_in: SignIn
) -> None:
    before = sign_in(cast.admin)
    with use(None):
        TOTP.activate(Person.objects.get(id=cast.admin.person), "A" * 32)
    link = let_in(cast.kauri, "admin@kauri.example")
    assert before.get("/organisation/").status_code == 302

    use_link(link)

    assert enter(NEW, "admin@kauri.example")["Location"] == "/"
    with use(None):
        assert not Authenticator.objects.filter(user=cast.admin.person).exists()
    own = text(sign_in(cast.admin).get("/accounts/yours/"))
    assert "Whoever runs this service made a link" in own


def test_where_somebody_else_lets_people_in_nobody_is_first(cast: Cast) -> None:
    with pytest.raises(SomebodyLetsIn):
        let_in(cast.kauri, "second@kauri.example")

    assert "The First" not in dict(members_of(cast.kauri.id))


@pytest.mark.parametrize("email", ["worker@kauri.example", "admin@kauri.example"])
def test_nobody_is_let_in_by_the_address_of_somebody_elsewhere(
    matai: Organisation, email: str
) -> None:
    with pytest.raises(SignsInAlready):
        let_in(matai, email)

    assert members_of(matai.id) == []


def test_a_peer_worker_is_not_made_administrator_by_it(cast: Cast) -> None:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        Member.objects.filter(id=cast.admin.member).update(left_at=NOW)

    with pytest.raises(SignsInAlready):
        let_in(cast.kauri, "worker@kauri.example")


def test_it_is_good_for_a_day(matai: Organisation) -> None:
    yesterday = timezone.now() - timedelta(hours=24, minutes=1)
    made = let_first_in(matai, email=FIRST, name="The First", at=yesterday)

    assert "opens nothing" in text(Client().get(f"/accounts/reset/{made.secret}/"))


@pytest.mark.req("SEC-04")
def test_the_audit_says_that_it_was_done_at_the_command_line(
    matai: Organisation,
) -> None:
    let_in(matai)

    ((who, role, payload),) = events("member.let-in")
    assert (who, role) == (FOUNDER, "owner")
    assert FIRST not in payload


def test_two_commands_begin_an_organisation(live: str, live_cast: Cast) -> None:
    run_command(live, *FOUND, "matai", "Mataī Peer Support", "--region=CAN")
    said = run_command(live, *LET_IN, "matai", FIRST, "The First")

    assert "casework site" in said
    assert re.search(r"/accounts/reset/[\w-]{40,}/", said)
    matai = organisation_named("matai")
    with use(Context(matai.id, FOUNDER, "owner")), transaction.atomic():
        assert OrganisationKey.objects.count() == 1
    assert members_of(matai.id) == [("The First", [Role.ADMIN.value])]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((*FOUND, "kauri", "X", "--region=AUK"), "with the code kauri"),
        ((*FOUND, "a b", "X", "--region=AUK"), "CODE has letters"),
        ((*FOUND, "new", "X", "--region=MOON"), "--region"),
        ((*LET_IN, "nowhere", FIRST, "X"), "no organisation with the code"),
        ((*LET_IN, "kauri", "first", "X"), "EMAIL is an address"),
        ((*LET_IN, "kauri", FIRST, "X"), "Somebody else lets people in"),
        (
            (*LET_IN, "rimu", "worker@kauri.example", "X"),
            "Take another address",
        ),
    ],
)
def test_what_can_not_be_done_is_said_with_its_reason(
    cast: Cast, arguments: tuple[str, ...], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        call_command(*arguments)
