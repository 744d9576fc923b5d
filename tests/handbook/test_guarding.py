"""What the database refuses by itself, past all of Python."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from handbook.models import Version
from msa.tenancy.context import Context, use
from tests.cast import Cast
from tests.handbook.conftest import published, read

TABLES = (
    "handbook_writtenpolicy",
    "handbook_version",
    "handbook_document",
    "handbook_acknowledgement",
)


def raw(sql: str, *values: Any) -> list[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def version(cast: Cast) -> Version:
    return published(cast.manager)


def acknowledged(version: Version, member: object) -> None:
    raw(
        "INSERT INTO handbook_acknowledgement (id, organisation_id, version_id,"
        " member_id, read_at) VALUES (%s, %s, %s, %s, now())",
        uuid.uuid4(),
        version.organisation_id,
        version.id,
        member,
    )


@pytest.mark.req("STD-05")
@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
def test_nobody_says_for_another_that_he_has_read_it(
    cast: Cast, version: Version, who: str
) -> None:
    with (
        use(getattr(cast, who).context),
        pytest.raises(DatabaseError, match="row-level security"),
    ):
        acknowledged(version, cast.colleague.member)


@pytest.mark.req("STD-05")
def test_a_worker_sees_his_own_word_alone(cast: Cast, version: Version) -> None:
    read(cast.worker, version)
    read(cast.colleague, version)
    question = "SELECT count(*) FROM handbook_acknowledgement"

    with use(cast.worker.context):
        assert raw(question) == [(1,)]
    with use(cast.manager.context):
        assert raw(question) == [(2,)]


@pytest.mark.req("STD-05")
@pytest.mark.parametrize("role", ["national", "reporting", "survivor"])
@pytest.mark.parametrize("table", TABLES)
def test_nobody_outside_the_organisation_reads_any_of_it(
    cast: Cast, version: Version, role: str, table: str
) -> None:
    context = Context(cast.kauri.id, cast.manager.person, role)

    with use(context), pytest.raises(DatabaseError, match="permission denied"):
        raw(f"SELECT id FROM {table}")


@pytest.mark.req("STD-05")
@pytest.mark.parametrize("table", TABLES[:3])
def test_a_worker_publishes_nothing(cast: Cast, version: Version, table: str) -> None:
    with (
        use(cast.worker.context),
        pytest.raises(DatabaseError, match="permission denied"),
    ):
        raw(f"INSERT INTO {table} (id) VALUES (gen_random_uuid())")


@pytest.mark.req("STD-05")
@pytest.mark.parametrize(
    "change",
    [
        "text = 'Other words'",
        "in_force_from = in_force_from - 1",
        "review_on = review_on + 400",
        "withdrawn_at = NULL",
    ],
)
def test_what_was_published_stands_for_the_owner_too(
    cast: Cast, version: Version, change: str
) -> None:
    owner = Context(cast.kauri.id, cast.manager.person, "owner")

    with use(owner), pytest.raises(DatabaseError, match="published stands"):
        raw(f"UPDATE handbook_version SET {change}")


@pytest.mark.req("STD-05")
def test_a_withdrawal_names_who_withdrew(cast: Cast, version: Version) -> None:
    withdrawn = "UPDATE handbook_version SET withdrawn_at = now(), withdrawn_by_id = %s"
    with use(cast.manager.context):
        with pytest.raises(DatabaseError, match="row-level security"):
            raw(withdrawn, cast.admin.member)
        raw(withdrawn, cast.manager.member)
        with pytest.raises(DatabaseError):
            raw(withdrawn, cast.manager.member)


@pytest.mark.req("STD-05")
def test_nothing_is_published_in_anothers_name(cast: Cast, version: Version) -> None:
    again = (
        "INSERT INTO handbook_version (id, organisation_id, policy_id, number, text,"
        " sort, size, in_force_from, review_on, published_by_id, published_at)"
        " SELECT gen_random_uuid(), organisation_id, policy_id, 2, text, sort, size,"
        " in_force_from, review_on, %s, now() FROM handbook_version"
    )
    with use(cast.admin.context):
        with pytest.raises(DatabaseError, match="row-level security"):
            raw(again, cast.manager.member)
        raw(again, cast.admin.member)
