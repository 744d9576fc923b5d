"""Rights of roles: which columns, which tables, which keys between tables."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import ColumnGrants, Constraint, Policy, Privilege

COLUMNS = "tests/guards/test_readable_columns.py"
CATALOGUE = "tests/guards/test_catalogue.py::test_the_catalogue_is_as_it_must_be"
HOSTILE = "tests/security/test_hostile_sql.py::test_hostile_statements_are_refused"

#: Roles that read some columns of a table and not the others.
READS_IN_PART: dict[str, tuple[str, ...]] = {
    "msa_admin": (COLUMNS,),
    "msa_funder": (COLUMNS,),
    "msa_manager": (COLUMNS,),
    "msa_national": (COLUMNS,),
    "msa_reporting": (COLUMNS, "tests/reporting/test_roles.py"),
    "msa_worker": (COLUMNS,),
}
POLICED = "a table without a policy for a role shows it no row"


def _grant(
    name: str, protects: str, role: str, table: str, *tests: str, verb: str = "SELECT"
) -> Control:
    off = (Privilege(role, table, verb),)
    return Control(name, protects, off, tests, behind=POLICED)


CONTROLS = (
    *(
        Control(
            f"columns {role}",
            "columns that this role's work does not need",
            (ColumnGrants(role),),
            tests,
            behind="sealed columns open with a key only, which it is not given",
        )
        for role, tests in READS_IN_PART.items()
    ),
    _grant(
        "national role: no table about survivors",
        "survivors from national staff",
        "msa_national",
        "cases_client",
        COLUMNS,
        CATALOGUE,
        "tests/reporting/test_roles.py",
    ),
    _grant(
        "national role: writes no figure",
        "figures from being put in by hand",
        "msa_national",
        "reporting_cell",
        "tests/reporting/test_roles.py",
        CATALOGUE,
        verb="INSERT",
    ),
    _grant(
        "builder's role: no sealed row",
        "words from the process that makes reports",
        "msa_reporting",
        "cases_section",
        COLUMNS,
        "tests/reporting/test_roles.py",
    ),
    _grant(
        "funder's role: no facts",
        "facts from funders' programs",
        "msa_funder",
        "cases_session",
        COLUMNS,
    ),
    _grant(
        "administrator's role: no survivor",
        "survivors from whoever manages members",
        "msa_admin",
        "cases_client",
        COLUMNS,
        HOSTILE,
    ),
    _grant(
        "audit: nobody reads it in the application's roles",
        "who looked at whom",
        "msa_worker",
        "audit_event",
        COLUMNS,
        HOSTILE,
    ),
    _grant(
        "sections: nobody changes what was written",
        "history of a record",
        "msa_worker",
        "cases_section",
        "tests/security/test_each_table.py",
        verb="UPDATE",
    ),
    Control(
        "composite key: a session's survivor",
        "rows from pointing into another organisation",
        (Constraint("cases_session", "cases_session_subject_id_tenant"),),
        (CATALOGUE,),
        behind="the gate asks for a key of the same organisation and survivor",
    ),
    Control(
        "release: not by the compiler, in the database",
        "figures from being released by whoever compiled them",
        (Constraint("reporting_report", "released_by_another_person"),),
        (
            "tests/reporting/test_reports.py::test_the_database_refuses_a_release_by_the_compiler",
        ),
        alone="Python refuses first; the sweep asks for survivors' words",
    ),
    Control(
        "hidden cell: holds no value",
        "what is suppressed, from whoever reads the table",
        (Constraint("reporting_cell", "only_hidden_cells_have_no_value"),),
        ("tests/reporting/test_reports.py::test_a_hidden_cell_can_hold_no_value",),
        alone="publishing writes none; the sweep asks for survivors' words",
    ),
    Control(
        "report: started in one's own name",
        "that two people stand behind a release",
        (Policy("reporting_report", "national_insert"),),
        ("tests/reporting/test_reports.py::test_nobody_starts_in_another_name",),
        alone="who compiled is what the release is held against",
    ),
    Control(
        "members: nobody changes himself",
        "roles from whoever would give himself one",
        (
            Policy(
                "accounts_member",
                "admin_update",
                "organisation_id = (SELECT sec.organisation())",
            ),
        ),
        ("tests/msa/members/test_members.py",),
        behind="the service refuses it too",
    ),
)
