from __future__ import annotations

import uuid
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import StatisticalProfile
from cases.queries import people as queries
from cases.sections import Identity
from consent.enums import Given, Purpose
from consent.models import Consent
from consent.queries import purposes_in_force
from consent.services import consents
from msa.tenancy.context import use
from tests.cases.world import logged, person
from tests.cast import NOW, Cast
from tests.conftest import SignIn

HOW = {
    "age": "ADULT",
    "given": "PAPER",
    "kept_where": "Cabinet 2",
    "given_on": "1/8/2026",
}


def at(name: str, subject: UUID, *purpose: str) -> str:
    return reverse(f"worker:{name}", args=[subject, *purpose])


def agreed(cast: Cast, subject: UUID) -> set[Purpose]:
    with use(cast.worker.context):
        return purposes_in_force(subject, at=NOW)


def start_again(browser: Client, subject: UUID, **answers: str) -> HttpResponse:
    form = {"id": str(uuid.uuid4()), "RECORD": "yes"} | HOW | answers
    return browser.post(at("person-return", subject), form)  # type: ignore[return-value]


def test_every_purpose_is_listed_with_how_and_by_whom(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    html = sign_in(cast.worker).get(at("person-consent", hemi)).content.decode()

    for purpose in Purpose:
        assert purpose.brief in html
    assert "Since 3 August 2026: Spoken, with a witness. Recorded by Worker." in html


def test_he_agrees_to_one_thing_more(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    url = at("consent-give", hemi, "supervision")
    browser = sign_in(cast.worker)
    assert "The manager may read the notes" in browser.get(url).content.decode()

    response = browser.post(url, HOW)

    assert response.url == at("person-consent", hemi)  # type: ignore[attr-defined]
    assert Purpose.SUPERVISION in agreed(cast, hemi)
    with use(cast.worker.context):
        consent = Consent.objects.get(purpose=Purpose.SUPERVISION)
    assert (consent.given, consent.wording_id) == (Given.PAPER, "SUPERVISION-en-1")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"given": ""}, "given"), ({"given_on": "1/1/2099"}, "given_on")],
)
def test_a_consent_needs_how_and_when(
    cast: Cast, sign_in: SignIn, hemi: UUID, changes: dict[str, str], field: str
) -> None:
    url = at("consent-give", hemi, "contact")

    response = sign_in(cast.worker).post(url, HOW | changes)

    assert list(response.context["form"].errors) == [field]
    assert Purpose.CONTACT not in agreed(cast, hemi)


def test_agreeing_to_figures_counts_him_from_now_on(
    cast: Cast, sign_in: SignIn
) -> None:
    identity = Identity(name="Hēmi", age_band="FROM_35")
    subject = person(cast.worker, purposes=[Purpose.RECORD], identity=identity)

    sign_in(cast.worker).post(at("consent-give", subject, "statistics"), HOW)

    with use(cast.worker.context):
        assert StatisticalProfile.objects.get().age_band == "FROM_35"


def test_what_does_not_exist_is_not_given(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = at("consent-give", hemi, "nothing")

    assert sign_in(cast.worker).get(url).status_code == 404


def test_before_taking_back_the_page_says_what_will_happen(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = at("consent-withdraw", hemi, "record")

    html = sign_in(cast.worker).get(url).content.decode()

    assert "His record is sealed at once" in html
    assert "Notes of sessions; Being counted in figures" in html
    assert Purpose.RECORD in agreed(cast, hemi)


@pytest.mark.parametrize("purpose", ["sessions", "statistics"])
def test_each_purpose_has_its_own_words(
    cast: Cast, sign_in: SignIn, hemi: UUID, purpose: str
) -> None:
    html = sign_in(cast.worker).get(at("consent-withdraw", hemi, purpose))

    assert html.content.decode().count("<li>") >= 3


def test_taken_back_it_holds_at_once(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    logged(cast.worker, hemi)
    browser = sign_in(cast.worker)

    browser.post(at("consent-withdraw", hemi, "sessions"))

    assert agreed(cast, hemi) == {Purpose.RECORD, Purpose.STATISTICS}
    html = browser.get(at("person", hemi)).content.decode()
    assert "No sessions are kept" in html


def test_taken_back_twice_is_taken_back(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, url = sign_in(cast.worker), at("consent-withdraw", hemi, "sessions")
    browser.post(url)

    response = browser.post(url)

    assert response.url == at("person-consent", hemi)  # type: ignore[attr-defined]


def test_after_the_record_is_taken_back_a_calm_page_says_so(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    assert "Hēmi" in browser.get(at("person-consent", hemi)).content.decode()

    response = browser.post(at("consent-withdraw", hemi, "record"), follow=True)

    html = response.content.decode()
    assert "His record is sealed" in html
    assert "Hēmi" not in html
    assert agreed(cast, hemi) == set()
    assert browser.get(at("person", hemi)).status_code == 404


# Coming back


@pytest.fixture
def sealed(cast: Cast, hemi: UUID) -> UUID:
    """Somebody who took back his agreement to a record."""
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)
    return hemi


def test_he_begins_again_with_an_empty_record(
    cast: Cast, sign_in: SignIn, sealed: UUID
) -> None:
    browser = sign_in(cast.worker)
    assert "What we keep" in browser.get(at("person-return", sealed)).content.decode()

    response = start_again(browser, sealed)

    assert response.headers["Location"] == at("person-start", sealed)
    html = browser.get(at("person", sealed)).content.decode()
    assert "Still to come" in html
    assert "Hēmi" not in html


def test_his_new_name_is_saved(cast: Cast, sign_in: SignIn, sealed: UUID) -> None:
    browser = sign_in(cast.worker)
    start_again(browser, sealed)

    browser.post(at("person-start", sealed), {"name": "James", "other": "At the group"})

    with use(cast.worker.context):
        assert queries.person(cast.worker, sealed, at=NOW).card.name == "James"


@pytest.mark.parametrize("answers", [{"RECORD": "no"}, {"RECORD": ""}])
def test_without_a_yes_his_record_stays_sealed(
    cast: Cast, sign_in: SignIn, sealed: UUID, answers: dict[str, str]
) -> None:
    start_again(sign_in(cast.worker), sealed, **answers)

    assert agreed(cast, sealed) == set()


def test_a_record_in_force_is_not_begun_again(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    response = start_again(sign_in(cast.worker), hemi)

    assert response.headers["Location"] == at("person-consent", hemi)
    with use(cast.worker.context):
        assert queries.person(cast.worker, hemi, at=NOW).card.name == "Hēmi"


def test_nothing_more_is_given_while_the_record_is_sealed(
    cast: Cast, sign_in: SignIn, sealed: UUID
) -> None:
    url = at("consent-give", sealed, "contact")

    assert sign_in(cast.worker).post(url, HOW).status_code == 404
    assert agreed(cast, sealed) == set()


@pytest.mark.parametrize("actor", ["colleague", "outsider"])
@pytest.mark.parametrize("name", ["person-consent", "person-return"])
def test_nobody_else_sees_what_he_agreed_to(
    cast: Cast, sign_in: SignIn, sealed: UUID, name: str, actor: str
) -> None:
    assert sign_in(cast.worker).get(at(name, sealed)).status_code == 200

    response = sign_in(getattr(cast, actor)).get(at(name, sealed))

    assert response.status_code == 404
