from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from msa.accounts.held import LONGEST
from msa.accounts.models import Session
from msa.accounts.standing import IDLE_SECONDS
from msa.accounts.step_up import asks_second_factor
from msa.tenancy.context import use
from msa.web.areas import WORKER, area_urls
from msa.web.outages import keep_what_was_sent
from tests.cast import Cast
from tests.conftest import SignIn

from .conftest import code, give_factor, words
from .test_standing import LOCKED, shift

pytestmark = pytest.mark.urls(__name__)
RESUME = "/accounts/go-on/"
NOTE = {"note": "He whakaaro nui “kei te pai”\nsecond line", "tags": ["a", "b"]}


def _page(request: HttpRequest) -> HttpResponse:
    sent = request.POST
    return HttpResponse(f"{sent.get('note', '')}|{','.join(sent.getlist('tags'))}")


handler404 = "msa.web.errors.page_not_found"
urlpatterns = [
    path("", include("msa.web.urls")),
    path("accounts/", include("msa.urls.accounts")),
    path("elsewhere/", _page),
    area_urls(
        WORKER,
        [
            *(path(f"{name}/", _page, name=name) for name in ("today", "people")),
            path("quarter/", _page, name="contribute"),
            path("grave/", asks_second_factor(_page), name="grave"),
        ],
    ),
]


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    give_factor(cast.worker)
    return sign_in(cast.worker)


def typed_while_it_locked(browser: Client, sent: Any = NOTE) -> None:
    shift(browser, used=IDLE_SECONDS)
    assert browser.post("/people/", sent)["Location"] == LOCKED


def resent(browser: Client) -> HttpResponse:
    """Press the button of the page that shows what was kept."""
    page = browser.get(RESUME)
    kept = page.context["kept"]
    fields: dict[str, list[str]] = {}
    for name, value in kept.fields:
        fields.setdefault(name, []).append(value)
    return browser.post(kept.path, fields)


@pytest.mark.req("UI-W7")
def test_what_was_typed_is_sent_after_the_code(browser: Client) -> None:
    typed_while_it_locked(browser)
    answer = browser.post(LOCKED, {"code": code()})

    done = resent(browser)

    assert answer["Location"] == RESUME
    assert done.content.decode() == f"{NOTE['note']}|a,b"


@pytest.mark.req("UI-W7")
def test_the_lock_says_that_it_is_kept_and_not_what(browser: Client) -> None:
    typed_while_it_locked(browser)

    page = words(browser.get(LOCKED))

    assert "Nothing is lost" in page
    assert "kei te pai" not in page


def test_it_is_kept_through_a_wrong_code(browser: Client) -> None:
    typed_while_it_locked(browser)
    browser.post(LOCKED, {"code": "000000"})
    browser.post(LOCKED, {"code": code()})

    assert "kei te pai" in resent(browser).content.decode()


def test_once_sent_it_is_kept_no_longer(browser: Client) -> None:
    typed_while_it_locked(browser)
    browser.post(LOCKED, {"code": code()})
    resent(browser)

    assert "held" not in browser.session
    assert browser.get(RESUME)["Location"] != RESUME


def test_it_can_be_thrown_away(browser: Client) -> None:
    shift(browser, used=IDLE_SECONDS)
    here = {"referer": "http://testserver/people/?q=x", "host": "testserver"}
    browser.post("/people/", NOTE, headers=here)
    browser.post(LOCKED, {"code": code()})

    assert browser.post(RESUME)["Location"] == "/people/?q=x"
    assert "held" not in browser.session


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "http://testserver//x"]
)
def test_the_way_back_is_ours(browser: Client, place: str) -> None:
    shift(browser, used=IDLE_SECONDS)
    browser.post("/people/", {}, headers={"referer": place, "host": "testserver"})

    assert browser.session["locked"]["way_back"] == "/"


def test_the_page_he_was_on_comes_again(browser: Client) -> None:
    shift(browser, used=IDLE_SECONDS)
    browser.get("/people/?q=x")

    assert browser.post(LOCKED, {"code": code()})["Location"] == "/people/?q=x"


def test_too_much_is_not_kept_and_he_is_told(browser: Client) -> None:
    typed_while_it_locked(browser, {"note": "x" * (LONGEST + 1)})
    answer = browser.post(LOCKED, {"code": code()})

    assert answer["Location"] == RESUME
    assert "send it once more" in words(browser.get(RESUME))
    assert len(str(dict(browser.session.items()))) < LONGEST


@pytest.mark.req("U07")
def test_what_is_kept_is_sealed(browser: Client) -> None:
    typed_while_it_locked(browser)

    with use(None):
        rows = list(Session.objects.values_list("session_data", flat=True))
    assert "kei te pai" in str(dict(browser.session.items()))
    assert not any("kei te pai" in row for row in rows)


def test_what_is_sent_where_nobody_signs_in_is_no_business_of_the_lock(
    browser: Client,
) -> None:
    shift(browser, used=IDLE_SECONDS)
    browser.get("/people/")

    answer = browser.post("/elsewhere/", NOTE)

    assert answer.status_code == 200
    assert "held" not in browser.session


def test_the_resume_page_is_shut_while_locked(browser: Client) -> None:
    typed_while_it_locked(browser)

    assert browser.get(RESUME).status_code == 302


@pytest.mark.req("U08")
def test_grave_act_asks_again_and_is_done_after(browser: Client) -> None:
    session = browser.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [methods[0], {**methods[1], "at": 0}]
    session.save()

    asked = browser.post("/grave/", NOTE)
    shown = browser.post("/accounts/confirm/", {"code": code()})
    done = resent(browser)

    assert asked["Location"] == "/accounts/confirm/"
    assert shown["Location"] == RESUME
    assert re.match("He whakaaro", done.content.decode())


@pytest.mark.req("U08")
def test_five_minutes_later_it_asks_again(browser: Client) -> None:
    assert browser.get("/grave/").status_code == 200
    session = browser.session
    methods = session["account_authentication_methods"]
    old = {**methods[1], "at": methods[1]["at"] - 300}
    session["account_authentication_methods"] = [methods[0], old]
    session.save()

    assert browser.get("/grave/")["Location"] == "/accounts/confirm/"
    assert browser.get("/today/").status_code == 200


@pytest.mark.req("U08")
def test_wrong_code_lets_nobody_act(browser: Client) -> None:
    session = browser.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [methods[0], {**methods[1], "at": 0}]
    session.save()
    browser.get("/grave/")

    refused = browser.post("/accounts/confirm/", {"code": "000000"})

    assert "is not right" in words(refused)
    assert browser.get("/grave/")["Location"] == "/accounts/confirm/"


@pytest.mark.parametrize(
    ("page", "is_kept"),
    [("/people/", True), ("/accounts/yours/password/", False), ("/none/", False)],
)
def test_in_an_outage_what_was_sent_to_a_page_of_work_is_kept_and_no_password(
    browser: Client, rf: RequestFactory, page: str, is_kept: bool
) -> None:
    request = rf.post(page, {"old": "a quiet river runs"})
    request.session = browser.session

    assert keep_what_was_sent(request) is is_kept
    assert ("held" in browser.session) is is_kept
