"""A form that no page of ours made changes nothing (S22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import superuser
from tests.guards.routes import Route, routes
from tests.security.conftest import EXHAUSTIVE
from tests.security.entering import entered, owner_of
from tests.security.probes import Probe, address, state
from tests.security.sites import site
from tests.security.stage import Stage

SITES = ("casework", "national")
OURS = "https://testserver"
#: What Django takes for a secret: chance, but of the right form.
SECRET, OTHER_SECRET = "s" * 32, "o" * 32
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
#: They let nobody in by a cookie, so a foreign page has nothing to ride on.
WITHOUT_COOKIES = "api-"


@dataclass(frozen=True)
class Forgery:
    """How a request was made: where from, and which token it brings."""

    token: str = ""
    cookie: str = SECRET
    origin: str | None = None
    referer: str | None = None


TRUE = Forgery(token=SECRET, origin=OURS)
FORGERIES = {
    "no token": Forgery(origin=OURS),
    "no token, no origin": Forgery(),
    "another token": Forgery(token=OTHER_SECRET, origin=OURS),
    "no token of that form": Forgery(token="'; --", origin=OURS),
    "no cookie": Forgery(token=SECRET, cookie="", origin=OURS),
    "a foreign page": Forgery(token=SECRET, origin="https://evil.example"),
    "a hidden page": Forgery(token=SECRET, origin="null"),
    "plain http": Forgery(token=SECRET, origin="http://testserver"),
    "another port": Forgery(token=SECRET, origin="https://testserver:8443"),
    "a name like ours": Forgery(token=SECRET, origin="https://testserver.evil.example"),
    "a foreign referer": Forgery(
        token=SECRET, referer="https://evil.example/testserver"
    ),
    "no referer": Forgery(token=SECRET),
}


@pytest.fixture(params=SITES)
def where(
    request: pytest.FixtureRequest, stage: Stage, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    name: str = request.param
    with django_db_blocker.unblock(), site(name, stage.database):
        yield name


def guarded(where: str) -> list[Route]:
    """Return every route on which a browser's cookie could change something."""
    return [
        route
        for route in routes(f"msa.urls.{where}")
        if not route.name.startswith(WITHOUT_COOKIES)
    ]


def entered_all(stage: Stage) -> dict[str, Client]:
    """Return a browser of whoever has pages of his own, which minds its tokens."""
    return {
        who: entered(getattr(stage.cast, who), enforce_csrf_checks=True)
        for who in ("worker", "manager", "admin", "compiler")
    }


def send(
    browser: Client, method: str, path: str, how: Forgery, **fields: str
) -> HttpResponse:
    browser.cookies.pop(settings.CSRF_COOKIE_NAME, None)
    if how.cookie:
        browser.cookies[settings.CSRF_COOKIE_NAME] = how.cookie
    headers = {"origin": how.origin, "referer": how.referer}
    sent = {name: value for name, value in headers.items() if value is not None}
    if method == "POST":
        data = {**fields, "csrfmiddlewaretoken": how.token} if how.token else fields
        response = browser.post(path, data, secure=True, headers=sent)
    else:
        if how.token:
            sent["x-csrftoken"] = how.token
        response = browser.generic(method, path, secure=True, headers=sent)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.req("S22", "SEC-05")
def test_no_route_takes_a_forged_form(where: str, stage: Stage) -> None:
    browsers = entered_all(stage)
    before, taken, sent = state(stage), [], 0

    for number, route in enumerate(guarded(where)):
        who = owner_of(route, where)
        path = address(stage, Probe(route, "POST", who, "own", 0))
        for place, (name, how) in enumerate(FORGERIES.items()):
            for method in CHANGING:
                # Each route by each third forgery, and by another method, in turn.
                turn = (number + place) % (3 if method == "POST" else len(FORGERIES))
                if turn and not EXHAUSTIVE:
                    continue
                status = send(browsers[who], method, path, how).status_code
                sent += 1
                if status != 403:
                    taken.append((route.name, name, method, status))

    assert sent > 300
    assert taken == []
    assert state(stage) == before


@pytest.mark.req("S22")
def test_the_same_form_with_its_own_token_is_taken(where: str, stage: Stage) -> None:
    browsers, refused = entered_all(stage), []
    for route in guarded(where):
        who = owner_of(route, where)
        path = address(stage, Probe(route, "GET", who, "own", 0))
        # DELETE is no page's method, so that nothing is changed by showing this.
        status = send(browsers[who], "DELETE", path, TRUE).status_code
        if status == 403:
            refused.append(route.name)

    # The way out is refused to whatever is no visit of a person's own.
    assert [name for name in refused if name != "leave"] == []


@pytest.mark.req("S22")
def test_a_token_of_the_other_site_is_worth_nothing(where: str, stage: Stage) -> None:
    other = next(name for name in SITES if name != where)
    who = {"casework": "worker", "national": "compiler"}[where]
    browser = entered(getattr(stage.cast, who), enforce_csrf_checks=True)
    browser.cookies[f"__Host-{other}-csrf"] = SECRET
    browser.cookies[f"{other}-csrf"] = SECRET
    forged = Forgery(token=SECRET, cookie="", origin=OURS)

    status = send(browser, "POST", reverse("account_end_others"), forged).status_code

    assert status == 403


@pytest.mark.req("S22")
def test_a_session_of_the_other_site_opens_nothing_here(
    where: str, stage: Stage
) -> None:
    other = next(name for name in SITES if name != where)
    who = {"casework": "worker", "national": "compiler"}[where]
    browser = entered(getattr(stage.cast, who), enforce_csrf_checks=True)
    key = browser.cookies.pop(settings.SESSION_COOKIE_NAME).value
    browser.cookies[f"__Host-{other}-session"] = key
    browser.cookies[f"{other}-session"] = key

    response = send(browser, "POST", reverse("account_end_others"), TRUE)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def sessions_in(stage: Stage) -> int:
    with superuser(stage.database) as admin:
        row = admin.execute("SELECT count(*) FROM accounts_session").fetchone()
    return int(str(row[0])) if row else -1


@pytest.mark.req("S22")
def test_there_was_something_to_change(where: str, stage: Stage) -> None:
    who = {"casework": "outsider", "national": "releaser"}[where]
    actor = getattr(stage.cast, who)
    entered(actor)
    browser = entered(actor, enforce_csrf_checks=True)
    before = sessions_in(stage)
    forged = send(browser, "POST", reverse("account_end_others"), FORGERIES["no token"])
    between = sessions_in(stage)
    true = send(browser, "POST", reverse("account_end_others"), TRUE)

    assert (forged.status_code, between) == (403, before)
    assert true.status_code in {302, 303}
    assert sessions_in(stage) < before


@pytest.mark.req("S22")
def test_only_programs_addresses_are_without_tokens(where: str, stage: Stage) -> None:
    exempt = [
        route.name
        for route in routes(f"msa.urls.{where}")
        if _is_exempt(address(stage, Probe(route, "GET", "worker", "own", 0)))
    ]

    assert [name for name in exempt if not name.startswith(WITHOUT_COOKIES)] == []
    assert bool(exempt) == (where == "national")


def _is_exempt(path: str) -> bool:
    return bool(getattr(resolve(path).func, "csrf_exempt", False))
