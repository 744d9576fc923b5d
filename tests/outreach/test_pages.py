from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cases.outreach.enums import ActivityKind
from msa.accounts.actor import Actor
from tests.cases.world import events
from tests.cast import Cast
from tests.conftest import SignIn
from tests.outreach.conftest import TITLE, noted, seen, today


@pytest.fixture(autouse=True)
def on_casework(settings: Any) -> None:
    settings.ROOT_URLCONF = "msa.urls.casework"


@pytest.fixture
def worker(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.worker)


def told(**changes: str) -> dict[str, str]:
    said = {
        "id": str(uuid.uuid4()),
        "kind": "WORKSHOP",
        "title": TITLE,
        "held_on": f"{today():%d/%m/%Y}",
        "minutes": "90",
        "survivors": "7",
        "supporters": "2",
        "presenters": "Ruru and Kea",
        "places": "12",
    }
    return said | changes


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def standing(actor: Actor) -> list[tuple[str, int]]:
    rows = [row for row in seen(actor) if not row.taken_back_at]
    return [(row.title, row.survivors) for row in rows]


@pytest.mark.req("GRP-04")
def test_a_workshop_is_noted_with_who_came(cast: Cast, worker: Client) -> None:
    answer = worker.post("/outreach/new/", told(), follow=True)

    (row,) = seen(cast.worker)
    assert "names nobody who came" in text(answer)
    assert (row.title, row.presenters, row.places) == (TITLE, "Ruru and Kea", 12)
    assert (row.survivors, row.supporters, row.professionals, row.public) == (
        7,
        2,
        0,
        0,
    )
    page = text(worker.get(f"/outreach/{row.id}/"))
    assert "9 people" in page
    assert "<dt>Survivors</dt><dd>7</dd>" in page
    assert "Professionals" not in page
    assert "Ruru and Kea" in page


@pytest.mark.req("GRP-05")
@pytest.mark.parametrize("kind", ["EDUCATION", "FORUM", "PARTNERSHIP"])
def test_outreach_of_each_kind_is_noted_by_a_manager_too(
    cast: Cast, sign_in: SignIn, kind: str
) -> None:
    manager = sign_in(cast.manager)

    answer = manager.post("/manage/outreach/new/", told(kind=kind), follow=True)

    assert str(ActivityKind(kind).label) in text(answer)
    assert [row.kind for row in seen(cast.worker)] == [kind]


def test_it_is_found_from_every_page(worker: Client) -> None:
    assert 'href="/outreach/"' in text(worker.get("/today/"))


def test_sent_twice_it_is_one(cast: Cast, worker: Client) -> None:
    said = told()

    for _ in range(2):
        worker.post("/outreach/new/", said)

    assert len(seen(cast.worker)) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "What it was called or about"),
        ({"minutes": "0"}, "Enter at least 1 minute"),
        ({"minutes": "2000"}, "Enter at most 1,440 minutes"),
        ({"survivors": "-1"}, "Enter 0 or more"),
        ({"public": "many"}, "Enter how many as a number"),
        ({"public": "20001"}, "Enter at most 20,000"),
        ({"held_on": "31/2/2026"}, "held_on"),
        ({"kind": "PARTY"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    cast: Cast, worker: Client, wrong: dict[str, str], message: str
) -> None:
    answer = worker.post("/outreach/new/", told(**wrong))

    assert message in text(answer)
    assert "Ruru and Kea" in text(answer)
    assert seen(cast.worker) == []


def test_a_day_to_come_is_refused(cast: Cast, worker: Client) -> None:
    tomorrow = today() + timedelta(days=1)

    answer = worker.post("/outreach/new/", told(held_on=f"{tomorrow:%d/%m/%Y}"))

    assert answer.status_code == 200
    assert seen(cast.worker) == []


@pytest.mark.req("GRP-04")
def test_a_correction_takes_the_place_of_what_was_wrong(
    cast: Cast, worker: Client
) -> None:
    pk = noted(cast.worker)
    form = text(worker.get(f"/outreach/{pk}/correct/"))
    assert f'value="{TITLE}"' in form

    worker.post(f"/outreach/{pk}/correct/", told(survivors="9"))

    assert standing(cast.worker) == [(TITLE, 9)]
    assert len(seen(cast.worker)) == 2
    assert "Taken back" in text(worker.get(f"/outreach/{pk}/"))


def test_two_who_correct_the_same_make_one_of_it(
    cast: Cast, worker: Client, sign_in: SignIn
) -> None:
    pk = noted(cast.worker)
    worker.post(f"/outreach/{pk}/correct/", told(survivors="9"))

    sign_in(cast.manager).post(f"/manage/outreach/{pk}/correct/", told(survivors="8"))

    assert standing(cast.worker) == [(TITLE, 9)]


def test_what_is_taken_back_counts_no_more(cast: Cast, worker: Client) -> None:
    pk = noted(cast.worker)
    assert TITLE in text(worker.get("/outreach/"))

    for _ in range(2):
        worker.post(f"/outreach/{pk}/take-back/", follow=True)

    assert TITLE not in text(worker.get("/outreach/"))
    assert standing(cast.worker) == []


def test_what_was_done_is_in_the_audit_without_a_title(
    cast: Cast, worker: Client
) -> None:
    worker.post("/outreach/new/", told())

    found = events(cast.kauri.id, "outreach.noted")
    assert len(found) == 1
    assert TITLE not in str([one.payload for one in found])


def test_another_organisation_sees_nothing_of_it(cast: Cast, sign_in: SignIn) -> None:
    pk = noted(cast.worker)
    outsider = sign_in(cast.outsider)

    assert TITLE not in text(outsider.get("/outreach/"))
    assert outsider.get(f"/outreach/{pk}/").status_code == 404
    assert outsider.post(f"/outreach/{pk}/take-back/").status_code == 404
    assert standing(cast.worker) == [(TITLE, 4)]
