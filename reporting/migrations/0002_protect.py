"""The national site starts and releases; the report builder fills; nobody changes.

The builder reads facts through column grants given beside the facts' own tables.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_STARTED_BY_ME = (
    "all",
    "compiled_by = (SELECT sec.person()) AND state = 'BUILDING' "
    "AND released_by IS NULL AND compiled_at IS NULL AND content_hash = ''",
)


def _append_only(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_append_only "
        f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()"
    ]


def _only_while(table: str, state: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_only_while BEFORE INSERT ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION sec.guard_report_part('{state}')"
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_initial"),
        ("audit", "0002_protect"),
        ("cases", "0002_protect"),
        ("jobs", "0002_protect"),
    ]

    operations = [
        AsSec("reporting/sql/frozen.sql"),
        Protect(
            "Report",
            {
                "national": {
                    "SELECT": "all",
                    "INSERT": _STARTED_BY_ME,
                    "UPDATE (state, released_by, released_at)": "all",
                },
                "reporting": {
                    "SELECT": "all",
                    "UPDATE (state, compiled_at, content_hash, attack)": "all",
                },
            },
        ),
        Protect(
            "Cell",
            {
                "national": {"SELECT": "all"},
                "reporting": {"SELECT": "all", "INSERT": "all"},
            },
        ),
        Protect(
            "ReportFile",
            {
                "national": {"SELECT": "all"},
                "reporting": {"SELECT": "all", "INSERT": "all"},
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER reporting_report_guard "
                "BEFORE UPDATE ON reporting_report "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_report()",
                "CREATE TRIGGER reporting_report_stays "
                "BEFORE DELETE OR TRUNCATE ON reporting_report "
                "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
                *_append_only("reporting_cell"),
                *_only_while("reporting_cell", "BUILDING"),
                *_append_only("reporting_reportfile"),
                *_only_while("reporting_reportfile", "RELEASED"),
            ],
            migrations.RunSQL.noop,
        ),
    ]
