"""A walk over the pages of policies, as who publishes them and as who reads them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor

TEXT = (
    "Nobody works alone with a child.\n\nWhoever is worried about a child says so to a "
    "manager the same day, and writes down when and what.\n\nWe tell a survivor before "
    "he begins that a child who needs protection is a limit of confidentiality."
)


def publishing(manager: Visitor, base: str = "/manage/policies/") -> Iterator[str]:
    """Open every page of publishing; yield its name."""
    manager.open(base)
    yield f"{base} with none written"
    manager.follow("Publish a policy")
    yield "policies/new/"
    manager.press("Publish it")
    yield "policies/new/ with errors"
    manager.page.get_by_label("Child protection").check()
    manager.page.get_by_label("Its words").fill(TEXT)
    manager.fill("To be looked at again on", "1/7/2099")
    manager.press("Publish it")
    yield "a policy, as its publisher"
    policy = manager.path
    manager.open(f"{policy}another/")
    yield "policies/another/"
    manager.page.get_by_label("Its words").fill(f"{TEXT}\n\nAnd once more.")
    manager.fill("To be looked at again on", "1/7/2099")
    manager.press("Publish it")
    manager.open(f"{policy}1/")
    yield "an earlier version"
    manager.open(base)
    yield f"{base} with one"


def reading(worker: Visitor) -> Iterator[str]:
    """Open every page of reading; yield its name."""
    worker.open("/policies/")
    yield "/policies/"
