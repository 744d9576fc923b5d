"""A reset: made by an administrator, used once by its owner, and seen by him after."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from msa.accounts.actor import Actor
from msa.accounts.models import Member, Person, Reset, Role
from msa.members import services
from msa.tenancy.context import use
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import SignIn

from .test_invitations import SITE, events, link_for, text
from .test_own_acts import code

WORKER = "worker@kauri.example"
NEW = "another quiet river"
SIGN_IN = "/accounts/login/"
CODE = "/accounts/login/code/"


def reset_link(browser: Client, who: Actor, lost: str = "both") -> str:
    page = browser.post(f"{SITE}{who.member}/reset/", {"lost": lost})
    found = re.search(
        r"http://testserver(/accounts/reset/[\w-]+/)", page.content.decode()
    )
    assert found, page.content.decode()
    return found[1]


def use_link(link: str, password: str = NEW) -> tuple[Client, Any]:
    browser = Client()
    return browser, browser.post(link, {"password": password})


def equip(actor: Actor) -> None:
    with use(None):
        TOTP.activate(Person.objects.get(id=actor.person), "A" * 32)


def enter(password: str, email: str = WORKER) -> Any:
    return Client().post(SIGN_IN, {"login": email, "password": password})


def test_who_lost_both_sets_a_password_and_a_new_factor(
    cast: Cast, sign_in: SignIn
) -> None:
    equip(cast.worker)
    link = reset_link(sign_in(cast.admin), cast.worker)

    browser, done = use_link(link)

    assert done["Location"] == "/accounts/set-up/"
    assert browser.get("/accounts/set-up/").status_code == 200
    assert browser.get("/today/")["Location"] == "/accounts/set-up/"
    assert enter(PASSWORD).status_code == 200
    assert enter(NEW)["Location"] == "/"
    with use(None):
        assert not Authenticator.objects.exists()


def test_who_lost_the_password_alone_still_shows_his_factor(
    cast: Cast, sign_in: SignIn
) -> None:
    equip(cast.worker)
    link = reset_link(sign_in(cast.admin), cast.worker, "password")

    browser, done = use_link(link)

    assert done["Location"] == SIGN_IN
    assert "_auth_user_id" not in browser.session
    assert enter(NEW)["Location"] == CODE


@pytest.mark.req("U05")
def test_his_sessions_end_when_it_is_made_and_when_it_is_used(
    cast: Cast, sign_in: SignIn
) -> None:
    before = sign_in(cast.worker)
    assert before.get("/today/").status_code == 200

    link = reset_link(sign_in(cast.admin), cast.worker)
    meanwhile = sign_in(cast.worker)
    made = before.get("/today/").status_code, meanwhile.get("/today/").status_code
    use_link(link)

    assert made == (302, 200)
    assert meanwhile.get("/today/")["Location"].startswith(SIGN_IN)


def test_it_works_once_and_opening_it_uses_nothing_up(
    cast: Cast, sign_in: SignIn
) -> None:
    link = reset_link(sign_in(cast.admin), cast.worker)
    for _turn in range(3):
        assert "Choose a new password" in text(Client().get(link))
    assert use_link(link)[1].status_code == 302

    assert "opens nothing" in text(Client().get(link))
    assert "opens nothing" in text(use_link(link, "a third quiet river")[1])
    assert enter("a third quiet river").status_code == 200


@pytest.mark.req("U03")
def test_old_replaced_used_and_unknown_links_look_alike(
    cast: Cast, sign_in: SignIn
) -> None:
    admin = sign_in(cast.admin)
    used = reset_link(admin, cast.colleague)
    use_link(used)
    replaced, old = (reset_link(admin, cast.worker) for _turn in range(2))
    with use(cast.admin.context):
        Reset.objects.filter(used_at=None).update(expires_at=NOW)

    pages = {
        Client().get(link).content
        for link in (used, replaced, old, "/accounts/reset/never-made/")
    }

    assert len(pages) == 1


def test_it_is_good_for_a_day(cast: Cast) -> None:
    with use(cast.admin.context):
        made = services.make_reset(
            cast.admin,
            cast.worker.member,
            factors_too=True,
            at=timezone.now() - timedelta(hours=24, seconds=1),
        )

    assert "opens nothing" in text(Client().get(f"/accounts/reset/{made.secret}/"))


def test_one_made_anew_ends_the_one_before(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(cast.admin)
    first, second = (reset_link(admin, cast.worker) for _turn in range(2))

    assert "opens nothing" in text(use_link(first)[1])
    assert use_link(second)[1]["Location"] == "/accounts/set-up/"


def test_the_secret_is_not_stored(cast: Cast, sign_in: SignIn) -> None:
    secret = reset_link(sign_in(cast.admin), cast.worker).split("/")[-2]

    with use(None), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM accounts_reset r")
        (row,) = cursor.fetchone()
    assert len(secret) >= 43
    assert secret not in row


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "12 characters"), ("", "Fill in “New password”")],
)
def test_a_weak_password_is_refused_and_uses_nothing_up(
    cast: Cast, sign_in: SignIn, password: str, said: str
) -> None:
    link = reset_link(sign_in(cast.admin), cast.worker)

    assert said in text(use_link(link, password)[1])
    assert use_link(link)[1].status_code == 302


@pytest.mark.parametrize("lost", ["", "everything"])
def test_what_was_lost_has_to_be_said(cast: Cast, sign_in: SignIn, lost: str) -> None:
    page = sign_in(cast.admin).post(
        f"{SITE}{cast.worker.member}/reset/", {"lost": lost}
    )

    assert "Error:" in text(page)
    with use(cast.admin.context):
        assert not Reset.objects.exists()


def sign_in_by_hand(password: str) -> Client:
    browser = Client()
    browser.post(SIGN_IN, {"login": WORKER, "password": password})
    browser.post(CODE, {"code": code("A" * 32)})
    return browser


def test_he_is_told_who_did_it_and_when(cast: Cast, sign_in: SignIn) -> None:
    at_the_link, _done = use_link(reset_link(sign_in(cast.admin), cast.worker))
    equip(cast.worker)

    browser = sign_in_by_hand(NEW)
    first, second = (text(browser.get("/today/")) for _turn in range(2))
    kept = text(browser.get("/accounts/yours/"))

    told = "Admin made a link to reset your sign-in on"
    assert told in first
    assert told not in second
    # Whoever holds the link does not take the message from its owner.
    assert told not in text(at_the_link.get("/accounts/set-up/"))
    assert "Admin made a link on" in kept
    assert "Used" in kept


def test_one_that_was_never_used_is_told_too(cast: Cast, sign_in: SignIn) -> None:
    equip(cast.worker)
    reset_link(sign_in(cast.admin), cast.worker)

    browser = sign_in_by_hand(PASSWORD)
    first = text(browser.get("/today/"))

    assert "Admin made a link to reset your sign-in on" in first
    assert "Not used." in text(browser.get("/accounts/yours/"))


def test_nobody_else_is_told(cast: Cast, sign_in: SignIn) -> None:
    reset_link(sign_in(cast.admin), cast.worker)

    browser = sign_in(cast.colleague)

    assert "made a link" not in text(browser.get("/today/"))
    assert "made a link" not in text(browser.get("/accounts/yours/"))


@pytest.mark.req("SEC-04")
def test_both_ends_are_in_the_audit(cast: Cast, sign_in: SignIn) -> None:
    use_link(reset_link(sign_in(cast.admin), cast.worker))

    ((maker, role, payload),) = events("member.reset")
    ((user, _role, _payload),) = events("sign-in.reset")
    assert (maker, role, user) == (cast.admin.person, "admin", cast.worker.person)
    assert str(cast.worker.member) in payload


@pytest.mark.req("U08")
def test_making_one_asks_for_a_code_shown_just_now(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.admin)
    session = browser.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [methods[0], {**methods[1], "at": 0}]
    session.save()

    asked = browser.post(f"{SITE}{cast.worker.member}/reset/", {"lost": "both"})

    assert asked["Location"] == "/accounts/confirm/"
    with use(cast.admin.context):
        assert not Reset.objects.exists()


@pytest.mark.req("S04")
@pytest.mark.parametrize("who", ["worker", "manager", "outsider"])
def test_nobody_else_makes_one(cast: Cast, sign_in: SignIn, who: str) -> None:
    address = f"{SITE}{cast.colleague.member}/reset/"

    assert sign_in(getattr(cast, who)).post(address).status_code == 404


def test_nobody_makes_one_for_himself(cast: Cast, sign_in: SignIn) -> None:
    address = f"{SITE}{cast.admin.member}/reset/"

    assert sign_in(cast.admin).post(address, {"lost": "both"}).status_code == 403


@pytest.mark.req("SEC-01")
def test_a_member_of_another_organisation_is_nobody(
    cast: Cast, sign_in: SignIn
) -> None:
    address = f"{SITE}{cast.outsider.member}/reset/"

    assert sign_in(cast.admin).post(address, {"lost": "both"}).status_code == 404


@pytest.mark.req("SEC-01")
def test_whoever_works_elsewhere_too_is_not_reset(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin), "outsider@rimu.example")
    sign_in(cast.outsider).post(link, {"name": "Outsider"})
    with use(cast.admin.context):
        here = Member.objects.get(name="Outsider")

    page = sign_in(cast.admin).post(
        f"{SITE}{here.id}/reset/", {"lost": "both"}, follow=True
    )

    assert "another organisation" in text(page)
    with use(cast.admin.context):
        assert not Reset.objects.exists()


def test_a_leavers_link_opens_nothing(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(cast.admin)
    link = reset_link(admin, cast.worker)
    admin.post(f"{SITE}{cast.worker.member}/leave/")

    assert "opens nothing" in text(use_link(link)[1])
    assert enter(NEW).status_code == 200


def test_national_staff_reset_each_other_on_their_site_only(
    cast: Cast, sign_in: SignIn, settings: Any
) -> None:
    settings.ROOT_URLCONF = "msa.urls.national"
    page = sign_in(cast.compiler).post(
        f"/members/{cast.releaser.member}/reset/", {"lost": "both"}
    )
    found = re.search(r"testserver(/accounts/reset/[\w-]+/)", text(page))
    assert found

    here = text(Client().get(found[1]))
    settings.ROOT_URLCONF = "msa.urls.casework"

    assert "Choose a new password" in here
    assert "opens nothing" in text(Client().get(found[1]))


@pytest.mark.req("S13")
@pytest.mark.parametrize(
    ("whose", "by"), [("admin", "admin"), ("worker", "manager"), ("outsider", "admin")]
)
def test_the_database_lets_nobody_reset_himself_or_in_anothers_name(
    cast: Cast, whose: str, by: str
) -> None:
    reset = Reset(
        organisation_id=cast.kauri.id,
        member_id=getattr(cast, whose).member,
        made_by_id=getattr(cast, by).member,
        factors_too=True,
        digest=b"x",
        made_at=NOW,
        expires_at=NOW,
    )
    with (
        use(cast.admin.context),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        reset.save(force_insert=True)


@pytest.mark.req("S13")
@pytest.mark.parametrize("who", ["worker", "manager", "outsider"])
def test_the_database_shows_them_to_no_other_role(cast: Cast, who: str) -> None:
    with use(cast.admin.context):
        services.make_reset(cast.admin, cast.worker.member, factors_too=True, at=NOW)
        assert Reset.objects.count() == 1

    with (
        use(getattr(cast, who).context),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        Reset.objects.count()


def test_the_sign_in_page_says_whom_to_ask(db: None) -> None:
    page = text(Client().get(SIGN_IN))

    assert "Can’t sign in?" in page
    assert "Ask an administrator of your organisation" in page


@pytest.mark.parametrize(
    "change", [{"left_at": NOW}, {"roles": ["worker"]}], ids=["left", "no longer one"]
)
def test_the_link_of_an_administrator_goes_with_him(
    cast: Cast, sign_in: SignIn, change: dict[str, Any]
) -> None:
    link = reset_link(sign_in(cast.admin), cast.worker)
    assert "Choose a new password" in text(Client().get(link))
    with use(replace(cast.admin, person=cast.worker.person).context):
        Member.objects.filter(id=cast.admin.member).update(**change)

    assert "opens nothing" in text(use_link(link)[1])
    assert enter(PASSWORD)["Location"] == "/"


@pytest.mark.req("SEC-01")
def test_a_link_is_over_when_another_organisation_relies_on_him_too(
    cast: Cast, sign_in: SignIn
) -> None:
    reset = reset_link(sign_in(cast.admin), cast.worker)
    with use(replace(cast.outsider, role=Role.ADMIN).context):
        theirs = services.invite(
            replace(cast.outsider, role=Role.ADMIN),
            email=WORKER,
            roles=[Role.WORKER],
            at=timezone.now(),
        )
    joined = services.accept(theirs.secret, name="Both", person=cast.worker.person)
    assert joined is not None

    assert "opens nothing" in text(use_link(reset)[1])
    assert enter(PASSWORD)["Location"] == "/"
