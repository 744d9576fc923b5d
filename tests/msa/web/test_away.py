from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from msa.web.away import AwayMiddleware

pytestmark = [pytest.mark.urls("tests.look.urls"), pytest.mark.req("UI-S4")]


@pytest.fixture(autouse=True)
def names(settings: Any) -> None:
    settings.MSA_NEUTRAL_SITE = ""
    settings.LOGIN_URL = "sign_in"


def asked(path: str, *, is_away: bool = True) -> HttpRequest:
    request = RequestFactory().get(path)
    request.session = SessionStore()
    request.session["kept"] = "something"
    if is_away:
        request.COOKIES["away"] = "1"
    return request


def answered(request: HttpRequest) -> HttpResponse:
    return AwayMiddleware(lambda _: HttpResponse("secret"))(request)


def test_page_is_answered_when_nobody_left() -> None:
    assert answered(asked("/inside", is_away=False)).content == b"secret"


@pytest.mark.parametrize("path", ["/inside", "/no-such-page", "/gallery"])
def test_page_is_neutral_while_away(path: str) -> None:
    response = answered(asked(path))

    assert (response.status_code, response["Location"]) == (303, "/neutral")
    assert response.content == b""


@pytest.mark.parametrize("path", ["/", "/leave", "/neutral", "/healthz"])
def test_open_pages_are_answered_while_away(path: str) -> None:
    assert answered(asked(path)).content == b"secret"


def test_asking_while_away_ends_the_session() -> None:
    request = asked("/inside")

    answered(request)

    assert list(request.session.keys()) == []


def test_sign_in_page_ends_being_away() -> None:
    response = answered(asked("/sign-in"))

    assert response.content == b"secret"
    assert response.cookies["away"]["max-age"] == 0
