"""Walks over every kind of page that each role can see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.browser.visitor import Visitor


def worker_pages(worker: Visitor) -> Iterator[str]:
    """Open every kind of page of a peer worker in turn; yield its name."""
    for path in ("/today/", "/people/", "/people/new/", "/no-such-page/"):
        worker.open(path)
        yield path
    worker.open("/today/")
    worker.fill("Find one of your people", "Tāne")
    worker.press("Find")
    yield "people found"
    worker.follow("Tāne")
    person = worker.path
    yield "person"
    for part in ("identity/", "contact/", "sessions/new/", "consent/"):
        worker.open(person + part)
        yield part
    for part in ("consent/contact/give/", "consent/record/withdraw/"):
        worker.open(person + part)
        yield part
    worker.open(person)
    worker.tap(worker.page.locator(".timeline a").first)
    yield "session"
    worker.open(person + "sessions/new/")
    worker.choose("How long, in minutes", "Other")
    worker.press("Save")
    yield "sessions/new/ with an error"


def manager_pages(manager: Visitor) -> Iterator[str]:
    """Open every kind of page of a manager in turn; yield its name."""
    for path in ("/manage/", "/manage/?quiet=on", "/manage/people/search/"):
        manager.open(path)
        yield path
    manager.open("/manage/")
    manager.follow("Tāne")
    person = manager.path
    yield "person"
    manager.open(person + "assign/")
    yield "assign/"
    manager.tap(manager.page.locator("main label").last)
    manager.press("Continue")
    yield "assign/ to whom"


def admin_pages(admin: Visitor) -> Iterator[str]:
    """Open every kind of page of an administrator in turn; yield its name."""
    admin.open("/organisation/")
    yield "/organisation/"


def national_pages(staff: Visitor) -> Iterator[str]:
    """Open every kind of page of national staff in turn; yield its name."""
    staff.open("/reports/")
    yield "/reports/"
    # The oldest quarter that is offered: other tests have the newest.
    staff.page.get_by_label("Quarter").select_option(index=7)
    staff.press("Start the report")
    staff.page.wait_for_selector("text=This is a draft", timeout=60_000)
    yield "draft"
    staff.follow("Check and release")
    yield "release"


def open_pages(stranger: Visitor) -> Iterator[str]:
    """Open the pages that anybody may see; yield the name of each."""
    for path in ("/", "/neutral", "/accounts/login/"):
        stranger.open(path)
        yield path


WALKS: dict[str, Callable[[Visitor], Iterator[str]]] = {
    "": open_pages,
    "worker": worker_pages,
    "manager": manager_pages,
    "admin": admin_pages,
    "compiler": national_pages,
}
