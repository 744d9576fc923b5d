from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from msa.access.refusals import AccessDenied
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Person, Role
from msa.members import services
from msa.members.models import Invitation
from msa.tenancy.context import use
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import SignIn

NEW = "new@kauri.example"
GOOD = "a door that opens softly"
SITE = "/organisation/members/"


def link_for(
    browser: Client, email: str = NEW, roles: tuple[str, ...] = ("worker",)
) -> str:
    page = browser.post(f"{SITE}invite/", {"email": email, "roles": roles})
    found = re.search(
        r"http://testserver(/accounts/invited/[\w-]+/)", page.content.decode()
    )
    assert found, page.content.decode()
    return found[1]


def join(link: str, browser: Client | None = None, **fields: str) -> Any:
    return (browser or Client()).post(
        link, {"name": "Newcomer", "password": GOOD, **fields}
    )


def text(response: Any) -> str:
    return str(response.content.decode())


def member_named(actor: Actor, name: str) -> Member:
    with use(actor.context):
        return Member.objects.get(name=name)


def events(action: str) -> list[tuple[Any, ...]]:
    with use(None), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL ROLE msa_sec")
        cursor.execute(
            "SELECT actor, role, payload::text FROM audit_event WHERE action = %s",
            [action],
        )
        return list(cursor.fetchall())


@pytest.mark.req("SEC-03")
def test_invited_person_comes_in_and_sets_up_a_second_factor(
    cast: Cast, sign_in: SignIn
) -> None:
    link = link_for(sign_in(cast.admin), roles=("worker", "manager"))
    guest = Client()

    done = join(link, guest)

    assert done["Location"] == "/accounts/set-up/"
    assert guest.get("/accounts/set-up/").status_code == 200
    assert guest.get("/today/")["Location"] == "/accounts/set-up/"
    assert member_named(cast.admin, "Newcomer").roles == ["worker", "manager"]


def test_both_ends_are_in_the_audit(cast: Cast, sign_in: SignIn) -> None:
    join(link_for(sign_in(cast.admin)))

    ((maker, _role, payload),) = events("invitation.made")
    ((_who, role, _),) = events("invitation.accepted")
    assert maker == cast.admin.person
    assert role == "worker"
    assert NEW not in payload


def test_a_link_works_once(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin))
    join(link)

    assert "opens nothing" in text(Client().get(link))
    assert "opens nothing" in text(join(link, name="Second"))


def test_opening_it_uses_nothing_up(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin))
    for _turn in range(5):
        Client().get(link)
        Client().head(link)

    assert join(link)["Location"] == "/accounts/set-up/"


def test_old_withdrawn_used_and_unknown_links_look_alike(
    cast: Cast, sign_in: SignIn
) -> None:
    admin = sign_in(cast.admin)
    used, old, gone = (link_for(admin, f"n{n}@kauri.example") for n in range(3))
    join(used)
    with use(cast.admin.context):
        open_ones = {one.email: one for one in Invitation.objects.all()}
    admin.post(f"{SITE}invitations/{open_ones['n2@kauri.example'].id}/")
    owner = cast.admin.context.__class__(cast.kauri.id, cast.admin.person, "owner")
    with use(owner):
        Invitation.objects.filter(email="n1@kauri.example").update(
            expires_at=NOW - timedelta(days=1)
        )

    pages = {
        Client().get(link).content
        for link in (used, old, gone, "/accounts/invited/never-made/")
    }

    assert len(pages) == 1


@pytest.mark.parametrize(
    "change", [{"left_at": NOW}, {"roles": ["worker"]}], ids=["left", "no longer one"]
)
def test_the_invitation_of_an_administrator_goes_with_him(
    cast: Cast, sign_in: SignIn, change: dict[str, Any]
) -> None:
    link = link_for(sign_in(cast.admin))
    assert "opens nothing" not in text(Client().get(link))
    with use(replace(cast.admin, person=cast.worker.person).context):
        Member.objects.filter(id=cast.admin.member).update(**change)

    assert "opens nothing" in text(join(link))


def test_a_second_invitation_replaces_the_first(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(cast.admin)
    first, second = link_for(admin), link_for(admin)

    assert "opens nothing" in text(Client().get(first))
    assert join(second)["Location"] == "/accounts/set-up/"


def test_the_secret_is_not_stored(cast: Cast, sign_in: SignIn) -> None:
    secret = link_for(sign_in(cast.admin)).split("/")[-2]

    with use(cast.admin.context), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(i)::text FROM members_invitation i")
        (row,) = cursor.fetchone()
    assert len(secret) >= 43
    assert secret not in row


def test_a_weak_password_is_refused(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin))

    assert "12 characters" in text(join(link, password="short"))
    assert join(link)["Location"] == "/accounts/set-up/"


def test_an_address_in_use_is_not_made_anew(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin), "outsider@rimu.example")

    refused = join(link)

    assert "signs in with this address already" in text(refused)
    with use(None):
        assert Person.objects.get(email="outsider@rimu.example").check_password(
            PASSWORD
        )


def test_whoever_signs_in_already_joins_as_himself(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin), "outsider@rimu.example")
    browser = sign_in(cast.outsider)

    done = browser.post(link, {"name": "Outsider"})

    assert done["Location"] == "/"
    assert member_named(cast.admin, "Outsider").person_id == cast.outsider.person


def test_nobody_uses_a_link_for_somebody_else(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin), "outsider@rimu.example")

    page = sign_in(cast.worker).post(link, {"name": "Worker"})

    assert "for somebody else" in text(page)
    assert join(link, name="x").status_code == 200


def test_nobody_raises_himself_by_inviting_himself(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.admin)
    link = link_for(browser, "admin@kauri.example", ("manager", "admin"))

    assert "opens nothing" in text(browser.post(link, {"name": "Admin"}))
    assert member_named(cast.admin, "Admin").roles == ["admin"]


def test_national_staff_invite_national_staff_only(
    cast: Cast, sign_in: SignIn, settings: Any
) -> None:
    settings.ROOT_URLCONF = "msa.urls.national"
    browser = sign_in(cast.compiler)

    page = browser.post(
        "/members/invite/", {"email": "third@msa.example", "roles": ["admin"]}
    )

    assert "Send this link yourself" in text(page)
    with use(cast.compiler.context):
        assert Invitation.objects.get().roles == ["national"]


def test_a_national_link_opens_nothing_on_the_other_site(
    cast: Cast, settings: Any
) -> None:
    with use(cast.compiler.context):
        made = services.invite(
            cast.compiler,
            email=NEW,
            roles=[Role.NATIONAL],
            at=NOW + timedelta(days=999),
        )

    page = Client().get(f"/accounts/invited/{made.secret}/")

    assert "opens nothing" in text(page)


@pytest.mark.parametrize("roles", [[], [Role.NATIONAL], [Role.WORKER, Role.NATIONAL]])
def test_no_role_of_another_kind_of_organisation_is_given(
    cast: Cast, roles: list[Role]
) -> None:
    with use(cast.admin.context), pytest.raises(AccessDenied):
        services.invite(cast.admin, email=NEW, roles=roles, at=NOW)


@pytest.mark.req("S04")
@pytest.mark.parametrize("who", ["worker", "manager", "outsider"])
def test_nobody_else_invites(cast: Cast, sign_in: SignIn, who: str) -> None:
    page = sign_in(getattr(cast, who)).post(f"{SITE}invite/", {"email": NEW})

    assert page.status_code == 404


@pytest.mark.req("U08")
def test_inviting_asks_for_a_code_shown_just_now(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.admin)
    session = browser.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [methods[0], {**methods[1], "at": 0}]
    session.save()

    asked = browser.post(f"{SITE}invite/", {"email": NEW, "roles": ["worker"]})

    assert asked["Location"] == "/accounts/confirm/"
    with use(cast.admin.context):
        assert not Invitation.objects.exists()
