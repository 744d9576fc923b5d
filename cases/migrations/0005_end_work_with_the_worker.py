"""Let assignments and grants end when their peer worker leaves or changes his work."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_count_sessions_in_the_index"),
        ("consent", "0002_protect"),
        ("members", "0002_protect"),
    ]

    operations = [
        AsSec("cases/sql/leaving.sql"),
        migrations.RunSQL(
            [
                "CREATE POLICY sec_update ON consent_subjectuserobjectpermission"
                " FOR UPDATE TO msa_sec USING (true) WITH CHECK (true)",
                "GRANT UPDATE (until) ON consent_subjectuserobjectpermission"
                " TO msa_sec",
                "CREATE POLICY sec_update ON cases_assignment"
                " FOR UPDATE TO msa_sec USING (true) WITH CHECK (true)",
                "GRANT UPDATE (ended_at, ended_by_id) ON cases_assignment TO msa_sec",
                "CREATE TRIGGER accounts_member_work_ended"
                " AFTER UPDATE OF left_at, roles ON accounts_member"
                " FOR EACH ROW EXECUTE FUNCTION sec.work_ended()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
