from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.product import Product


@pytest.mark.req("UI-S4", "UI-S5")
@pytest.mark.parametrize("script", [True, False])
def test_leaving_ends_the_session_and_back_stays_neutral(
    visit: Visit, running: Product, script: bool
) -> None:
    worker = visit("worker", afresh=True, script=script)
    worker.follow("Tāne")
    worker.follow("Log a session")
    key = worker.session_key()
    rows = "SELECT count(*) FROM accounts_session WHERE session_key = %s"
    assert running.sql(rows, key) == [(1,)]

    worker.follow("Leave quickly")
    worker.page.wait_for_url("**/neutral")
    seen = [worker.page.title()]
    for _ in range(2):
        worker.page.go_back()
        seen.append(worker.page.title())

    assert seen == ["Weather words"] * 3
    assert running.sql(rows, key) == [(0,)]


@pytest.mark.req("UI-S3")
def test_three_presses_of_shift_leave_a_record(visit: Visit, running: Product) -> None:
    worker = visit("worker", afresh=True)
    worker.follow("Tāne")
    key = worker.session_key()

    for _ in range(3):
        worker.page.keyboard.press("Shift")
    worker.page.wait_for_url("**/neutral")

    rows = "SELECT count(*) FROM accounts_session WHERE session_key = %s"
    assert running.sql(rows, key) == [(0,)]


def test_signing_out_ends_the_session(visit: Visit, running: Product) -> None:
    worker = visit("worker", afresh=True)
    key = worker.session_key()

    worker.tap(worker.page.get_by_role("button", name="Sign out").last)

    rows = "SELECT count(*) FROM accounts_session WHERE session_key = %s"
    assert running.sql(rows, key) == [(0,)]
    worker.open("/today/")
    assert worker.path == "/accounts/login/"
