"""A survivor who agreed to be asked, and his browser."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from assessments.enums import Way
from assessments.instruments import CURRENT
from assessments.services import offering
from assessments.services.offering import Invited
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cases.world import held, logged, person
from tests.cast import USUAL, Cast

TOTAL = len(CURRENT.questions)
ASKED = (*USUAL, Purpose.ASSESSMENT, Purpose.CONTACT)


@pytest.fixture(autouse=True)
def own_counters(settings: Any) -> None:
    """Keep one test's wrong codes out of the next."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": uuid.uuid4().hex,
        }
    }


@pytest.fixture
def asked(cast: Cast) -> UUID:
    """A person of the worker's who agreed to check-ins."""
    return person(cast.worker, purposes=ASKED)


@pytest.fixture
def phone() -> Client:
    """The survivor's own browser."""
    return Client(headers={"accept-language": "en-NZ"})


def long_supported(actor: Actor, name: str = "Hēmi") -> UUID:
    """Return somebody who has been coming for four months and agreed to be asked."""
    met = timezone.now() - timedelta(days=120)
    subject = person(actor, name, ASKED, at=met)
    logged(actor, subject, held(on=local_date(met)), at=met)
    return subject


def invited(actor: Actor, subject: UUID, way: Way = Way.ROOM) -> Invited:
    """Offer a check-in as the worker's page does."""
    with use(actor.context):
        return offering.invite(actor, subject, way=way, at=timezone.now())


def enter(browser: Client, code: str) -> HttpResponse:
    """Enter a code as a survivor does."""
    return browser.post("/check-in/", {"code": code})


def answer(browser: Client, number: int, chosen: str = "4", **more: str) -> Any:
    """Answer a question with a statement and go on."""
    sent = {"statement": chosen, "words": chosen, "then": "go-on"} | more
    return browser.post(f"/check-in/question/{number}/", sent)


def finish(browser: Client, *, may_see: str = "no", next_time: str = "no") -> Any:
    """Press Finish on the look over."""
    sent = {"worker_may_see": may_see, "show_next_time": next_time}
    return browser.post("/check-in/answers/", sent)


def words(response: HttpResponse) -> str:
    """Return a page without what differs each time it is drawn."""
    text = response.content.decode()
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)
