"""Without a connection: a page of our own, and nothing readable kept (UI-W6)."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from msa.web.offline import PLACES
from tests.browser import check_ins
from tests.browser.accessibility import findings
from tests.browser.conftest import Visit
from tests.browser.product import Product
from tests.browser.test_drafts import (
    NOTE,
    ON_DEVICE,
    WORDS,
    open_form,
    says,
    stored,
)
from tests.browser.visitor import Visitor

#: The page with all that it is drawn with is kept, and its scripts have begun.
SHELL = f"""async () => {{
    const kept = await caches.match("/offline/", {{ ignoreVary: true }});
    const all = await navigator.serviceWorker.getRegistrations();
    const begun = all.length === {len(PLACES)} && all.every(one => one.active);
    return Boolean(kept) && begun;
}}"""
LEFT = """async () => [(await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length]"""
#: As if the page had been kept by another release.
RELEASED_BEFORE = """async now => {
    await caches.delete(now);
    await (await caches.open("shell-before")).put("/offline/", new Response("Before"));
}"""
#: Dates what is kept back, as if the device had lain in a drawer.
AGE = """async hours => {
    const database = await new Promise(done => {
        const asked = indexedDB.open("drafts");
        asked.onsuccess = () => done(asked.result);
    });
    const store = database.transaction("drafts", "readwrite").objectStore("drafts");
    const rows = await new Promise(done => {
        const asked = store.getAll();
        asked.onsuccess = () => done(asked.result);
    });
    await Promise.all(rows.map(row => new Promise(done => {
        store.put({ ...row, at: row.at - hours * 3600 * 1000 }).onsuccess = done;
    })));
    database.close();
    return rows.length;
}"""


def becomes_so(worker: Visitor, question: str, answer: object = True) -> None:
    """Wait for what a script of the page does by itself."""
    until = time.monotonic() + 30
    while (found := worker.page.evaluate(question)) != answer:
        assert time.monotonic() < until, found
        worker.page.wait_for_timeout(100)


def ready(worker: Visitor) -> None:
    worker.open("/today/")
    becomes_so(worker, SHELL)


def gone(worker: Visitor) -> None:
    becomes_so(worker, LEFT, [0, 0])


def counted(worker: Visitor, words: str) -> None:
    expect(worker.page.locator("[data-offline-count]")).to_have_text(words)


@pytest.mark.req("UI-W6", "SEC-05")
def test_what_was_typed_offline_outlives_a_reload_and_is_read_by_nobody(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker", afresh=True, offline=True)
    ready(worker)
    open_form(worker, "Wiremu")
    form = worker.path
    worker.context.set_offline(True)
    worker.page.get_by_label(NOTE).fill(WORDS)
    says(worker, ON_DEVICE)

    worker.page.reload()
    counted(worker, "1 draft, locked until you’re back online.")
    faults = findings(worker.page)
    title, shown, kept = worker.page.title(), worker.text(), stored(worker.page)
    worker.open("/today/")
    counted(worker, "1 draft, locked until you’re back online.")
    # Somebody else ends this session, or it ends by itself.
    worker.context.clear_cookies()
    worker.context.set_offline(False)
    worker.follow("Go on")
    assert worker.path == "/accounts/login/"
    gone(worker)
    locked = stored(worker.page)
    worker.give_password(running.emails["worker"], running.password)
    worker.give_code(running.apps["worker"].next_code())
    assert worker.path == "/today/"
    worker.follow("Go on writing")
    worker.page.wait_for_url(f"**{form}")
    # The newest, should another test have left one.
    worker.tap(worker.page.get_by_role("button", name="Put it back").first)
    says(worker, "Your draft is saved.")
    restored = worker.page.get_by_label(NOTE).input_value()
    worker.press("Save")
    worker.page.wait_for_selector("text=The session is on his timeline.")

    assert title == "Notebook"
    assert "Wiremu" not in shown
    assert faults == []
    assert b"draft=" in kept
    assert b"/offline/" in kept
    for word in ("weir", "slowly", "Wiremu", "Log a session", "csrfmiddleware"):
        for found in (kept, locked):
            assert word.encode() not in found
            assert word.encode("utf-16-le") not in found
    assert restored == WORDS
    becomes_so(worker, "window.deviceDrafts.any()", answer=False)


@pytest.mark.req("UI-W6")
def test_what_is_older_than_three_days_is_gone(visit: Visit) -> None:
    worker = visit("worker", afresh=True, offline=True)
    ready(worker)
    open_form(worker, "Wiremu")
    worker.context.set_offline(True)
    worker.page.get_by_label(NOTE).fill(WORDS)
    says(worker, ON_DEVICE)
    worker.page.goto("/people/")
    assert worker.page.evaluate(AGE, 71) == 1
    worker.page.reload()
    counted(worker, "1 draft, locked until you’re back online.")

    assert worker.page.evaluate(AGE, 2) == 1
    worker.page.reload()

    counted(worker, "No draft waits on this device.")
    assert b"draft=" not in stored(worker.page)


@pytest.mark.req("UI-W6")
def test_another_release_takes_the_place_of_what_is_kept(visit: Visit) -> None:
    worker = visit("worker", offline=True)
    ready(worker)
    (now,) = worker.page.evaluate("caches.keys()")
    worker.page.evaluate(RELEASED_BEFORE, now)

    worker.page.goto("/people/")
    becomes_so(worker, "caches.keys()", [now])
    kept = worker.page.evaluate("caches.match('/offline/').then(one => one.text())")

    assert "You are offline" in kept


@pytest.mark.req("UI-W6")
def test_leaving_quickly_takes_it_off_the_device(visit: Visit) -> None:
    worker = visit("worker", afresh=True, offline=True)
    ready(worker)
    worker.follow("People")
    becomes_so(worker, "Boolean(navigator.serviceWorker.controller)")

    worker.tap(worker.page.locator("a[data-leave]").first)
    worker.page.wait_for_url("**/neutral")

    becomes_so(worker, "caches.keys()", [])


@pytest.mark.req("UI-W6", "UI-S7")
def test_signing_out_and_handing_over_take_it_off_the_device(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker", afresh=True, offline=True)
    ready(worker)
    worker.tap(worker.page.get_by_role("button", name="Sign out").last)
    gone(worker)

    worker.sign_in(running.emails["worker"], running.password, running.apps["worker"])
    ready(worker)
    worker.page.goto("/people/")
    worker.follow("Matiu")
    worker.open(worker.path + "check-ins/")
    check_ins.hand_over(worker)

    assert worker.page.evaluate(LEFT) == [0, 0]
    assert worker.page.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert worker.page.evaluate("navigator.serviceWorker.controller") is None
