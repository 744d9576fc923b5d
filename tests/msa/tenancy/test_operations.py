from __future__ import annotations

import pytest

from cases.models import Session
from consent.models import Wording
from msa.tenancy.operations import AsSec, Protect, policy_condition


def test_a_condition_asks_for_the_caseload_once() -> None:
    condition = policy_condition("subject", "subject_id")

    assert "subject_id = ANY ((SELECT sec.my_subjects())::uuid[])" in condition


def test_a_rule_may_add_to_its_condition() -> None:
    assert policy_condition(("all", "kind = 'x'"), "id") == "true AND (kind = 'x')"


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        policy_condition("everybody", "id")


def sql(**options: str) -> str:
    rules = {"worker": {"SELECT": "subject", "INSERT": "subject"}}
    return "\n".join(Protect("Session", rules, **options).statements(Session))


@pytest.mark.req("S07", "SEC-01")
@pytest.mark.parametrize(
    "part",
    [
        "ALTER TABLE cases_session ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_session FORCE ROW LEVEL SECURITY",
        "REVOKE ALL ON cases_session FROM PUBLIC",
        "CREATE POLICY worker_select ON cases_session FOR SELECT TO msa_worker",
        "CREATE POLICY owner_all ON cases_session FOR ALL TO msa_owner",
        "REFERENCES consent_subject (organisation_id, id)",
    ],
)
def test_a_table_is_policed(part: str) -> None:
    assert part in sql()


def test_a_keyed_table_hides_what_is_withheld() -> None:
    assert "AND NOT withheld" in sql(key="RECORD")
    assert "sec.demand_key('RECORD')" in sql(key="RECORD")


def test_a_table_with_a_consent_loses_its_rows_with_it() -> None:
    registered = "register_keyed_table('cases_session', 'STATISTICS', 'delete')"

    assert registered in sql(consent="STATISTICS")


def test_the_owner_is_given_no_grant() -> None:
    assert "TO msa_owner" not in "\n".join(
        line for line in sql().split("\n") if line.startswith("GRANT")
    )


def test_a_table_of_nobody_has_no_composite_keys() -> None:
    statements = Protect("Wording", {}).statements(Wording)

    assert not [line for line in statements if "FOREIGN KEY" in line]


def test_operations_can_be_written_into_a_migration() -> None:
    operation = AsSec("consent/sql/keys.sql")

    assert operation.deconstruct() == ("AsSec", ["consent/sql/keys.sql"], {})
