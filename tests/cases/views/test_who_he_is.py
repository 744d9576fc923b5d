"""Who he is, how to reach him and who is around him, as he says it (REC-01, REC-02)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import EthnicGroup
from cases.models import StatisticalProfile
from cases.queries import people
from cases.sections import (
    Identity,
    Supporter,
    SupportPeople,
)
from consent.enums import Purpose
from msa.tenancy.context import use
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn


def opened(cast: Cast, subject: UUID) -> people.PersonPage:
    with use(cast.worker.context):
        return people.person(cast.worker, subject, at=timezone.now())


def shown(browser: Client, subject: UUID) -> str:
    page = browser.get(reverse("worker:person", args=[subject]))
    return page.content.decode()


ABOUT_HIM = {
    "name": "Hēmi",
    "pronouns": "he/him",
    "first_name": "James",
    "last_name": "O’Neill-Tāmaki",
    "legal_name": "James Robert O’Neill",
    "birth_date": "05-03-84",
    "ethnicities": ["EUROPEAN"],
    "ethnic_groups": ["21", "31"],
    "iwi": "Ngāi Tahu, Ngāti Porou",
    "languages": "te reo Māori, English",
    "interpreter": "NZSL, Aroha",
    "gender": "man",
    "orientation": "takatāpui",
    "access_needs": "No stairs",
    "first_contact_on": "2 July 2026",
    "referred_by": "A mate at work",
}


@pytest.mark.req("REC-01")
def test_who_he_is_is_kept_as_he_says_it(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    answer = browser.post(
        reverse("worker:person-identity", args=[hemi]), ABOUT_HIM | {"revision": 1}
    )

    assert answer.status_code == 302
    kept = opened(cast, hemi).identity
    assert kept is not None
    assert (kept.birth_date, kept.first_contact_on) == ("1984-03-05", "2026-07-02")
    page = shown(browser, hemi)
    said = [
        *("he/him", "James O’Neill-Tāmaki", "James Robert O’Neill", "5 March 1984"),
        *("European, Māori, Pacific Peoples", "Māori, Samoan", "Ngāti Porou"),
        *("te reo Māori, English", "NZSL, Aroha", "takatāpui", "No stairs"),
        *("2 July 2026", "A mate at work"),
    ]
    assert [words for words in said if words not in page] == []


@pytest.mark.req("REC-01")
def test_who_says_it_more_exactly_is_counted_all_the_same(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    browser.post(
        reverse("worker:person-identity", args=[hemi]),
        {"name": "Hēmi", "ethnic_groups": ["33", "53"], "revision": 1},
    )

    with use(cast.worker.context):
        profile = StatisticalProfile.objects.get(subject=hemi)
        assert profile.ethnicities == ["PACIFIC", "MELAA"]


@pytest.mark.req("REC-01")
@pytest.mark.parametrize(
    ("code", "level_1"),
    [
        *(("10", "EUROPEAN"), ("12", "EUROPEAN"), ("21", "MAORI"), ("37", "PACIFIC")),
        *(("44", "ASIAN"), ("52", "MELAA"), ("61", "OTHER")),
    ],
)
def test_each_group_of_level_2_belongs_to_one_of_level_1(
    code: str, level_1: str
) -> None:
    assert EthnicGroup(code).level_1 == level_1


@pytest.mark.req("REC-01")
def test_what_may_be_said_is_kept_for_each_way(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    say = {
        "phone_say": "Say you are the dentist",
        "text_say": "Only a thumbs up",
        "email_say": "No subject line",
        "post_say": "Plain envelope",
    }

    browser.post(
        reverse("worker:person-contact", args=[hemi]),
        {
            **say,
            "phone": "021 555 0101",
            "phone_safe": "on",
            "text_safe": "on",
            "no_fixed_address": "on",
            "region": "WKO",
            "revision": 1,
        },
    )

    page = shown(browser, hemi)
    said = [*say.values(), "Waikato", "No fixed address", "Safe to ring or text"]
    assert [words for words in said if words not in page] == []


@pytest.mark.req("REC-02")
def test_what_supporters_know_and_emergencies_are_kept(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    browser.post(
        reverse("worker:person-support", args=[hemi]),
        {
            "revision": 0,
            "rows": 1,
            "name_0": "Aroha",
            "relationship_0": "Sister",
            "phone_0": "021 555 0109",
            "may_contact_0": "no",
            "in_emergency_0": "yes",
            "knows_0": "That he sees somebody, not why",
        },
    )

    kept = Supporter(
        "Aroha",
        "Sister",
        "021 555 0109",
        may_contact=False,
        knows="That he sees somebody, not why",
        in_emergency=True,
    )
    assert opened(cast, hemi).support == SupportPeople([kept])
    page = shown(browser, hemi)
    for words in ("Don’t be in touch", "Reach them in an emergency", "not why"):
        assert words in page


def test_his_official_name_finds_him(cast: Cast) -> None:
    subject = person(
        cast.worker,
        purposes=[Purpose.RECORD],
        identity=Identity(name="Jimmy", legal_name="Wiremu Pōtae"),
    )

    with use(cast.worker.context):
        found = people.search(cast.worker, "potae")

    assert [card.subject for card in found] == [subject]
