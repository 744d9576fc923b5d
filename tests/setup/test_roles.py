from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from bin import roles

LOGINS = {"owner", "app", "door", "reporting", "national", "backup", "signer"}
GROUPS = {"sec", "signin", "worker", "manager", "admin", "survivor", "funder"}
# Made here by the launcher of the tests, and nowhere else.
OF_TESTS = "msa_test"


@pytest.fixture(scope="module")
def superuser():
    with psycopg.connect(
        os.environ["MSA_SUPERUSER_URL"], autocommit=True
    ) as connection:
        yield connection


@pytest.fixture
def login():
    opened = []

    def connect(role):
        password = Path(os.environ["MSA_SECRETS"], f"{role}.password").read_text()
        opened.append(
            psycopg.connect(
                host=os.environ["MSA_DATABASE_HOST"],
                port=os.environ["MSA_DATABASE_PORT"],
                dbname=os.environ["MSA_DATABASE_NAME"],
                user=role,
                password=password,
                autocommit=True,
            )
        )
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def roles_where(superuser, condition):
    found = superuser.execute(
        "SELECT rolname FROM pg_roles WHERE starts_with(rolname, 'msa_')"
        f" AND rolname <> %s AND {condition}",
        [OF_TESTS],
    )
    return {name.removeprefix("msa_") for (name,) in found}


def members_of(superuser, role):
    found = superuser.execute(
        "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member"
        " JOIN pg_roles g ON g.oid = a.roleid WHERE g.rolname = %s AND m.rolname <> %s",
        [f"msa_{role}", OF_TESTS],
    )
    return {name.removeprefix("msa_") for (name,) in found}


def test_roles_are_these(superuser):
    assert roles_where(superuser, "rolcanlogin") == LOGINS
    assert roles_where(superuser, "NOT rolcanlogin") == GROUPS


@pytest.mark.parametrize("power", ["rolsuper", "rolcreaterole", "rolreplication"])
def test_no_role_has_power_over_the_cluster(superuser, power):
    assert roles_where(superuser, power) == set()


@pytest.mark.req("S07")
def test_only_the_backup_passes_row_security(superuser):
    assert roles_where(superuser, "rolbypassrls") == {"backup"}


def test_logins_that_take_a_role_inherit_nothing(superuser):
    found = roles_where(superuser, "NOT rolinherit")
    assert found == {"owner", "app", "door", "national"}


@pytest.mark.req("S13")
def test_only_the_door_may_sign_people_in(superuser):
    assert members_of(superuser, "signin") == {"door"}


@pytest.mark.parametrize("role", ["worker", "manager", "survivor"])
def test_only_the_application_takes_the_role_of_a_person(superuser, role):
    assert members_of(superuser, role) == {"app"}


def test_an_import_by_the_owner_is_stored_as_the_administrator(superuser):
    assert members_of(superuser, "admin") == {"app", "owner"}


def test_only_the_owner_may_speak_for_the_definer(superuser):
    assert members_of(superuser, "sec") == {"owner"}


def test_the_owner_takes_the_definer_role_when_told(login):
    owner = login("msa_owner")

    owner.execute("SET ROLE msa_sec")

    assert owner.execute("SELECT current_user").fetchone() == ("msa_sec",)


@pytest.mark.req("S13")
@pytest.mark.parametrize("role", ["msa_signin", "msa_owner", "msa_sec", "msa_backup"])
def test_the_application_cannot_take_a_role_that_is_not_a_persons(login, role):
    application = login("msa_app")

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(f"SET ROLE {role}")


def test_the_door_opens_in_the_sign_in_role(login):
    assert login("msa_door").execute("SELECT current_user").fetchone() == (
        "msa_signin",
    )


@pytest.mark.parametrize("role", ["msa_app", "msa_door", "msa_national"])
def test_a_site_waits_for_no_statement_for_ever(login, role):
    connection = login(role)

    limits = [
        connection.execute(f"SHOW {name}").fetchone()[0]
        for name in ("statement_timeout", "idle_in_transaction_session_timeout")
    ]

    assert limits == ["15s", "1min"]


@pytest.mark.parametrize("role", ["msa_app", "msa_door", "msa_national"])
def test_a_site_does_not_compile_its_plans(login, role):
    assert login(role).execute("SHOW jit").fetchone() == ("off",)


@pytest.mark.parametrize("role", ["msa_app", "msa_owner", "msa_reporting"])
def test_the_database_speaks_universal_time(login, role):
    assert login(role).execute("SHOW timezone").fetchone() == ("UTC",)


def test_a_second_run_puts_right_what_somebody_changed(superuser):
    with superuser.transaction(force_rollback=True):
        superuser.execute("ALTER ROLE msa_app INHERIT")
        superuser.execute("GRANT msa_signin TO msa_app")

        superuser.execute(roles.ROLES.read_bytes())

        assert "app" in roles_where(superuser, "NOT rolinherit")
        assert members_of(superuser, "signin") == {"door"}
