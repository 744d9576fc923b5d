"""Let the clockwork delete sessions that are over, which it can't read."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_used_once"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            "GRANT SELECT (expire_date), DELETE ON accounts_session TO msa_sec",
            migrations.RunSQL.noop,
        ),
        AsSec("msa/accounts/sql/discard_sessions.sql"),
    ]
