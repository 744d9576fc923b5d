"""The pages where somebody is under 18, or would rather not say (CON-08)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cases.queries import people
from cases.sections import Identity
from consent.enums import Purpose
from consent.models import Consent, Subject
from consent.queries import said_of_age
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cases.views.test_consents import HOW, at
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.consent.consent_world import Policy, owner

NEW = "/people/new/"
READ_FIRST = "Read the child protection policy first"
UNDER_18 = "What he agreed to was written down without that"


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """A policy that is in force, and that nobody has read yet."""
    published = Policy(cast)
    published.publish()
    return published


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.worker)


def answers(**said: str) -> dict[str, str]:
    return HOW | {"id": str(uuid.uuid4()), "RECORD": "yes", "age": "YOUNG"} | said


def born(*, years: int) -> str:
    """Return the birthday of somebody who turned so old yesterday, as it is typed."""
    yesterday = local_date(timezone.now()) - timedelta(days=1)
    # No 29 February: the year of his birth may have had none.
    return f"{min(yesterday.day, 28)}/{yesterday.month}/{yesterday.year - years}"


def iso(*, years: int) -> str:
    day, month, year = map(int, born(years=years).split("/"))
    return f"{year:04}-{month:02}-{day:02}"


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    found: Any = answer
    return dict(found.context["form"].errors)


def welcomed(browser: Client, **said: str) -> UUID:
    """Welcome somebody on the page; return whom."""
    return _whose(browser.post(NEW, answers(**said)))


def _whose(answer: HttpResponse) -> UUID:
    return UUID(answer["Location"].split("/")[2])


def survivors(cast: Cast) -> int:
    with use(owner(cast)):
        return Subject.objects.count()


def ticked(answer: HttpResponse) -> dict[str, str]:
    """Return what is sent by ticking that the policy on the page was read."""
    found: Any = answer
    return {
        "policy": str(found.context["form"]["policy"].value()),
        "has_read": "on",
    }


# Somebody new


@pytest.mark.req("CON-08")
@pytest.mark.parametrize("age", ["YOUNG", "UNSAID"])
def test_the_policy_is_read_on_the_page_and_nothing_typed_is_lost(
    cast: Cast, browser: Client, policy: Policy, age: str
) -> None:
    typed = answers(age=age, support="his sister", SESSIONS="yes")

    answer = browser.post(NEW, typed)

    assert answer.status_code == 200
    assert errors(answer) == {"has_read": [READ_FIRST]}
    html = answer.content.decode()
    assert "Never alone." in html
    for kept in ("his sister", "Cabinet 2", typed["id"]):
        assert kept in html
    assert survivors(cast) == 0


@pytest.mark.req("CON-08")
def test_read_and_ticked_it_goes_on(
    cast: Cast, browser: Client, policy: Policy
) -> None:
    typed = answers()
    first = browser.post(NEW, typed)

    answer = browser.post(NEW, typed | ticked(first))

    with use(cast.worker.context):
        assert said_of_age(_whose(answer)) is False


@pytest.mark.req("CON-08")
def test_a_tick_for_an_earlier_version_is_no_reading(
    cast: Cast, browser: Client, policy: Policy
) -> None:
    typed = answers()
    before = ticked(browser.post(NEW, typed))
    policy.publish()

    answer = browser.post(NEW, typed | before)

    assert errors(answer) == {"has_read": [READ_FIRST]}
    assert not answer.context["form"]["has_read"].value()
    assert policy.version
    assert ticked(answer)["policy"] == str(policy.version.id)


@pytest.mark.req("CON-08")
def test_where_none_is_in_force_the_page_says_whom_to_ask(
    cast: Cast, browser: Client
) -> None:
    answer = browser.post(NEW, answers())

    assert list(errors(answer)) == ["age"]
    assert "ask your manager to publish it" in answer.content.decode()
    assert survivors(cast) == 0


@pytest.mark.req("CON-08")
def test_his_age_is_asked_and_nothing_is_chosen_beforehand(browser: Client) -> None:
    assert browser.get(NEW).context["form"]["age"].value() is None

    assert list(errors(browser.post(NEW, answers(age="")))) == ["age"]


def test_at_18_no_policy_is_asked_for(cast: Cast, browser: Client) -> None:
    assert browser.post(NEW, answers(age="ADULT")).status_code == 302


# One more consent


@pytest.mark.req("CON-08")
def test_one_more_yes_follows_the_rule_and_keeps_what_was_typed(
    cast: Cast, browser: Client, policy: Policy
) -> None:
    young = person(cast.worker, identity=Identity("Hēmi", birth_date=iso(years=17)))
    page = at("consent-give", young, "quotation")
    typed = HOW | {"quotation": "It helped", "support": "his coach"}

    answer = browser.post(page, typed)

    assert list(errors(answer)) == ["has_read"]
    for kept in ("It helped", "his coach"):
        assert kept in answer.content.decode()
    assert browser.post(page, typed | ticked(answer)).status_code == 302
    assert "Beside him, to support him: his coach." in _history(browser, young)
    assert "He was under 18 then" in _history(browser, young)


def _history(browser: Client, subject: UUID) -> str:
    return browser.get(at("consent-history", subject)).content.decode()


def test_who_is_18_is_not_asked_again(browser: Client, hemi: UUID) -> None:
    page = browser.get(at("consent-give", hemi, "supervision"))

    assert "age" not in page.context["form"].fields


@pytest.mark.req("CON-08")
def test_who_was_not_is_asked_until_he_is(
    cast: Cast, browser: Client, policy: Policy
) -> None:
    policy.read()
    subject = welcomed(browser)
    named = {"name": "Hēmi", "phone": "021 555 0101", "phone_safe": "on"}
    browser.post(at("person-start", subject), named)
    policy.publish()
    page = at("consent-give", subject, "supervision")

    assert "age" in browser.get(page).context["form"].fields
    answer = browser.post(page, HOW | {"age": "ADULT"})

    assert answer.status_code == 302
    with use(cast.worker.context):
        assert said_of_age(subject) is True


@pytest.mark.req("CON-08")
def test_on_his_birthday_his_record_says_that_he_is_18(
    cast: Cast, browser: Client
) -> None:
    grown = person(cast.worker, identity=Identity("Hēmi", birth_date=iso(years=18)))

    answer = browser.post(at("consent-give", grown, "supervision"), HOW)

    assert answer.status_code == 302


# A birth date that comes later


def _told(browser: Client, subject: UUID, **more: str) -> HttpResponse:
    page = at("person-identity", subject)
    revision = browser.get(page).context["form"]["revision"].value()
    sent = {"revision": str(revision), "name": "Hēmi", "birth_date": born(years=17)}
    return browser.post(page, sent | {"iwi": "Ngāi Tahu"} | more)


def _birth_date(cast: Cast, subject: UUID) -> str:
    with use(cast.worker.context):
        identity = people.person(cast.worker, subject, at=timezone.now()).identity
    return identity.birth_date if identity else ""


@pytest.mark.req("CON-08")
def test_a_birth_date_under_18_asks_to_read_first(
    cast: Cast, browser: Client, policy: Policy, hemi: UUID
) -> None:
    answer = _told(browser, hemi)

    assert errors(answer) == {"has_read": [READ_FIRST]}
    assert "Ngāi Tahu" in answer.content.decode()
    assert not _birth_date(cast, hemi)


@pytest.mark.req("CON-08")
def test_kept_it_tells_that_his_consents_did_not_know(
    cast: Cast, browser: Client, policy: Policy, hemi: UUID
) -> None:
    first = _told(browser, hemi)

    answer = _told(browser, hemi, **ticked(first))

    assert answer.status_code == 302
    assert _birth_date(cast, hemi)
    assert UNDER_18 in browser.get(at("person", hemi)).content.decode()
    assert UNDER_18 in browser.get(at("person-consent", hemi)).content.decode()


@pytest.mark.req("CON-08")
def test_from_then_on_his_consents_say_it(
    cast: Cast, browser: Client, policy: Policy, hemi: UUID
) -> None:
    policy.read()
    _told(browser, hemi)
    assert UNDER_18 in browser.get(at("person", hemi)).content.decode()

    browser.post(at("consent-give", hemi, "supervision"), HOW)

    with use(cast.worker.context):
        newest = Consent.objects.filter(subject=hemi).latest("recorded_at")
    assert (newest.purpose, newest.of_age) == (Purpose.SUPERVISION, False)
    assert UNDER_18 not in browser.get(at("person-consent", hemi)).content.decode()


@pytest.mark.req("CON-08")
def test_what_he_tells_is_kept_where_there_is_no_policy_to_read(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    answer = _told(browser, hemi)

    assert answer.status_code == 302
    assert _birth_date(cast, hemi)
    page = browser.get(at("person", hemi)).content.decode()
    assert "no child protection policy is in force" in page


@pytest.mark.req("CON-08")
def test_the_first_birth_date_asks_as_well(
    cast: Cast, browser: Client, policy: Policy
) -> None:
    named = {"name": "Hēmi", "phone": "021 555 0101", "phone_safe": "on"}
    page = at("person-start", welcomed(browser, age="ADULT"))

    answer = browser.post(page, named | {"birth_date": born(years=17)})

    assert errors(answer) == {"has_read": [READ_FIRST]}
    told = named | {"birth_date": born(years=17)} | ticked(answer)
    assert browser.post(page, told).status_code == 302


@pytest.mark.parametrize("years", [18, 44])
def test_a_birth_date_at_18_asks_for_nothing(
    cast: Cast, browser: Client, policy: Policy, hemi: UUID, years: int
) -> None:
    answer = _told(browser, hemi, birth_date=born(years=years))

    assert answer.status_code == 302
    assert UNDER_18 not in browser.get(at("person", hemi)).content.decode()
