from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.queries import people
from cases.sections import Hope, Hopes, Supporter, SupportPeople
from cases.services import sections
from msa.tenancy.context import use
from tests.cast import NOW, Cast
from tests.conftest import SignIn

AROHA = {
    "name_0": "Aroha",
    "relationship_0": "Sister",
    "phone_0": "021 555 0109",
    "may_contact_0": "yes",
}


def address(name: str, subject: UUID) -> str:
    return reverse(f"worker:{name}", args=[subject])


def post(browser: Client, url: str, *, revision: int = 0, **data: str) -> Any:
    return browser.post(url, {"revision": revision, "rows": 2, **data})


def opened(cast: Cast, subject: UUID) -> people.PersonPage:
    with use(cast.worker.context):
        return people.person(cast.worker, subject, at=timezone.now())


@pytest.mark.req("REC-02")
def test_support_people_are_kept_and_shown(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    answer = post(browser, address("person-support", hemi), **AROHA)

    assert answer.status_code == 302
    aroha = Supporter("Aroha", "Sister", "021 555 0109", may_contact=True)
    assert opened(cast, hemi).support == SupportPeople([aroha])
    shown = browser.get(address("person", hemi)).content.decode()
    assert "Aroha" in shown
    assert "We may be in touch" in shown


def test_a_row_that_was_emptied_is_taken_out(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    both = SupportPeople([Supporter("Aroha"), Supporter("Wiremu")])
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, both, after=0, at=NOW)

    url = address("person-support", hemi)
    post(sign_in(cast.worker), url, revision=1, name_0="", name_1="Wiremu")

    assert opened(cast, hemi).support == SupportPeople([Supporter("Wiremu")])


def test_a_phone_number_without_a_name_is_not_lost(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = address("person-support", hemi)

    answer = post(sign_in(cast.worker), url, phone_0="021 555 0109")

    html = answer.content.decode()
    assert "Fill in “Name”, or empty the whole row" in html
    assert "021 555 0109" in html
    assert opened(cast, hemi).support is None


def test_a_phone_number_that_is_none_is_refused(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = address("person-support", hemi)

    answer = post(sign_in(cast.worker), url, **AROHA | {"phone_0": "ask his mum"})

    assert "Enter a phone number" in answer.content.decode()


def test_what_somebody_saved_meanwhile_stands_beside(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, url = sign_in(cast.worker), address("person-support", hemi)
    post(browser, url, **AROHA)

    answer = post(browser, url, name_0="Wiremu")

    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Aroha" in html
    assert "Wiremu" in html


def test_a_long_list_from_an_import_loses_nobody(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    around_him = SupportPeople([Supporter(f"Cousin {n}") for n in range(40)])
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, around_him, after=0, at=NOW)
    browser, url = sign_in(cast.worker), address("person-support", hemi)

    form = browser.get(url).context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    browser.post(url, sent)

    assert opened(cast, hemi).support == around_him


@pytest.mark.req("REC-04")
def test_a_hope_of_an_unknown_day_is_not_given_one(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    imported = Hopes([Hope("See my kids more")])
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, imported, after=0, at=NOW)
    browser, url = sign_in(cast.worker), address("person-hopes", hemi)

    form = browser.get(url).context["form"]
    browser.post(url, {field.html_name: field.value() or "" for field in form})

    assert opened(cast, hemi).hopes == imported


@pytest.mark.req("REC-04")
def test_a_hope_keeps_the_day_it_was_named(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    hope = Hope("See my kids more", "2026-01-05", "NOT_BEGUN")
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, Hopes([hope]), after=0, at=NOW)
    browser, url = sign_in(cast.worker), address("person-hopes", hemi)

    post(
        browser,
        url,
        revision=1,
        words_0="See my kids more",
        named_on_0="2026-01-05",
        progress_0="UNDER_WAY",
        words_1="Sleep through",
    )

    first, second = opened(cast, hemi).hopes.hopes
    assert first == Hope("See my kids more", "2026-01-05", "UNDER_WAY")
    assert second.named_on == timezone.localdate().isoformat()


def test_there_is_a_row_for_the_next_one(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    with use(cast.worker.context):
        sections.save(
            cast.worker, hemi, Hopes([Hope("Sleep through")]), after=0, at=NOW
        )

    html = sign_in(cast.worker).get(address("person-hopes", hemi)).content.decode()

    assert 'name="words_1"' in html
    assert 'name="words_2"' not in html


def test_the_number_of_rows_is_never_taken_on_trust(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = address("person-hopes", hemi)

    for rows in ("1000000", "-5", "two"):
        answer = sign_in(cast.worker).post(url, {"revision": 0, "rows": rows})
        assert answer.status_code == 200
