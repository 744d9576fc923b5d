from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from msa.accounts.lock import end_meanwhile, lock
from msa.web.areas import MANAGER, WORKER, area_urls
from tests.cast import Cast
from tests.conftest import SignIn

from .conftest import code, give_factor

pytestmark = pytest.mark.urls(__name__)
LOCKED = "/accounts/locked/"


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def _hand_over(request: HttpRequest) -> HttpResponse:
    lock(request, way_back="/people/", meanwhile="/elsewhere/")
    return HttpResponse()


def _finish(request: HttpRequest) -> HttpResponse:
    end_meanwhile(request)
    return HttpResponse()


handler404 = "msa.web.errors.page_not_found"
urlpatterns = [
    path("", include("msa.web.urls")),
    path("accounts/", include("msa.urls.accounts")),
    path("hand-over/", _hand_over),
    path("finish/", _finish),
    path("elsewhere/", _page),
    area_urls(MANAGER, [path("", _page, name="caseload")]),
    area_urls(
        WORKER,
        [path("today/", _page, name="today"), path("people/", _page, name="people")],
    ),
]


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    """A worker's browser that he has handed over."""
    give_factor(cast.worker)
    browser = sign_in(cast.worker)
    assert browser.get("/today/").content == b"open"
    browser.get("/hand-over/")
    return browser


@pytest.mark.parametrize("address", ["/today/", "/people/", "/manage/", "/"])
def test_every_way_in_leads_to_the_lock(browser: Client, address: str) -> None:
    assert browser.get(address)["Location"] == LOCKED


def test_what_is_sent_while_locked_is_refused(browser: Client) -> None:
    assert browser.post("/people/", {"q": "Hemi"})["Location"] == LOCKED


@pytest.mark.parametrize("address", ["/accounts/set-up/", "/accounts/login/"])
def test_signing_in_anew_is_no_way_round(browser: Client, address: str) -> None:
    last = browser.get(address, follow=True).redirect_chain[-1]

    assert last == (LOCKED, 302)


def test_the_lock_names_nobody(browser: Client) -> None:
    page = browser.get(LOCKED).content.decode()

    assert "Please hand it back" in page
    assert "Worker" not in page


def test_a_wrong_code_opens_nothing(browser: Client) -> None:
    answer = browser.post(LOCKED, {"code": "000000"})

    assert "is not right" in answer.content.decode()
    assert browser.get("/today/")["Location"] == LOCKED


def test_his_code_leads_back_to_where_he_was(browser: Client) -> None:
    answer = browser.post(LOCKED, {"code": code()})

    assert answer["Location"] == "/people/"
    assert browser.get("/people/").content == b"open"


def test_a_session_from_before_the_lock_is_no_good(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    before = browser.cookies["test-session"].value
    browser.get("/hand-over/")
    other = Client()
    other.cookies["test-session"] = before

    assert other.get("/today/")["Location"].startswith("/accounts/login/")


def test_the_survivor_can_go_on_until_he_has_finished(browser: Client) -> None:
    before = browser.get(LOCKED).content.decode()
    browser.get("/finish/")
    after = browser.get(LOCKED).content.decode()

    assert "/elsewhere/" in before
    assert "/elsewhere/" not in after


def test_without_a_lock_there_is_nothing_to_open(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.worker).get(LOCKED)["Location"] == "/"
