"""Signing in through the real logins, which may do far less than the tests' own."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.utils import timezone

from msa.accounts import recovery
from msa.accounts.models import Role
from msa.accounts.second_factor import use_up
from msa.members.services import invite, make_reset
from msa.tenancy.context import use
from tests.cast import PASSWORD, Cast
from tests.databases import superuser
from tests.msa.accounts import site_processes

from .conftest import SECRET, code, give_factor, person_of

ROOT = Path(__file__).resolve().parents[3]
ABSENT = uuid.UUID(int=7)
VISIT = """
import json, os, sys
import django
django.setup()
from django.test import Client
from tests.msa.accounts import conftest as by_hand

told = json.loads(sys.argv[1])
browser = Client(raise_request_exception=False)
answers = []
if told["email"]:
    by_hand.enter_password(browser, told["email"], told["password"])
    if told["code"]:
        browser.post(by_hand.CODE, {"code": told["spare"] or by_hand.code()})
if told["cookie"]:
    from django.conf import settings
    browser.cookies[settings.SESSION_COOKIE_NAME] = told["cookie"]
for path in told["paths"]:
    sends = path in told["sent"] or path == "/accounts/logout/"
    sent = told["sent"].get(path, {})
    answer = browser.post(path, sent) if sends else browser.get(path)
    answers.append([answer.status_code, answer.headers.get("Location", "")])
from django.conf import settings
cookie = browser.cookies.get(settings.SESSION_COOKIE_NAME)
print(json.dumps({"answers": answers, "cookie": cookie.value if cookie else ""}))
"""


def visit(
    database: str,
    site: str,
    *paths: str,
    email: str = "",
    with_code: bool = True,
    cookie: str = "",
    spare: str = "",
    sent: dict[str, dict[str, str]] | None = None,
) -> Any:
    """Visit a site in a process of its own that holds the site's logins only."""
    told = {
        "email": email,
        "password": PASSWORD,
        "code": with_code,
        "cookie": cookie,
        "paths": paths,
        "spare": spare,
        "sent": sent or {},
    }
    return run(VISIT, database, site, json.dumps(told))


def run(program: str, database: str, site: str, *told: str) -> Any:
    """Run a program with the site's logins only; return what it prints at last."""
    written = site_processes.run(program, database, site, *told)
    return json.loads(written.splitlines()[-1])


@pytest.fixture
def equipped(live_cast: Cast) -> Cast:
    """The cast with authenticator apps, committed."""
    with use(None), transaction.atomic():
        for actor in (live_cast.worker, live_cast.manager, live_cast.compiler):
            give_factor(actor)
    return live_cast


def test_casework_site_signs_in_shows_and_signs_out(live: str, equipped: Cast) -> None:
    paths = ("/", "/manage/", "/accounts/logout/", "/manage/")

    seen = visit(live, "casework", *paths, email="manager@kauri.example")

    assert seen["answers"] == [
        [302, "/manage/"],
        [200, ""],
        [302, "/"],
        [302, "/accounts/login/?next=/manage/"],
    ]


def test_national_site_signs_in_and_shows(live: str, equipped: Cast) -> None:
    seen = visit(live, "national", "/", email="compiler@msa.example")

    assert seen["answers"][0][0] == 302
    assert seen["answers"][0][1] != "/accounts/set-up/"


def test_second_factor_can_be_set_up(live: str, equipped: Cast) -> None:
    seen = visit(
        live,
        "casework",
        "/today/",
        "/accounts/set-up/",
        email="colleague@kauri.example",
    )

    assert seen["answers"] == [[302, "/accounts/set-up/"], [200, ""]]


def test_leaving_ends_the_session(live: str, equipped: Cast) -> None:
    signed_in = visit(live, "casework", "/today/", email="worker@kauri.example")
    assert signed_in["answers"] == [[200, ""]]

    visit(live, "casework", "/leave", cookie=signed_in["cookie"])
    back = visit(live, "casework", "/today/", cookie=signed_in["cookie"])

    assert back["answers"][0][1].startswith("/accounts/login/")


@pytest.mark.parametrize(("home", "away"), [("casework", "national")])
def test_cookie_of_one_site_is_useless_on_the_other(
    live: str, equipped: Cast, home: str, away: str
) -> None:
    # The compiler has work on the national site: there his cookie would open it.
    here = visit(live, away, "/", email="compiler@msa.example")
    assert visit(live, away, "/", cookie=here["cookie"])["answers"][0][0] == 302

    there = visit(live, home, "/manage/", cookie=here["cookie"])

    assert there["answers"][0][1].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("site", "path", "email"),
    [
        ("casework", f"/people/{ABSENT}/", "compiler@msa.example"),
        ("casework", f"/manage/people/{ABSENT}/", "compiler@msa.example"),
    ],
)
def test_attempt_from_the_other_site_is_not_found_and_remembered(
    live: str, equipped: Cast, site: str, path: str, email: str
) -> None:
    seen = visit(live, site, path, email=email)

    assert seen["answers"] == [[404, ""]]
    with superuser(live) as inside:
        found = inside.execute(
            "SELECT actor, organisation_id FROM audit_event"
            " WHERE action = 'access.refused'"
        ).fetchall()
    assert found == [(equipped.compiler.person, equipped.national.id)]


@pytest.mark.req("U02")
def test_of_two_who_send_one_code_at_once_one_is_refused(
    live: str, equipped: Cast
) -> None:
    with use(None), transaction.atomic():
        factor = Authenticator.objects.get(user_id=equipped.worker.person)

    def send(_turn: int) -> bool:
        try:
            with use(None), transaction.atomic():
                return use_up(factor, code(secret=SECRET))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        accepted = list(crowd.map(send, range(16)))

    assert accepted.count(True) == 1


@pytest.mark.req("U02")
def test_recovery_code_lets_in_and_others_can_be_ended(
    live: str, equipped: Cast
) -> None:
    with use(None), transaction.atomic():
        codes = recovery.make(person_of(equipped.worker))
    other = visit(live, "casework", "/today/", email="worker@kauri.example")

    seen = visit(
        live,
        "casework",
        "/today/",
        "/accounts/yours/",
        "/accounts/yours/others/",
        email="worker@kauri.example",
        spare=codes[0],
        sent={"/accounts/yours/others/": {}},
    )
    after = visit(live, "casework", "/today/", cookie=other["cookie"])

    assert seen["answers"] == [[200, ""], [200, ""], [302, "/accounts/yours/"]]
    assert other["answers"] == [[200, ""]]
    assert after["answers"][0][1].startswith("/accounts/login/")


@pytest.mark.req("SEC-03")
def test_invited_person_comes_in_through_the_door(live: str, equipped: Cast) -> None:
    with use(equipped.admin.context), transaction.atomic():
        made = invite(
            equipped.admin,
            email="new@kauri.example",
            roles=[Role.WORKER],
            at=timezone.now(),
        )
    link = f"/accounts/invited/{made.secret}/"
    filled = {"name": "New", "password": "a door that opens softly"}

    opened = visit(live, "casework", link)
    joined = visit(live, "casework", link, "/accounts/set-up/", sent={link: filled})

    assert opened["answers"] == [[200, ""]]
    assert joined["answers"] == [[302, "/accounts/set-up/"], [200, ""]]


@pytest.mark.req("U05")
def test_administrator_ends_a_workers_access(live: str, equipped: Cast) -> None:
    with use(None), transaction.atomic():
        give_factor(equipped.admin)
    worker = visit(live, "casework", "/today/", email="worker@kauri.example")
    leave = f"/organisation/members/{equipped.worker.member}/leave/"

    done = visit(live, "casework", leave, email="admin@kauri.example", sent={leave: {}})
    after = visit(live, "casework", "/today/", cookie=worker["cookie"])

    assert worker["answers"] == [[200, ""]]
    assert done["answers"] == [[302, "/organisation/"]]
    assert after["answers"][0][1].startswith("/accounts/login/")


PASSKEY = """
import json, sys
import django
django.setup()
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.msa.accounts import passkey_steps as steps
from tests.msa.accounts import conftest as by_hand
from tests.msa.accounts.device import Device

(email,) = sys.argv[1:]
browser, device = steps.half_in(email), Device()
browser.post(by_hand.CODE, {"code": by_hand.code()})
answers = [steps.add(browser, device).headers["Location"]]
alone = Client()
answers.append(
    alone.post(
        steps.ALONE, {"passkey": device.show(steps.asked(alone))}
    ).headers["Location"]
)
half = steps.half_in(email)
answers.append(
    half.post(
        by_hand.CODE, {"passkey": device.show(steps.asked(half))}
    ).headers["Location"]
)
# The app goes; the passkey is the last and stays.
for kind in ("totp", "webauthn"):
    factor = Authenticator.objects.get(type=kind, user__email=email).pk
    half.post(f"{steps.YOURS}remove/", {"factor": factor})
page = half.get(steps.YOURS).content.decode()
answers += ["Not set up" in page, page.count("Passkey: my phone")]
print(json.dumps(answers))
"""


@pytest.mark.req("SEC-03")
@pytest.mark.parametrize(
    ("name", "part", "email"),
    [
        ("casework", "worker", "worker@kauri.example"),
        ("national", "compiler", "compiler@msa.example"),
    ],
)
def test_a_passkey_needs_no_more_rights_than_sign_in_has(
    live: str, equipped: Cast, name: str, part: str, email: str
) -> None:
    actor = getattr(equipped, part)

    answers = run(PASSKEY, live, name, email)

    assert answers == ["/accounts/yours/", "/", "/", True, 1]
    with superuser(live) as inside:
        told = inside.execute(
            "SELECT action, actor FROM audit_event WHERE actor = %s ORDER BY at",
            [actor.person],
        ).fetchall()
    assert [action for action, _actor in told] == [
        *("sign-in.made", "factor.added", "sign-in.made", "sign-in.made"),
        "factor.removed",
    ]


@pytest.mark.req("SEC-03")
def test_who_can_not_sign_in_is_let_in_by_a_link(live: str, equipped: Cast) -> None:
    with use(equipped.admin.context), transaction.atomic():
        made = make_reset(
            equipped.admin,
            equipped.worker.member,
            factors_too=True,
            at=timezone.now(),
        )
    link = f"/accounts/reset/{made.secret}/"
    chosen = {link: {"password": "another quiet river"}}

    elsewhere = visit(live, "national", link)
    opened = visit(live, "casework", link)
    used = visit(live, "casework", link, "/accounts/set-up/", sent=chosen)
    again = visit(live, "casework", link, "/accounts/set-up/", sent=chosen)

    assert opened["answers"] == elsewhere["answers"] == [[200, ""]]
    assert used["answers"] == [[302, "/accounts/set-up/"], [200, ""]]
    assert again["answers"][0] == [200, ""]
    assert again["answers"][1][0] == 302
    with superuser(live) as inside:
        told = inside.execute(
            "SELECT actor FROM audit_event WHERE action = 'sign-in.reset'"
        ).fetchall()
    assert told == [(equipped.worker.person,)]
