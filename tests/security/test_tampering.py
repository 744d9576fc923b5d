from __future__ import annotations

import psycopg
import pytest

from tests.databases import superuser
from tests.security.audit_check import AUDIT, verify
from tests.security.stage import Connection, Stage
from tests.security.tampering import TAMPERS


@pytest.mark.req("A02", "SEC-04")
@pytest.mark.parametrize("tamper", TAMPERS)
def test_tampering_offline_is_found(on_stage: Stage, tamper: str) -> None:
    organisation = on_stage.cast.kauri.id
    with superuser(on_stage.database) as admin:
        admin.autocommit = False
        admin.execute("SET session_replication_role = 'replica'")
        rows = {
            table: admin.execute(f"SELECT * FROM {table}".encode()).fetchall()
            for table in AUDIT
        }
        TAMPERS[tamper](admin, organisation)
        admin.commit()
        try:
            found = verify(on_stage).faults
        finally:
            restore(admin, rows)

    assert found


def restore(admin: Connection, rows: dict[str, list[tuple[object, ...]]]) -> None:
    admin.execute("SET session_replication_role = 'replica'")
    for table, kept in rows.items():
        admin.execute(f"DELETE FROM {table}".encode())
        places = ", ".join(["%s"] * len(kept[0]))
        with admin.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} VALUES ({places})".encode(),
                [as_stored(r) for r in kept],
            )
    admin.commit()


def as_stored(row: tuple[object, ...]) -> list[object]:
    return [
        psycopg.types.json.Jsonb(value) if isinstance(value, dict) else value
        for value in row
    ]


@pytest.mark.req("A02", "A05")
def test_an_untouched_chain_has_no_fault(on_stage: Stage) -> None:
    checked = verify(on_stage)

    assert checked.events > 5
    assert checked.faults == []
