"""Managers write and approve; national staff read what is approved, never a draft.

The check reads who must not be named through a function of its own, and the released
figures through another: no role gains a right on those tables.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_APPROVED = "state IN ('SUBMITTED', 'INCLUDED')"
_MY_OWN = (
    "organisation",
    "member_id IN (SELECT m.id FROM accounts_member m"
    " WHERE m.person_id = (SELECT sec.person()))",
)
#: The narrative's own policy is asked as well: who can't see it can't see its words.
_OF_A_NARRATIVE = (
    "EXISTS (SELECT FROM narratives_narrative n WHERE n.id = narrative_id"
    " AND n.organisation_id = {table}.organisation_id AND n.{state})"
)


def _of(table: str, state: str) -> str:
    return _OF_A_NARRATIVE.format(table=table, state=state)


def _append_only(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_append_only "
        f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()"
    )


_TEXT, _EXPLANATION = "narratives_approvedtext", "narratives_explanation"


class Migration(migrations.Migration):
    dependencies = [
        ("narratives", "0001_initial"),
        ("reporting", "0003_figures_with_decimals"),
        ("cases", "0002_protect"),
    ]

    operations = [
        AsSec("reporting/narratives/sql/narratives.sql"),
        Protect(
            "Narrative",
            {
                "worker": {
                    "SELECT (id, organisation_id, quarter, state)": "organisation"
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", "state = 'DRAFT' AND revision = 0"),
                    "UPDATE": "organisation",
                },
                "national": {
                    "SELECT (id, organisation_id, quarter, edition, state, "
                    "approved_at, content_hash, explained, read_by, read_at)": (
                        "all",
                        _APPROVED,
                    ),
                    "UPDATE (state, read_by, read_at)": ("all", _APPROVED),
                },
                "reporting": {
                    "SELECT (id, organisation_id, quarter, edition, state, "
                    "content_hash)": ("all", "state = 'INCLUDED'"),
                },
            },
        ),
        Protect(
            "Contribution",
            {
                "worker": {
                    "SELECT": _MY_OWN,
                    "INSERT": _MY_OWN,
                    "UPDATE (sealed, revision, written_at)": _MY_OWN,
                },
                "manager": {"SELECT": "organisation", "DELETE": "organisation"},
            },
        ),
        Protect(
            "Explanation",
            {
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", _of(_EXPLANATION, "state = 'DRAFT'")),
                    "UPDATE (reason, explained_by_id, explained_at)": (
                        "organisation",
                        _of(_EXPLANATION, "state = 'DRAFT'"),
                    ),
                },
            },
        ),
        Protect(
            "ApprovedText",
            {
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", _of(_TEXT, "state = 'DRAFT'")),
                },
                "national": {"SELECT": ("all", _of(_TEXT, _APPROVED))},
                "reporting": {"SELECT": ("all", _of(_TEXT, "state = 'INCLUDED'"))},
            },
        ),
        Protect(
            "Passage",
            {
                "national": {"SELECT": "all"},
                "reporting": {"SELECT": "all", "INSERT": "all"},
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER narratives_narrative_begun "
                "BEFORE INSERT ON narratives_narrative "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_new_narrative()",
                "CREATE TRIGGER narratives_narrative_guard "
                "BEFORE UPDATE ON narratives_narrative "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_narrative()",
                "CREATE TRIGGER narratives_narrative_stays "
                "BEFORE DELETE OR TRUNCATE ON narratives_narrative "
                "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
                _append_only("narratives_approvedtext"),
                _append_only("narratives_passage"),
                "CREATE TRIGGER narratives_passage_only_while "
                "BEFORE INSERT ON narratives_passage "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_report_part('BUILDING')",
                "GRANT SELECT (id, quarter, state) ON reporting_report TO msa_sec",
                "CREATE POLICY sec_select ON reporting_report FOR SELECT TO msa_sec "
                "USING (true)",
                'GRANT SELECT (report_id, "table", "row", status, value, decimals) '
                "ON reporting_cell TO msa_sec",
                "CREATE POLICY sec_select ON reporting_cell FOR SELECT TO msa_sec "
                "USING (true)",
                "GRANT SELECT (id, code) ON tenancy_organisation TO msa_sec",
                "CREATE POLICY sec_select ON tenancy_organisation FOR SELECT "
                "TO msa_sec USING (id = (SELECT sec.organisation()))",
            ],
            migrations.RunSQL.noop,
        ),
    ]
