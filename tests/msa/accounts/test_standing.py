from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from msa.accounts.standing import (
    IDLE_SECONDS,
    LONGEST_SECONDS,
    Standing,
    begin,
    note_use,
    standing_of,
)
from tests.cast import NOW, Cast
from tests.conftest import SignIn

LOCKED = "/accounts/locked/"
STAY = "/accounts/stay/"


@pytest.fixture
def session() -> dict[str, Any]:
    begun: dict[str, Any] = {}
    begin(begun, user_agent="", at=NOW)
    return begun


def after(session: dict[str, Any], seconds: int) -> Standing:
    return standing_of(session, at=NOW + timedelta(seconds=seconds))


@pytest.mark.req("U06")
def test_a_quarter_of_an_hour_unused_is_idle(session: dict[str, Any]) -> None:
    assert after(session, IDLE_SECONDS - 1) is Standing.GOOD
    assert after(session, IDLE_SECONDS) is Standing.IDLE


@pytest.mark.req("U06")
def test_eight_hours_are_the_end_however_much_it_is_used(
    session: dict[str, Any],
) -> None:
    for minute in range(0, LONGEST_SECONDS // 60, 10):
        note_use(session, at=NOW + timedelta(minutes=minute))

    assert after(session, LONGEST_SECONDS - 1) is Standing.GOOD
    assert after(session, LONGEST_SECONDS) is Standing.OVER


@pytest.mark.req("U06")
@pytest.mark.parametrize(
    ("hours", "standing"), [(2, Standing.IDLE), (-2, Standing.OVER), (9, Standing.OVER)]
)
def test_a_clock_that_jumps_never_extends(
    session: dict[str, Any], hours: int, standing: Standing
) -> None:
    note_use(session, at=NOW + timedelta(minutes=10))

    assert after(session, 600 + hours * 3600) is standing


@pytest.mark.req("U06")
def test_use_is_never_dated_back(session: dict[str, Any]) -> None:
    note_use(session, at=NOW + timedelta(minutes=5))
    note_use(session, at=NOW + timedelta(minutes=4), at_once=True)

    assert after(session, 5 * 60 + IDLE_SECONDS - 1) is Standing.GOOD


def test_without_a_beginning_nothing_stands() -> None:
    assert standing_of({}, at=NOW) is Standing.OVER


def shift(browser: Client, **seconds: int) -> None:
    """Let the session of a browser have been begun or used earlier."""
    session = browser.session
    seen = session["seen"]
    moved = {name: seen[name] - back for name, back in seconds.items()}
    session["seen"] = {**seen, **moved}
    session.save()


@pytest.mark.req("U06")
def test_idle_session_locks_and_names_nobody(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    assert browser.get("/today/").status_code == 200
    shift(browser, used=IDLE_SECONDS)

    assert browser.get("/today/")["Location"] == LOCKED
    assert "Worker" not in browser.get(LOCKED).content.decode()


@pytest.mark.req("U06")
def test_session_of_eight_hours_is_over(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    shift(browser, begun=LONGEST_SECONDS)

    answer = browser.get("/today/")

    assert answer["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in browser.session


@pytest.mark.req("U06")
def test_clock_put_back_ends_the_session(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    shift(browser, used=-7200, begun=-7200)

    assert browser.get("/today/")["Location"].startswith("/accounts/login/")


def test_page_that_asks_by_itself_keeps_nothing_awake(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)
    shift(browser, used=120)
    before = browser.session["seen"]["used"]

    browser.get("/today/", headers={"hx-request": "true"})
    polled = browser.session["seen"]["used"]
    browser.get("/today/")

    assert polled == before
    assert browser.session["seen"]["used"] > before


@pytest.mark.req("UI-W7")
def test_staying_counts_as_use(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    shift(browser, used=14 * 60)

    left = browser.post(STAY).json()

    assert IDLE_SECONDS - 5 <= left["locks"] <= IDLE_SECONDS
    shift(browser, used=IDLE_SECONDS - 10)
    assert browser.get("/today/").status_code == 200


@pytest.mark.req("U06")
def test_staying_never_extends_eight_hours(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    shift(browser, begun=LONGEST_SECONDS - 60)

    left = browser.post(STAY).json()

    assert 50 <= left["ends"] <= 60
    shift(browser, begun=60)
    assert browser.post(STAY)["Location"].startswith("/accounts/login/")


@pytest.mark.req("U06")
def test_staying_wakes_no_locked_session(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    shift(browser, used=IDLE_SECONDS)

    assert browser.post(STAY).status_code == 403
    assert browser.get("/today/")["Location"] == LOCKED


def test_every_page_of_somebody_signed_in_knows_when_it_locks(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)
    pages = [
        browser.get(path).content.decode() for path in ("/today/", "/accounts/yours/")
    ]
    shift(browser, used=IDLE_SECONDS)

    assert all('data-lock data-locks="' in page for page in pages)
    assert "data-lock" not in browser.get(LOCKED).content.decode()
    assert "data-lock" not in Client().get("/").content.decode()
