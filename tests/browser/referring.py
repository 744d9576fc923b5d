"""Walks over the pages of services and referrals, and the numbers for now."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor


def pages_of_worker(worker: Visitor, person: str) -> Iterator[str]:
    """Open every page of referring somebody; leave one referral that was made."""
    for path in ("/numbers/", "/services/", "/services/new/"):
        worker.open(path)
        yield path
    worker.open(f"{person}referrals/")
    yield "referrals/"
    worker.follow("Refer him to somebody")
    yield "referrals/new/"
    worker.press("Go on to the words")
    yield "referrals/new/ with errors"
    worker.fill("Or somebody who is not in the directory", "Ngaire Heronwood")
    worker.fill("What it is for, in his words", "Somebody to talk with on Tuesdays")
    worker.page.get_by_label("What he wants help with").check()
    worker.press("Go on to the words")
    yield "referrals/new/ with the words"
    worker.fill("What he wants help with: the words", "He sleeps badly.")
    worker.choose("How he told you", "Spoken, with a witness")
    age = worker.page.get_by_label("18 or older")
    if age.count():
        age.check()
    worker.press("He agrees to these words")
    yield "a referral"
    worker.page.get_by_label("Made: they have it").check()
    worker.press("Note it")
    yield "a referral that was made"
    worker.open(f"{person}sent-by/new/")
    yield "sent-by/new/"
    worker.page.get_by_label("A doctor, hospital or health service").check()
    worker.fill("Their name (optional)", "Harbour Lane Health Centre")
    worker.press("Save")
    yield "who sent him"
    worker.open(person)
    yield "person with something to hear of"


def pages_of_manager(manager: Visitor) -> Iterator[str]:
    """Open every page of keeping the directory and the numbers."""
    manager.open("/manage/services/new/")
    manager.press("Add it")
    yield "/manage/services/new/ with errors"
    manager.fill("What it is called", "Ferry Road Counselling")
    manager.page.get_by_label("Counselling", exact=True).check()
    manager.fill("Phone (optional)", "03 555 0100")
    manager.press("Add it")
    yield "a service"
    for path in ("/manage/services/", "/manage/numbers/", "/manage/numbers/change/"):
        manager.open(path)
        yield path
