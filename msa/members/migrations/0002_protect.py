"""Administrators and national staff invite, change and end; the door lets in.

Nobody changes his own row, and no role can be given but those of its kind of
organisation.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_CASEWORK = (
    "roles <@ ARRAY['worker', 'manager', 'admin']::varchar[] AND cardinality(roles) > 0"
)
_NATIONAL = "roles = ARRAY['national']::varchar[]"
_SOMEBODY_ELSE = (
    "organisation_id = (SELECT sec.organisation()) "
    "AND person_id <> (SELECT sec.person())"
)


def _invites(roles: str) -> dict[str, str | tuple[str, str]]:
    return {
        "SELECT": "organisation",
        "INSERT": ("organisation", roles),
        "UPDATE (withdrawn_at)": "organisation",
    }


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial"), ("accounts", "0003_sessions")]

    operations = [
        Protect(
            "Invitation",
            {
                "admin": _invites(_CASEWORK),
                "national": _invites(_NATIONAL),
                "signin": {"SELECT": "all"},
                "sec": {"SELECT": "all", "UPDATE (accepted_at)": "all"},
            },
        ),
        migrations.RunSQL(
            [
                f"CREATE POLICY admin_update ON accounts_member FOR UPDATE TO msa_admin"
                f" USING ({_SOMEBODY_ELSE}) WITH CHECK ({_SOMEBODY_ELSE} AND {_CASEWORK})",
                "GRANT UPDATE (roles, left_at) ON accounts_member TO msa_admin",
                f"CREATE POLICY national_update ON accounts_member FOR UPDATE"
                f" TO msa_national USING ({_SOMEBODY_ELSE})"
                f" WITH CHECK ({_SOMEBODY_ELSE} AND {_NATIONAL})",
                "GRANT UPDATE (left_at) ON accounts_member TO msa_national",
                "CREATE POLICY sec_select ON accounts_member FOR SELECT TO msa_sec"
                " USING (true)",
                "CREATE POLICY sec_insert ON accounts_member FOR INSERT TO msa_sec"
                " WITH CHECK (true)",
                "CREATE POLICY sec_update ON accounts_member FOR UPDATE TO msa_sec"
                " USING (true) WITH CHECK (true)",
                "GRANT SELECT, INSERT, UPDATE (name, roles, joined_at, left_at)"
                " ON accounts_member TO msa_sec",
                "GRANT SELECT (id, email, is_active), INSERT ON accounts_person"
                " TO msa_sec",
            ],
            migrations.RunSQL.noop,
        ),
        AsSec("msa/members/sql/joining.sql"),
    ]
