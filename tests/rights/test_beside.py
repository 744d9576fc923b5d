"""His statement stands wherever the part is shown: on every page there is (K08).

No page is named here. Whatever page, of whatever app, shows a part of his record has to
show his statement about it: a page that forgets it turns this red on its first day.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import SectionKind
from cases.overrides.enums import Ground
from cases.overrides.services import readings
from consent.enums import Purpose
from consent.services import consents
from msa.tenancy.context import use
from rights.places import Place
from rights.queries import statements
from tests.cast import Cast, agreements
from tests.conftest import SignIn
from tests.guards.routes import routes
from tests.overrides.world import emergency, over
from tests.rights.test_copies import printed
from tests.rights.world import CANARIES, copy_of, session_of, stated


def pages(area: str, subject: UUID, session: UUID) -> Iterator[tuple[str, str]]:
    """Return each address of an area that is about one person or session."""
    for route in routes("msa.urls.casework"):
        names = set(route.parameters)
        if route.area != area or "subject" not in names:
            continue
        given = {"subject": subject, "session": session, "purpose": "RECORD"}
        told = names & {"kind", "section", "part", "written"}
        for code in SectionKind.values if told else [""]:
            known = given | dict.fromkeys(told, code)
            if names <= known.keys():
                url = reverse(route.name, kwargs={n: known[n] for n in names})
                yield f"{route.name} {code}", url


def forgotten(
    browser: Client, area: str, subject: UUID, session: UUID
) -> dict[str, int]:
    """Count the pages that show each part; fail on one without his statement."""
    seen = dict.fromkeys(CANARIES, 0)
    for name, url in pages(area, subject, session):
        answer = browser.get(url)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        html = answer.content.decode()
        for place, canary in CANARIES.items():
            if canary in html:
                seen[place] += 1
                assert f"Statement on {place}" in html, f"{name} shows {place}"
    return seen


@pytest.fixture
def with_statements(cast: Cast, hemi: UUID) -> UUID:
    """A survivor with a statement on each part; returns his session."""
    session = session_of(cast.worker, hemi)
    with use(cast.worker.context):
        (supervision,) = agreements(Purpose.SUPERVISION)
        consents.give(cast.worker, hemi, supervision, at=timezone.now())
    for code in CANARIES:
        place = Place.section(code)
        if code == "session":
            place = Place(str(session), session=session)
        stated(cast.worker, hemi, place, f"Statement on {code}")
    return session


@pytest.mark.req("K08", "RGT-02")
def test_every_page_of_his_peer_worker(
    cast: Cast, sign_in: SignIn, hemi: UUID, with_statements: UUID
) -> None:
    seen = forgotten(sign_in(cast.worker), "worker", hemi, with_statements)

    assert all(seen.values()), seen


@pytest.mark.req("K08", "RGT-02")
def test_every_page_of_the_manager(
    cast: Cast, sign_in: SignIn, hemi: UUID, with_statements: UUID
) -> None:
    seen = forgotten(sign_in(cast.manager), "manager", hemi, with_statements)

    assert {place for place, times in seen.items() if times} == {
        "identity",
        "contact",
        "session",
    }


@pytest.mark.req("K08", "CON-07")
def test_a_record_that_is_read_in_an_emergency(
    cast: Cast, sign_in: SignIn, hemi: UUID, with_statements: UUID
) -> None:
    row = emergency(cast.manager, hemi)

    page = sign_in(cast.manager).get(f"/manage/people/{hemi}/emergency/{row.id}/")

    html = page.content.decode()
    for code, canary in CANARIES.items():
        assert canary in html
        assert f"Statement on {code}" in html


@pytest.mark.req("K08", "CON-07")
def test_statements_on_other_parts_are_a_managers_in_an_emergency_alone(
    cast: Cast, hemi: UUID, with_statements: UUID
) -> None:
    with use(cast.manager.context):
        before = statements.beside(cast.manager, hemi)
        row = readings.begin(cast.manager, hemi, Ground.CHILD, reason="He is away")
        during = statements.beside(cast.manager, hemi)
    over(row, cast.kauri.id)
    with use(cast.manager.context):
        after = statements.beside(cast.manager, hemi)

    others = set(SectionKind.values) - {"identity", "contact"}
    assert set(during) - set(before) == others
    assert set(after) == set(before)


@pytest.mark.req("K08", "RGT-02")
def test_his_copy(cast: Cast, hemi: UUID, with_statements: UUID) -> None:
    files = copy_of(cast.worker, hemi)

    for code, canary in CANARIES.items():
        for words in (printed(files["PDF"]), files["JSON"].decode()):
            assert canary in words
            assert f"Statement on {code}" in words
