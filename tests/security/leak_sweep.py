"""Does any survivor's word come out where it should not? Run while a control is off.

Not collected by itself: the tests of the whole suite say the same, and more, of the
product as it is. A page that fails or is missing is no leak; only a word is.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import orjson
import pytest
from django.db import DatabaseError, transaction
from pytest_django.plugin import DjangoDbBlocker

from assessments.models import Answers
from assessments.sheets import ANSWERS
from cases.emails.models import EmailPart
from cases.emails.words import EMAIL
from cases.models import Section, SessionNote
from cases.sections import NOTE, SECTION
from consent.documents import Act, Binding, open_documents
from consent.enums import Purpose
from msa.tenancy.context import use
from msa.vault.envelope import CannotOpen
from tests.assessments import world
from tests.guards.url_matrix import CAST
from tests.security.conftest import EXHAUSTIVE
from tests.security.probes import Browsers, Probe, not_for, probes
from tests.security.sites import site
from tests.security.stage import Stage, found_in

#: The national site holds no key: each night it is looked at all the same.
SITES = ("casework", "national") if EXHAUSTIVE else ("casework",)
#: Each change looks at so many pages that are about nobody; each night at all of them.
PAGES = 15
_IN_CASEWORK = ("worker", "colleague", "outsider", "manager", "outside_manager")
_ACTS: tuple[Act, ...] = ("open", "list", "write")
_KEPT: tuple[tuple[Any, Binding, Purpose], ...] = (
    (Section, SECTION, Purpose.RECORD),
    (SessionNote, NOTE, Purpose.SESSIONS),
    (EmailPart, EMAIL, Purpose.SESSIONS),
    (Answers, ANSWERS, Purpose.ASSESSMENT),
)


def asked(where: str) -> list[Probe]:
    """Return the pages to look at: all that are about somebody, and some others."""
    read = [
        probe
        for probe in probes(where)
        if (probe.method, probe.variant) == ("GET", "plain")
    ]
    about = [probe for probe in read if probe.objects in {"colleagues", "foreign"}]
    others = [probe for probe in read if probe.objects == "own"]
    if EXHAUSTIVE:
        return [*about, *others]
    # Each in his own area: what a layer hides from one, it hides from the others.
    some = [probe for probe in about if probe.who == probe.route.area]
    return [*some, *random.Random(1).sample(others, PAGES)]


@pytest.mark.parametrize("where", SITES)
def test_no_page_shows_what_is_not_his(
    where: str, stage: Stage, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), site(where, stage.database):
        browsers = Browsers(stage)
        leaks = [
            (probe.route.name, probe.who, probe.objects)
            for probe in asked(where)
            if found_in(browsers.ask(probe).content, not_for(stage, probe.who))
        ]

    assert leaks == []


def test_nobody_opens_what_is_not_his(
    stage: Stage, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), site("casework", stage.database):
        leaks = [
            (who, act, found)
            for who in _IN_CASEWORK
            for act in _ACTS
            for document in opened(stage, who, act)
            if (found := found_in(document, not_for(stage, who)))
        ]

    assert set(_IN_CASEWORK) <= set(CAST)
    assert leaks == []


@pytest.fixture
def answered(live_stage: Stage) -> Stage:
    """A stage with answers that are shown to his own worker, and to no manager."""
    worker = live_stage.cast.worker
    him = world.survivor(worker)
    world.finished(worker, him, {"culture": 2}, worker_may_see=True)
    return live_stage


def test_nobody_opens_answers_that_are_not_for_him(answered: Stage) -> None:
    word = (world.WORDS,)
    leaks = [
        (who, act)
        for who in _IN_CASEWORK
        for act in _ACTS
        if who != "worker"
        and any(found_in(document, word) for document in opened(answered, who, act))
    ]

    assert any(found_in(one, word) for one in opened(answered, "worker", "open"))
    assert leaks == []


def opened(stage: Stage, who: str, act: Act) -> Iterator[bytes]:
    """Open all that somebody who runs code of his own in our process could open."""
    actor = getattr(stage.cast, who)
    for model, binding, purpose in _KEPT:
        with use(actor.context), transaction.atomic():
            rows = list(model.objects.order_by("subject_id"))
        for _, his in groupby(rows, key=lambda row: row.subject_id):
            yield from _one_by_one(actor, list(his), binding, purpose, act)


def _one_by_one(
    actor: Any, rows: Iterable[Any], binding: Binding, purpose: Purpose, act: Act
) -> Iterator[bytes]:
    # One that does not open must not keep the others from being tried.
    for row in rows:
        try:
            with use(actor.context), transaction.atomic():
                found = open_documents(actor, [row], binding, purpose, act=act)
        except (CannotOpen, DatabaseError):
            continue
        for document in found.values():
            yield orjson.dumps(document)
