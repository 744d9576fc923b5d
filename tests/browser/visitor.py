"""Somebody at a browser: what he does is counted, what goes wrong is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

from tests.browser.one_time_codes import Authenticator

PATIENCE_MS = 10_000


class Visitor:
    """One browser context on one site.

    ``interactions`` counts taps and fillings; ``faults`` collects what no page may
    cause: a broken content policy, a script error, a request to another host.
    """

    def __init__(
        self,
        browser: Browser,
        site: str,
        *,
        width: int = 360,
        height: int = 740,
        script: bool = True,
        state: Any = None,
        offline: bool = True,
    ) -> None:
        self.site = site
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=site,
            java_script_enabled=script,
            storage_state=state,
            service_workers="allow" if offline else "block",
            locale="en-NZ",
            timezone_id="Pacific/Auckland",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.faults: list[str] = []
        self.interactions = 0
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda e: self.faults.append(str(e.error)))
        self.context.on("request", self._note_request)
        self.page: Page = self.context.new_page()

    def open(self, path: str) -> int:
        """Open a path as if typed; return the status of the answer."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status

    def tap(self, control: Locator) -> None:
        """Tap something; counted."""
        self.interactions += 1
        control.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str) -> None:
        """Type into the field with this label; counted."""
        self.interactions += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def press(self, name: str) -> None:
        """Press the button with this name; counted."""
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follow the first link with this name; counted."""
        self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    def follow_more(self, name: str) -> None:
        """Follow a link of the navigation that stands behind More; counted."""
        self.tap(self.page.locator(".nav-more summary"))
        self.follow(name)

    def choose(self, question: str, answer: str) -> None:
        """Tap one answer of a question with chips; counted."""
        group = self.page.get_by_role("group", name=question)
        words = self.page.get_by_text(answer, exact=True)
        self.tap(group.locator("label.chip").filter(has=words))

    def sign_in(self, email: str, password: str, app: Authenticator) -> None:
        """Go from the start page past both factors."""
        self.open("/accounts/login/")
        self.give_password(email, password)
        self.give_code(app.next_code())

    def give_password(self, email: str, password: str) -> None:
        """Fill in the first page of signing in and send it."""
        self.fill("Email address", email)
        self.fill("Password", password)
        self.press("Continue")

    def give_code(self, code: str) -> None:
        """Fill in the second page of signing in and send it."""
        self.fill("Code from your app", code)
        self.press("Sign in")

    def give_lock_code(self, code: str) -> None:
        """Open a locked session with a code."""
        self.fill("Code from your app", code)
        self.press("Open")

    @property
    def path(self) -> str:
        """Return the path of the page that is open."""
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        """Return the words of the page's heading."""
        return self.page.locator("h1").inner_text()

    def text(self) -> str:
        """Return all words on the page."""
        return self.page.locator("body").inner_text()

    def session_key(self) -> str:
        """Return the key of his session as his browser keeps it."""
        cookies = self.context.cookies()
        return next(c["value"] for c in cookies if c["name"].endswith("-session"))

    def leave(self) -> None:
        """Close the browser context."""
        self.context.close()

    def _note_console(self, message: ConsoleMessage) -> None:
        # A refused page is written to the console as well; that is no fault of it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and not request.url.startswith(self.site):
            self.faults.append(f"request to {parts.netloc}")
