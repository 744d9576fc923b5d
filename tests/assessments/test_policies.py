"""What PostgreSQL itself lets each role do with check-ins, by raw SQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from assessments.enums import Way
from assessments.services import responding
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, statement
from msa.tenancy.founding import FOUNDER
from tests import databases
from tests.assessments import world
from tests.cast import Cast, assemble
from tests.databases import as_login
from tests.security.stage import Connection

TABLES = (
    "assessments_assessment",
    "assessments_answers",
    "assessments_invitation",
    "assessments_rating",
    "assessments_decline",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """Two survivors of two organisations, each with a finished and an open check-in."""

    database: str
    cast: Cast
    hemi: UUID
    finished: UUID
    open: responding.Opened
    foreign: responding.Opened


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Committed once for this file: its tests read, or are refused."""
    name = f"{databases.PREFIX}_check_ins_{uuid.uuid4().hex[:8]}"
    databases.create(name)
    with django_db_blocker.unblock(), databases.pointed_at(name):
        yield set_up(name)
    databases.drop(name)


def set_up(database: str) -> Scene:
    cast = assemble()
    hemi = world.survivor(cast.worker)
    stranger = world.survivor(cast.outsider, name="Wī")
    finished = world.finished(cast.worker, hemi, {"hope": 2})
    world.finished(cast.outsider, stranger, {"hope": 2}, show_next_time=True)
    return Scene(
        database,
        cast,
        hemi,
        finished,
        open=begun(cast.worker, hemi),
        foreign=begun(cast.outsider, stranger),
    )


def begun(actor: Actor, subject: UUID) -> responding.Opened:
    found = world.opened(world.invited(actor, subject, Way.LINK))
    assert found
    with responding.as_respondent(found) as him:
        responding.rate(him, "culture", 3, at=world.ago())
    return found


def inside(scene: Scene, context: Context) -> Connection:
    connection = as_login("msa_app", scene.database)
    connection.execute(statement(context))
    return connection


def seen(connection: Connection, table: str, columns: str = "id") -> int | str:
    question = sql.SQL("SELECT {} FROM {}").format(
        sql.SQL(columns), sql.Identifier(table)
    )
    try:
        with connection.transaction():
            return len(connection.execute(question).fetchall())
    except psycopg.errors.InsufficientPrivilege:
        return "refused"


def changed(connection: Connection, statement: str, *values: object) -> int | str:
    try:
        with connection.transaction():
            return connection.execute(statement.encode(), values).rowcount
    except psycopg.Error as fault:
        return str(fault.sqlstate)


@pytest.mark.req("ASM-04")
@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("worker", [2, 0, 1, "refused", 0]),
        ("colleague", [0, 0, 0, "refused", 0]),
        ("manager", [2, 0, "refused", "refused", 0]),
        ("admin", [0, "refused", "refused", "refused", "refused"]),
        ("outsider", [2, 0, 1, "refused", 0]),
    ],
)
def test_what_each_role_sees(scene: Scene, who: str, expected: list[int | str]) -> None:
    with inside(scene, getattr(scene.cast, who).context) as connection:
        assert [seen(connection, table) for table in TABLES] == expected


def test_the_survivor_sees_his_one_open_check_in(scene: Scene) -> None:
    with inside(scene, scene.open.context) as connection:
        assert [seen(connection, table) for table in TABLES] == [
            1,
            1,
            "refused",
            "refused",
            "refused",
        ]
        for table in ("consent_subject", "cases_client", "cases_section"):
            assert seen(connection, table) == "refused"


@pytest.mark.parametrize("column", ["digest", "*"])
def test_nobody_reads_a_digest(scene: Scene, column: str) -> None:
    for who in ("worker", "manager", "admin"):
        with inside(scene, getattr(scene.cast, who).context) as connection:
            assert seen(connection, "assessments_invitation", column) == "refused"


@pytest.mark.parametrize("which", ["finished", "absent", "foreign", "nobody"])
def test_a_context_of_another_check_in_shows_nothing(scene: Scene, which: str) -> None:
    kauri = scene.cast.kauri.id
    context = {
        "finished": Context(kauri, scene.finished, "survivor"),
        "absent": Context(kauri, uuid.uuid4(), "survivor"),
        "foreign": Context(kauri, scene.foreign.assessment, "survivor"),
        "nobody": Context(UUID(int=0), UUID(int=0), "survivor"),
    }[which]

    with inside(scene, context) as connection:
        assert seen(connection, "assessments_assessment") == 0
        assert seen(connection, "assessments_answers") == 0
        assert keys(connection, scene.hemi) == 0


def keys(connection: Connection, subject: UUID, purpose: str = "ASSESSMENT") -> int:
    asked = "SELECT * FROM sec.wrapped_keys(ARRAY[%s]::uuid[], %s, 'open')"
    return len(connection.execute(asked.encode(), [subject, purpose]).fetchall())


@pytest.mark.parametrize(("purpose", "count"), [("ASSESSMENT", 1), ("RECORD", 0)])
def test_he_gets_the_key_of_his_answers_and_no_other(
    scene: Scene, purpose: str, count: int
) -> None:
    with inside(scene, scene.open.context) as connection:
        assert keys(connection, scene.hemi, purpose) == count


def test_he_gets_nobody_elses_key(scene: Scene) -> None:
    other = world.survivor(scene.cast.worker, name="Tama")

    with inside(scene, scene.open.context) as connection:
        assert keys(connection, other) == 0


@pytest.mark.parametrize("who", ["worker", "colleague", "manager", "admin"])
def test_staff_change_no_check_in(scene: Scene, who: str) -> None:
    with inside(scene, getattr(scene.cast, who).context) as connection:
        for column in ("worker_may_see = true", "state = 'ENDED'", "withheld = false"):
            said = changed(connection, f"UPDATE assessments_assessment SET {column}")
            assert said == "42501"
        for table in TABLES:
            assert changed(connection, f"DELETE FROM {table}") == "42501"


def test_staff_open_no_invitation(scene: Scene) -> None:
    with inside(scene, scene.cast.worker.context) as connection:
        said = changed(connection, "SELECT * FROM sec.open_invitation('x'::bytea)")

    assert said == "42501"


def test_the_worker_writes_no_answers_for_an_open_check_in(scene: Scene) -> None:
    with inside(scene, scene.cast.worker.context) as connection:
        said = changed(
            connection,
            "INSERT INTO assessments_answers (id, organisation_id, subject_id, key_id,"
            " withheld, assessment_id, revision, sealed, saved_at)"
            " SELECT gen_random_uuid(), organisation_id, subject_id, key_id, false, id,"
            " 7, 'x'::bytea, now() FROM assessments_assessment WHERE state = 'OPEN'",
        )

    assert said == "42501"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("subject_id, instrument, completed_on", 1),
        ("(SELECT id FROM others), instrument, completed_on", "42501"),
        ("subject_id, 'other', completed_on", "42501"),
        ("subject_id, instrument, completed_on - 90", "42501"),
    ],
)
def test_the_worker_counts_only_what_stands_on_the_paper(
    scene: Scene, told: str, expected: int | str
) -> None:
    world.survivor(scene.cast.worker, name="Tama")
    with inside(scene, scene.cast.worker.context) as connection:
        changed(
            connection,
            "INSERT INTO assessments_assessment (id, organisation_id, subject_id,"
            " key_id, withheld, instrument, way, state, opened_at, finished_at,"
            " completed_on, worker_may_see, show_next_time) SELECT gen_random_uuid(),"
            " organisation_id, subject_id, key_id, false, instrument, 'PAPER',"
            " 'FINISHED', now(), now(), current_date, false, false"
            " FROM assessments_assessment WHERE state = 'OPEN'",
        )
        said = changed(
            connection,
            "WITH others AS (SELECT id FROM consent_subject WHERE id <> %s LIMIT 1)"
            " INSERT INTO assessments_rating (id, organisation_id, assessment_id, item,"
            " value, subject_id, instrument, completed_on) SELECT gen_random_uuid(),"
            f" organisation_id, id, 'hope', 5, {told} FROM assessments_assessment"
            " WHERE way = 'PAPER' AND subject_id = %s",
            scene.hemi,
            scene.hemi,
        )
        connection.rollback()

    assert said == expected


@pytest.mark.parametrize("answers", ["assessments_answers", "assessments_rating"])
def test_he_changes_no_finished_check_in(scene: Scene, answers: str) -> None:
    with inside(scene, scene.open.context) as connection:
        assert (
            changed(
                connection,
                "UPDATE assessments_assessment SET worker_may_see = true WHERE id = %s",
                scene.finished,
            )
            == 0
        )
        assert changed(connection, f"DELETE FROM {answers}") == "42501"


@pytest.mark.req("REP-04")
def test_the_report_builder_reads_ratings_and_no_answers(scene: Scene) -> None:
    with as_login("msa_reporting", scene.database) as connection:
        connection.execute(statement(Context(FOUNDER, FOUNDER, "reporting")))
        counts = [
            seen(connection, "assessments_rating"),
            seen(connection, "assessments_assessment", "id, completed_on, state"),
            seen(connection, "assessments_assessment", "worker_may_see"),
            seen(connection, "assessments_answers"),
            seen(connection, "assessments_invitation"),
            seen(connection, "assessments_decline"),
        ]

    assert counts == [2, 4, "refused", "refused", "refused", "refused"]


@pytest.mark.req("K01")
@pytest.mark.parametrize("purpose", ["RECORD", "SESSIONS", None])
def test_no_check_in_is_stored_under_another_key(
    scene: Scene, purpose: str | None
) -> None:
    with inside(scene, scene.cast.worker.context) as connection:
        said = changed(
            connection,
            "INSERT INTO assessments_assessment (id, organisation_id, subject_id,"
            " key_id, withheld, instrument, way, state, opened_at, worker_may_see,"
            " show_next_time) SELECT gen_random_uuid(), s.organisation_id, s.id,"
            " coalesce((SELECT id FROM consent_subjectkey k WHERE k.subject_id = s.id"
            " AND k.purpose = %s), gen_random_uuid()), false, 'form-2.1', 'ROOM',"
            " 'OPEN', now(), false, false FROM consent_subject s WHERE s.id = %s",
            purpose,
            scene.hemi,
        )

    assert said == "MS001"


def test_he_adds_no_figure_to_a_finished_check_in(scene: Scene) -> None:
    with inside(scene, scene.open.context) as connection:
        said = changed(
            connection,
            "INSERT INTO assessments_rating (id, organisation_id, subject_id,"
            " assessment_id, instrument, item, value, completed_on)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'form-2.1', 'hope', 1, now())",
            scene.cast.kauri.id,
            scene.hemi,
            scene.finished,
        )

    assert said == "42501"
