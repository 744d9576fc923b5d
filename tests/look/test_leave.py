from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page

from tests.look.conftest import Open

LEAVE = "a[data-leave]"
HIDDEN = "getComputedStyle(document.body).display === 'none'"


def signed_in(open_page: Open, **options: object) -> Page:
    page = open_page("/sign-in", **options)
    assert page.url.endswith("/inside")
    assert page.locator("h1").inner_text() == "Log a session"
    return page


@pytest.mark.req("UI-S1")
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_leave_is_on_top_at_every_scroll(
    open_page: Open, width: int, share: float
) -> None:
    page = open_page("/gallery", width=width)

    page.evaluate(f"scrollTo(0, document.body.scrollHeight * {share})")
    box = page.locator(LEAVE).bounding_box()

    assert box is not None
    assert box["height"] >= 48
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    on_top = "([x, y]) => document.elementFromPoint(x, y).matches('[data-leave]')"
    assert page.evaluate(on_top, middle)


@pytest.mark.req("UI-S1")
def test_leave_is_the_second_tab_stop(open_page: Open) -> None:
    page = open_page("/gallery")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.matches('[data-leave]')")


@pytest.mark.req("UI-S2")
def test_page_is_hidden_at_once_without_a_connection(open_page: Open) -> None:
    page = signed_in(open_page)
    page.context.set_offline(True)

    # Measured in the page: from the tap to a body that is no longer laid out.
    took = page.evaluate(
        f"""() => {{
            const began = performance.now();
            document.querySelector('{LEAVE}').click();
            return {HIDDEN} ? performance.now() - began : 1e9;
        }}"""
    )

    assert took < 100


@pytest.mark.req("UI-S2")
def test_what_was_left_offline_stays_away_once_online(open_page: Open) -> None:
    page = signed_in(open_page)
    page.context.set_offline(True)
    page.evaluate(f"document.querySelector('{LEAVE}').click()")
    page.wait_for_timeout(300)
    page.context.set_offline(False)

    page.goto("/inside")

    assert page.url.endswith("/neutral")


@pytest.mark.req("UI-S3")
def test_three_presses_of_shift_leave(open_page: Open) -> None:
    page = signed_in(open_page)

    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/neutral")

    assert page.title() == "Weather words"


@pytest.mark.req("UI-S3")
def test_presses_are_counted_aloud_in_neutral_words(open_page: Open) -> None:
    page = signed_in(open_page)

    page.keyboard.press("Shift")

    assert page.locator("#leave-status").text_content() == "Two more to go"


@pytest.mark.req("UI-S3")
def test_typed_capitals_do_not_leave(open_page: Open) -> None:
    page = open_page("/gallery")
    page.locator("#find").focus()

    for letter in "ABCDEF":
        page.keyboard.press(f"Shift+{letter}")

    assert page.url.endswith("/gallery")
    assert page.locator("#find").input_value() == "ABCDEF"


@pytest.mark.req("UI-S3")
def test_slow_presses_of_shift_do_not_leave(open_page: Open) -> None:
    page = open_page("/gallery")
    page.clock.install()

    for _ in range(3):
        page.keyboard.press("Shift")
        page.clock.fast_forward(2600)

    assert page.url.endswith("/gallery")


@pytest.mark.req("UI-S4")
def test_back_shows_only_the_neutral_page(open_page: Open) -> None:
    page = signed_in(open_page)
    page.goto("/inside?second")
    page.goto("/inside?third")
    before = page.evaluate("history.length")
    page.locator(LEAVE).click()
    page.wait_for_url("**/neutral")
    after = page.evaluate("history.length")

    seen = []
    for _ in range(2):
        page.go_back()
        seen.append(page.title())

    assert seen == ["Weather words", "Weather words"]
    assert after == before


@pytest.mark.req("UI-S4")
def test_session_is_over_after_leaving(open_page: Open) -> None:
    page = signed_in(open_page)
    cookies = page.context.cookies()
    assert any(c["name"] == "sessionid" for c in cookies)

    page.locator(LEAVE).click()
    page.wait_for_url("**/neutral")

    # The old session's own key, brought back by somebody, opens nothing.
    page.context.clear_cookies()
    page.context.add_cookies([c for c in cookies if c["name"] == "sessionid"])
    assert page.goto("/inside").status == 403


@pytest.mark.req("UI-S4")
def test_signing_in_again_ends_being_away(open_page: Open) -> None:
    page = signed_in(open_page)
    page.locator(LEAVE).click()
    page.wait_for_url("**/neutral")

    page.goto("/sign-in")

    assert page.url.endswith("/inside")


@pytest.mark.req("UI-S5", "UI-A7")
def test_leaving_works_without_javascript(open_page: Open) -> None:
    page = signed_in(open_page, java_script_enabled=False)

    page.locator(LEAVE).click()
    page.wait_for_url("**/neutral")
    page.go_back()

    assert page.title() == "Weather words"


@pytest.mark.req("UI-S5")
def test_fetching_ahead_does_not_sign_out(open_page: Open) -> None:
    page = signed_in(open_page)

    fetch = "fetch('/leave', {redirect: 'manual'}).then(answer => answer.status)"

    assert page.evaluate(fetch) == 403
    assert page.goto("/inside").status == 200


@pytest.mark.req("UI-S2")
def test_leaving_is_quick(open_page: Open) -> None:
    page = signed_in(open_page)

    began = time.monotonic()
    page.locator(LEAVE).click()
    page.wait_for_url("**/neutral")

    assert time.monotonic() - began < 3


@pytest.mark.req("UI-S7")
def test_pages_leave_nothing_in_the_browser(open_page: Open) -> None:
    page = signed_in(open_page)

    kept = page.evaluate(
        """async () => [
            localStorage.length,
            sessionStorage.length,
            (await indexedDB.databases()).length,
            (await caches.keys()).length,
            (await navigator.serviceWorker.getRegistrations()).length,
        ]"""
    )

    assert kept == [0, 0, 0, 0, 0]


def test_form_tells_its_own_origin_and_is_accepted(open_page: Open) -> None:
    page = open_page("/gallery/form")

    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Save").click()

    assert sent.value.all_headers()["origin"] != "null"
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "Log a session"
