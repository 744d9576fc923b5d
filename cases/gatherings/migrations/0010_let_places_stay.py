"""Let a place that ended stay so, and end with a consent and with whoever runs it."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec

_HOLDS = "subject_id <> ALL ((SELECT sec.run_out_in_groups())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("gatherings", "0004_protect_put_right"),
        ("accounts", "0002_protect"),
        ("consent", "0020_keep_blocked_managers_away"),
    ]

    operations = [
        AsSec("cases/gatherings/sql/places.sql"),
        migrations.RunSQL(
            [
                "CREATE TRIGGER gatherings_membership_stays BEFORE UPDATE OF"
                " state, joined_on, ended_on, revision, sealed"
                " ON gatherings_membership FOR EACH ROW"
                " EXECUTE FUNCTION sec.keep_place()",
                "GRANT UPDATE (until) ON gatherings_facilitator TO msa_sec",
                "CREATE POLICY sec_update ON gatherings_facilitator FOR UPDATE"
                " TO msa_sec USING (true) WITH CHECK (true)",
                "CREATE TRIGGER accounts_member_facilitating_ends"
                " AFTER UPDATE OF left_at, roles ON accounts_member FOR EACH ROW"
                " EXECUTE FUNCTION sec.end_facilitating()",
                *(
                    f"CREATE POLICY {role}_while_agreed ON gatherings_membership"
                    f" AS RESTRICTIVE FOR SELECT TO msa_{role} USING ({_HOLDS})"
                    for role in ("worker", "manager")
                ),
            ],
            migrations.RunSQL.noop,
        ),
    ]
