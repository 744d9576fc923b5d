"""A link that resets a sign-in is used once."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_protect_resets"),
    ]

    operations = [
        AsSec("msa/accounts/sql/used_once.sql"),
        migrations.RunSQL(
            "CREATE TRIGGER accounts_reset_moves "
            "BEFORE UPDATE OF used_at, expires_at "
            "ON accounts_reset FOR EACH ROW EXECUTE FUNCTION sec.guard_reset()",
            migrations.RunSQL.noop,
        ),
    ]
