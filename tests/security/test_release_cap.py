"""How many keys one member is given in an hour and a day (C12)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from consent.documents import Act, release_keys
from consent.enums import Purpose
from consent.services.capping import tell_release_caps
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from oversight.rules import RULES
from tests import databases
from tests.cases.world import begun
from tests.cast import Cast
from tests.databases import superuser
from tests.security.entering import entered
from tests.security.probes import Browsers, Probe, probes
from tests.security.sites import site
from tests.security.stage import Stage, set_up

RECORD, SESSIONS = Purpose.RECORD, Purpose.SESSIONS
#: No page may release more for one person: a hundred such pages an hour stay far below.
MOST_A_PAGE = 8


@pytest.fixture(scope="module")
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Stage]:
    """A stage of this file's own: what is released is counted at the commit."""
    name = f"{databases.PREFIX}_cap_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    with django_db_blocker.unblock(), databases.pointed_at(name):
        yield set_up(name)
    databases.drop(name)


@pytest.fixture
def cap(committed: Stage) -> Stage:
    """Three keys opened in an hour, five in a day; everybody shown four times."""
    with superuser(committed.database) as admin:
        admin.execute("DELETE FROM priv.released")
        admin.execute("UPDATE priv.release_cap SET an_hour = 3, a_day = 5")
        admin.execute(
            "UPDATE priv.release_cap SET each_an_hour = 4, each_a_day = 9 WHERE listed"
        )
    return committed


def given(
    who: Actor,
    subjects: Sequence[UUID],
    purpose: Purpose = RECORD,
    act: Act = "open",
) -> int:
    """Return how many keys somebody gets who asks once; -1 if he is refused."""
    try:
        with use(who.context), transaction.atomic():
            return len(release_keys(who, subjects, purpose, act=act))
    except AccessDenied as refused:
        return -1 if refused.reason == Reason.TOO_MANY_KEYS else -2


def forget(stage: Stage) -> None:
    with superuser(stage.database) as admin:
        admin.execute("DELETE FROM priv.released")


def an_hour_passes(stage: Stage) -> None:
    with superuser(stage.database) as admin:
        admin.execute("UPDATE priv.released SET at = at - interval '61 minutes'")


@pytest.mark.req("C12")
def test_no_more_are_given_than_the_cap(cap: Stage) -> None:
    worker, own = cap.cast.worker, [cap.own.subject]

    assert [given(worker, own) for _ in range(4)] == [1, 1, 1, -1]
    # Whatever they are for, and whatever it is called.
    assert given(worker, own, SESSIONS) == -1
    assert given(worker, own, SESSIONS, "list") == -1
    assert given(worker, own, RECORD, "write") == -1
    # One member's count is nobody else's.
    assert given(cap.cast.colleague, [cap.colleagues.subject]) == 1


@pytest.mark.req("C12")
def test_after_an_hour_some_are_given_and_after_a_day_all(cap: Stage) -> None:
    worker, own = cap.cast.worker, [cap.own.subject]
    assert [given(worker, own) for _ in range(4)] == [1, 1, 1, -1]

    an_hour_passes(cap)
    assert [given(worker, own) for _ in range(3)] == [1, 1, -1]
    an_hour_passes(cap)
    assert given(worker, own) == -1
    with superuser(cap.database) as admin:
        admin.execute("UPDATE priv.released SET at = at - interval '1 day'")

    assert given(worker, own) == 1


@pytest.mark.req("C12")
def test_at_once_no_more_are_given_than_one_by_one(cap: Stage) -> None:
    worker = cap.cast.worker
    with superuser(cap.database) as admin:
        admin.execute("UPDATE priv.release_cap SET an_hour = 100, a_day = 100")
    four = [begun(worker) for _ in range(4)]
    with superuser(cap.database) as admin:
        admin.execute("UPDATE priv.release_cap SET an_hour = 3")
    forget(cap)

    assert given(worker, four) == -1
    assert given(worker, four[:3]) == 3


@pytest.mark.req("C12")
@pytest.mark.parametrize("who", ["outsider", "outside_manager"])
def test_a_list_may_show_everybody_so_many_times(cap: Stage, who: str) -> None:
    """Somebody works for one man: four times is more than the three for all."""
    actor, him = getattr(cap.cast, who), [cap.foreign.subject]

    shown = [given(actor, him, RECORD, "list") for _ in range(5)]

    assert shown == [1, 1, 1, 1, -1]
    # What lists show takes nothing from what may be opened.
    assert given(actor, him) == 1


@pytest.mark.req("C12")
def test_who_may_read_nothing_is_not_counted(cap: Stage) -> None:
    """An import of thousands is written in an hour."""
    own = [cap.own.subject]

    assert [given(cap.cast.admin, own, act="write") for _ in range(6)] == [1] * 6


@pytest.mark.req("C12")
def test_many_counts_are_folded_and_none_is_forgotten(cap: Stage) -> None:
    worker = cap.cast.worker
    with superuser(cap.database) as admin:
        admin.execute("UPDATE priv.release_cap SET an_hour = 1000, a_day = 600")
        admin.execute(
            "INSERT INTO priv.released SELECT %s, %s, false,"
            " now() - n * interval '4 minutes', 2 FROM generate_series(1, 600) n",
            [worker.organisation, worker.person],
        )

        assert given(worker, [cap.own.subject]) == -1
        admin.execute("UPDATE priv.release_cap SET a_day = 2000")
        assert given(worker, [cap.own.subject]) == 1
        ((rows, counted),) = admin.execute(
            "SELECT count(*), sum(keys) FROM priv.released WHERE at > now()"
            " - interval '23 hours'"
        ).fetchall()

    assert int(str(rows)) < 120
    assert int(str(counted)) >= 2 * 344


@pytest.mark.req("C12")
def test_the_numbers_are_those_of_the_settings(cap: Stage, settings) -> None:
    settings.MSA_KEYS_OPENED, settings.MSA_KEYS_LISTED = (7, 8), (9, 10)
    settings.MSA_TIMES_EVERYBODY = (11, 12)

    with use(None):
        tell_release_caps()

    with superuser(cap.database) as admin:
        found = admin.execute("SELECT * FROM priv.release_cap ORDER BY listed")
        assert found.fetchall() == [(False, 7, 8, 0, 0), (True, 9, 10, 11, 12)]


def text(browser: Client, name: str, *told: object) -> tuple[int, str]:
    page = browser.get(reverse(name, args=told))
    return page.status_code, " ".join(page.content.decode().split())


@pytest.mark.req("C12", "SEC-08")
def test_a_calm_page_says_so_and_the_manager_sees_it(cap: Stage) -> None:
    cast: Cast = cap.cast
    with superuser(cap.database) as admin:
        admin.execute(
            "UPDATE priv.release_cap SET an_hour = 0, a_day = 0 WHERE NOT listed"
        )
    with site("casework", cap.database):
        worker, manager = entered(cast.worker), entered(cast.manager)
        before = text(manager, "manager:openings")[1]
        status, page = text(worker, "worker:person", cap.own.subject)
        sent = worker.post(
            reverse("worker:session-new", args=[cap.own.subject]),
            {
                "id": str(uuid.uuid4()),
                "when": timezone.localdate().isoformat(),
                "mode": "IN_PERSON",
                "kind": "ONE_TO_ONE",
                "length": "60",
                "body": "Kererū in the rata",
            },
        )
        kept = dict(worker.session["held"]["fields"])
        after = text(manager, "manager:openings")[1]

    assert (status, sent.status_code) == (403, 403)
    assert "no more open for now" in page
    assert not any(word in page for word in cap.own.words)
    assert kept["body"] == "Kererū in the rata"
    assert "What you just sent is kept" in sent.content.decode()
    told = f"Worker: {RULES['capped'].title}"
    assert told not in before
    assert told in after


def _own(probe: Probe) -> bool:
    own = (probe.method, probe.objects, probe.variant) == ("GET", "own", "plain")
    return own and probe.who == probe.route.area in {"worker", "manager"}


@pytest.mark.req("C12")
def test_no_ordinary_page_comes_near_it(cap: Stage) -> None:
    """A hundred pages an hour, each of the worst, are far below."""
    released: Counter[str] = Counter()
    with site("casework", cap.database), superuser(cap.database) as admin:
        admin.execute("UPDATE priv.release_cap SET an_hour = 1200, a_day = 6000")
        browsers = Browsers(cap)
        for probe in filter(_own, probes("casework")):
            admin.execute("DELETE FROM priv.released")
            browsers.ask(probe)
            ((keys,),) = admin.execute(
                "SELECT coalesce(sum(keys), 0) FROM priv.released WHERE NOT listed"
            ).fetchall()
            released[probe.route.name] = int(str(keys))

    assert released["worker:person"] > 0
    assert {n: keys for n, keys in released.items() if keys > MOST_A_PAGE} == {}
