"""What every answer carries, page, error, file and program's answer alike (S21)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import ROOT
from tests.guards.routes import routes
from tests.security.conftest import EXHAUSTIVE
from tests.security.entering import entered, owner_of
from tests.security.probes import METHODS, Probe, address
from tests.security.sites import site
from tests.security.stage import Stage

SITES = ("casework", "national")
#: The whole of it: a change here is a change of what browsers are told.
SNAPSHOT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
        "worker-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
        "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "xr-spatial-tracking=()"
    ),
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
#: What tells an attacker what to look up, or opens the page to others.
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "Via")
ASKED_AGAIN = {
    ("api-openapi", "private, no-cache"),
    ("api-health", "private, no-cache"),
}
OUTSIDE = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "DEBUG")


def settings_outside_the_demo(name: str) -> dict[str, Any]:
    """Return how a site on a public address is set up, as its own process says."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json; from msa import settings as s; print(json.dumps({k: v for k,"
            f" v in vars(s).items() if k.startswith({OUTSIDE!r})}}))",
        ],
        cwd=ROOT,
        env={**os.environ, "MSA_SITE": name, "MSA_DEMO": "0"},
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(told.stdout)
    # The browser of the tests speaks to nobody through a proxy.
    return {k: tuple(v) if isinstance(v, list) else v for k, v in found.items()}


@pytest.fixture(scope="module", params=SITES)
def public(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    """A site and its settings on a public address."""
    return request.param, settings_outside_the_demo(request.param)


@pytest.fixture
def where(
    public: tuple[str, dict[str, Any]], stage: Stage, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Each site in turn, as it would be on a public address."""
    name, found = public
    with (
        django_db_blocker.unblock(),
        site(name, stage.database),
        override_settings(**found),
    ):
        yield name


def wrong_in(response: Any, *, of_worker: bool = False) -> list[str]:
    """Return what an answer lacks or says besides.

    A page of the peer worker's area, and no other, may begin a worker script (UI-W6).
    """
    headers = dict(response.headers)
    if of_worker:
        policy = headers.get("Content-Security-Policy", "")
        if "worker-src 'self'" not in policy:
            return [f"no worker-src: {policy}"]
        headers["Content-Security-Policy"] = policy.replace(
            "worker-src 'self'", "worker-src 'none'"
        )
    # The directives of a policy come in any order.
    wrong = [
        f"{name}: {headers.get(name)}"
        for name, value in SNAPSHOT.items()
        if sorted(headers.get(name, "").split("; ")) != sorted(value.split("; "))
    ]
    wrong += [h for h in NEVER if h in headers]
    for cookie in response.cookies.values():
        if not cookie.value:
            continue  # it is being deleted
        if not (cookie["secure"] and cookie["samesite"]):
            wrong.append(f"cookie {cookie.key}")
        # A script looks for the one that says the device was left; it holds nothing.
        hidden = cookie["httponly"] and cookie.key.startswith("__Host-")
        if not hidden and (cookie.key, cookie.value) != ("away", "1"):
            wrong.append(f"cookie {cookie.key}")
    return wrong


def ask(browser: Client, method: str, path: str) -> Any:
    return browser.generic(method, path, secure=True)


@pytest.mark.req("S21", "SEC-05")
def test_every_route_carries_the_whole_snapshot(where: str, stage: Stage) -> None:
    methods = METHODS if EXHAUSTIVE else ("GET", "POST", "DELETE")
    wrong: list[object] = []
    statuses = set()
    browsers: dict[str, Client] = {}
    for route in routes(f"msa.urls.{where}"):
        who = owner_of(route, where)
        for asker in (who, "anonymous"):
            # What belongs to no area may end the visit.
            if asker not in browsers or not route.area:
                browsers[asker] = entered(getattr(stage.cast, asker, None))
            browser = browsers[asker]
            for method in methods if asker == who else ("GET",):
                asked = Probe(route, method, asker, "own", 0)
                response = ask(browser, method, address(stage, asked))
                statuses.add(response.status_code)
                of_worker = route.area == "worker" and asker == who
                of_worker = of_worker and response.status_code != 404
                if faults := wrong_in(response, of_worker=of_worker):
                    wrong.append((route.name, method, asker, faults))
                kept = response.headers.get("Cache-Control")
                # Programs ask whether these have changed; nothing is in them.
                if kept != "no-store" and (route.name, kept) not in ASKED_AGAIN:
                    wrong.append((route.name, kept))

    assert wrong == []
    assert statuses >= {200, 302, 303, 404, 405}


@pytest.mark.req("S21")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/no/such/page/", 404),
        ("/static/no-such-file.css", 404),
        ("/static/css/base.css", 200),
        ("/static/../msa/settings.py", 404),
        ("/accounts/signup/", 404),
        ("/favicon.ico", 404),
        ("/%00", 404),
        ("/today", 301),
    ],
)
def test_files_and_what_is_not_there_carry_it_too(
    where: str, path: str, status: int
) -> None:
    response = ask(entered(None), "GET", path)

    if where == "national" and path == "/today":
        status = 404
    assert response.status_code == status
    assert wrong_in(response) == []


@pytest.mark.req("S21")
def test_a_host_that_is_not_ours_is_refused_with_them(where: str) -> None:
    response = Client(raise_request_exception=False).get(
        "/", secure=True, headers={"host": "elsewhere.example"}
    )

    assert response.status_code == 400
    assert wrong_in(response) == []
    assert b"elsewhere" not in response.content


@pytest.mark.req("S21")
def test_plain_http_leads_to_https_before_anything_else(where: str) -> None:
    response = Client().get("/accounts/login/")

    assert response.status_code == 301
    assert response.headers["Location"].startswith("https://")
    assert response.cookies == {}
    # Over plain http a browser would not believe it.
    assert wrong_in(response) == ["Strict-Transport-Security: None"]


def falls(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Whānau-street 7")


def suspects(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("Whānau-street 7")


urlpatterns = [
    path("", include("msa.urls.casework")),
    path("falls/", falls),
    path("suspects/", suspects),
]
handler404 = "msa.web.errors.page_not_found"


@pytest.mark.req("S21", "S06")
@pytest.mark.parametrize(("path", "status"), [("/falls/", 500), ("/suspects/", 400)])
def test_a_page_that_breaks_carries_them_and_says_nothing(
    where: str, path: str, status: int
) -> None:
    with override_settings(ROOT_URLCONF="tests.security.test_response_headers"):
        response = ask(entered(None), "GET", path)

    assert response.status_code == status
    assert wrong_in(response) == []
    assert "Whānau".encode() not in response.content


@pytest.mark.req("S21")
def test_a_form_without_its_token_is_refused_with_them(where: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/accounts/login/", {"login": "x"}, secure=True)

    assert response.status_code == 403
    assert wrong_in(response) == []


@pytest.mark.req("S21")
@pytest.mark.parametrize("name", SITES)
def test_cookies_are_the_sites_own(name: str) -> None:
    found = settings_outside_the_demo(name)

    assert found["SESSION_COOKIE_NAME"] == f"__Host-{name}-session"
    assert found["CSRF_COOKIE_NAME"] == f"__Host-{name}-csrf"
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["DEBUG"] is False


@pytest.mark.req("S21")
def test_a_missing_header_would_be_noticed() -> None:
    assert len(wrong_in(HttpResponse())) == len(SNAPSHOT)
