"""The pages of copies and corrections."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import SectionKind
from msa.tenancy.context import use
from rights.models import Request
from rights.places import Place
from tests.cast import Cast
from tests.conftest import SignIn
from tests.oversight.test_pages import hidden, text
from tests.rights.world import (
    asked_for_copy,
    asked_for_correction,
    session_of,
    stated,
)


def url(name: str, *args: object) -> str:
    return reverse(f"worker:{name}", args=args)


def asked(browser: Any, address: str, **told: str) -> Any:
    page = browser.get(address)
    today = timezone.localdate()
    day = f"{today.day}/{today.month}/{today.year}"
    return browser.post(
        address, hidden(page) | {"asked_on": day, "how": "IN_PERSON"} | told
    )


@pytest.mark.req("RGT-01")
def test_from_asking_to_the_files(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    browser = sign_in(cast.worker)
    page = asked(browser, url("right-copy", hemi), language="en-nz")
    request = page.url.rstrip("/").rsplit("/", 1)[-1]
    made = browser.post(url("right-make", hemi, request), follow=True)
    forms = re.findall(r'action="([^"]*/take/)"', made.content.decode())

    files = [browser.post(one) for one in forms]

    assert [one["Content-Disposition"] for one in files] == [
        'attachment; filename="copy.pdf"',
        'attachment; filename="copy.json"',
    ]
    assert files[0].content.startswith(b"%PDF")
    assert not any(one.streaming for one in files)
    assert files[0]["Cache-Control"].find("no-store") >= 0
    assert browser.post(forms[0]).status_code == 404


@pytest.mark.req("RGT-02")
def test_from_asking_to_a_statement(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    browser = sign_in(cast.worker)
    page = asked(
        browser,
        url("right-correction", hemi),
        where="hopes",
        wanted="I hoped to sleep",
    )
    decline = page.url + "decline/"
    offered = browser.get(decline).content.decode()
    browser.post(
        decline, {"reason": "We heard otherwise", "statement": "I hoped to sleep"}
    )

    assert "I hoped to sleep" in offered
    assert "His statement of" in text(browser.get(url("person", hemi)))


@pytest.mark.req("RGT-02")
def test_corrected_too_early_says_what_to_do(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    request = asked_for_correction(cast.worker, hemi, Place.section(SectionKind.HOPES))

    answer = sign_in(cast.worker).post(url("right-put-right", hemi, request.id))

    assert answer.status_code == 409
    assert "Change that part first" in text(answer)


@pytest.mark.req("RGT-02")
def test_a_session_is_corrected_on_its_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session = session_of(cast.worker, hemi)
    request = asked_for_correction(
        cast.worker, hemi, Place(str(session), session=session)
    )
    browser = sign_in(cast.worker)

    empty = browser.post(url("right-put-right", hemi, request.id), {"words": ""})
    browser.post(url("right-put-right", hemi, request.id), {"words": "A Friday"})

    assert "Fill in" in unescape(empty.content.decode())
    assert "A Friday" in text(browser.get(url("session", hemi, session)))


def overdue(cast: Cast, hemi: UUID) -> Request:
    long_ago = timezone.localdate() - timedelta(days=80)
    return asked_for_copy(cast.worker, hemi, asked_on=long_ago)


@pytest.mark.req("RGT-01")
def test_the_clock_stands_on_today_and_on_his_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    overdue(cast, hemi)
    browser = sign_in(cast.worker)

    assert "Late by" in text(browser.get(url("today")))
    assert "Late by" in text(browser.get(url("person", hemi)))


@pytest.mark.req("RGT-01")
def test_the_manager_sees_who_waits_and_not_the_words(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    overdue(cast, hemi)
    stated(cast.worker, hemi, Place.section(SectionKind.HOPES), "In confidence")
    browser = sign_in(cast.manager)

    everybody = text(browser.get(reverse("manager:requests")))
    one = text(browser.get(reverse("manager:rights", args=[hemi])))

    assert "Hēmi" in everybody
    assert "Late by" in everybody
    assert "Declined, with the reason" in one
    assert "In confidence" not in everybody + one


def test_a_day_to_come_is_refused(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    browser = sign_in(cast.worker)
    day = timezone.localdate() + timedelta(days=2)

    answer = asked(
        browser,
        url("right-copy", hemi),
        language="en-nz",
        asked_on=f"{day.day}/{day.month}/{day.year}",
    )

    assert answer.status_code == 200
    with use(cast.worker.context):
        assert not Request.objects.filter(subject=hemi).exists()


def test_he_no_longer_wants_it(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    request = asked_for_copy(cast.worker, hemi)
    browser = sign_in(cast.worker)

    browser.post(url("right-take-back", hemi, request.id))

    assert "He no longer wants it" in text(browser.get(url("rights", hemi)))
