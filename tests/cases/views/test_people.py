from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from cases.models import Client, Section
from cases.queries import people as queries
from cases.sections import Identity
from consent.enums import Given, Purpose
from consent.models import Consent, Subject
from consent.services import consents
from msa.tenancy.context import use
from tests.cases.world import begun, logged, person
from tests.cast import NOW, Cast
from tests.conftest import SignIn

NEW = "/people/new/"


def answers(**changes: str) -> dict[str, str]:
    """Return the form of somebody who agrees to a record and to notes."""
    usual = {
        "id": str(uuid.uuid4()),
        "RECORD": "yes",
        "SESSIONS": "yes",
        "STATISTICS": "no",
        "age": "ADULT",
        "given": "SPOKEN",
        "given_on": "1/8/2026",
    }
    return usual | changes


def told(**changes: str) -> dict[str, str]:
    """Return the form that makes a record complete."""
    return {"name": "Hēmi", "phone": "021 555 0101", "phone_safe": "on"} | changes


# Lists


def test_today_offers_to_log_a_session_with_each(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    logged(cast.worker, hemi)

    html = sign_in(cast.worker).get("/today/").content.decode()

    assert "Hēmi" in html
    assert reverse("worker:session-new", args=[hemi]) in html


def test_today_leads_to_a_record_that_was_begun(cast: Cast, sign_in: SignIn) -> None:
    subject = begun(cast.worker)

    html = sign_in(cast.worker).get("/today/").content.decode()

    assert reverse("worker:person-start", args=[subject]) in html


def test_today_says_what_to_do_when_there_is_nobody(
    cast: Cast, sign_in: SignIn
) -> None:
    assert "Nobody yet" in sign_in(cast.worker).get("/today/").content.decode()


def test_older_people_are_a_page_further(cast: Cast, sign_in: SignIn) -> None:
    made = {person(cast.worker, f"Person {number}") for number in range(27)}
    browser = sign_in(cast.worker)

    first = browser.get("/people/")
    second = browser.get("/people/", {"after": first.context["after"]})

    shown = [card.subject for card in first.context["people"]]
    shown += [card.subject for card in second.context["people"]]
    assert len(shown) == 27
    assert set(shown) == made
    assert second.context["after"] == ""


@pytest.mark.parametrize("after", ["x", "_", "2026-13-01_", "2026-01-01_x", "%00"])
def test_a_broken_address_starts_the_list_from_the_top(
    cast: Cast, sign_in: SignIn, hemi: UUID, after: str
) -> None:
    response = sign_in(cast.worker).get("/people/", {"after": after})

    assert [card.subject for card in response.context["people"]] == [hemi]


def test_a_search_keeps_what_was_typed(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    response = sign_in(cast.worker).post("/people/search/", {"q": "hemi"})

    html = response.content.decode()
    assert 'value="hemi"' in html
    assert "1 person found" in html


def test_a_search_that_finds_nobody_helps(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.worker).post("/people/search/", {"q": "<b>"})

    html = response.content.decode()
    assert "Nobody found" in html
    assert "<b>" not in html


def test_a_search_can_not_be_asked_for_by_its_address(
    cast: Cast, sign_in: SignIn
) -> None:
    response = sign_in(cast.worker).get("/people/search/", {"q": "hemi"})

    assert (response.status_code, response.url) == (302, "/people/")  # type: ignore[attr-defined]


def test_a_sealed_record_is_listed_without_a_name(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    assert "Hēmi" in browser.get("/people/").content.decode()
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

    html = browser.get("/people/").content.decode()

    assert "Hēmi" not in html
    assert reverse("worker:person-consent", args=[hemi]) in html


# Somebody new


def test_before_consent_he_is_told_what_it_means(cast: Cast, sign_in: SignIn) -> None:
    html = sign_in(cast.worker).get(NEW).content.decode()

    for heading in (
        "What we keep",
        "Why",
        "Who can see it",
        "a child needs protection",
        "harm himself or another person",
        "See what we keep and have it put right",
        "Say no to any of it, or take back a yes",
    ):
        assert heading in html


def test_each_purpose_is_asked_with_its_wording_and_nothing_is_chosen(
    cast: Cast, sign_in: SignIn
) -> None:
    html = sign_in(cast.worker).get(NEW).content.decode()

    for purpose in Purpose:
        assert f'name="{purpose.value}"' in html
    assert "in words you would be happy to read" in html
    assert " checked" not in html


def test_consent_comes_first_and_leads_to_the_name(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.worker).post(NEW, answers())

    with use(cast.worker.context):
        subject = Subject.objects.get()
        agreed = Consent.objects.values_list("purpose", "given", "wording")
        assert set(agreed) == {
            ("RECORD", Given.SPOKEN, "RECORD-en-1"),
            ("SESSIONS", Given.SPOKEN, "SESSIONS-en-1"),
        }
    assert response.url == reverse("worker:person-start", args=[subject.id])  # type: ignore[attr-defined]


def test_pressed_twice_it_is_one_person(cast: Cast, sign_in: SignIn) -> None:
    browser, form = sign_in(cast.worker), answers()

    assert browser.post(NEW, form).url == browser.post(NEW, form).url  # type: ignore[attr-defined]

    with use(cast.worker.context):
        assert Client.objects.count() == 1


@pytest.mark.parametrize("changes", [{"RECORD": "no"}, {"RECORD": "no", "given": ""}])
def test_without_a_yes_to_a_record_nothing_is_stored(
    cast: Cast, sign_in: SignIn, changes: dict[str, str]
) -> None:
    response = sign_in(cast.worker).post(NEW, answers(**changes))

    assert "Nothing about him was stored" in response.content.decode()
    with use(cast.manager.context):
        assert not Subject.objects.exists()
        assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"RECORD": ""}, "RECORD", "Choose an answer for “Keep a record about me"),
        ({"given": ""}, "given", "Choose an answer for “How he told you”"),
        ({"given": "IMPORTED"}, "given", "Select a valid choice"),
        ({"given_on": "31/2/2026"}, "given_on", "that month does not have it"),
        ({"given_on": "1/1/2099"}, "given_on", "not after today"),
    ],
)
def test_bad_answers_store_nothing_and_stay(
    cast: Cast,
    sign_in: SignIn,
    changes: dict[str, str],
    field: str,
    message: str,
) -> None:
    response = sign_in(cast.worker).post(NEW, answers(**changes))

    form = response.context["form"]
    assert list(form.errors) == [field]
    assert message in form.errors[field][0]
    assert form["SESSIONS"].value() == "yes"
    with use(cast.manager.context):
        assert not Subject.objects.exists()


def test_a_name_and_a_safe_way_complete_the_record(cast: Cast, sign_in: SignIn) -> None:
    subject = begun(cast.worker)
    url = reverse("worker:person-start", args=[subject])

    response = sign_in(cast.worker).post(url, told())

    assert response.url == reverse("worker:person", args=[subject])  # type: ignore[attr-defined]
    with use(cast.worker.context):
        assert queries.person(cast.worker, subject, at=NOW).complete


@pytest.mark.req("REC-00")
def test_all_but_name_and_safe_way_is_optional_and_collapsed(
    cast: Cast, sign_in: SignIn
) -> None:
    url = reverse("worker:person-start", args=[begun(cast.worker)])

    page = sign_in(cast.worker).get(url)

    form = page.context["form"]
    assert [name for name, field in form.fields.items() if field.required] == ["name"]
    shown, _, collapsed = page.content.decode().partition("<details")
    for name in ("birth_date", "ethnicities", "iwi", "gender", "address", "region"):
        assert f'name="{name}"' not in shown
        assert f'name="{name}"' in collapsed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone_safe": ""}, "phone"),
        ({"birth_date": "31/02/1984"}, "birth_date"),
        ({"email": "not an address"}, "email"),
    ],
)
def test_bad_input_is_named_and_nothing_is_half_saved(
    cast: Cast, sign_in: SignIn, changes: dict[str, str], field: str
) -> None:
    subject = begun(cast.worker)
    url = reverse("worker:person-start", args=[subject])
    typed = told(may_say="Mornings only", **changes)

    response = sign_in(cast.worker).post(url, typed)

    html = response.content.decode()
    assert list(response.context["form"].errors) == [field]
    assert "<title>Error: " in html
    assert f'href="#id_{field}"' in html
    assert "Mornings only" in html
    with use(cast.worker.context):
        assert not Section.objects.exists()


def test_pressed_twice_the_name_is_saved_once(cast: Cast, sign_in: SignIn) -> None:
    subject = begun(cast.worker)
    browser, url = sign_in(cast.worker), reverse("worker:person-start", args=[subject])
    browser.post(url, told())

    response = browser.post(url, told(name="James"))

    assert response.status_code == 302
    with use(cast.worker.context):
        page = queries.person(cast.worker, subject, at=NOW)
    assert page.identity == Identity(name="Hēmi")


def test_all_that_he_may_tell_is_kept(cast: Cast, sign_in: SignIn) -> None:
    subject = begun(cast.worker)
    more: dict[str, Any] = {
        "pronouns": "he/him",
        "first_name": "Hēmi",
        "last_name": "Tūhoro",
        "birth_date": "5/3/1984",
        "age_band": "",
        "ethnicities": ["MAORI", "PACIFIC"],
        "iwi": "Ngāi Tahu, Te Āti Awa",
        "gender": "takatāpui",
        "referred_by": "His GP",
        "email": "a@example.nz",
        "address": "1 High Street",
        "post_safe": "on",
        "town": "Ōtautahi",
        "region": "CAN",
        "may_say": "Mornings only",
    }

    url = reverse("worker:person-start", args=[subject])
    sign_in(cast.worker).post(url, told() | more)

    with use(cast.worker.context):
        page = queries.person(cast.worker, subject, at=NOW)
    assert page.identity == Identity(
        name="Hēmi",
        pronouns="he/him",
        first_name="Hēmi",
        last_name="Tūhoro",
        birth_date="1984-03-05",
        ethnicities=["MAORI", "PACIFIC"],
        iwi=["Ngāi Tahu", "Te Āti Awa"],
        gender="takatāpui",
        referred_by="His GP",
    )
    assert page.contact
    assert page.contact.safe_ways() == [
        ("Phone", "021 555 0101"),
        ("Post", "1 High Street"),
    ]
    assert (page.contact.town, page.contact.region) == ("Ōtautahi", "CAN")
