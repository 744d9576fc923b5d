"""Numbers for now: one click from each page, and on a page to hand over (REF-04)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import SignIn
from tests.referrals.world import pages_of, text

OWN = {
    "called": "The night line",
    "phone": "03 555 0199",
    "text": "",
    "hours": "6 pm to 8 am",
    "words": "Ask for Ngaio",
}
#: Words that would give away whoever is found with the sheet.
TELLING = ("sexual", "survivor", "abuse", "violence", "peer", "Kauri", "Safe to talk")


@pytest.mark.req("REF-04")
def test_everybody_is_one_click_away_from_the_numbers(
    client: Client, cast: Cast, sign_in: SignIn
) -> None:
    assert 'href="/talk/"' in text(client.get("/accounts/login/"))
    assert 'href="/talk/"' in text(client.get("/check-in/"))
    assert 'href="/talk/"' in text(client.get("/no-such-page/"))

    assert 'href="/numbers/"' in text(sign_in(cast.worker).get("/today/"))
    assert 'href="/manage/numbers/"' in text(sign_in(cast.manager).get("/manage/"))
    admin = sign_in(cast.admin).get("/organisation/")
    assert 'href="/organisation/numbers/"' in text(admin)


@pytest.mark.req("REF-04")
def test_a_stranger_finds_numbers_to_ring_and_to_text(client: Client) -> None:
    page = text(client.get("/talk/"))

    assert 'href="tel:1737"' in page
    assert 'href="sms:1737"' in page
    assert 'href="tel:111"' in page
    assert "Kōrero ki tētahi ināianei" in page


@pytest.mark.req("REF-04")
@pytest.mark.parametrize("who", ["manager", "admin"])
def test_an_organisation_puts_its_own_number_first(
    cast: Cast, sign_in: SignIn, who: str
) -> None:
    area = {"manager": "/manage", "admin": "/organisation"}[who]
    sign_in(getattr(cast, who)).post(f"{area}/numbers/change/", OWN)

    page = text(sign_in(cast.worker).get("/numbers/"))

    assert page.index("The night line") < page.index("Lifeline")
    assert "The night line" not in text(sign_in(cast.outsider).get("/numbers/"))


@pytest.mark.req("REF-04")
def test_the_sheet_is_one_page_and_gives_nobody_away(
    cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast.manager).post("/manage/numbers/change/", OWN)

    answer = sign_in(cast.worker).get("/numbers/sheet.pdf")

    assert answer["Content-Disposition"] == 'attachment; filename="numbers.pdf"'
    (page,) = pages_of(answer.content)
    assert "The night line" in page
    assert "03 555 0199" in page
    assert "1737" in page
    assert not [word for word in TELLING if word.lower() in page.lower()]


@pytest.mark.req("REF-04")
def test_a_stranger_gets_the_sheet_too(client: Client) -> None:
    (page,) = pages_of(client.get("/talk.pdf").content)

    assert "1737" in page


def test_a_worker_changes_no_numbers(cast: Cast, sign_in: SignIn) -> None:
    worker = sign_in(cast.worker)

    assert worker.get("/numbers/change/").status_code == 404
    assert worker.post("/manage/numbers/change/", OWN).status_code == 404
