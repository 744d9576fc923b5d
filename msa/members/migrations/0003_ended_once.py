"""An invitation ends once."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_protect"),
    ]

    operations = [
        AsSec("msa/members/sql/ended_once.sql"),
        migrations.RunSQL(
            "CREATE TRIGGER members_invitation_moves "
            "BEFORE UPDATE OF accepted_at, withdrawn_at "
            "ON members_invitation FOR EACH ROW EXECUTE FUNCTION sec.guard_invitation()",
            migrations.RunSQL.noop,
        ),
    ]
