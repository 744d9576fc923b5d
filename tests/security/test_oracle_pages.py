"""No page tells a row of another organisation from a row that never was (S14)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.security.entering import entered
from tests.security.probes import state
from tests.security.sites import site
from tests.security.stage import Stage
from tests.security.test_oracles import ROLES, asked

Attempts = Callable[[int, int], int]
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def page(response: Any) -> tuple[int, object, str]:
    """Return all that an answer tells, without what chance and clock put into it."""
    headers = dict(response.headers)
    body = _ID.sub("ID", response.content.decode())
    body = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", body)
    # The seconds until the page locks go by between two questions.
    body = re.sub(r'(data-(?:locks|ends)=")\d+', r"\1", body)
    return (
        response.status_code,
        sorted((name, _ID.sub("ID", value)) for name, value in headers.items()),
        body,
    )


@pytest.fixture
def casework(stage: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), site("casework", stage.database):
        yield stage


def foreign_ids(stage: Stage) -> list[UUID]:
    """Return the ids of everything that the other organisation has."""
    found = []
    for table in (
        "consent_subject",
        "cases_session",
        "cases_client",
        "accounts_member",
    ):
        rows = asked(
            stage,
            f"SELECT id FROM {table} WHERE organisation_id = %s",
            stage.cast.rimu.id,
        )
        found += [UUID(str(id)) for (id,) in rows]
    return [*found, stage.cast.rimu.id, stage.cast.outsider.person]


def questions(stage: Stage, target: UUID) -> list[tuple[str, str, dict[str, str]]]:
    """Return what can be asked about an id: who asks, where, and what he sends."""
    own = stage.own.subject
    one = str(target)
    person = reverse("worker:person", args=[own])
    return [
        ("worker", f"{reverse('worker:people')}?after=_{one}", {}),
        ("worker", f"{reverse('worker:people')}?after=2026-08-03_{one}", {}),
        ("worker", f"{person}?older=2026-08-03_{one}", {}),
        ("manager", f"{reverse('manager:caseload')}?worker={one}", {}),
        ("manager", f"{reverse('manager:caseload')}?after=_{one}", {}),
        ("manager", reverse("manager:search"), {"q": one}),
        ("manager", f"{reverse('manager:assign', args=[own])}?to={one}", {}),
        ("manager", reverse("manager:assign", args=[own]), {"to": one}),
        ("worker", reverse("worker:people-search"), {"q": one}),
        ("worker", reverse("account_end_one", args=[target]), {"x": "x"}),
        ("admin", reverse("admin:member", args=[target]), {}),
        ("admin", reverse("admin:member-leave", args=[target]), {}),
        ("admin", reverse("admin:member-app", args=[target]), {"x": "x"}),
        ("admin", reverse("admin:invitation-withdraw", args=[target]), {"x": "x"}),
    ]


def ask(browser: Client, path: str, data: dict[str, str]) -> tuple[int, object, str]:
    """Return what an answer tells; what it leaves for the next page is read away."""
    answer = page(browser.post(path, data) if data else browser.get(path))
    if data:
        browser.get(reverse("account_yours"))
    return answer


@pytest.mark.req("S14")
def test_no_page_tells_a_foreign_id_from_none(
    casework: Stage, attempts: Attempts
) -> None:
    stage = casework
    browsers = {who: entered(getattr(stage.cast, who)) for who in ROLES}
    before, told_apart, trials = state(stage), [], 0

    for _ in range(attempts(1, 12)):
        for target in foreign_ids(stage):
            # A cursor goes by order alone: nothing may lie between the two.
            absent = UUID(int=target.int ^ 1)
            pairs = zip(questions(stage, target), questions(stage, absent), strict=True)
            for foreign, beside in pairs:
                answers = [
                    ask(browsers[who], at, data) for who, at, data in (foreign, beside)
                ]
                trials += 1
                if answers[0] != answers[1]:
                    told_apart.append((foreign, [answer[0] for answer in answers]))

    assert trials >= 80
    assert told_apart == []
    assert state(stage) == before


FORM = {
    "RECORD": "yes",
    "age": "ADULT",
    "given": "SPOKEN",
    "given_on": "1/8/2026",
}


def logged(id: UUID) -> dict[str, str]:
    return {
        "id": str(id),
        "when": "other",
        "other_day": "1/8/2026",
        "mode": "IN_PERSON",
        "kind": "ONE_TO_ONE",
        "length": "60",
        "body": "Kōrero",
    }


@pytest.mark.req("S14")
@pytest.mark.parametrize("whose", ["foreign", "colleagues"])
def test_an_id_that_a_form_brings_names_nobodys_row(
    live_stage: Stage, live: str, whose: str
) -> None:
    stage = live_stage
    taken = getattr(stage, whose)
    with site("casework", live):
        browser = entered(stage.cast.worker)
        answers = {}
        for name, subject, session in (
            ("taken", taken.subject, taken.session),
            ("absent", uuid.uuid4(), uuid.uuid4()),
        ):
            answers[name] = [
                page(
                    browser.post(reverse("worker:person-new"), {**FORM, "id": subject})
                ),
                page(
                    browser.post(
                        reverse("worker:session-new", args=[stage.own.subject]),
                        logged(session),
                    )
                ),
            ]

    assert [status for status, *_ in answers["taken"]] == [302, 302]
    assert answers["taken"] == answers["absent"]


@pytest.mark.req("S14")
def test_an_invitation_says_nothing_of_who_signs_in_elsewhere(
    live_stage: Stage, live: str
) -> None:
    with site("casework", live):
        browser = entered(live_stage.cast.admin)
        answers = []
        for name in ("outsider@rimu.example", f"{uuid.uuid4().hex[:8]}@rimu.example"):
            sent = {"email": name, "roles": "worker"}
            answer = page(browser.post(reverse("admin:invite"), sent))
            link = re.sub(r"invited/[\w-]+", "invited/LINK", answer[2])
            link = re.sub(r"<svg.*?</svg>", "", link, flags=re.DOTALL)
            answers.append((answer[0], link.replace(name, "ADDRESS")))

    assert answers[0] == answers[1]


def test_the_ids_of_this_test_are_of_something(stage: Stage) -> None:
    found = foreign_ids(stage)

    assert stage.foreign.subject in found
