from __future__ import annotations

import threading
from uuid import UUID

import psycopg
import pytest

from consent.enums import Purpose
from msa.tenancy.context import statement
from tests.databases import as_login, superuser
from tests.security.stage import Connection, Stage
from tests.security.test_consent_gate import key_of, newcomer

WRITES = {
    "a key for the old consent": (
        "RECORD",
        "INSERT INTO consent_subjectkey (id, organisation_id, subject_id, consent_id,"
        " purpose, state, created_at) VALUES (gen_random_uuid(), %(organisation)s,"
        " %(subject)s, %(consent)s, 'RECORD', 'ACTIVE', now())",
    ),
    "a statistical profile": (
        "STATISTICS",
        "INSERT INTO cases_statisticalprofile (id, organisation_id, subject_id,"
        " age_band, ethnicities, region) VALUES (gen_random_uuid(), %(organisation)s,"
        " %(subject)s, '', '{}', '')",
    ),
    "by what he is known again": (
        "RECORD",
        "SELECT sec.keep_fingerprints(%(subject)s, %(key)s, ARRAY['NAME'],"
        " ARRAY['NAME'], ARRAY['\\x01'::bytea])",
    ),
    "an episode": (
        "RECORD",
        "INSERT INTO cases_episode (id, organisation_id, subject_id, key_id, withheld,"
        " started_on, end_reason, referred_by) VALUES (gen_random_uuid(),"
        " %(organisation)s, %(subject)s, %(key)s, false, now(), '', '')",
    ),
}
WITHDRAWAL = (
    "INSERT INTO consent_withdrawal (id, organisation_id, subject_id, consent_id,"
    " recorded_by_id, recorded_at) VALUES (gen_random_uuid(), %(organisation)s,"
    " %(subject)s, %(consent)s, %(member)s, now())"
)


def race_facts(stage: Stage, subject: UUID, purpose: str) -> dict[str, object]:
    with superuser(stage.database) as admin:
        ((consent,),) = admin.execute(
            "SELECT id FROM consent_consent WHERE subject_id = %s AND purpose = %s",
            [subject, purpose],
        ).fetchall()
    worker = stage.cast.worker
    return {
        "organisation": worker.organisation,
        "member": worker.member,
        "subject": subject,
        "consent": consent,
        "key": key_of(stage.database, subject, purpose),
    }


@pytest.mark.req("K02")
@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
@pytest.mark.parametrize("write", WRITES)
def test_a_writer_behind_a_withdrawal_waits_and_is_refused(
    live_stage: Stage, write: str, isolation: str
) -> None:
    stage, worker = live_stage, live_stage.cast.worker
    purpose, insert = WRITES[write]
    subject = newcomer(worker, Purpose.RECORD, Purpose.STATISTICS)
    facts = race_facts(stage, subject, purpose)
    outcome: list[str] = []

    def write_now(writer: Connection) -> None:
        try:
            writer.execute(insert.encode(), facts)
            writer.commit()
            outcome.append("stored")
        except psycopg.Error as refusal:
            outcome.append(str(refusal.sqlstate))

    with (
        as_login("msa_app", stage.database) as withdrawing,
        as_login("msa_app", stage.database) as writing,
    ):
        withdrawing.execute(statement(worker.context))
        writing.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}".encode())
        writing.execute(statement(worker.context))
        writing.execute("SELECT 1 FROM consent_subject")
        withdrawing.execute(WITHDRAWAL.encode(), facts)
        thread = threading.Thread(target=write_now, args=[writing])
        thread.start()
        thread.join(0.3)
        waited = thread.is_alive()
        withdrawing.commit()
        thread.join(10)

    assert waited
    assert outcome in (["MS001"], ["40001"])


@pytest.mark.req("K02")
def test_a_withdrawal_behind_a_writer_waits_and_withholds(live_stage: Stage) -> None:
    stage, worker = live_stage, live_stage.cast.worker
    subject = newcomer(worker, Purpose.RECORD)
    facts = race_facts(stage, subject, "RECORD")

    def withdraw_now(connection: Connection) -> None:
        connection.execute(WITHDRAWAL.encode(), facts)
        connection.commit()

    with (
        as_login("msa_app", stage.database) as writing,
        as_login("msa_app", stage.database) as withdrawing,
    ):
        writing.execute(statement(worker.context))
        withdrawing.execute(statement(worker.context))
        writing.execute(WRITES["an episode"][1].encode(), facts)
        thread = threading.Thread(target=withdraw_now, args=[withdrawing])
        thread.start()
        thread.join(0.3)
        waited = thread.is_alive()
        writing.commit()
        thread.join(10)
    with superuser(stage.database) as admin:
        rows = admin.execute(
            "SELECT withheld FROM cases_episode WHERE subject_id = %s", [subject]
        ).fetchall()

    assert waited
    assert rows == [(True,)]


@pytest.mark.req("K02")
def test_a_withdrawal_with_an_old_snapshot_is_refused(live_stage: Stage) -> None:
    stage, worker = live_stage, live_stage.cast.worker
    facts = race_facts(stage, stage.own.subject, "RECORD")

    with as_login("msa_app", stage.database) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute(statement(worker.context))
        with pytest.raises(psycopg.errors.Error, match="read committed"):
            connection.execute(WITHDRAWAL.encode(), facts)
