"""What the database itself holds to of a session's versions (SES-04)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from cases.models import SessionVersion
from cases.services import assignments
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.services.test_corrections import BETTER, LATE, SOON, corrected
from tests.cases.test_episodes import run
from tests.cases.world import WORDS, held, logged
from tests.cast import NOW, TODAY, Cast

_VERSION = (
    "INSERT INTO cases_sessionversion (id, organisation_id, subject_id, key_id,"
    " withheld, session_id, revision, held_on, minutes, kind, mode, written_by_id,"
    " written_at) SELECT gen_random_uuid(), organisation_id, subject_id, key_id, false,"
    " id, %s, %s, %s, kind, mode, %s, %s FROM cases_session WHERE id = %s"
)
_NOTE = (
    "INSERT INTO cases_sessionnote (id, organisation_id, subject_id, key_id, withheld,"
    " session_id, revision, sealed, written_by_id, written_at, superseded)"
    " SELECT gen_random_uuid(), organisation_id, subject_id, key_id, false, session_id,"
    " %s, sealed, %s, %s, false FROM cases_sessionnote WHERE session_id = %s LIMIT 1"
)


@pytest.fixture
def session(cast: Cast, hemi: UUID) -> UUID:
    return logged(cast.worker, hemi, body=WORDS)


def version(actor: Actor, session: UUID, **said: object) -> str:
    """Return how the database answers a version written by raw SQL."""
    usual: dict[str, object] = {
        "revision": 2,
        "held_on": TODAY,
        "minutes": 45,
        "by": actor.member,
        "at": SOON,
    }
    return run(actor, _VERSION, [*(usual | said).values(), session])


def note(actor: Actor, session: UUID, **said: object) -> str:
    """Return how the database answers a note written by raw SQL."""
    usual: dict[str, object] = {"revision": 2, "by": actor.member, "at": SOON}
    return run(actor, _NOTE, [*(usual | said).values(), session])


@pytest.mark.req("SES-04")
def test_a_version_that_follows_is_stored(cast: Cast, session: UUID) -> None:
    assert version(cast.worker, session) == ""
    assert note(cast.worker, session) == ""
    with use(cast.worker.context):
        told = SessionVersion.objects.order_by("revision").values_list("minutes")
        assert list(told) == [(60,), (45,)]


@pytest.mark.req("SES-04")
@pytest.mark.parametrize(
    "said",
    [
        {"revision": 3},
        {"revision": 0},
        {"minutes": 0},
        {"minutes": 1441},
        {"held_on": TODAY + timedelta(days=10)},
        {"at": NOW - timedelta(minutes=1)},
    ],
    ids=["a gap", "none", "no minutes", "over a day", "to come", "written before"],
)
def test_a_version_that_does_not_follow_is_refused(
    cast: Cast, session: UUID, said: dict[str, object]
) -> None:
    assert version(cast.worker, session, **said) == "MS040"


@pytest.mark.req("SES-04")
def test_the_first_version_is_the_databases_own(cast: Cast, session: UUID) -> None:
    assert version(cast.worker, session, revision=1) == "42501"


@pytest.mark.req("SES-04")
def test_the_same_version_twice_is_refused(cast: Cast, session: UUID) -> None:
    assert version(cast.worker, session) == ""

    assert version(cast.worker, session, minutes=50) == "MS040"


@pytest.mark.req("SES-04")
def test_another_member_puts_nothing_right(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    with use(cast.manager.context):
        to = cast.colleague.member
        assignments.assign(cast.manager, hemi, to=to, at=SOON)

    assert version(cast.colleague, session) == "MS040"
    assert note(cast.colleague, session) == "MS040"


@pytest.mark.req("SES-04")
def test_nobody_writes_in_anothers_name(cast: Cast, session: UUID) -> None:
    other = cast.colleague.member

    assert version(cast.worker, session, by=other) in {"MS040", "42501"}
    assert version(cast.worker, session) == ""
    assert note(cast.worker, session, by=other) == "MS040"


@pytest.mark.req("SES-04")
def test_words_belong_to_the_newest_version_alone(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    assert note(cast.worker, session) == "MS040"

    unchanged = corrected(cast.worker, hemi, session, held(minutes=5), at=NOW)
    assert unchanged
    assert version(cast.worker, session, revision=3) == ""
    assert note(cast.worker, session, revision=2, at=NOW) == "MS040"


@pytest.mark.req("SES-04")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_session SET minutes = 5 WHERE id = %s",
        "UPDATE cases_sessionversion SET minutes = 5 WHERE session_id = %s",
        "DELETE FROM cases_sessionversion WHERE session_id = %s",
        "UPDATE cases_sessionnote SET sealed = sealed WHERE session_id = %s",
        "DELETE FROM cases_sessionnote WHERE session_id = %s",
    ],
)
def test_nobody_overwrites_a_version(
    cast: Cast, hemi: UUID, session: UUID, statement: str
) -> None:
    corrected(cast.worker, hemi, session, note=BETTER, at=LATE)

    for actor in (cast.worker, cast.manager):
        assert run(actor, statement, [session]) == "42501"


@pytest.mark.req("SES-04")
def test_who_does_not_work_with_him_sees_no_version(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session)
    with use(cast.worker.context):
        assert SessionVersion.objects.exists()

    for actor in (cast.colleague, cast.outsider):
        with use(actor.context):
            assert not SessionVersion.objects.exists()
