"""An email that somebody else kept stays closed, and stays an email; none is lost."""

from __future__ import annotations

import re
import uuid
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.services import assignments
from consent.enums import Purpose
from msa.tenancy.context import use
from tests.cases.emails.letter_box import SAID, add, kept, shown_form
from tests.cases.world import logged, person
from tests.cast import Cast
from tests.conftest import SignIn

NOTES = (Purpose.RECORD, Purpose.SESSIONS, Purpose.SUPERVISION)


@pytest.mark.req("UI-W13")
@pytest.mark.parametrize("role", ["worker", "manager"])
def test_what_somebody_else_kept_stays_closed_until_asked_for(
    cast: Cast, sign_in: SignIn, role: str
) -> None:
    subject = person(cast.worker, purposes=NOTES)
    session = kept(cast.worker, subject)
    with use(cast.manager.context):
        to, at = cast.colleague.member, timezone.now()
        assignments.assign(cast.manager, subject, to=to, at=at)
    browser = sign_in(cast.colleague if role == "worker" else cast.manager)

    closed = browser.get(reverse(f"{role}:session", args=[subject, session]))
    asked = reverse(f"{role}:session-note", args=[subject, session])

    assert SAID not in closed.content.decode()
    assert asked in closed.content.decode()
    assert SAID in browser.get(asked).content.decode()


@pytest.mark.req("SES-04")
@pytest.mark.parametrize("is_email", [True, False])
def test_an_email_stays_one_and_nothing_else_becomes_one(
    cast: Cast, sign_in: SignIn, hemi: UUID, is_email: bool
) -> None:
    session = kept(cast.worker, hemi) if is_email else logged(cast.worker, hemi)
    browser = sign_in(cast.worker)
    url = reverse("worker:session-correct", args=[hemi, session])

    page = browser.post(url, {"kind": "CONTACT" if is_email else "EMAIL_KEPT"})

    assert "kind" in page.context["form"].errors


@pytest.mark.req("SES-01", "UI-W5")
@pytest.mark.parametrize("is_kept", [True, False])
def test_the_next_email_from_the_same_page_is_another_one(
    cast: Cast, sign_in: SignIn, hemi: UUID, is_kept: bool
) -> None:
    browser, id = sign_in(cast.worker), str(uuid.uuid4())
    first = add(browser, hemi, id=id, pasted="Subject: One\n\nThe first of them")
    if is_kept:
        page = browser.get(first["Location"])
        browser.post(first["Location"], shown_form(page))

    second = add(browser, hemi, id=id, pasted="Subject: Two\n\nThe second of them")

    assert "The second of them" in _followed(browser, second["Location"])
    if not is_kept:
        assert "The first of them" in _followed(browser, first["Location"])


def _followed(browser: Client, address: str) -> str:
    page = browser.get(address, follow=True).content.decode()
    return re.sub(r"\s+", " ", page)


@pytest.mark.req("SEC-01")
@pytest.mark.parametrize("actor", ["colleague", "outsider"])
@pytest.mark.parametrize("page", ["email-new", "email"])
def test_to_whoever_does_not_work_with_him_the_pages_are_not_there(
    cast: Cast, sign_in: SignIn, hemi: UUID, actor: str, page: str
) -> None:
    more = [uuid.uuid4()] if page == "email" else []
    url = reverse(f"worker:{page}", args=[hemi, *more])

    answer = sign_in(getattr(cast, actor)).post(url, {"pasted": "Kia ora"})

    assert answer.status_code == 404
