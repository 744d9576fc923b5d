"""Consent is the key: functions, row policies and triggers that make it so."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_WORKED = {"SELECT": "subject", "INSERT": "subject"}
_MANAGED = {"SELECT": "organisation", "INSERT": "organisation"}


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0001_initial"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
    ]

    operations = [
        AsSec("consent/sql/keys.sql"),
        Protect(
            "Subject",
            {
                "worker": {"SELECT": "subject", "INSERT": "organisation"},
                "manager": _MANAGED,
                "admin": _MANAGED,
                "reporting": {"SELECT (id, organisation_id, rounding_key)": "all"},
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        Protect(
            "SubjectUserObjectPermission",
            {
                "worker": {"SELECT": "own-grant"},
                "manager": {**_MANAGED, "UPDATE (until)": "organisation"},
                "admin": {**_MANAGED, "UPDATE (until)": "organisation"},
                "sec": {"SELECT": "all", "INSERT": "all", "DELETE": "all"},
            },
        ),
        Protect(
            "OrganisationKey",
            {
                "worker": {"SELECT": "organisation"},
                "manager": {"SELECT": "organisation"},
                "admin": {"SELECT": "organisation"},
                "sec": {"SELECT": "all"},
            },
        ),
        Protect(
            "Wording",
            {
                "worker": {"SELECT": "all"},
                "manager": {"SELECT": "all"},
                "survivor": {"SELECT": "all"},
            },
        ),
        Protect(
            "Consent",
            {
                "worker": _WORKED,
                "manager": _MANAGED,
                "admin": {"INSERT": "organisation"},
                # SELECT … FOR SHARE asks for the right to update some column.
                "sec": {
                    "SELECT": "all",
                    "UPDATE (expires_at)": "all",
                    "DELETE": "all",
                },
            },
        ),
        Protect(
            "Withdrawal",
            {
                "worker": _WORKED,
                "manager": _MANAGED,
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        Protect(
            "SubjectKey",
            {
                "worker": _WORKED,
                "manager": _MANAGED,
                "admin": _MANAGED,
                "sec": {"SELECT": "all", "UPDATE (state)": "all", "DELETE": "all"},
            },
        ),
        Protect(
            "WrappedKey",
            {
                "worker": {"INSERT": "organisation"},
                "manager": {"INSERT": "organisation"},
                "admin": {"INSERT": "organisation"},
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER consent_subject_maker AFTER INSERT ON consent_subject "
                "FOR EACH ROW EXECUTE FUNCTION sec.grant_to_maker()",
                "CREATE TRIGGER consent_withdrawal_seal "
                "AFTER INSERT ON consent_withdrawal "
                "FOR EACH ROW EXECUTE FUNCTION sec.seal_key()",
                "CREATE TRIGGER consent_subjectkey_consent "
                "BEFORE INSERT ON consent_subjectkey "
                "FOR EACH ROW EXECUTE FUNCTION sec.demand_own_consent()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
