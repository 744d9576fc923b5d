"""What somebody types is words to every browser, wherever it is shown (S20)."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Dialog, Route
from playwright.sync_api import Error as PlaywrightError

from msa.accounts.actor import Actor
from tests.browser import chromium
from tests.cast import assemble
from tests.security import scripts
from tests.security.conftest import EXHAUSTIVE
from tests.security.entering import entered
from tests.security.hostile_world import World, crawl
from tests.security.sites import site

SITE = "https://pages.test"
COUNT = """
    window.__hits = [];
    window.__ran = () => window.__hits.push('ran');
    for (const name of ['alert', 'confirm', 'prompt', 'print'])
        window[name] = () => window.__hits.push(name);
    document.addEventListener('securitypolicyviolation', event =>
        window.__hits.push(`policy ${event.violatedDirective} ${event.blockedURI}`));
"""
#: What a page is made of after all its scripts have run: nothing of it may be theirs.
FOREIGN = f"""() => [...document.querySelectorAll('*')].filter(one =>
    one.hasAttribute('{scripts.MARK}')
    || [...one.attributes].some(a => a.name.startsWith('on')
        || (['href', 'src', 'action', 'formaction', 'data'].includes(a.name)
            && /^\\s*(javascript|data|vbscript):/i.test(a.value)
            && !/^data:image/.test(a.value)))
    || (one.tagName === 'SCRIPT' && !one.src && one.type !== 'application/json')
).map(one => one.outerHTML.slice(0, 200))"""


def typed(browser: Client, world: World, deck: scripts.Deck) -> dict[str, Any]:
    """Send what comes back as it was typed; return the pages."""
    person = f"/people/{world.subject}/"
    sent: dict[str, tuple[str, dict[str, str]]] = {
        "search": ("/people/search/", {"q": deck.words(4)}),
        "new": ("/people/new/", {"given_on": deck.words(4), "given": deck.words(4)}),
        "session": (
            f"{person}sessions/new/",
            {"body": deck.words(20), "when": deck.words(2), "other_day": deck.words(4)},
        ),
        "identity": (
            f"{person}identity/",
            {"name": deck.words(9), "birth_date": deck.words(3), "iwi": deck.words(9)},
        ),
        "contact": (
            f"{person}contact/",
            {"phone": deck.words(3), "email": deck.words(3), "address": deck.words(9)},
        ),
        "sign-in": ("/accounts/login/", {"login": deck.words(3)}),
    }
    return {name: browser.post(path, data) for name, (path, data) in sent.items()}


def survivors_pages(world: World) -> dict[str, Any]:
    """Open the check-in as the survivor, with what he said last time."""
    phone = Client()
    assert phone.post("/check-in/", {"code": world.secret}).status_code == 302
    pages = {"code": Client().post("/check-in/", {"code": world.deck.words(2)})}
    last = 0
    for number in range(1, 25):
        page = phone.get(f"/check-in/question/{number}/")
        if page.status_code != 200:
            break
        last = number
        pages[f"question {number}"] = page
        words = {"statement": "3", "words": world.deck.words(9), "then": "go-on"}
        phone.post(f"/check-in/question/{number}/", words)
    assert last > 3
    for path in ("/check-in/answers/", "/check-in/journey/"):
        page = phone.get(path)
        if page.status_code == 200:
            pages[path] = page
    return pages


def gathered(live: str, turn: int) -> tuple[dict[str, Any], set[str]]:
    """Return every page that shows a hostile word, and which words were dealt."""
    cast = assemble()
    deck = scripts.Deck(turn, least=ROOM)
    world = World(cast.national, deck, others=OTHERS if turn == 0 else 0)
    pages: dict[str, Any] = {}

    def add(who: str, found: dict[str, Any]) -> None:
        pages.update({f"{who} {name}": page for name, page in found.items()})

    starts: dict[str, tuple[Actor, str]] = {
        "worker": (world.worker, "/today/"),
        "manager": (world.manager, "/manage/"),
        "admin": (world.admin, "/organisation/"),
    }
    with site("casework", live):
        for who, (actor, first) in starts.items():
            browser = entered(actor)
            add(who, crawl(browser, first))
            if who == "worker":
                add(who, typed(browser, world, deck))
        add("survivor", survivors_pages(world))
    with site("national", live):
        add("national", crawl(entered(world.staff), "/reports/"))
    return pages, deck.dealt


def opened(
    browser: Browser, pages: dict[str, Any], *, bypass: bool
) -> dict[str, list[object]]:
    """Open each page in Chromium as it was answered; return what went wrong where."""
    answers = {f"/{place}": page for place, page in enumerate(pages.values())}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        page = answers.get(path)
        if page is not None:
            headers = dict(page.headers)
            route.fulfill(status=200, headers=headers, body=page.content)
            return
        # Only scripts do anything with words; the rest would be loaded for its looks.
        is_script = path.startswith("/static/") and path.endswith(".js")
        file = finders.find(path.removeprefix("/static/")) if is_script else None
        if not file:
            route.fulfill(status=404, body="")
            return
        route.fulfill(path=str(file), content_type="text/javascript")

    def noted(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    context = browser.new_context(bypass_csp=bypass)
    context.route("**/*", answer)
    context.add_init_script(COUNT)
    wrong: dict[str, list[object]] = {}
    page = context.new_page()
    asked: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("dialog", noted)
    for name, path in zip(pages, answers, strict=True):
        try:
            page.goto(f"{SITE}{path}")
            # Focus and pointer set off what waits for them.
            page.keyboard.press("Tab")
            page.mouse.move(200, 200)
            hits = page.evaluate("() => window.__hits") + page.evaluate(FOREIGN)
        except PlaywrightError:
            hits = ["it went elsewhere"]
        hits += [url for url in asked if "evil.example" in url] + dialogs
        if hits or not page.url.startswith(SITE):
            wrong[name] = [*hits, page.url]
        asked.clear()
        dialogs.clear()
    context.close()
    return wrong


#: How many words a text holds at least, as far as it has room for them.
ROOM = 90 if EXHAUSTIVE else 1
#: A name has room for one or two: as many people then as there are words.
OTHERS = len(scripts.payloads()) if EXHAUSTIVE else 0
# Every text meets every word in as many turns as there are times ROOM of them.
TURNS = range(math.ceil(len(scripts.payloads()) / ROOM)) if EXHAUSTIVE else range(1)


@pytest.mark.req("S20", "SEC-05")
@pytest.mark.parametrize("turn", TURNS)
def test_no_word_is_run_and_no_page_breaks_the_policy(live: str, turn: int) -> None:
    chromium.demand()
    every = len(scripts.payloads())
    found, dealt = gathered(live, turn)
    mark = scripts.MARK.encode()
    pages = {name: page for name, page in found.items() if mark in page.content}
    some = dict(list(pages.items())[:: 1 if EXHAUSTIVE else 6])

    with chromium.launched() as browser:
        as_it_is = opened(browser, pages, bypass=False)
        by_escaping_alone = opened(browser, some, bypass=True)

    assert every >= 300
    assert len(dealt) == every
    assert len(pages) > 50
    assert as_it_is == {}
    assert by_escaping_alone == {}


@pytest.mark.req("S20")
def test_the_same_words_would_run_unescaped() -> None:
    chromium.demand()

    class Page:
        headers = {"Content-Type": "text/html"}

        def __init__(self, payload: str) -> None:
            self.content = f"<!doctype html><p>{payload}</p>".encode()

    pages = {payload: Page(payload) for payload in scripts.payloads()[::7]}
    with chromium.launched() as browser:
        wrong = opened(browser, pages, bypass=True)

    assert len(wrong) > 0.7 * len(pages)
    assert any("ran" in hits for hits in wrong.values())
