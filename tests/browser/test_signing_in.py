from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.product import Product


def test_a_wrong_password_and_an_unknown_address_read_alike(
    visit: Visit, running: Product
) -> None:
    known, unknown = visit(), visit()
    for visitor, email in (
        (known, running.emails["worker"]),
        (unknown, "nobody@browser.example"),
    ):
        visitor.open("/accounts/login/")
        visitor.give_password(email, "not his password")

    said = [
        visitor.page.locator(".error-summary").inner_text()
        for visitor in (known, unknown)
    ]

    assert "don’t belong together" in said[0]
    assert said[0] == said[1]


def test_a_wrong_code_opens_nothing(visit: Visit, running: Product) -> None:
    visitor = visit()
    visitor.open("/accounts/login/")
    visitor.give_password(running.emails["manager"], running.password)

    visitor.give_code("000000")

    assert "is not right, or was used already" in visitor.text()
    visitor.open("/manage/")
    assert visitor.heading == "Enter your code"


@pytest.mark.req("U02")
def test_a_code_works_once(visit: Visit, running: Product) -> None:
    code = running.apps["admin"].next_code()
    first, second = visit(), visit()
    for visitor in (first, second):
        visitor.open("/accounts/login/")
        visitor.give_password(running.emails["admin"], running.password)

    first.give_code(code)
    second.give_code(code)

    assert first.path == "/organisation/"
    assert "was used already" in second.text()


def test_who_was_signed_out_comes_back_to_his_page(
    visit: Visit, running: Product
) -> None:
    visitor = visit("colleague", afresh=True)
    visitor.follow("Petera")
    page = visitor.path
    running.sql(
        "DELETE FROM accounts_session WHERE session_key = %s", visitor.session_key()
    )

    visitor.page.reload()
    assert visitor.path == "/accounts/login/"
    visitor.give_password(running.emails["colleague"], running.password)
    visitor.give_code(running.apps["colleague"].next_code())

    assert visitor.path == page
    assert visitor.heading == "Petera"


def test_the_session_of_one_site_opens_nothing_on_the_other(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker")
    stranger = visit()
    assert worker.open("/today/") == 200

    stranger.context.add_cookies(
        [
            {"name": "national-session", "value": key, "url": running.national}
            for key in [worker.session_key()]
        ]
    )
    stranger.page.goto(running.national + "/reports/")
    stranger.faults.clear()  # the other site is a foreign host to this visitor

    assert stranger.path == "/accounts/login/"
