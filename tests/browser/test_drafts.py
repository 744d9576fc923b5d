"""What somebody types outlives line, tab and session, and nobody reads it (SES-03)."""

from __future__ import annotations

import base64
import time
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser import check_ins
from tests.browser.accessibility import findings
from tests.browser.conftest import Visit
from tests.browser.product import Product
from tests.browser.visitor import Visitor

CANARY = "the kōtuku by the weir"
WORDS = (f"He spoke of {CANARY}, “slowly”. " * 8)[:200]
NOTE = "Note (optional)"
BACK = "What you typed is back"
ON_SITE = "Your draft is saved."
ON_DEVICE = "saved on this device only"
DRAFTS = "SELECT count(*) FROM drafts_sessiondraft"
SESSIONS = "SELECT count(*) FROM cases_session"
#: All that a browser stores, byte by byte.
STORED = """async () => {
    const seen = [localStorage, sessionStorage].map(one => JSON.stringify({...one}));
    const bytes = value => value instanceof ArrayBuffer ? new Uint8Array(value) : value;
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
            const answer = await (await caches.open(name)).match(request);
            seen.push(request.url + await answer.text());
        }
    }
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done, fail) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => done(asked.result);
            asked.onerror = fail;
        });
        for (const store of database.objectStoreNames) {
            const rows = await new Promise(done => {
                const asked = database.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => done(asked.result);
            });
            for (const row of rows) {
                for (const [key, value] of Object.entries(row)) {
                    const raw = bytes(value);
                    seen.push(raw instanceof Uint8Array
                        ? btoa(String.fromCharCode(...raw)) : `${key}=${value}`);
                }
            }
        }
        database.close();
    }
    return seen;
}"""


def stored(page: Page) -> bytes:
    """Return all that the browser keeps of the site, also as what base64 hides."""
    found = b""
    for one in page.evaluate(STORED):
        found += one.encode() + b"\n"
        with suppress(ValueError):
            found += base64.b64decode(one, validate=True)
    return found


def count(running: Product, what: str) -> int:
    ((number,),) = running.sql(what)
    return int(number)


def becomes(running: Product, what: str, number: int) -> bool:
    """Say whether so many are stored, now or in a moment."""
    until = time.monotonic() + 5
    while count(running, what) != number and time.monotonic() < until:
        time.sleep(0.1)
    return count(running, what) == number


def open_form(worker: Visitor, name: str) -> None:
    worker.open("/people/")
    worker.follow(name)
    worker.follow("Log a session")
    worker.page.wait_for_selector("[data-ready]", state="attached")


def open_meeting(worker: Visitor) -> None:
    worker.open("/today/")
    worker.follow("Log a meeting of Thursday evening")
    worker.page.wait_for_selector("[data-ready]", state="attached")


def says(worker: Visitor, words: str) -> None:
    expect(worker.page.locator("[data-draft-status]")).to_contain_text(words)


@pytest.mark.req("SES-03", "UI-W3", "SEC-05")
def test_what_was_typed_without_a_line_outlives_tab_and_session(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker", afresh=True)
    open_form(worker, "Wiremu")
    before = count(running, SESSIONS)
    worker.context.set_offline(True)
    worker.page.get_by_label(NOTE).fill(WORDS)
    says(worker, ON_DEVICE)
    worker.press("Save")
    assert worker.page.get_by_label(NOTE).input_value() == WORDS

    kept = stored(worker.page)
    with suppress(Error):
        worker.page.reload()
    worker.context.set_offline(False)
    worker.context.clear_cookies()
    worker.sign_in(running.emails["worker"], running.password, running.apps["worker"])
    open_form(worker, "Wiremu")
    offered = worker.text()
    faults = findings(worker.page)
    worker.press("Put it back")
    says(worker, ON_SITE)

    assert b"draft=" in kept
    assert b"sent=false" in kept
    for word in ("weir", "slowly", "Wiremu", "sessions"):
        assert word.encode() not in kept
        assert word.encode("utf-16-le") not in kept
    assert "You began writing here" in offered
    assert CANARY not in offered
    assert faults == []
    assert worker.page.get_by_label(NOTE).input_value() == WORDS
    assert becomes(running, DRAFTS, 1)
    worker.press("Save")
    worker.page.wait_for_selector("text=The session is on his timeline.")
    assert count(running, SESSIONS) == before + 1
    assert count(running, DRAFTS) == 0

    open_form(worker, "Wiremu")
    assert "You began writing here" not in worker.text()
    assert b"draft=" not in stored(worker.page)


@pytest.mark.req("UI-W3")
def test_a_tab_that_was_closed_comes_back_on_any_device(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker")
    open_form(worker, "Wiremu")
    worker.choose("How long, in minutes", "90")
    worker.page.get_by_text("More about it").click()
    worker.page.get_by_label("Who else was there").fill("his sister")
    says(worker, ON_SITE)
    worker.page.close()
    worker.page = worker.context.new_page()
    other = visit("worker")

    for visitor in (worker, other):
        open_form(visitor, "Wiremu")
        visitor.press("Put it back")
        assert visitor.page.locator("[name=length]:checked").input_value() == "90"
        # What stood in a closed section is not put back out of sight.
        assert visitor.page.get_by_label("Who else was there").is_visible()
        says(visitor, ON_SITE)
    assert count(running, DRAFTS) >= 1

    open_form(worker, "Wiremu")
    while worker.page.get_by_role("button", name="Throw it away").count():
        worker.page.get_by_role("button", name="Throw it away").first.click()
        says(worker, "It is thrown away.")
    assert becomes(running, DRAFTS, 0)


@pytest.mark.req("UI-W3")
def test_put_back_it_says_so_until_it_is_sent(visit: Visit, running: Product) -> None:
    worker = visit("worker")
    open_form(worker, "Wiremu")
    worker.page.get_by_label(NOTE).fill(WORDS)
    says(worker, ON_SITE)
    worker.page.close()
    worker = visit("worker")
    open_form(worker, "Wiremu")
    worker.press("Put it back")
    says(worker, ON_SITE)
    back = worker.text()
    assert becomes(running, DRAFTS, 1)  # that of the page that was closed is gone
    worker.context.set_offline(True)
    worker.press("Save")
    says(worker, ON_DEVICE)
    tried = worker.text()
    worker.context.set_offline(False)
    worker.press("Save")
    worker.page.wait_for_selector("text=The session is on his timeline.")

    assert BACK in back
    assert "You began writing here" not in back
    assert BACK not in tried


@pytest.mark.req("UI-W3", "CON-05")
def test_a_meeting_that_was_begun_comes_back_on_any_device(
    visit: Visit, running: Product
) -> None:
    summary = "Summary of the meeting (optional)"
    worker, other = visit("worker"), visit("worker")
    open_meeting(worker)
    worker.choose("Wiremu", "Came")
    group = worker.page.locator(".field-group").filter(has_text="Wiremu")
    group.locator("summary").click()
    group.locator("textarea").fill(CANARY)
    worker.page.get_by_label(summary).fill(WORDS)
    says(worker, ON_SITE)
    worker.page.close()

    open_meeting(other)
    group = other.page.locator(".field-group").filter(has_text="Wiremu")
    offered, before = other.text(), group.locator("textarea").input_value()
    faults = findings(other.page)
    other.press("Put it back")

    assert "You began writing here" in offered
    assert (before, faults) == ("", [])
    assert group.locator("textarea").input_value() == CANARY
    assert group.locator("textarea").is_visible()
    assert group.locator("[name^=how]:checked").input_value() == "CAME"
    assert other.page.get_by_label(summary).input_value() == WORDS
    says(other, ON_SITE)
    other.page.reload()
    other.page.wait_for_selector("[data-ready]", state="attached")
    other.page.get_by_role("button", name="Throw it away").first.click()
    assert becomes(running, "SELECT count(*) FROM gatherings_memberdraft", 0)


@pytest.mark.req("UI-W5")
def test_a_draft_that_is_slow_makes_no_second_session(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker")
    open_form(worker, "Wiremu")
    before = count(running, SESSIONS)

    def slowly(route: Route) -> None:
        worker.page.wait_for_timeout(3000)
        with suppress(Error):
            route.continue_()

    worker.context.route("**/keep/", slowly)
    worker.page.get_by_label(NOTE).fill("Slow words")
    worker.page.wait_for_timeout(1500)
    worker.page.get_by_role("button", name="Save").dblclick()
    worker.page.wait_for_selector("text=The session is on his timeline.")
    worker.page.wait_for_timeout(2500)

    assert count(running, SESSIONS) == before + 1
    assert count(running, DRAFTS) == 0


@pytest.mark.req("UI-W5")
def test_back_and_save_makes_no_second_session(visit: Visit, running: Product) -> None:
    worker = visit("worker")
    before = count(running, SESSIONS)
    worker.open("/people/")
    worker.follow("Wiremu")
    worker.follow("Log a session")
    worker.fill(NOTE, "Once only")
    worker.press("Save")
    worker.page.wait_for_selector("text=The session is on his timeline.")

    worker.page.go_back()
    worker.page.wait_for_selector("text=This session is saved")

    assert findings(worker.page) == []
    assert worker.page.get_by_role("button", name="Save").count() == 0
    assert count(running, SESSIONS) == before + 1


@pytest.mark.req("SEC-05")
def test_leaving_quickly_keeps_only_what_nobody_reads(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker", afresh=True)
    open_form(worker, "Wiremu")
    worker.context.route("**/keep/", lambda route: route.abort())
    worker.page.get_by_label(NOTE).fill(WORDS)
    says(worker, ON_DEVICE)

    worker.tap(worker.page.locator("a[data-leave]").first)
    worker.page.wait_for_url("**/neutral")
    kept = stored(worker.page)

    assert b"draft=" in kept
    assert b"weir" not in kept
    assert "weir".encode("utf-16-le") not in kept


def test_a_device_is_not_handed_over_before_its_drafts_are_sent(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker", afresh=True)
    open_form(worker, "Wiremu")
    worker.context.route("**/keep/", lambda route: route.abort())
    worker.page.get_by_label(NOTE).fill(WORDS)
    says(worker, ON_DEVICE)
    check_ins.open_check_ins(worker, "Matiu")

    worker.page.get_by_role("button", name="Lock and hand over").click()
    worker.page.wait_for_selector("text=is on this device only")
    still = worker.path
    worker.context.unroute("**/keep/")
    before = count(running, DRAFTS)
    check_ins.hand_over(worker)

    assert still.endswith("/check-ins/")
    assert count(running, DRAFTS) == before + 1


@pytest.mark.req("UI-W7")
def test_what_was_typed_on_after_the_lock_comes_back(
    visit: Visit, running: Product
) -> None:
    worker = visit("colleague", afresh=True)
    open_form(worker, "Petera")
    worker.page.get_by_label(NOTE).fill("Before the lock.")
    says(worker, ON_SITE)
    running.age(worker.session_key(), minutes=16)
    worker.page.get_by_label(NOTE).fill(WORDS)
    says(worker, ON_DEVICE)

    worker.page.reload()
    locked = worker.text()
    worker.fill("Code from your app", running.apps["colleague"].next_code())
    worker.press("Go on")
    worker.page.wait_for_selector("text=You began writing here")
    assert worker.page.get_by_role("button", name="Put it back").count() == 1
    worker.press("Put it back")

    assert CANARY not in locked
    assert worker.page.get_by_label(NOTE).input_value() == WORDS


@pytest.mark.req("UI-W8")
def test_two_who_write_at_once_see_both_and_lose_nothing(visit: Visit) -> None:
    first, second = visit("worker"), visit("worker")
    for visitor, words in ((first, "Mornings only"), (second, "Never on Fridays")):
        visitor.open("/people/")
        visitor.follow("Rāwiri-James")
        visitor.open(visitor.path + "contact/")
        visitor.page.get_by_label("What may be said or left there").fill(words)

    first.press("Save")
    second.press("Save")
    both = second.text()
    mine = second.page.get_by_label("What may be said or left there").input_value()
    second.press("Save mine")
    person = second.path
    second.open(person + "contact/")

    assert "Somebody saved this while you were writing" in both
    assert "Mornings only" in both
    assert mine == "Never on Fridays"
    kept = second.page.get_by_label("What may be said or left there").input_value()
    assert kept == "Never on Fridays"
