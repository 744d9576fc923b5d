"""Row policies of the client record: the worker's people, the manager's organisation.

The manager reads identity, safe contact and activity; other sections and the words of
sessions need the supervision consent, which the key release asks for.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_WORKED = {"SELECT": "subject", "INSERT": "subject"}
_MANAGED = {"SELECT": "organisation", "INSERT": "organisation"}
_IMPORTED = {"INSERT": "organisation"}
_BASICS = ("organisation", "kind IN ('identity', 'contact')")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("consent", "0002_protect")]

    operations = [
        AsSec("cases/sql/triggers.sql"),
        Protect(
            "Client",
            {
                "worker": _WORKED,
                "manager": _MANAGED,
                "admin": _IMPORTED,
                "sec": {
                    "SELECT": "all",
                    "UPDATE (withheld, last_activity_on)": "all",
                    "DELETE": "all",
                },
            },
            key="RECORD",
        ),
        Protect(
            "Section",
            {
                "worker": _WORKED,
                "manager": {"SELECT": _BASICS, "INSERT": _BASICS},
                "admin": _IMPORTED,
                "sec": {
                    "SELECT": "all",
                    "UPDATE (withheld, superseded)": "all",
                    "DELETE": "all",
                },
            },
            key="RECORD",
        ),
        Protect(
            "Episode",
            {
                "worker": {
                    **_WORKED,
                    "UPDATE (activated_on, ended_on, end_reason)": "subject",
                },
                "manager": _MANAGED,
                "admin": _IMPORTED,
                "reporting": {
                    "SELECT (id, organisation_id, subject_id, started_on, "
                    "activated_on, ended_on, end_reason)": "all"
                },
                "sec": {
                    "SELECT": "all",
                    "UPDATE (withheld, activated_on)": "all",
                    "DELETE": "all",
                },
            },
            key="RECORD",
        ),
        Protect(
            "Session",
            {
                "worker": _WORKED,
                "manager": {"SELECT": "organisation"},
                "admin": _IMPORTED,
                "reporting": {
                    "SELECT (id, organisation_id, subject_id, held_on, minutes, "
                    "kind, mode)": "all"
                },
                "sec": {"SELECT": "all", "UPDATE (withheld)": "all", "DELETE": "all"},
            },
            key="SESSIONS",
        ),
        Protect(
            "SessionNote",
            {
                "worker": _WORKED,
                "manager": {"SELECT": "organisation"},
                "admin": _IMPORTED,
                "sec": {
                    "SELECT": "all",
                    "UPDATE (withheld, superseded)": "all",
                    "DELETE": "all",
                },
            },
            key="SESSIONS",
        ),
        Protect(
            "Tally",
            {
                "worker": {"INSERT": "organisation"},
                "manager": {"SELECT": "organisation"},
                "reporting": {"SELECT": "all"},
                "sec": {"INSERT": "all"},
            },
        ),
        Protect(
            "Assignment",
            {
                "worker": _WORKED,
                "manager": {
                    **_MANAGED,
                    "UPDATE (ended_at, ended_by_id)": "organisation",
                },
                "admin": _IMPORTED,
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        Protect(
            "StatisticalProfile",
            {
                "worker": {
                    **_WORKED,
                    "UPDATE (age_band, ethnicities, region)": "subject",
                },
                "manager": {
                    **_MANAGED,
                    "UPDATE (age_band, ethnicities, region)": "organisation",
                },
                "admin": _IMPORTED,
                "reporting": {"SELECT": "all"},
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
            consent="STATISTICS",
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER cases_section_supersede BEFORE INSERT ON cases_section "
                "FOR EACH ROW EXECUTE FUNCTION sec.supersede_section()",
                "CREATE TRIGGER cases_sessionnote_supersede "
                "BEFORE INSERT ON cases_sessionnote "
                "FOR EACH ROW EXECUTE FUNCTION sec.supersede_note()",
                "CREATE TRIGGER cases_session_logged AFTER INSERT ON cases_session "
                "FOR EACH ROW EXECUTE FUNCTION sec.session_logged()",
                "CREATE TRIGGER cases_session_withheld AFTER UPDATE OF withheld "
                "ON cases_session FOR EACH ROW "
                "WHEN (NEW.withheld AND NOT OLD.withheld) "
                "EXECUTE FUNCTION sec.session_withheld()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
