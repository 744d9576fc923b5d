from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import superuser
from tests.security.conftest import EXHAUSTIVE
from tests.security.probes import (
    Browsers,
    Probe,
    not_for,
    probes,
    sample,
    state,
)
from tests.security.sites import site
from tests.security.stage import Stage, found_in

SITES = ("casework", "national")
Attempts = Callable[[int, int], int]


@pytest.fixture(params=SITES)
def where(
    request: pytest.FixtureRequest, stage: Stage, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Each of the two sites in turn, with its own logins."""
    name: str = request.param
    with django_db_blocker.unblock(), site(name, stage.database):
        yield name


@pytest.mark.req("S01", "S04", "S11", "SEC-01")
def test_everybody_is_answered_as_the_matrix_says(where: str, stage: Stage) -> None:
    browsers = Browsers(stage)
    wrong = []

    for probe in plainly(where):
        status = browsers.ask(probe).status_code
        if status != probe.status:
            wrong.append((probe.route.name, probe.who, probe.objects, status))

    assert wrong == []


def plainly(where: str) -> list[Probe]:
    """Return who opens which page of his role; in full every page and every object.

    Where nothing is opened, or nothing but by a form, he is answered before any object
    is looked for, and the sample of the next test asks that too. It also asks everybody
    for every page of another role.
    """
    every = [p for p in probes(where) if (p.method, p.variant) == ("GET", "plain")]
    has = {(p.route, p.who) for p in every if p.objects == "own" and p.status == 200}
    return [
        probe
        for probe in every
        if EXHAUSTIVE
        or (probe.objects == "own" and not probe.is_elsewhere)
        or (probe.route, probe.who) in has
    ]


@pytest.mark.req("S01", "S03", "S11", "SEC-01")
def test_nobody_is_shown_or_changes_what_is_not_his(
    where: str, stage: Stage, attempts: Attempts
) -> None:
    browsers, before, every = Browsers(stage), state(stage), probes(where)
    asked = sample(every, attempts(200, 100_000))
    leaks, faults, let_in = [], [], []

    for probe in asked:
        response = browsers.ask(probe)
        body = response.content + repr(sorted(response.headers.items())).encode()
        if found_in(body, not_for(stage, probe.who)):
            leaks.append(probe)
        if response.status_code >= 500:
            faults.append((probe.route.name, probe.method, probe.who, probe.objects))
        # Whatever the method: there is no such page for him.
        if probe.is_elsewhere and response.status_code != 404:
            let_in.append((probe.route.name, probe.method, probe.who))

    assert len(asked) > 300
    assert elsewhere(asked) == elsewhere(every)
    assert let_in == []
    assert (len(asked) > 3_000) >= EXHAUSTIVE
    assert leaks == []
    assert faults == []
    assert state(stage) == before


def elsewhere(some: list[Probe]) -> set[tuple[str, str]]:
    """Return who asks for which page of another role."""
    return {(probe.route.name, probe.who) for probe in some if probe.is_elsewhere}


@pytest.mark.req("S01")
def test_there_is_something_to_leak(
    stage: Stage, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), site("casework", stage.database):
        browser = Browsers(stage).of("worker")
        page = browser.get(f"/people/{stage.own.subject}/")
        note = browser.get(f"/people/{stage.own.subject}/sessions/{stage.own.session}/")

    assert found_in(page.content, stage.own.words[:1])
    assert found_in(note.content, stage.own.words[-1:])


def visible(response: HttpResponse) -> tuple[int, object, bytes]:
    headers, content = dict(response.headers), response.content
    # Every answer of the interface has an id of its own, whatever was asked.
    request = headers.pop("X-Request-Id", "").encode() or b"none"
    return (
        response.status_code,
        sorted(headers.items()),
        content.replace(request, b""),
    )


@pytest.mark.req("S05", "SEC-01")
def test_a_foreign_and_an_absent_object_answer_alike(
    where: str, stage: Stage, attempts: Attempts
) -> None:
    browsers = Browsers(stage)
    strangers = {"worker", "colleague", "manager", "admin", "compiler"}
    foreign = [
        probe
        for probe in probes(where)
        if probe.objects == "foreign"
        and probe.who in strangers
        and probe.variant == "plain"
    ]
    told_apart, pairs = [], 0

    for probe in random.Random(5).sample(
        foreign, min(len(foreign), attempts(150, 9_999))
    ):
        absent = Probe(probe.route, probe.method, probe.who, "absent", probe.status)
        if visible(browsers.ask(probe)) != visible(browsers.ask(absent)):
            told_apart.append((probe.route.name, probe.method, probe.who))
        pairs += 1

    assert pairs > 90
    assert told_apart == []


@pytest.mark.req("A05", "SEC-04")
def test_a_refused_page_leaves_one_event(
    stage: Stage, django_db_blocker: DjangoDbBlocker
) -> None:
    def refusals() -> int:
        with superuser(stage.database) as admin:
            row = admin.execute(
                "SELECT count(*) FROM audit_event WHERE action = 'access.refused'"
            ).fetchone()
        return int(str(row[0])) if row else -1

    with django_db_blocker.unblock(), site("casework", stage.database):
        asked = [
            probe
            for probe in probes("casework")
            if (probe.method, probe.variant) == ("GET", "plain")
            and probe.route.name in {"worker:person", "manager:person"}
            and probe.who in {"colleague", "admin", "compiler"}
            and probe.objects == "own"
        ]
        browsers, before = Browsers(stage), refusals()
        statuses = [browsers.ask(probe).status_code for probe in asked]

    assert statuses == [404] * 6
    assert refusals() == before + 6
