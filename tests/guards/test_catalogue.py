from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.guards import catalogue as checks
from tests.guards.catalogue import CHECKS, Connection


@pytest.mark.req("S07", "SEC-01")
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_catalogue_is_as_it_must_be(
    catalogue: Connection, check: Callable[[Connection], list[str]]
) -> None:
    assert check(catalogue) == []


@pytest.mark.req("S07")
def test_there_are_tables_to_check(catalogue: Connection) -> None:
    rows = catalogue.execute(checks._TENANT_TABLES.encode()).fetchall()

    assert {"cases_client", "cases_section", "consent_subject"} <= {r[1] for r in rows}


#: What somebody might do by mistake, and the check that must notice.
MISTAKES: list[tuple[Callable[[Connection], list[str]], str]] = [
    (checks.unforced_tables, "ALTER TABLE cases_client NO FORCE ROW LEVEL SECURITY"),
    (checks.unforced_tables, "ALTER TABLE cases_client DISABLE ROW LEVEL SECURITY"),
    (
        checks.unforced_tables,
        "CREATE TABLE forgotten (id uuid PRIMARY KEY, organisation_id uuid)",
    ),
    (
        checks.doubled_policies,
        "CREATE POLICY more ON cases_client FOR SELECT TO msa_worker USING (true)",
    ),
    (
        checks.doubled_policies,
        "CREATE POLICY more ON cases_client FOR ALL TO msa_worker USING (true)",
    ),
    (
        checks.policies_for_everybody,
        "CREATE POLICY more ON cases_client FOR SELECT USING (true)",
    ),
    (checks.grants_without_policy, "GRANT SELECT ON cases_client TO msa_national"),
    (
        checks.missing_tenant_keys,
        "ALTER TABLE cases_session DROP CONSTRAINT cases_session_subject_id_tenant",
    ),
    (
        checks.cascades,
        "ALTER TABLE cases_tally ADD CONSTRAINT more FOREIGN KEY (organisation_id)"
        " REFERENCES tenancy_organisation ON DELETE CASCADE",
    ),
    (checks.oracles, "CREATE UNIQUE INDEX ON cases_client (reference)"),
    (checks.oracles, "CREATE UNIQUE INDEX ON cases_client ((upper(reference)))"),
    (
        checks.missing_subject_indexes,
        "CREATE TABLE forgotten (organisation_id uuid, subject_id uuid)",
    ),
    (
        checks.repeated_calls,
        "CREATE POLICY more ON cases_client FOR DELETE TO msa_worker"
        " USING (subject_id = ANY (sec.my_subjects()))",
    ),
    (
        checks.unsafe_functions,
        "CREATE FUNCTION public.loose() RETURNS int LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT 1'",
    ),
    (checks.unsafe_functions, "ALTER FUNCTION sec.context() RESET search_path"),
    (checks.unsafe_functions, "ALTER FUNCTION sec.context() OWNER TO msa_owner"),
    (checks.unsafe_functions, "GRANT EXECUTE ON FUNCTION sec.context() TO PUBLIC"),
    (checks.passing_views, "CREATE VIEW public.v AS SELECT * FROM cases_client"),
    (
        checks.passing_views,
        "CREATE MATERIALIZED VIEW public.v AS SELECT * FROM cases_client",
    ),
    (checks.definer_tables, "ALTER TABLE cases_tally OWNER TO msa_sec"),
    (checks.open_schemas, "GRANT USAGE ON SCHEMA priv TO msa_worker"),
    (checks.open_schemas, "GRANT CREATE ON SCHEMA public TO msa_app"),
    (checks.open_schemas, "GRANT USAGE ON SCHEMA sec TO PUBLIC"),
    (checks.loose_roles, "ALTER ROLE msa_app INHERIT"),
    (checks.loose_roles, "ALTER ROLE msa_worker BYPASSRLS"),
    (checks.loose_roles, "GRANT msa_sec TO msa_app"),
    (checks.loose_roles, "GRANT msa_signin TO msa_app"),
    (
        checks.open_functions,
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_get_activity(int) TO PUBLIC",
    ),
    (
        checks.sleeping_triggers,
        "ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only",
    ),
]


@pytest.mark.req("S07")
@pytest.mark.parametrize(
    ("check", "mistake"), MISTAKES, ids=[mistake[:60] for _, mistake in MISTAKES]
)
def test_a_mistake_is_noticed(
    catalogue: Connection, check: Callable[[Connection], list[str]], mistake: str
) -> None:
    catalogue.execute(mistake.encode())

    assert check(catalogue)


@pytest.mark.req("S07")
def test_every_check_is_shown_to_fail() -> None:
    assert {check for check, _ in MISTAKES} == set(CHECKS)
