"""The product and a browser for the tests of this folder, and visitors to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium, product
from tests.browser.product import Product
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def running() -> Iterator[Product]:
    """The product, started once: every module marks itself as of one group."""
    chromium.demand()
    with product.running() as started:
        yield started


# A module's own browser: Playwright's event loop, left running, would make Django
# refuse the database to the tests that follow.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, unless SKIP_BROWSER says to leave browser tests out."""
    chromium.demand()
    with chromium.launched() as launched:
        yield launched


@pytest.fixture
def visit(browser: Browser, running: Product) -> Iterator[Visit]:
    """Return a function that opens a browser, signed in as one of the cast if named.

    Those who sign in ``afresh`` have a session of their own; others share one. Who
    works is let keep a page for when he is ``offline`` only if a test asks. Fails
    the test when a page broke the content policy or asked another host for anything.
    """
    visitors: list[Visitor] = []

    def visited(part: str = "", *, afresh: bool = False, **how: object) -> Visitor:
        state = None if afresh or not part else running.remembered(part)
        # Six worker scripts in each browser cost more than the pages they are for.
        how.setdefault("offline", not part)
        visitor = Visitor(browser, running.site_of(part), state=state, **how)
        visitors.append(visitor)
        if part and state is None:
            visitor.sign_in(running.emails[part], running.password, running.apps[part])
            if not afresh:
                running.remember(part, visitor.context.storage_state())
        visitor.interactions = 0
        return visitor

    yield visited
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.leave()
    assert faults == []
