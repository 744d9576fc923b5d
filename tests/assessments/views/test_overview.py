from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from assessments.views import overview
from tests.assessments.views.conftest import (
    answer,
    enter,
    finish,
    invited,
    long_supported,
    words,
)
from tests.cast import Cast
from tests.conftest import SignIn

NAME = "Tāmati"


@pytest.fixture
def due(cast: Cast) -> UUID:
    """Somebody of the worker's whose first check-in is due."""
    return long_supported(cast.worker, NAME)


@pytest.mark.req("ASM-05")
def test_today_names_whose_check_in_is_due(
    cast: Cast, due: UUID, sign_in: SignIn
) -> None:
    page = words(sign_in(cast.worker).get("/today/"))

    about = page.partition("A check-in when you next meet")[2]
    assert NAME in about
    assert "Due since" in about


def test_today_says_nothing_while_nobody_s_is_due(
    cast: Cast, asked: UUID, sign_in: SignIn
) -> None:
    page = words(sign_in(cast.worker).get("/today/"))

    assert "A check-in when you next meet" not in page


def test_his_page_leads_to_his_check_ins(
    cast: Cast, due: UUID, sign_in: SignIn
) -> None:
    page = words(sign_in(cast.worker).get(f"/people/{due}/"))

    assert f'href="/people/{due}/check-ins/"' in page
    assert "Due since" in page


@pytest.mark.req("ASM-05")
def test_his_no_takes_him_from_the_list(cast: Cast, due: UUID, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    assert NAME in words(browser.get("/check-ins/"))

    browser.post(f"/people/{due}/check-ins/not-now/", {"ask_again": "no"})

    assert NAME not in words(browser.get("/check-ins/"))
    assert NAME in words(browser.get("/check-ins/?state=NOT_ASKED"))


@pytest.mark.req("ASM-05", "ASM-04")
def test_a_manager_sees_states_and_days_and_no_answers(
    cast: Cast, due: UUID, sign_in: SignIn, phone: Client
) -> None:
    browser = sign_in(cast.manager)
    before = words(browser.get("/manage/check-ins/"))
    enter(phone, invited(cast.worker, due).secret)
    answer(phone, 1, "2")
    finish(phone, may_see="yes")

    after = words(browser.get("/manage/check-ins/?state=NOT_YET"))

    assert NAME in before
    assert "Due since" in before
    assert "Worker" in before
    assert NAME in after
    assert "A little true" not in after


def test_a_list_that_asks_for_what_is_not_there_shows_what_is_due(
    cast: Cast, due: UUID, sign_in: SignIn
) -> None:
    assert NAME in words(sign_in(cast.worker).get("/check-ins/?state=whatever"))


@pytest.mark.req("ASM-05")
def test_a_colleague_s_list_has_his_own_people_only(
    cast: Cast, due: UUID, sign_in: SignIn
) -> None:
    assert NAME not in words(sign_in(cast.colleague).get("/check-ins/"))


def test_a_list_that_stops_says_so_with_the_number(
    cast: Cast, due: UUID, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Wī", "Rangi"):
        long_supported(cast.worker, name)
    browser = sign_in(cast.worker)
    assert "Here are the first" not in words(browser.get("/check-ins/"))

    monkeypatch.setattr(overview, "_LONGEST_LIST", 2)

    assert "Here are the first 2 of 3" in words(browser.get("/check-ins/"))
