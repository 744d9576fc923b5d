"""What is not his answers like what is not there, and says nothing more."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.journey.conftest import ELSEWHERE, NATIONAL, Journey
from tests.journey.ground import Ground
from tests.journey.walker import Walker

_OPEN = ("accounts/", "leave", "neutral", "talk", "healthz", "gallery")


def asked(walker: Walker, path: str) -> tuple[int, bytes]:
    """Return how the site answers somebody: the status and the whole body."""
    answer = walker.context.request.get(walker.site + path)
    return answer.status, answer.body()


@pytest.mark.req("S05")
@pytest.mark.parametrize("role", ["worker", "manager"])
def test_somebody_of_another_organisation_is_not_there(
    journey: Journey, ground: Ground, role: str
) -> None:
    me = journey.inside(role)
    ((session, foreign),) = ground.look(
        "SELECT s.id, s.subject_id FROM cases_session s JOIN tenancy_organisation o"
        " ON o.id = s.organisation_id WHERE o.code = %s AND NOT withheld LIMIT 1",
        ELSEWHERE,
    )
    area = "" if role == "worker" else "/manage"
    absent = asked(me, f"{area}/people/{uuid.uuid4()}/")

    answers = [
        asked(me, f"{area}/people/{foreign}/"),
        asked(me, f"{area}/people/{foreign}/sessions/{session}/"),
    ]

    assert absent[0] == 404
    assert answers == [absent, absent]


@pytest.mark.req("S05")
def test_a_colleagues_person_is_not_there(journey: Journey, ground: Ground) -> None:
    me, colleague = (
        journey.inside("worker"),
        ground.sign_in("worker", "kauri", number=1),
    )
    theirs = ground.subjects_of(colleague, "RECORD")
    assert theirs

    answers = {asked(me, f"/people/{subject}/") for subject in theirs}

    assert answers == {asked(me, f"/people/{uuid.uuid4()}/")}


def test_no_casework_address_is_there_on_the_national_site(
    journey: Journey, ground: Ground
) -> None:
    staff = journey.inside("national", NATIONAL)
    ((subject,),) = ground.look("SELECT subject_id FROM cases_client LIMIT 1")
    addresses = [
        address.replace("<uuid:subject>", str(subject))
        .replace("<uuid:session>", str(uuid.uuid4()))
        .replace("<slug:purpose>", "record")
        for address in _addresses(get_resolver("msa.urls.casework").url_patterns)
        if address and not address.startswith(_OPEN)
    ]
    absent = asked(staff, f"/{uuid.uuid4()}/")
    assert absent[0] == 404
    assert len(addresses) > 15

    different = [
        address for address in addresses if asked(staff, f"/{address}") != absent
    ]

    assert different == []


def _addresses(
    patterns: list[URLPattern | URLResolver], above: str = ""
) -> Iterator[str]:
    for pattern in patterns:
        address = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, address)
        else:
            yield address
