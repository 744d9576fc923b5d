"""Let nobody be given to a peer worker who is leaving at the same moment.

A grant is numbered by chance: the next number would tell a manager how many grants were
made everywhere since his last.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_end_work_with_the_worker")]

    operations = [
        AsSec("cases/sql/present_workers.sql"),
        migrations.RunSQL(
            "CREATE TRIGGER consent_grant_to_present_worker"
            " BEFORE INSERT OR UPDATE OF until, user_id"
            " ON consent_subjectuserobjectpermission"
            " FOR EACH ROW EXECUTE FUNCTION sec.demand_present_worker()",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE consent_subjectuserobjectpermission"
                " ALTER COLUMN id DROP IDENTITY",
                "ALTER TABLE consent_subjectuserobjectpermission"
                " ALTER COLUMN id SET DEFAULT"
                " ('x' || left(md5(gen_random_uuid()::text), 13))::bit(52)::bigint",
            ],
            migrations.RunSQL.noop,
        ),
    ]
