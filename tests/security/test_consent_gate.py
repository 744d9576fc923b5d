from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from cases.enums import Mode, SessionKind
from cases.queries import people, sessions
from cases.sections import Identity, Note
from cases.services import people as people_services
from cases.services import sections
from cases.services import sessions as session_services
from cases.services.sessions import Held
from consent.documents import Sealer, release_keys
from consent.enums import KEYED, Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import statement, use
from tests.cast import NOW, TODAY, Cast, agreements
from tests.databases import as_login, superuser
from tests.security.stage import Connection, Stage, Survivor, survivor

ROLES = ("worker", "manager", "admin")
HELD = Held(TODAY, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)


def gated_tables(database: str) -> list[tuple[str, str]]:
    """Return the tables that hang on a consent, with their purposes."""
    with superuser(database) as admin:
        rows = admin.execute(
            "SELECT table_name, purpose FROM priv.keyed_table ORDER BY 1"
        )
        return [(str(table), str(purpose)) for table, purpose in rows.fetchall()]


def copy_of_a_row(
    admin: Connection, table: str, organisation: UUID, **changes: object
) -> tuple[sql.Composed, list[object]] | None:
    """Return the INSERT of a stored row as it would be for somebody else."""
    cursor = admin.execute(
        sql.SQL("SELECT * FROM {} WHERE organisation_id = %s LIMIT 1").format(
            sql.Identifier(table)
        ),
        [organisation],
    )
    row = cursor.fetchone()
    if row is None or cursor.description is None:
        return None
    columns = [column.name for column in cursor.description]
    values = {**dict(zip(columns, row, strict=True)), "id": uuid.uuid4()}
    if "reference" in values:
        values["reference"] = uuid.uuid4().hex[:9]
    if "revision" in values:
        # What is refused is refused for the consent, not for a revision used twice.
        values["revision"] = 1_000
    values |= {name: value for name, value in changes.items() if name in values}
    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
    )
    return insert, list(values.values())


def is_stored(
    connection: Connection, insert: tuple[sql.Composed, list[object]]
) -> bool:
    try:
        with connection.transaction(force_rollback=True):
            return connection.execute(*insert).rowcount == 1
    except psycopg.Error:
        return False


def newcomer(actor: Actor, *purposes: Purpose) -> UUID:
    with use(actor.context):
        return consents.welcome(actor, agreements(*purposes), at=NOW).subject.id


def without_consent(worker: Actor, purpose: Purpose) -> UUID:
    """Return somebody who agrees to everything but ``purpose``."""
    others = {*KEYED, Purpose.STATISTICS, Purpose.RECORD} - {purpose}
    if purpose != Purpose.RECORD:
        return newcomer(worker, *others)
    # Without RECORD there is nobody to write about, unless he has withdrawn it.
    subject = newcomer(worker, Purpose.RECORD)
    with use(worker.context):
        consents.withdraw(worker, subject, Purpose.RECORD, at=NOW)
    return subject


def key_of(database: str, subject: UUID, purpose: str) -> UUID:
    with superuser(database) as admin:
        row = admin.execute(
            "SELECT id FROM consent_subjectkey WHERE subject_id = %s AND purpose = %s",
            [subject, purpose],
        ).fetchone()
    return row[0] if row else uuid.uuid4()  # type: ignore[return-value]


def other_keys(stage: Stage, subject: UUID, purpose: str) -> list[UUID]:
    """Keys that are not this survivor's for this purpose."""
    other = next(p for p in KEYED if p.value != purpose)
    return [
        uuid.uuid4(),
        key_of(stage.database, stage.own.subject, purpose),
        key_of(stage.database, subject, other.value),
        key_of(stage.database, stage.foreign.subject, purpose),
    ]


@pytest.mark.req("K01")
def test_no_row_is_stored_without_its_own_consent(live_stage: Stage) -> None:
    stage, actors = live_stage, live_stage.cast
    stored, tried = [], 0

    for table, purpose in gated_tables(stage.database):
        subject = without_consent(actors.worker, Purpose(purpose))
        own = key_of(stage.database, subject, purpose)
        for role in ROLES:
            actor: Actor = getattr(actors, role)
            with (
                superuser(stage.database) as admin,
                as_login("msa_app", stage.database) as connection,
            ):
                connection.execute(statement(actor.context))
                for key in [own, *other_keys(stage, subject, purpose)]:
                    insert = copy_of_a_row(
                        admin,
                        table,
                        stage.cast.kauri.id,
                        subject_id=subject,
                        key_id=key,
                    )
                    if insert is None:
                        continue
                    tried += 1
                    if is_stored(connection, insert):
                        stored.append((table, role, key))

    assert tried >= 5 * len(ROLES) * 6
    assert stored == []


@pytest.mark.req("K01")
def test_the_same_rows_are_stored_with_consent(live_stage: Stage) -> None:
    stage, worker = live_stage, live_stage.cast.worker
    subject = newcomer(worker, *KEYED, Purpose.STATISTICS)
    stored = {}

    with superuser(stage.database) as admin:
        for table, purpose in gated_tables(stage.database):
            key = key_of(stage.database, subject, purpose)
            insert = copy_of_a_row(
                admin, table, stage.cast.kauri.id, subject_id=subject, key_id=key
            )
            with as_login("msa_app", stage.database) as connection:
                connection.execute(statement(worker.context))
                stored[table] = insert is not None and is_stored(connection, insert)

    # Tables of what a worker may not write himself would stand here with a reason. The
    # words of a session come with it or with a version of it, so a copied row of them
    # follows nothing: see the test below and test_corrections.
    refused = {table for table, was in stored.items() if not was}
    assert refused.isdisjoint(
        {
            "cases_client",
            "cases_section",
            "cases_episode",
            "cases_session",
            "cases_statisticalprofile",
        }
    )


@pytest.mark.req("K01")
def test_what_he_is_known_by_hangs_on_his_record_alone(live_stage: Stage) -> None:
    stage, worker = live_stage, live_stage.cast.worker
    subject = newcomer(worker, Purpose.RECORD, Purpose.SESSIONS)
    of_notes = key_of(stage.database, subject, Purpose.SESSIONS)

    with as_login("msa_app", stage.database) as connection:
        connection.execute(statement(worker.context))
        with pytest.raises(psycopg.Error) as refusal:
            connection.execute(
                "SELECT sec.keep_fingerprints(%s, %s, ARRAY['NAME'], ARRAY['NAME'],"
                " ARRAY['\\x01'::bytea])",
                [subject, of_notes],
            )

    assert refusal.value.sqlstate == "MS001"


@pytest.mark.req("K01")
def test_nobody_is_welcomed_without_agreeing_to_a_record(cast: Cast) -> None:
    with use(cast.worker.context), pytest.raises(consents.RecordConsentMissing):
        people_services.welcome(cast.worker, agreements(Purpose.SESSIONS), at=NOW)


@pytest.mark.req("K01", "CON-05")
def test_a_note_without_consent_to_notes_is_refused(cast: Cast) -> None:
    told = survivor(cast.worker, "Dargaville", Purpose.RECORD)

    with (
        use(cast.worker.context),
        pytest.raises(session_services.NotesNotKept),
    ):
        session_services.log(
            cast.worker, told.subject, HELD, Note(body="x"), id=uuid.uuid4(), at=NOW
        )


@pytest.fixture
def gone(cast: Cast) -> Survivor:
    """He told us, and took it all back."""
    told = survivor(cast.worker, "Aotea")
    with use(cast.worker.context):
        assert people.person(cast.worker, told.subject, at=NOW).complete
        assert sessions.timeline(cast.worker, told.subject).lines
        consents.withdraw(cast.worker, told.subject, Purpose.RECORD, at=NOW)
    return told


def save_section(actor: Actor, gone: Survivor) -> object:
    return sections.save(actor, gone.subject, Identity(name="x"), after=1, at=NOW)


def log_session(actor: Actor, gone: Survivor) -> object:
    return session_services.log(
        actor, gone.subject, HELD, Note(), id=uuid.uuid4(), at=NOW
    )


def make_sealer(actor: Actor, gone: Survivor) -> object:
    return Sealer.for_writing(actor, gone.subject, Purpose.RECORD)


def withdraw_again(actor: Actor, gone: Survivor) -> object:
    return consents.withdraw(actor, gone.subject, Purpose.RECORD, at=NOW)


def open_person(actor: Actor, gone: Survivor) -> object:
    return people.person(actor, gone.subject, at=NOW)


def open_session(actor: Actor, gone: Survivor) -> object:
    return sessions.session(actor, gone.subject, gone.session)


REFUSING = [
    save_section,
    log_session,
    make_sealer,
    withdraw_again,
    open_person,
    open_session,
]


@pytest.mark.req("K02")
@pytest.mark.parametrize("role", ["worker", "manager"])
@pytest.mark.parametrize("use_of_it", REFUSING, ids=lambda f: f.__name__)
def test_a_withdrawn_record_is_used_no_more(
    cast: Cast,
    gone: Survivor,
    use_of_it: Callable[[Actor, Survivor], object],
    role: str,
) -> None:
    actor: Actor = getattr(cast, role)
    with use(actor.context), pytest.raises((AccessDenied, NotVisible)):
        use_of_it(actor, gone)


@pytest.mark.req("K02")
@pytest.mark.parametrize("role", ["worker", "manager"])
def test_a_withdrawn_record_is_in_no_list(
    cast: Cast, gone: Survivor, role: str
) -> None:
    actor: Actor = getattr(cast, role)
    with use(actor.context):
        assert people.caseload(actor).people == []
        assert people.search(actor, gone.words[0]) == []
        assert sessions.timeline(actor, gone.subject).lines == []
        for purpose in KEYED:
            assert not release_keys(actor, [gone.subject], purpose, act="open")


@pytest.mark.req("K02")
@pytest.mark.parametrize("role", ["worker", "manager", "admin", "reporting"])
def test_raw_sql_shows_no_withdrawn_row(live_stage: Stage, role: str) -> None:
    stage, worker = live_stage, live_stage.cast.worker
    login = "msa_reporting" if role == "reporting" else "msa_app"
    with use(worker.context):
        consents.withdraw(worker, stage.own.subject, Purpose.RECORD, at=NOW)

    seen = []
    with as_login(login, stage.database) as connection:
        if role != "reporting":
            actor: Actor = getattr(stage.cast, role)
            connection.execute(statement(actor.context))
        for table, _ in gated_tables(stage.database):
            question = sql.SQL("SELECT count(*) FROM {} WHERE subject_id = %s").format(
                sql.Identifier(table)
            )
            try:
                with connection.transaction():
                    row: Any = connection.execute(
                        question, [stage.own.subject]
                    ).fetchone()
                    seen += [table] * row[0]
            except psycopg.errors.InsufficientPrivilege:
                continue

    assert seen == []
