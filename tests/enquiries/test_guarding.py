"""What the database refuses by itself, past all of Python."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from cases.enquiries import queries
from cases.enquiries.models import Slip
from cases.enquiries.policies import slip_ends
from msa.tenancy.context import Context, use
from msa.vault.envelope import CannotOpen
from tests.cast import Cast
from tests.enquiries.conftest import kept, today

SEALED = "SELECT sealed, wrapped FROM enquiries_slip"


def raw(sql: str, *values: Any) -> list[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def insert_slip(cast: Cast, enquiry: UUID, **columns: Any) -> None:
    """Store a slip as somebody would who runs code of his own in our process."""
    with use(cast.worker.context):
        ring = raw("SELECT id FROM consent_organisationkey")[0][0]
        known = {
            "id": uuid.uuid4(),
            "organisation_id": cast.kauri.id,
            "organisation_key_id": ring,
            "key_id": uuid.uuid4(),
            "wrapped": b"x",
            "enquiry_id": enquiry,
            "taken_by_id": cast.worker.member,
            "ground": "SPOKEN",
            "sealed": b"x",
            "expires_at": slip_ends(today()),
            **columns,
        }
        raw(
            f"INSERT INTO enquiries_slip ({', '.join(known)})"
            f" VALUES ({', '.join(['%s'] * len(known))})",
            *known.values(),
        )


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("column", ["channel", "region", "call_result"])
def test_no_coded_column_takes_a_name(cast: Cast, enquiry: UUID, column: str) -> None:
    owner = Context(cast.kauri.id, cast.worker.person, "owner")

    with use(owner), pytest.raises(DatabaseError, match="is_a_code"):
        raw(f"UPDATE enquiries_enquiry SET {column} = 'Tāw'")


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("who", ["worker", "manager", "colleague"])
def test_what_a_slip_says_is_in_no_roles_columns(
    cast: Cast, enquiry: UUID, who: str
) -> None:
    with use(getattr(cast, who).context):
        assert raw("SELECT count(*) FROM enquiries_slip") == [(1,)]
        with pytest.raises(DatabaseError, match="permission denied"):
            raw(SEALED)


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("role", ["admin", "national", "reporting", "survivor"])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM enquiries_slip",
        "SELECT * FROM sec.open_slip(gen_random_uuid())",
        "SELECT sec.destroy_slip(gen_random_uuid())",
    ],
)
def test_other_roles_have_no_way_to_a_slip(
    cast: Cast, enquiry: UUID, role: str, sql: str
) -> None:
    context = Context(cast.kauri.id, cast.admin.person, role)

    with use(context), pytest.raises(DatabaseError, match="permission denied"):
        raw(sql)


@pytest.mark.req("CON-01")
def test_whoever_counts_enquiries_is_told_how_many_slips_went_and_no_more(
    cast: Cast, enquiry: UUID
) -> None:
    context = Context(cast.kauri.id, cast.admin.person, "reporting")

    with use(context):
        assert raw("SELECT sec.destroy_expired_slips()") == [(0,)]
    with use(cast.worker.context), pytest.raises(DatabaseError, match="permission"):
        raw("SELECT sec.destroy_expired_slips()")


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("days", [1, 365])
def test_no_slip_lasts_longer(cast: Cast, days: int) -> None:
    pk = kept(cast.worker)
    longer = slip_ends(today()) + timedelta(days=days)

    with pytest.raises(DatabaseError, match="within 30 days"):
        insert_slip(cast, pk, expires_at=longer)


@pytest.mark.req("CON-01")
def test_no_slip_is_made_to_last_longer(cast: Cast, enquiry: UUID) -> None:
    with (
        use(cast.manager.context),
        pytest.raises(DatabaseError, match="permission denied"),
    ):
        raw("UPDATE enquiries_slip SET expires_at = now() + interval '1 year'")


@pytest.mark.req("CON-01")
def test_an_enquiry_that_ended_takes_no_slip(cast: Cast) -> None:
    pk = kept(cast.worker)
    with use(cast.worker.context):
        raw(
            "UPDATE enquiries_enquiry SET state = 'ANSWERED', ended_on = current_date,"
            " ended_by_id = %s WHERE id = %s",
            cast.worker.member,
            pk,
        )

    with pytest.raises(DatabaseError, match="no open enquiry"):
        insert_slip(cast, pk)


def test_a_slip_is_written_in_ones_own_name(cast: Cast) -> None:
    pk = kept(cast.worker)

    with pytest.raises(DatabaseError, match="row-level security"):
        insert_slip(cast, pk, taken_by_id=cast.colleague.member)


@pytest.mark.req("CON-01")
def test_raw_sql_that_ends_an_enquiry_destroys_its_slip(
    cast: Cast, enquiry: UUID
) -> None:
    with use(cast.worker.context):
        raw(
            "UPDATE enquiries_enquiry SET state = 'WELCOMED', ended_on = current_date,"
            " ended_by_id = %s",
            cast.worker.member,
        )
        assert raw("SELECT count(*) FROM enquiries_slip") == [(0,)]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("received_on = received_on + 400", "permission denied"),
        ("taken_by_id = gen_random_uuid()", "permission denied"),
    ],
)
def test_what_an_enquiry_is_stands(
    cast: Cast, enquiry: UUID, change: str, fault: str
) -> None:
    with use(cast.worker.context), pytest.raises(DatabaseError, match=fault):
        raw(f"UPDATE enquiries_enquiry SET {change}")


def test_no_enquiry_comes_from_a_day_to_come(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="row-level security"):
        kept(cast.worker, days_ago=-1)


def test_what_ended_stands(cast: Cast, enquiry: UUID) -> None:
    ended = (
        "UPDATE enquiries_enquiry SET state = 'DECLINED', ended_on = current_date,"
        " ended_by_id = %s"
    )
    reopened = "state = 'OPEN', ended_on = NULL, ended_by_id = NULL"
    with use(cast.worker.context):
        raw(ended, cast.worker.member)
        with pytest.raises(DatabaseError, match="does not go"):
            raw(f"UPDATE enquiries_enquiry SET {reopened}")


def test_a_slip_moved_to_another_enquiry_does_not_open(
    cast: Cast, enquiry: UUID
) -> None:
    other = kept(cast.worker)
    with use(Context(cast.kauri.id, cast.worker.person, "owner")):
        Slip.objects.update(enquiry=other)

    with use(cast.worker.context), pytest.raises(CannotOpen):
        queries.open_slip(cast.worker, other)
