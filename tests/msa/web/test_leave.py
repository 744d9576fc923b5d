from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from msa.web import leave

pytestmark = pytest.mark.urls("tests.look.urls")


class SignedIn:
    is_authenticated = True


@pytest.fixture(autouse=True)
def own_neutral_page(settings: Any) -> None:
    settings.MSA_NEUTRAL_SITE = ""
    settings.LOGIN_URL = "sign_in"


def asked(path: str = "/leave", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.session = SessionStore()
    request.session["kept"] = "something"
    return request


def left(**headers: str) -> HttpResponse:
    return leave.leave(asked(**headers))


@pytest.mark.req("UI-S5")
def test_leave_goes_to_the_neutral_page_by_303() -> None:
    response = left()

    assert (response.status_code, response["Location"]) == (303, "/neutral")


@pytest.mark.req("UI-S5")
def test_leave_goes_to_the_site_that_was_set(settings: Any) -> None:
    settings.MSA_NEUTRAL_SITE = "https://weather.example/"

    assert left()["Location"] == "https://weather.example/"


@pytest.mark.req("UI-S4")
def test_leave_empties_the_session() -> None:
    request = asked()
    assert request.session["kept"] == "something"

    leave.leave(request)

    assert list(request.session.keys()) == []


@pytest.mark.req("UI-S4")
def test_leave_remembers_for_fifteen_minutes() -> None:
    cookie = left().cookies["away"]

    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("1", 900, "Lax")


@pytest.mark.req("UI-S7")
def test_leave_clears_storage_where_there_are_no_drafts() -> None:
    assert left()["Clear-Site-Data"] == '"cache", "storage"'


def test_leave_keeps_a_workers_sealed_drafts() -> None:
    request = asked()
    request.user = SignedIn()  # type: ignore[assignment]

    assert leave.leave(request)["Clear-Site-Data"] == '"cache"'


@pytest.mark.req("UI-S5")
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_leave_refuses_what_nobody_chose(headers: dict[str, str]) -> None:
    request = asked(**headers)

    response = leave.leave(request)

    assert response.status_code == 403
    assert request.session["kept"] == "something"
    assert "away" not in response.cookies


def test_leave_refuses_a_post() -> None:
    assert leave.leave(RequestFactory().post("/leave")).status_code == 405


@pytest.mark.req("UI-S6")
@pytest.mark.parametrize("view", [leave.neutral, leave.start])
def test_open_pages_do_not_say_what_this_is(view: Any) -> None:
    words = view(asked("/")).content.decode().lower()

    telling = ["survivor", "sexual", "violence", "abuse", "assault", "trauma", "male"]
    assert "</title>" in words
    assert [word for word in telling if word in words] == []
