"""What the parts around every page do together, with nothing between them left out."""

from __future__ import annotations

import importlib
import sys
import time
import uuid
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from assessments.services.responding import Opened
from assessments.views import passage
from msa.pdf import FetchRefused, html_to_pdf
from msa.web.headers import HEADERS
from msa.web.leave import AWAY_COOKIE
from reporting.presenting.csv import render_csv
from reporting.specs import SPECS
from tests.cast import Cast
from tests.conftest import SignIn

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "worker-src 'none'",
}


@pytest.fixture
def in_earnest(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The settings as they are outside the demo."""
    monkeypatch.delenv("MSA_DEMO")
    before = sys.modules.pop("msa.settings")
    yield importlib.import_module("msa.settings")
    sys.modules["msa.settings"] = before


@pytest.mark.req("S21", "SEC-03")
def test_outside_the_demo_everything_is_strict(in_earnest: Any) -> None:
    assert in_earnest.SECURE_SSL_REDIRECT
    assert in_earnest.SECURE_HSTS_SECONDS >= 365 * 24 * 3600
    assert in_earnest.SECURE_HSTS_INCLUDE_SUBDOMAINS
    assert in_earnest.SESSION_COOKIE_SECURE
    assert in_earnest.CSRF_COOKIE_SECURE
    assert in_earnest.SESSION_COOKIE_NAME.startswith("__Host-")
    assert in_earnest.CSRF_COOKIE_NAME.startswith("__Host-")


def test_no_page_shows_the_program(in_earnest: Any) -> None:
    assert in_earnest.DEBUG is False


def test_cookies_stay_with_us_and_end_with_the_browser() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.CSRF_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


@pytest.mark.req("S21")
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/nowhere/"])
def test_every_answer_has_the_headers_and_the_policy(address: str) -> None:
    response = Client().get(address)

    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert response["Cache-Control"] == "no-store"
    policy = response["Content-Security-Policy"].split(";")
    assert {part.strip() for part in policy if part.strip()} == POLICY


@pytest.mark.django_db
def test_over_tls_browsers_are_told_to_stay_there(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 60

    answer = Client().get("/accounts/login/", secure=True)

    assert answer["Strict-Transport-Security"].startswith("max-age=60")


@pytest.mark.req("S22")
def test_what_another_sites_page_sends_is_refused(cast: Cast, sign_in: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(cast.worker).cookies
    at_ease = sign_in(cast.worker)
    search = reverse("worker:people-search")

    assert at_ease.post(search, {"q": "x"}).status_code == 200
    assert strict.post(search, {"q": "x"}).status_code == 403


def test_who_signed_in_stays_who_he_is(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.worker).get(reverse("worker:today"))

    assert response.status_code == 200
    assert response.wsgi_request.user.pk == cast.worker.person


@pytest.mark.req("SEC-03")
@pytest.mark.parametrize(
    "name", ["account_yours", "account_password", "account_recovery_codes"]
)
def test_his_own_pages_are_shut_to_who_is_half_signed_in(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    browser = sign_in(cast.worker)
    assert browser.get(reverse(name)).status_code == 200

    session = browser.session
    session["account_authentication_methods"] = [{"method": "password"}]
    session.save()

    assert browser.get(reverse(name)).status_code == 302


@pytest.mark.req("SEC-03")
def test_nobody_signs_up_by_himself() -> None:
    request = RequestFactory().get("/")

    assert get_adapter().is_open_for_signup(request) is False


@pytest.mark.req("UI-S1")
def test_after_leaving_no_page_comes_back(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    browser.cookies[AWAY_COOKIE] = "1"

    response = browser.get(reverse("worker:today"))

    assert response.status_code == 303


@pytest.mark.req("S13")
def test_one_statement_at_a_time(cast: Cast) -> None:
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT %s::int; SELECT 2", [1])


@pytest.mark.req("UI-V4")
def test_a_passage_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    response, request = HttpResponse(), RequestFactory().get("/")
    passage.write(response, passage.Passage(Opened(uuid.uuid4(), uuid.uuid4(), "x")))
    cookie = response.cookies[settings.PASSAGE_COOKIE_NAME]
    request.COOKIES = {settings.PASSAGE_COOKIE_NAME: cookie.value}
    assert passage.read(request)

    later = time.time() + passage.SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)

    assert passage.read(request) is None


@pytest.mark.req("S24")
@pytest.mark.parametrize("way_out", ["%2e%2e/manage.py", "%2E%2E%2fmsa/settings.py"])
def test_a_document_finds_no_way_out_of_our_files(way_out: str) -> None:
    with pytest.raises(FetchRefused):
        html_to_pdf(f'<img alt="" src="{way_out}">', identifier=b"x" * 16)


@pytest.mark.req("S23")
@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_a_file_is_run(start: str) -> None:
    spec, kept = next(iter(SPECS.items()))
    table = kept.tables[0]
    cell = SimpleNamespace(
        table=table.code,
        row="X",
        label=f"{start}cmd|' /C calc'!A0",
        column=table.columns[0].code,
        figure=None,
        status="c",
    )
    report = SimpleNamespace(spec=spec, quarter="2026Q3", kind="OPERATIONAL")
    document = SimpleNamespace(report=report, reference="x", cells=[cell])

    last = render_csv(document).decode("utf-8-sig").splitlines()[1:]  # type: ignore[arg-type]

    assert "cmd" in "".join(last)
    assert not any(part.startswith((start, f'"{start}')) for part in last[0].split(","))
